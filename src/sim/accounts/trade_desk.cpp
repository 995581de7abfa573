#include "sim/accounts/trade_desk.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace tidemark::sim {
namespace {

constexpr std::size_t kKept = 20'000;

constexpr core::Side opposite(core::Side side) {
  return side == core::Side::kBuy ? core::Side::kSell : core::Side::kBuy;
}

bool is_reached(const NewOrder& request, core::Price price) {
  const bool stop_loss = request.type == OrderType::kStopLoss || request.type == OrderType::kStopLossLimit;
  // A stop loss buys when the price has risen to it and sells when it has fallen; a take profit the other way round.
  return stop_loss == is_buy(request) ? price >= request.stop : price <= request.stop;
}

/// Moves the best price along. Exact: prices are below 2^53 ticks, so that a thousandfold fits.
bool has_come_back(ClientOrder& order, core::Price price) {
  const bool buys = is_buy(order.request);
  const Trailing& trailing = order.request.trailing;
  order.best = buys ? std::min(*order.best, price) : std::max(*order.best, price);
  const core::Price activation = trailing.activation.value_or(*order.best);
  if (buys ? *order.best > activation : *order.best < activation) return false;
  const std::int64_t now = price.ticks * Trailing::kWhole;
  if (buys) return now >= order.best->ticks * (Trailing::kWhole + trailing.callback_e3);
  return now <= order.best->ticks * (Trailing::kWhole - trailing.callback_e3);
}

bool is_triggered(ClientOrder& order, core::Price price) {
  return order.request.type == OrderType::kTrailingStop ? has_come_back(order, price)
                                                        : is_reached(order.request, price);
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

bool would_trigger(const NewOrder& request, core::Price price) {
  if (request.type != OrderType::kTrailingStop) return is_reached(request, price);
  // The price must still have to come to where it begins to trail.
  const auto& activation = request.trailing.activation;
  return activation && (is_buy(request) ? *activation >= price : *activation <= price);
}

}  // namespace

TradeDesk::TradeDesk(Exchange& exchange, Settlement& settlement) : exchange_{exchange}, settlement_{settlement} {
  for (const core::Instrument& instrument : exchange.instruments()) {
    last_price_[instrument.id] = exchange.market(instrument.id).forming_candle().close;
  }
}

core::Price TradeDesk::watched(const NewOrder& request) const {
  const auto mark = mark_price_.find(request.instrument);
  const bool by_mark = request.trigger_by == TriggerBy::kMark && mark != mark_price_.end();
  return by_mark ? mark->second : last_price_.at(request.instrument);
}

bool TradeDesk::crosses(const NewOrder& request) const {
  const auto best = exchange_.market(request.instrument).book().best(opposite(request.side));
  return best && (is_buy(request) ? request.price >= best->price : request.price <= best->price);
}

std::expected<void, DeskRefusal> TradeDesk::probe(const NewOrder& request) const {
  const ClientOrder* same = find(request.owner, request.instrument, request.client_id);
  if (same != nullptr && is_open(same->status)) return std::unexpected(DeskRefusal::kDuplicateId);
  if (waits_for_stop(request.type) && would_trigger(request, watched(request))) {
    return std::unexpected(DeskRefusal::kWouldTrigger);
  }
  if (request.type == OrderType::kLimitMaker && crosses(request)) return std::unexpected(DeskRefusal::kWouldMatch);
  if (const auto planned = settlement_.plan(request); !planned) return std::unexpected(planned.error());
  return {};
}

std::expected<const ClientOrder*, DeskRefusal> TradeDesk::submit(const NewOrder& request) {
  if (const auto refused = probe(request); !refused) return std::unexpected(refused.error());
  const auto planned = settlement_.plan(request);
  if (!planned) return std::unexpected(planned.error());
  ClientOrder order{.id = next_id_++,
                    .request = request,
                    .original_client_id = request.client_id,
                    .created = exchange_.now(),
                    .updated = exchange_.now()};
  order.request.qty = planned->qty;
  settlement_.hold(order, *planned);
  ClientOrder& kept = orders_[order.id] = std::move(order);
  if (waits_for_stop(request.type)) {
    if (request.type == OrderType::kTrailingStop) kept.best = watched(request);
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
  expire_other(order);  // what that held is free for this one
  const auto renewed = settlement_.renew(order);
  if (renewed) return place(order);
  order.refused = renewed.error();
  expire(order, Expiry::kRejected, exchange_.now());
}

void TradeDesk::look(core::InstrumentId id, core::Price price, TriggerBy by) {
  (by == TriggerBy::kMark ? mark_price_ : last_price_)[id] = price;
  std::vector<std::uint64_t> due;
  std::erase_if(waiting_, [&](std::uint64_t order_id) {
    ClientOrder& order = orders_.at(order_id);
    const bool concerned = order.request.instrument == id && order.request.trigger_by == by;
    const bool triggered = concerned && is_triggered(order, price);
    if (triggered) due.push_back(order_id);
    return triggered;
  });
  for (const std::uint64_t order_id : due) trigger(orders_.at(order_id));
}

std::expected<const ClientOrder*, DeskRefusal> TradeDesk::cancel(std::uint64_t order_id, std::string new_client_id) {
  const auto found = orders_.find(order_id);
  if (found == orders_.end() || !is_open(found->second.status)) return std::unexpected(DeskRefusal::kUnknownOrder);
  if (ClientOrder* other = open_other(found->second)) cancel_one(*other, new_client_id);
  cancel_one(found->second, std::move(new_client_id));
  return &orders_.at(order_id);
}

void TradeDesk::cancel_one(ClientOrder& order, std::string new_client_id) {
  order.request.client_id = std::move(new_client_id);
  if (std::erase(waiting_, order.id) > 0) {
    return close(order, OrderStatus::kCanceled, OrderEventKind::kCanceled, exchange_.now());
  }
  exchange_.cancel(order.request.instrument, order.book_id, order.request.owner);
  settle();
}

void TradeDesk::expire(std::uint64_t order_id, Expiry reason) {
  const auto found = orders_.find(order_id);
  if (found == orders_.end() || !is_open(found->second.status)) return;
  if (std::erase(waiting_, order_id) > 0) return expire(found->second, reason, exchange_.now());
  expiring_[order_id] = reason;
  exchange_.cancel(found->second.request.instrument, found->second.book_id, found->second.request.owner);
  settle();
}

void TradeDesk::expire(ClientOrder& order, Expiry reason, core::Timestamp at) {
  order.expiry = reason;
  close(order, OrderStatus::kExpired, OrderEventKind::kExpired, at);
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
  if (rejected != nullptr) return expire(found->second, Expiry::kRejected, execution.at);
  switch (canceled->reason) {
    case CancelReason::kRequested:
      if (const auto taken_off = expiring_.extract(found->first)) {
        return expire(found->second, taken_off.mapped(), execution.at);
      }
      return close(found->second, OrderStatus::kCanceled, OrderEventKind::kCanceled, execution.at);
    case CancelReason::kSelfTrade:
      return close(found->second, OrderStatus::kExpiredInMatch, OrderEventKind::kTradePrevention, execution.at);
    case CancelReason::kImmediateOrCancel:
      return expire(found->second, Expiry::kImmediate, execution.at);
    case CancelReason::kFillOrKill:
      return expire(found->second, Expiry::kFillOrKill, execution.at);
    case CancelReason::kNoLiquidity:
      return expire(found->second, Expiry::kNoLiquidity, execution.at);
    case CancelReason::kLevelFull:
      return expire(found->second, Expiry::kVenue, execution.at);
  }
}

void TradeDesk::apply_fill(std::uint64_t order_id, const Fill& fill, Role role, core::Timestamp at) {
  const auto found = orders_.find(order_id);
  if (found == orders_.end()) return;
  ClientOrder& order = found->second;
  const core::Scale scale = scale_of(order.request.instrument);
  ClientFill mine{.trade_id = fill.trade_id,
                  .order_id = order.id,
                  .list = order.list,
                  .instrument = order.request.instrument,
                  .side = order.request.side,
                  .price = fill.price,
                  .qty = fill.qty,
                  .quote = notional_of(fill.price, fill.qty, scale).value_or(Money{}),
                  .role = role,
                  .at = at};
  order.executed.lots += fill.qty.lots;
  order.spent.units += mine.quote.units;
  order.updated = at;
  order.status = order.left().lots == 0 ? OrderStatus::kFilled : OrderStatus::kPartiallyFilled;
  settlement_.settle(order, mine);
  fills_.push_back({order.request.owner, mine});
  if (fills_.size() > kKept) fills_.pop_front();
  events_.push_back({OrderEventKind::kTrade, order, std::move(mine), at});
  if (order.status == OrderStatus::kFilled) {
    on_book_.erase({order.request.instrument, order.book_id});
    closed_.push_back(order.id);
    note_list(order, at);
  }
  expire_other(order);
}

void TradeDesk::close(ClientOrder& order, OrderStatus status, OrderEventKind kind, core::Timestamp at) {
  order.status = status;
  order.updated = at;
  settlement_.release(order);
  on_book_.erase({order.request.instrument, order.book_id});
  closed_.push_back(order.id);
  tell(kind, order, at);
  note_list(order, at);
  const bool by_itself = status == OrderStatus::kExpiredInMatch ||
                         (status == OrderStatus::kExpired && order.expiry != Expiry::kOtherOfList);
  if (by_itself) expire_other(order);
}

void TradeDesk::tell(OrderEventKind kind, const ClientOrder& order, core::Timestamp at) {
  events_.push_back({kind, order, std::nullopt, at});
}

void TradeDesk::forget_oldest() {
  for (; closed_.size() > kKept; closed_.pop_front()) {
    const auto oldest = orders_.find(closed_.front());
    if (oldest == orders_.end()) continue;
    lists_.erase(oldest->second.list);
    orders_.erase(oldest);
  }
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
