#include "venues/binance/trade/user_event.hpp"

#include <algorithm>

#include "venues/binance/trade/json_fields.hpp"
#include "venues/binance/trade/trade_answer.hpp"
#include "venues/binance/trade/trade_call.hpp"

namespace tidemark::venues::binance {

using core::OrderEventKind;
using core::OrderReason;
using core::Result;

namespace {

std::unexpected<core::Error> bad_event(const char* what) {
  return core::fail(core::ErrorKind::kParse, "bad_answer", std::string{"an order report has no "} + what);
}

std::optional<OrderEventKind> kind_of(std::string_view execution, const net::JsonValue& order) {
  if (execution == "NEW") {
    // A stop order is told of again when it goes to the book.
    const std::string_view type = text_in(order, "o");
    const bool waited = type.starts_with("STOP_LOSS") || type.starts_with("TAKE_PROFIT");
    return waited && is_true(order, "w") ? OrderEventKind::kTriggered : OrderEventKind::kAccepted;
  }
  if (execution == "TRADE") return OrderEventKind::kFilled;
  if (execution == "CANCELED") return OrderEventKind::kCanceled;
  if (execution == "REJECTED") return OrderEventKind::kRejected;
  if (execution == "EXPIRED" || execution == "TRADE_PREVENTION") return OrderEventKind::kExpired;
  return std::nullopt;
}

bool is_over(OrderEventKind kind) {
  return kind == OrderEventKind::kCanceled || kind == OrderEventKind::kRejected || kind == OrderEventKind::kExpired;
}

Result<TradedFill> fill_in(const net::JsonValue& order, core::ClientOrderId id, const core::Instrument& instrument,
                           core::Timestamp at) {
  const auto trade = integer_in(order, "t");
  if (!trade || *trade < 0) return bad_event("trade id");
  return fill_of({.id = static_cast<std::uint64_t>(*trade),
                  .side = text_in(order, "S") == "BUY" ? core::Side::kBuy : core::Side::kSell,
                  .role = is_true(order, "m") ? core::Role::kMaker : core::Role::kTaker,
                  .price = text_in(order, "L"),
                  .qty = text_in(order, "l"),
                  .fee = text_in(order, "n"),
                  .fee_asset = text_in(order, "N"),
                  .at = at},
                 id, instrument);
}

/// executionReport, and what ORDER_TRADE_UPDATE has under "o": their letters mean the same.
Result<UserEvent> report_in(const net::JsonValue& order, const TradedSymbols& symbols) {
  UserEvent event;
  // Who cancels an order may give it another name: then the first stands in C.
  auto id = own_id(text_in(order, "C"));
  if (!id) id = own_id(text_in(order, "c"));
  const core::Instrument* instrument = symbols.find(text_in(order, "s"));
  if (!id || instrument == nullptr) return event;
  const auto kind = kind_of(text_in(order, "x"), order);
  if (!kind) return event;
  const auto at = time_in(order, "T");
  if (!at) return bad_event("time");
  const bool open = core::is_open(state_of(text_in(order, "X")).value_or(core::OrderState::kAccepted));
  if (is_over(*kind) && open) return event;  // a part was prevented; the rest goes on
  trading::BrokerReport report;
  report.kind = *kind;
  report.order = *id;
  report.at = *at;
  if (*kind == OrderEventKind::kExpired) {
    const auto said = expiry_reason(text_in(order, "eR"));
    report.reason = said ? *said : expiry_reason(text_in(order, "o"), text_in(order, "f"));
  }
  if (*kind == OrderEventKind::kCanceled || *kind == OrderEventKind::kRejected) report.reason = OrderReason::kVenue;
  if (*kind == OrderEventKind::kFilled || is_over(*kind)) {
    const auto filled = qty_of(text_in(order, "z"), *instrument);
    if (!filled) return std::unexpected(filled.error());
    report.filled = *filled;
  }
  if (*kind == OrderEventKind::kFilled) {
    auto fill = fill_in(order, *id, *instrument, *at);
    if (!fill) return std::unexpected(fill.error());
    report.fill = fill->fill;
    event.base_fee = fill->base_fee;
  }
  event.kind = UserEvent::Kind::kReport;
  event.venue_order = static_cast<std::uint64_t>(std::max<std::int64_t>(integer_in(order, "i").value_or(0), 0));
  event.report = report;
  return event;
}

std::optional<OrderEventKind> kind_of(WireConditional::Stage stage) {
  switch (stage) {
    case WireConditional::Stage::kWaiting:
      return OrderEventKind::kAccepted;
    case WireConditional::Stage::kReached:
      return OrderEventKind::kTriggered;
    // Rejected when its price had come: it was accepted long before.
    case WireConditional::Stage::kCanceled:
    case WireConditional::Stage::kRejected:
      return OrderEventKind::kCanceled;
    case WireConditional::Stage::kExpired:
      return OrderEventKind::kExpired;
  }
  return std::nullopt;
}

/// What ALGO_UPDATE has under "o".
Result<UserEvent> conditional_in(const net::JsonValue& order, core::Timestamp at, const TradedSymbols& symbols) {
  UserEvent event;
  const auto id = own_id(text_in(order, "caid"));
  const core::Instrument* instrument = symbols.find(text_in(order, "s"));
  const std::string_view status = text_in(order, "X");
  const auto stage = conditional_stage_of(status);
  if (!id || instrument == nullptr || !stage || status == "TRIGGERING") return event;
  const auto kind = kind_of(*stage);
  trading::BrokerReport report;
  report.kind = *kind;
  report.order = *id;
  report.at = at;
  if (is_over(*kind)) {
    report.filled = core::Qty{};
    const bool nothing = text_in(order, "rm").contains("Reduce");
    report.reason = nothing ? OrderReason::kNothingToClose : OrderReason::kVenue;
  }
  event.kind = UserEvent::Kind::kReport;
  if (status == "FINISHED") {
    const auto filled = qty_of(text_in(order, "aq"), *instrument);
    if (!filled) return std::unexpected(filled.error());
    report.filled = *filled;
    event.kind = UserEvent::Kind::kCame;
  }
  event.report = report;
  return event;
}

UserEvent answer_in(const net::JsonValue& json) {
  UserEvent event;
  event.kind = UserEvent::Kind::kAnswer;
  if (const net::JsonValue* id = json.find("id")) {
    if (id->text() != nullptr) event.id = *id->text();
    if (id->integer() != nullptr) event.id = std::to_string(*id->integer());
  }
  // USD-M streams answer with a result or an error, and no status.
  const net::JsonValue* error = json.find("error");
  event.status = static_cast<int>(integer_in(json, "status").value_or(error == nullptr ? 200 : 400));
  if (error != nullptr) {
    event.error = std::to_string(integer_in(*error, "code").value_or(0)) + " " + std::string{text_in(*error, "msg")};
  }
  return event;
}

}  // namespace

Result<UserEvent> parse_user_event(std::string_view text, const TradedSymbols& symbols) {
  const auto json = net::parse_json(text);
  if (!json) return std::unexpected(json.error());
  const net::JsonValue* event = json->find("event");
  if (event == nullptr) event = json->find("data");
  if (event == nullptr && json->find("id") != nullptr) return answer_in(*json);
  if (event == nullptr) event = &*json;
  const std::string_view name = text_in(*event, "e");
  UserEvent out;
  if (name == "executionReport") return report_in(*event, symbols);
  if (name == "ORDER_TRADE_UPDATE") {
    const net::JsonValue* order = event->find("o");
    if (order == nullptr || order->members() == nullptr) return bad_event("order");
    return report_in(*order, symbols);
  }
  if (name == "ALGO_UPDATE") {
    const net::JsonValue* order = event->find("o");
    const auto at = time_in(*event, "T");
    if (order == nullptr || order->members() == nullptr || !at) return bad_event("order or time");
    return conditional_in(*order, *at, symbols);
  }
  if (name == "ACCOUNT_UPDATE") {
    const net::JsonValue* account = event->find("a");
    if (account != nullptr && text_in(*account, "m") == "FUNDING_FEE") out.kind = UserEvent::Kind::kFunding;
    return out;
  }
  if (name == "listenKeyExpired" || name == "eventStreamTerminated" || name == "serverShutdown") {
    out.kind = UserEvent::Kind::kEnd;
  }
  return out;
}

}  // namespace tidemark::venues::binance
