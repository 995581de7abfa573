#include "sim/accounts/trade_desk.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "sim/accounts/book_walk.hpp"

namespace tidemark::sim {
namespace {

constexpr std::size_t kKept = 20'000;
constexpr std::int64_t kMillion = 1'000'000;

constexpr core::Side opposite(core::Side side) {
  return side == core::Side::kBuy ? core::Side::kSell : core::Side::kBuy;
}

constexpr bool is_buy(const NewOrder& request) {
  return request.side == core::Side::kBuy;
}

OrderRequest book_request(const ClientOrder& order) {
  const NewOrder& request = order.request;
  return {.owner = request.owner,
          .side = request.side,
          .kind = has_price(request.type) ? OrderKind::kLimit : OrderKind::kMarket,
          .time_in_force = has_price(request.type) ? request.time_in_force : TimeInForce::kIoc,
          .liquidity = request.type == OrderType::kLimitMaker ? Liquidity::kMakerOnly : Liquidity::kAny,
          .self_trade = request.self_trade,
          .price = request.price,
          .qty = request.qty};
}

}  // namespace

TradeDesk::TradeDesk(Exchange& exchange, std::vector<InstrumentAssets> assets, FeeRates fees)
    : exchange_{exchange}, assets_{std::move(assets)}, fees_{fees} {
  for (const core::Instrument& instrument : exchange.instruments()) {
    assert(instrument.scale.price_decimals + instrument.scale.qty_decimals <= kMoneyDecimals);
    last_price_[instrument.id] = exchange.market(instrument.id).forming_candle().close;
  }
}

const std::string& TradeDesk::locked_asset(const ClientOrder& order) const {
  const InstrumentAssets& assets = assets_of(order.request.instrument);
  return is_buy(order.request) ? assets.quote : assets.base;
}

bool TradeDesk::is_triggered(const NewOrder& request, core::Price price) const {
  const bool stop_loss = request.type == OrderType::kStopLoss || request.type == OrderType::kStopLossLimit;
  // A stop loss buys when the price has risen to it and sells when it has fallen; a take profit the other way round.
  return stop_loss == is_buy(request) ? price >= request.stop : price <= request.stop;
}

bool TradeDesk::crosses(const NewOrder& request) const {
  const auto best = exchange_.market(request.instrument).book().best(opposite(request.side));
  return best && (is_buy(request) ? request.price >= best->price : request.price <= best->price);
}

std::expected<TradeDesk::Plan, DeskRefusal> TradeDesk::plan_market(const NewOrder& request) const {
  const auto& market = exchange_.market(request.instrument);
  const core::Scale scale = scale_of(request.instrument);
  const InstrumentAssets& assets = assets_of(request.instrument);
  const BookWalk walk = request.qty.lots > 0
                            ? walk_for_qty(market.book(), scale, request.side, request.owner, request.qty)
                            : walk_for_quote(market.book(), scale, request.side, request.owner, request.quote_qty,
                                             market.instrument().lot_size);
  const core::Qty qty = request.qty.lots > 0 ? request.qty : walk.qty;
  if (qty.lots <= 0) return std::unexpected(DeskRefusal::kNothingAffordable);
  if (is_buy(request)) return Plan{qty, walk.quote, assets.quote};
  const auto lock = money_of(qty, scale);
  if (!lock) return std::unexpected(DeskRefusal::kInsufficientBalance);
  return Plan{qty, *lock, assets.base};
}

std::expected<TradeDesk::Plan, DeskRefusal> TradeDesk::plan(const NewOrder& request) const {
  if (request.type == OrderType::kMarket) return plan_market(request);
  const InstrumentAssets& assets = assets_of(request.instrument);
  const core::Scale scale = scale_of(request.instrument);
  const core::Price price = has_price(request.type) ? request.price : request.stop;
  const auto lock = is_buy(request) ? notional_of(price, request.qty, scale) : money_of(request.qty, scale);
  if (!lock) return std::unexpected(DeskRefusal::kInsufficientBalance);
  return Plan{request.qty, *lock, is_buy(request) ? assets.quote : assets.base};
}

std::expected<void, DeskRefusal> TradeDesk::probe(const NewOrder& request) const {
  const ClientOrder* same = find(request.owner, request.instrument, request.client_id);
  if (same != nullptr && is_open(same->status)) return std::unexpected(DeskRefusal::kDuplicateId);
  if (waits_for_stop(request.type) && is_triggered(request, last_price_.at(request.instrument))) {
    return std::unexpected(DeskRefusal::kWouldTrigger);
  }
  if (request.type == OrderType::kLimitMaker && crosses(request)) return std::unexpected(DeskRefusal::kWouldMatch);
  const auto planned = plan(request);
  if (!planned) return std::unexpected(planned.error());
  if (ledger_.balance(request.owner, planned->asset).free < planned->lock) {
    return std::unexpected(DeskRefusal::kInsufficientBalance);
  }
  return {};
}

std::expected<const ClientOrder*, DeskRefusal> TradeDesk::submit(const NewOrder& request) {
  if (const auto refused = probe(request); !refused) return std::unexpected(refused.error());
  const Plan planned = *plan(request);
  if (!ledger_.lock(request.owner, planned.asset, planned.lock)) {
    return std::unexpected(DeskRefusal::kInsufficientBalance);
  }
  ClientOrder order{.id = next_id_++,
                    .request = request,
                    .original_client_id = request.client_id,
                    .locked = planned.lock,
                    .created = exchange_.now(),
                    .updated = exchange_.now()};
  order.request.qty = planned.qty;
  ClientOrder& kept = orders_[order.id] = std::move(order);
  if (waits_for_stop(request.type)) {
    tell(OrderEventKind::kNew, kept, kept.created);
    waiting_.push_back(kept.id);
  } else {
    place(kept);
  }
  const std::uint64_t id = kept.id;
  forget_oldest();
  return &orders_.at(id);
}

void TradeDesk::place(ClientOrder& order) {
  order.working_since = order.updated = exchange_.now();
  tell(OrderEventKind::kNew, order, exchange_.now());
  order.book_id = exchange_.submit(order.request.instrument, book_request(order));
  on_book_[{order.request.instrument, order.book_id}] = order.id;
  settle();
}

void TradeDesk::trigger(ClientOrder& order) {
  if (has_price(order.request.type) || !is_buy(order.request)) return place(order);
  // A market order to buy was covered at its stop price only: what it costs now is known now.
  const Money lock = walk_for_qty(exchange_.market(order.request.instrument).book(), scale_of(order.request.instrument),
                                  core::Side::kBuy, order.request.owner, order.request.qty)
                         .quote;
  ledger_.release(order.request.owner, locked_asset(order), order.locked);
  order.locked = {};
  if (!ledger_.lock(order.request.owner, locked_asset(order), lock)) {
    return close(order, OrderStatus::kExpired, OrderEventKind::kExpired, exchange_.now());
  }
  order.locked = lock;
  place(order);
}

void TradeDesk::on_price(core::InstrumentId id, core::Price price) {
  last_price_[id] = price;
  std::vector<std::uint64_t> due;
  std::erase_if(waiting_, [&](std::uint64_t order_id) {
    const NewOrder& request = orders_.at(order_id).request;
    const bool triggered = request.instrument == id && is_triggered(request, price);
    if (triggered) due.push_back(order_id);
    return triggered;
  });
  for (const std::uint64_t order_id : due) trigger(orders_.at(order_id));
}

std::expected<const ClientOrder*, DeskRefusal> TradeDesk::cancel(std::uint64_t order_id, std::string new_client_id) {
  const auto found = orders_.find(order_id);
  if (found == orders_.end() || !is_open(found->second.status)) return std::unexpected(DeskRefusal::kUnknownOrder);
  ClientOrder& order = found->second;
  order.request.client_id = std::move(new_client_id);
  if (std::erase(waiting_, order_id) > 0) {
    close(order, OrderStatus::kCanceled, OrderEventKind::kCanceled, exchange_.now());
    return &order;
  }
  exchange_.cancel(order.request.instrument, order.book_id, order.request.owner);
  settle();
  return &orders_.at(order_id);
}

void TradeDesk::settle() {
  // Settling never changes the book, so nothing new can come in while it goes on.
  executions_.clear();
  exchange_.take_executions(executions_);
  for (const ClientExecution& execution : executions_) apply(execution);
}

std::uint64_t TradeDesk::order_of(core::InstrumentId id, OrderId book_id) const {
  const auto found = on_book_.find({id, book_id});
  return found == on_book_.end() ? 0 : found->second;
}

void TradeDesk::apply(const ClientExecution& execution) {
  const core::InstrumentId id = execution.instrument;
  if (const auto* fill = std::get_if<Fill>(&execution.execution)) {
    if (fill->maker_owner != kCrowd) apply_fill(order_of(id, fill->maker), *fill, Role::kMaker, execution.at);
    if (fill->taker_owner != kCrowd) apply_fill(order_of(id, fill->taker), *fill, Role::kTaker, execution.at);
    return;
  }
  const auto* canceled = std::get_if<Canceled>(&execution.execution);
  const auto* rejected = std::get_if<Rejected>(&execution.execution);
  if (canceled == nullptr && rejected == nullptr) return;
  const auto found = orders_.find(order_of(id, canceled != nullptr ? canceled->order : rejected->order));
  if (found == orders_.end()) return;
  if (rejected != nullptr) {
    return close(found->second, OrderStatus::kExpired, OrderEventKind::kExpired, execution.at);
  }
  switch (canceled->reason) {
    case CancelReason::kRequested:
      return close(found->second, OrderStatus::kCanceled, OrderEventKind::kCanceled, execution.at);
    case CancelReason::kSelfTrade:
      return close(found->second, OrderStatus::kExpiredInMatch, OrderEventKind::kTradePrevention, execution.at);
    case CancelReason::kImmediateOrCancel:
    case CancelReason::kFillOrKill:
    case CancelReason::kNoLiquidity:
    case CancelReason::kLevelFull:
      return close(found->second, OrderStatus::kExpired, OrderEventKind::kExpired, execution.at);
  }
}

void TradeDesk::apply_fill(std::uint64_t order_id, const Fill& fill, Role role, core::Timestamp at) {
  const auto found = orders_.find(order_id);
  if (found == orders_.end()) return;
  ClientOrder& order = found->second;
  const InstrumentAssets& assets = assets_of(order.request.instrument);
  const core::Scale scale = scale_of(order.request.instrument);
  const Money quote = notional_of(fill.price, fill.qty, scale).value_or(Money{});
  const Money base = money_of(fill.qty, scale).value_or(Money{});
  const std::int64_t rate = role == Role::kMaker ? fees_.maker : fees_.taker;
  ClientFill mine{.trade_id = fill.trade_id,
                  .order_id = order.id,
                  .instrument = order.request.instrument,
                  .side = order.request.side,
                  .price = fill.price,
                  .qty = fill.qty,
                  .quote = quote,
                  .commission = share_of(is_buy(order.request) ? base : quote, rate, kMillion).value_or(Money{}),
                  .commission_asset = is_buy(order.request) ? assets.base : assets.quote,
                  .role = role,
                  .at = at};
  order.executed.lots += fill.qty.lots;
  order.spent.units += quote.units;
  order.updated = at;
  order.status = order.left().lots == 0 ? OrderStatus::kFilled : OrderStatus::kPartiallyFilled;
  pay_for(order, mine);
  fills_.push_back({order.request.owner, mine});
  if (fills_.size() > kKept) fills_.pop_front();
  events_.push_back({OrderEventKind::kTrade, order, std::move(mine), at});
  if (order.status == OrderStatus::kFilled) {
    on_book_.erase({order.request.instrument, order.book_id});
    closed_.push_back(order.id);
  }
}

/// Moves the money of a fill: what was locked goes, what was bought comes, less the fee; what is locked too much comes
/// free.
void TradeDesk::pay_for(ClientOrder& order, const ClientFill& fill) {
  const NewOrder& request = order.request;
  const InstrumentAssets& assets = assets_of(request.instrument);
  const core::Scale scale = scale_of(request.instrument);
  const Money base = money_of(fill.qty, scale).value_or(Money{});
  const Money given = is_buy(request) ? fill.quote : base;
  const Money gotten = is_buy(request) ? base : fill.quote;
  ledger_.spend_locked(request.owner, locked_asset(order), given);
  order.locked.units -= given.units;
  ledger_.pay(request.owner, is_buy(request) ? assets.base : assets.quote, gotten);
  ledger_.pay(request.owner, fill.commission_asset, Money{-fill.commission.units});
  Money needed = order.locked;
  if (order.left().lots == 0) {
    needed = {};
  } else if (is_buy(request) && has_price(request.type)) {
    needed = notional_of(request.price, order.left(), scale).value_or(order.locked);
  }
  ledger_.release(request.owner, locked_asset(order), Money{order.locked.units - needed.units});
  order.locked = needed;
}

void TradeDesk::close(ClientOrder& order, OrderStatus status, OrderEventKind kind, core::Timestamp at) {
  order.status = status;
  order.updated = at;
  ledger_.release(order.request.owner, locked_asset(order), order.locked);
  order.locked = {};
  on_book_.erase({order.request.instrument, order.book_id});
  closed_.push_back(order.id);
  tell(kind, order, at);
}

void TradeDesk::tell(OrderEventKind kind, const ClientOrder& order, core::Timestamp at) {
  events_.push_back({kind, order, std::nullopt, at});
}

void TradeDesk::forget_oldest() {
  for (; closed_.size() > kKept; closed_.pop_front()) orders_.erase(closed_.front());
}

const ClientOrder* TradeDesk::find(std::uint64_t order_id) const {
  const auto found = orders_.find(order_id);
  return found == orders_.end() ? nullptr : &found->second;
}

const ClientOrder* TradeDesk::find(OwnerId owner, core::InstrumentId id, std::string_view client_id) const {
  for (auto entry = orders_.rbegin(); entry != orders_.rend(); ++entry) {
    const ClientOrder& order = entry->second;
    const bool named = order.original_client_id == client_id || order.request.client_id == client_id;
    if (named && order.request.owner == owner && order.request.instrument == id) return &order;
  }
  return nullptr;
}

void TradeDesk::take_events(std::vector<OrderEvent>& out) {
  out.insert(out.end(), std::make_move_iterator(events_.begin()), std::make_move_iterator(events_.end()));
  events_.clear();
}

}  // namespace tidemark::sim
