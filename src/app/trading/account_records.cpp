#include "app/trading/account_records.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "api/closed_trade_record.hpp"
#include "core/decimal.hpp"

namespace tidemark::app {

using core::Result;

namespace {

std::string text_of(core::Price price, const core::Instrument& instrument) {
  return core::format_decimal(price.ticks, instrument.scale.price_decimals);
}
std::string text_of(std::int64_t lots, const core::Instrument& instrument) {
  return core::format_decimal(lots, instrument.scale.qty_decimals);
}
std::optional<std::string> text_if(const std::optional<core::Price>& price, const core::Instrument& instrument) {
  return price ? std::optional{text_of(*price, instrument)} : std::nullopt;
}
storage::InstrumentKey key_of(const core::Instrument& instrument) {
  return {instrument.venue, instrument.symbol};
}

std::unexpected<core::Error> bad_record(const std::string& text) {
  return core::fail(core::ErrorKind::kCorrupt, "bad_record", "the store holds '" + text + "' where it cannot be");
}

Result<std::int64_t> units_of(const std::string& text, int decimals) {
  const auto parsed = core::parse_decimal(text, decimals);
  if (parsed.error != core::DecimalError::kNone) return bad_record(text);
  return parsed.value;
}

core::Status read(const std::optional<std::string>& text, const core::Instrument& instrument,
                  std::optional<core::Price>& out) {
  if (!text) return {};
  auto price = price_of(*text, instrument);
  if (!price) return std::unexpected(price.error());
  out = *price;
  return {};
}

/// The enumerator of this name among the first `count`.
template <class Enum>
Result<Enum> named(const std::string& text, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (core::name_of(static_cast<Enum>(i)) == text) return static_cast<Enum>(i);
  }
  return bad_record(text);
}

template <class Enum>
core::Status read(const std::string& text, std::size_t count, Enum& out) {
  auto value = named<Enum>(text, count);
  if (!value) return std::unexpected(value.error());
  out = *value;
  return {};
}

core::Status read(const std::string& text, core::Money& out) {
  auto amount = money_of(text);
  if (!amount) return std::unexpected(amount.error());
  out = *amount;
  return {};
}

core::Status read_lots(const std::string& text, const core::Instrument& instrument, std::int64_t& out) {
  auto lots = units_of(text, instrument.scale.qty_decimals);
  if (!lots) return std::unexpected(lots.error());
  out = *lots;
  return {};
}

core::Status first_failure(std::initializer_list<core::Status> all) {
  for (const core::Status& one : all) {
    if (!one) return one;
  }
  return {};
}

std::string id_of(const journal::ClosedTrade& trade) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), trade.opened_by, 16).ptr;
  const std::string text{digits.data(), end};
  return std::string(digits.size() - text.size(), '0') + text;
}

/// What open and closed trades have in common.
storage::TradeRecord begun(const journal::ClosedTrade& trade, const core::Instrument& instrument,
                           const TradeFacts& facts) {
  storage::TradeRecord r;
  r.id = id_of(trade);
  r.source = facts.source;
  r.instrument = key_of(instrument);
  r.position = core::name_of(trade.side);
  r.direction = journal::name_of(trade.direction);
  r.setup = trade.setup;
  r.regime = trade.regime;
  r.strategy = facts.strategy;
  r.signal_at = trade.signal_at;
  r.currency = facts.currency;
  r.entered = trade.entered;
  r.qty = text_of(trade.qty.lots, instrument);
  r.entry_value = core::format_money(trade.entry_value);
  r.exit_value = core::format_money(trade.exit_value);
  r.fees = core::format_money(trade.fees);
  r.unvalued_fees = trade.unvalued_fees;
  r.funding = core::format_money(trade.funding);
  r.profit = core::format_money(trade.profit);
  r.best = core::format_money(trade.best);
  r.worst = core::format_money(trade.worst);
  if (trade.risk && trade.risk->units > 0) r.risk = core::format_money(*trade.risk);
  return r;
}

}  // namespace

Result<core::Money> money_of(const std::string& text) {
  const auto amount = core::parse_money(text);
  if (!amount) return bad_record(text);
  return *amount;
}

Result<trading::ExchangeRate> rate_of(const std::string& text) {
  const auto rate = trading::parse_exchange_rate(text);
  if (!rate) return bad_record(text);
  return *rate;
}

Result<core::Price> price_of(const std::string& text, const core::Instrument& instrument) {
  const auto ticks = units_of(text, instrument.scale.price_decimals);
  if (!ticks) return std::unexpected(ticks.error());
  return core::Price{*ticks};
}

storage::OrderRecord record_of(const core::Order& order, const OrderFacts& facts, const core::Instrument& instrument) {
  const core::OrderRequest& q = order.request;
  storage::OrderRecord r;
  r.id = q.id.value;
  r.client_id = facts.client_id;
  r.instrument = key_of(instrument);
  r.side = core::name_of(q.side);
  r.type = core::name_of(q.type);
  r.time_in_force = core::name_of(q.time_in_force);
  r.post_only = q.liquidity == core::Liquidity::kPostOnly;
  r.reduce_only = q.effect == core::Effect::kReduceOnly;
  r.position = core::name_of(q.position);
  r.qty = text_of(q.qty.lots, instrument);
  r.filled = text_of(order.filled.lots, instrument);
  r.limit = text_if(q.limit, instrument);
  r.trigger = text_if(q.trigger, instrument);
  r.trail = text_if(q.trail, instrument);
  r.trail_best = text_if(facts.best, instrument);
  r.good_till = q.good_till;
  if (q.oco) r.oco = q.oco->value;
  if (q.parent) r.parent = q.parent->value;
  r.state = core::name_of(order.state);
  r.triggered = order.triggered;
  if (order.reason && !core::is_open(order.state)) r.reason = core::name_of(*order.reason);
  r.origin = facts.origin;
  r.created = order.created;
  r.updated = order.updated;
  return r;
}

storage::OrderTransitionRecord record_of(const core::OrderEvent& event, const core::Instrument& instrument) {
  storage::OrderTransitionRecord r;
  r.sequence = event.sequence;
  r.order = event.order.value;
  r.at = event.at;
  r.kind = core::name_of(event.kind);
  r.before = core::name_of(event.before);
  r.after = core::name_of(event.after);
  r.qty = text_of(event.qty.lots, instrument);
  if (event.reason) r.reason = core::name_of(*event.reason);
  if (event.fill) r.fill = event.fill->id;
  return r;
}

storage::FillRecord record_of(const core::Fill& fill, const core::Instrument& instrument, const std::string& currency) {
  const core::ChargedFee charged = fill.charged.value_or(core::ChargedFee{});
  return {.id = fill.id,
          .order = fill.order.value,
          .instrument = key_of(instrument),
          .side = std::string{core::name_of(fill.side)},
          .position = std::string{core::name_of(fill.position)},
          .role = std::string{core::name_of(fill.role)},
          .price = text_of(fill.price, instrument),
          .qty = text_of(fill.qty.lots, instrument),
          .fee = core::format_money(fill.fee),
          .currency = currency,
          .at = fill.at,
          .charged = fill.charged ? core::format_money(charged.amount) : std::string{},
          .charged_asset = charged.asset,
          .fee_unvalued = fill.fee_worth == core::FeeWorth::kUnknown};
}

storage::PositionRecord record_of(const trading::Position& position, core::Money basis,
                                  const core::Instrument& instrument, const std::string& currency) {
  return {.instrument = key_of(instrument),
          .side = std::string{core::name_of(position.side)},
          .qty = text_of(position.lots, instrument),
          .cost = core::format_money(position.cost),
          .realized = core::format_money(position.realized),
          .fees = core::format_money(position.fees),
          .funding = core::format_money(position.funding),
          .basis = core::format_money(basis),
          .currency = currency,
          .changed = position.changed};
}

storage::TradeRecord record_of(const journal::ClosedTrade& trade, const core::Instrument& instrument,
                               const TradeFacts& facts) {
  storage::TradeRecord r = begun(trade, instrument, facts);
  r.exited = trade.exited;
  return r;
}

storage::TradeRecord record_of(const journal::Trip& open, const core::Instrument& instrument, const TradeFacts& facts) {
  storage::TradeRecord r = begun(open.trade, instrument, facts);
  r.open_qty = text_of(open.lots, instrument);
  r.cash = core::format_money(open.cash);
  r.highest = text_of(open.highest, instrument);
  r.lowest = text_of(open.lowest, instrument);
  return r;
}

Result<core::Order> order_of(const storage::OrderRecord& r, const core::Instrument& instrument) {
  core::Order order;
  core::OrderRequest& q = order.request;
  q.id = {r.id};
  q.instrument = instrument.id;
  q.liquidity = r.post_only ? core::Liquidity::kPostOnly : core::Liquidity::kAny;
  q.effect = r.reduce_only ? core::Effect::kReduceOnly : core::Effect::kAny;
  q.good_till = r.good_till;
  if (r.oco) q.oco = core::OcoGroupId{*r.oco};
  if (r.parent) q.parent = core::ClientOrderId{*r.parent};
  order.triggered = r.triggered;
  order.created = r.created;
  order.updated = r.updated;
  auto status =
      first_failure({read(r.side, 2, q.side), read(r.type, 6, q.type), read(r.time_in_force, 4, q.time_in_force),
                     read(r.position, 3, q.position), read(r.state, 7, order.state), read(r.limit, instrument, q.limit),
                     read(r.trigger, instrument, q.trigger), read(r.trail, instrument, q.trail),
                     read_lots(r.qty, instrument, q.qty.lots), read_lots(r.filled, instrument, order.filled.lots)});
  if (!status) return std::unexpected(status.error());
  if (r.reason.empty()) return order;
  core::OrderReason reason{};
  if (auto known = read(r.reason, core::kOrderReasonCount, reason); !known) return std::unexpected(known.error());
  order.reason = reason;
  return order;
}

Result<trading::Position> position_of(const storage::PositionRecord& r, const core::Instrument& instrument) {
  trading::Position position;
  position.instrument = instrument.id;
  position.changed = r.changed;
  auto status = first_failure({read(r.side, 3, position.side), read_lots(r.qty, instrument, position.lots),
                               read(r.cost, position.cost), read(r.realized, position.realized),
                               read(r.fees, position.fees), read(r.funding, position.funding)});
  if (!status) return std::unexpected(status.error());
  return position;
}

Result<journal::Trip> trip_of(const storage::TradeRecord& r, const core::Instrument& instrument) {
  auto trade = api::closed_trade_of(r);
  if (!trade) return std::unexpected(trade.error());
  journal::Trip trip;
  trip.trade = std::move(*trade);
  trip.trade.instrument = instrument.id;
  trip.trade.exited = {};
  const auto parsed = std::from_chars(r.id.data(), r.id.data() + r.id.size(), trip.trade.opened_by, 16);
  if (parsed.ec != std::errc{}) return bad_record(r.id);
  trip.scale = instrument.scale;
  std::optional<core::Price> highest;
  std::optional<core::Price> lowest;
  auto status =
      first_failure({read_lots(r.qty, instrument, trip.trade.qty.lots), read_lots(r.open_qty, instrument, trip.lots),
                     read(r.cash, trip.cash), read(std::optional{r.highest}, instrument, highest),
                     read(std::optional{r.lowest}, instrument, lowest)});
  if (!status) return std::unexpected(status.error());
  trip.highest = highest.value_or(core::Price{});
  trip.lowest = lowest.value_or(core::Price{});
  return trip;
}

}  // namespace tidemark::app
