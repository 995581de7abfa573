#include "sim/accounts/margin_settlement.hpp"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <utility>

#include "core/decimal.hpp"
#include "sim/accounts/book_walk.hpp"

namespace tidemark::sim {
namespace {

constexpr std::int64_t kMillion = 1'000'000;
constexpr std::int64_t kOne = 100'000'000;  // a rate or an amount of 1 in units of 10^-8

Money abs(Money money) {
  return {std::abs(money.units)};
}

}  // namespace

MarginSettlement::MarginSettlement(const Exchange& exchange, std::string asset, MarkOf mark, MarginRules rules)
    : exchange_{exchange}, asset_{std::move(asset)}, mark_{std::move(mark)}, rules_{rules} {
  assert(std::ranges::all_of(exchange.instruments(), [](const core::Instrument& instrument) {
    return instrument.scale.price_decimals + instrument.scale.qty_decimals <= kMoneyDecimals;
  }));
}

const Position& MarginSettlement::position(OwnerId owner, core::InstrumentId id) const {
  const auto found = positions_.find({owner, id});
  return found == positions_.end() ? flat_ : found->second;
}

MarginState MarginSettlement::state_of(const Position& position, core::InstrumentId id) const {
  MarginState state;
  state.notional = notional_of(mark_(id), core::Qty{position.lots}, scale_of(id)).value_or(Money{});
  state.unrealized.units = state.notional.units - position.cost.units;
  // With all bids filled the position would be worth so much more, with all asks so much less: the worse of both.
  const std::int64_t worst = std::max({std::abs(state.notional.units), state.notional.units + position.bids.units,
                                       position.asks.units - state.notional.units});
  state.position_margin = {std::abs(state.notional.units) / position.leverage};
  state.order_margin = {worst / position.leverage - state.position_margin.units};
  state.maintenance = share_of(abs(state.notional), rules_.maintenance, kMillion).value_or(Money{});
  return state;
}

MarginState MarginSettlement::state(OwnerId owner, core::InstrumentId id) const {
  return state_of(position(owner, id), id);
}

MarginState MarginSettlement::total(OwnerId owner) const {
  MarginState sum;
  for (auto entry = positions_.lower_bound({owner, core::InstrumentId{0}});
       entry != positions_.end() && entry->first.first == owner; ++entry) {
    const MarginState one = state_of(entry->second, entry->first.second);
    sum.notional.units += std::abs(one.notional.units);
    sum.unrealized.units += one.unrealized.units;
    sum.position_margin.units += one.position_margin.units;
    sum.order_margin.units += one.order_margin.units;
    sum.maintenance.units += one.maintenance.units;
  }
  return sum;
}

Money MarginSettlement::available(OwnerId owner) const {
  const MarginState all = total(owner);
  return {wallet(owner).units + all.unrealized.units - all.position_margin.units - all.order_margin.units};
}

Money MarginSettlement::liquidation_price(OwnerId owner, core::InstrumentId id) const {
  const Position& held = position(owner, id);
  if (held.lots == 0) return {};
  const MarginState all = total(owner);
  const MarginState own = state(owner, id);
  // What the account has besides this position, less what its other positions must keep. At price p the position is
  // worth lots * p: free + lots * p - cost = maintenance * |lots| * p, solved for p.
  const std::int64_t free =
      wallet(owner).units + all.unrealized.units - own.unrealized.units - all.maintenance.units + own.maintenance.units;
  const std::int64_t side = held.lots > 0 ? 1 : -1;
  const std::int64_t numerator = side * (held.cost.units - free);
  if (numerator <= 0) return {};
  const auto per_lot = share_of({numerator}, core::kPow10[scale_of(id).qty_decimals], std::abs(held.lots));
  return share_of(per_lot.value_or(Money{}), kMillion, kMillion - side * rules_.maintenance).value_or(Money{});
}

std::expected<void, DeskRefusal> MarginSettlement::set_leverage(OwnerId owner, core::InstrumentId id, int leverage) {
  assert(leverage >= 1 && leverage <= rules_.leverage_max);
  Position& held = at(owner, id);
  const int before = std::exchange(held.leverage, leverage);
  if (leverage >= before || available(owner).units >= 0) return {};
  held.leverage = before;
  return std::unexpected(DeskRefusal::kInsufficientBalance);
}

Money MarginSettlement::pay_funding(OwnerId owner, core::InstrumentId id, core::Price mark, std::int64_t rate) {
  const Position& held = position(owner, id);
  const Money value = notional_of(mark, core::Qty{held.lots}, scale_of(id)).value_or(Money{});
  const Money paid = share_of(value, rate, kOne).value_or(Money{});
  ledger_.pay(owner, asset_, Money{-paid.units});
  return {-paid.units};
}

Money* MarginSettlement::bucket(Position& position, const NewOrder& request) {
  if (request.effect != Effect::kAny) return nullptr;
  return is_buy(request) ? &position.bids : &position.asks;
}

std::expected<Hold, DeskRefusal> MarginSettlement::plan(const NewOrder& request) const {
  // What waits for its price is not held against anything before.
  if (waits_for_stop(request.type)) return Hold{request.qty, {}};
  const core::Scale scale = scale_of(request.instrument);
  const Position& held = position(request.owner, request.instrument);
  if (request.effect != Effect::kAny) {
    const std::int64_t closable = is_buy(request) ? -held.lots : held.lots;
    if (request.qty.lots > closable) return std::unexpected(DeskRefusal::kWouldNotReduce);
    return Hold{request.qty, {}};
  }
  const auto& book = exchange_.market(request.instrument).book();
  const auto value = has_price(request.type)
                         ? notional_of(request.price, request.qty, scale)
                         : walk_for_qty(book, scale, request.side, request.owner, request.qty).quote;
  const auto at_mark = notional_of(mark_(request.instrument), request.qty, scale);
  if (!value || !at_mark) return std::unexpected(DeskRefusal::kInsufficientBalance);
  Position with = held;
  bucket(with, request)->units += value->units;
  const MarginState before = state_of(held, request.instrument);
  const MarginState after = state_of(with, request.instrument);
  const std::int64_t added = after.order_margin.units - before.order_margin.units;
  if (added <= 0) return Hold{request.qty, *value};
  // A price worse than the mark is a loss from the first moment.
  const std::int64_t loss = is_buy(request) ? value->units - at_mark->units : at_mark->units - value->units;
  if (added + std::max<std::int64_t>(loss, 0) > available(request.owner).units) {
    return std::unexpected(DeskRefusal::kInsufficientBalance);
  }
  return Hold{request.qty, *value};
}

void MarginSettlement::hold(ClientOrder& order, const Hold& hold) {
  if (Money* open = bucket(at(order.request.owner, order.request.instrument), order.request)) {
    open->units += hold.amount.units;
    order.locked = hold.amount;
  }
}

/// One that only reduces is cut to what is held now, and refused when that is nothing.
std::expected<void, DeskRefusal> MarginSettlement::renew(ClientOrder& order) {
  release(order);
  NewOrder now = order.request;
  now.type = has_price(now.type) ? OrderType::kLimit : OrderType::kMarket;
  if (now.effect != Effect::kAny) {
    const std::int64_t lots = position(now.owner, now.instrument).lots;
    const std::int64_t closable = is_buy(now) ? -lots : lots;
    if (closable <= 0) return std::unexpected(DeskRefusal::kWouldNotReduce);
    now.qty.lots = now.effect == Effect::kClosePosition ? closable : std::min(now.qty.lots, closable);
  }
  const auto planned = plan(now);
  if (!planned) return std::unexpected(planned.error());
  order.request.qty = planned->qty;
  hold(order, *planned);
  return {};
}

/// Takes `lots` (signed as the fill, at most the position) off the position; the profit of it.
Money MarginSettlement::close_part(Position& position, std::int64_t lots, core::Price price, core::Scale scale) {
  const Money cost = lots == -position.lots
                         ? position.cost
                         : share_of(position.cost, std::abs(lots), std::abs(position.lots)).value_or(Money{});
  const Money quote = notional_of(price, core::Qty{lots}, scale).value_or(Money{});
  position.lots += lots;
  position.cost.units -= cost.units;
  return {-quote.units - cost.units};
}

void MarginSettlement::settle(ClientOrder& order, ClientFill& fill) {
  const NewOrder& request = order.request;
  const core::Scale scale = scale_of(request.instrument);
  Position& held = at(request.owner, request.instrument);
  const std::int64_t lots = is_buy(request) ? fill.qty.lots : -fill.qty.lots;
  std::int64_t opening = lots;
  if (held.lots != 0 && (held.lots > 0) != (lots > 0)) {
    const std::int64_t closing = lots > 0 ? std::min(lots, -held.lots) : std::max(lots, -held.lots);
    fill.realized = close_part(held, closing, fill.price, scale);
    opening = lots - closing;
  }
  held.lots += opening;
  held.cost.units += notional_of(fill.price, core::Qty{opening}, scale).value_or(Money{}).units;
  held.realized.units += fill.realized.units;
  held.updated = fill.at;
  fill.commission_asset = asset_;
  fill.commission = fee_of(fill.quote, rules_.fees, fill.role);
  ledger_.pay(request.owner, asset_, Money{fill.realized.units - fill.commission.units});
  if (Money* open = bucket(held, request)) {
    const Money needed = has_price(request.type)
                             ? notional_of(request.price, order.left(), scale).value_or(Money{})
                             : Money{std::max<std::int64_t>(order.locked.units - fill.quote.units, 0)};
    open->units -= order.locked.units - needed.units;
    order.locked = needed;
  }
}

void MarginSettlement::release(ClientOrder& order) {
  if (Money* open = bucket(at(order.request.owner, order.request.instrument), order.request)) {
    open->units -= order.locked.units;
  }
  order.locked = {};
}

}  // namespace tidemark::sim
