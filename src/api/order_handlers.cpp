#include <string>

#include "api/encode_trading.hpp"
#include "api/handlers.hpp"
#include "api/params.hpp"
#include "api/posted_json.hpp"
#include "api/posted_trading.hpp"
#include "api/reply.hpp"
#include "api/trading_access.hpp"

namespace tidemark::api {
namespace {

using Answer = core::Result<net::Response>;

std::unexpected<core::Error> unknown_order() {
  return core::fail(core::ErrorKind::kNotFound, "unknown_order", "There is no order of this id.", "id");
}

std::string encode_order(const storage::OrderRecord& order) {
  std::string body;
  net::JsonWriter json{body};
  write_order(json, order);
  return body;
}

core::Result<storage::OrderRecord> order_of(storage::TradingLedger& ledger, std::uint64_t id) {
  auto order = ledger.order(id);
  if (!order) return std::unexpected(order.error());
  if (!*order) return unknown_order();
  return std::move(**order);
}

Answer list_orders(const net::Request& request, const Params& params, storage::TradingLedger& ledger,
                   const std::optional<storage::InstrumentKey>& instrument) {
  storage::OrderQuery query;
  query.instrument = instrument;
  const std::string_view state = params.text("state");
  if (state == "open") query.state = storage::OrderQuery::State::kOpen;
  if (state == "closed") query.state = storage::OrderQuery::State::kClosed;
  query.client_id = params.text("client_order_id");
  query.before = static_cast<std::uint64_t>(params.integer("cursor"));
  query.limit = params.limit;
  const auto orders = ledger.orders(query);
  if (!orders) return std::unexpected(orders.error());
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("orders").begin_array();
  for (const auto& order : *orders) write_order(json, order);
  json.end_array().key("next");
  write_cursor(json, orders->size() == params.limit ? std::optional{orders->back().id} : std::nullopt);
  json.end_object();
  return reply(request, std::move(body));
}

Answer list_fills(const net::Request& request, const Params& params, storage::TradingLedger& ledger,
                  const std::optional<storage::InstrumentKey>& instrument) {
  storage::FillQuery query;
  query.instrument = instrument;
  if (params.integer("order") != 0) query.order = static_cast<std::uint64_t>(params.integer("order"));
  query.before = static_cast<std::uint64_t>(params.integer("cursor"));
  query.limit = params.limit;
  const auto fills = ledger.fills(query);
  if (!fills) return std::unexpected(fills.error());
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("fills").begin_array();
  for (const auto& one : *fills) write_fill(json, one.fill);
  json.end_array().key("next");
  write_cursor(json, fills->size() == params.limit ? std::optional{fills->back().number} : std::nullopt);
  json.end_object();
  return reply(request, std::move(body));
}

Answer show_order(const net::Request& request, storage::TradingLedger& ledger, std::uint64_t id) {
  const auto order = order_of(ledger, id);
  if (!order) return std::unexpected(order.error());
  const auto transitions = ledger.transitions(id);
  if (!transitions) return std::unexpected(transitions.error());
  constexpr std::uint32_t kFillsShown = 1000;
  const auto fills = ledger.fills({.instrument = {}, .order = id, .before = {}, .limit = kFillsShown});
  if (!fills) return std::unexpected(fills.error());
  std::string body;
  net::JsonWriter json{body};
  json.begin_object().key("order");
  write_order(json, *order);
  json.key("transitions").begin_array();
  for (const auto& one : *transitions) write_transition(json, one);
  json.end_array().key("fills").begin_array();
  for (const auto& one : *fills) write_fill(json, one.fill);
  json.end_array().end_object();
  return reply(request, std::move(body));
}

/// Said to whoever asked for what the risk gate does not let through.
std::unexpected<core::Error> refused(const PlacedOrder& placed) {
  const std::string reason{core::name_of(*placed.refusal)};
  return core::fail(
      core::ErrorKind::kInvalidArgument, reason,
      "The order was refused (" + reason + ") and stands as rejected under id " + std::to_string(placed.id) + ".",
      "order");
}

Answer place(const Context& context, const net::Request& request, storage::TradingLedger& ledger, int success) {
  const auto json = posted_json(request);
  if (!json) return std::unexpected(json.error());
  const auto symbol = posted_symbol(*json);
  if (!symbol) return std::unexpected(symbol.error());
  const auto instrument = find_live(context, *symbol);
  if (!instrument) return std::unexpected(instrument.error());
  const auto order = read_new_order(*json, *instrument);
  if (!order) return std::unexpected(order.error());
  const auto placed = context.deps.trading->place(*order);
  if (!placed) return std::unexpected(placed.error());
  if (placed->outcome == PlacedOrder::Outcome::kRefused) return refused(*placed);
  const auto stored = order_of(ledger, placed->id);
  if (!stored) return std::unexpected(stored.error());
  constexpr int kOk = 200;
  return changed(placed->outcome == PlacedOrder::Outcome::kKnown ? kOk : success, encode_order(*stored));
}

Answer cancel_all(const Context& context, const Params& params) {
  std::optional<core::InstrumentId> only;
  if (params.symbol) {
    const auto instrument = find_live(context, *params.symbol);
    if (!instrument) return std::unexpected(instrument.error());
    only = instrument->id;
  }
  const auto cancels = context.deps.trading->cancel_all(only);
  if (!cancels) return std::unexpected(cancels.error());
  constexpr int kOk = 200;
  return changed(kOk, R"({"cancels":)" + std::to_string(*cancels) + "}");
}

Answer answer(const Context& context, const RouteInfo& route, const net::Request& request,
              const ReadWorker::StoreAccess& store) {
  const auto params = parse_params(route, request);
  if (!params) return std::unexpected(params.error());
  const auto ledger = trading_ledger(context, store);
  if (!ledger) return std::unexpected(ledger.error());
  storage::TradingLedger& books = **ledger;
  if (route.operation == Operation::kPlaceOrder) return place(context, request, books, route.success);
  if (route.operation == Operation::kCancelOrders) return cancel_all(context, *params);
  if (route.operation == Operation::kOrder) {
    return show_order(request, books, static_cast<std::uint64_t>(params->integer("id")));
  }
  if (route.operation == Operation::kCancelOrder) {
    const auto id = static_cast<std::uint64_t>(params->integer("id"));
    if (auto canceled = context.deps.trading->cancel(id); !canceled) return std::unexpected(canceled.error());
    const auto order = order_of(books, id);
    if (!order) return std::unexpected(order.error());
    return changed(route.success, encode_order(*order));
  }
  const auto instrument = instrument_filter(context, store, *params);
  if (!instrument) return std::unexpected(instrument.error());
  if (route.operation == Operation::kFills) return list_fills(request, *params, books, *instrument);
  return list_orders(request, *params, books, *instrument);
}

}  // namespace

net::HttpHandler make_order_handler(Context& context, const RouteInfo& route) {
  return [&context, &route](net::Responder responder) {
    answer_on_worker(context, std::move(responder), [&context, &route](const net::Request& request, const auto& store) {
      return answer(context, route, request, store);
    });
  };
}

}  // namespace tidemark::api
