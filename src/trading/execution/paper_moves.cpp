#include <algorithm>
#include <cstdlib>

#include "trading/execution/paper_market.hpp"

namespace tidemark::trading {

using core::ClientOrderId;
using core::Price;
using core::Side;
using core::Timestamp;

/// The path of a candle: open, one extreme, the other, close; each way straight.
void PaperMarket::walk(const core::Candle& candle, core::Timeframe timeframe) {
  const Timestamp end = candle.open_time + core::duration_of(timeframe);
  const core::Duration moment = core::nanoseconds(1);
  cancel_due(candle.open_time);
  expire(candle.open_time, candle.open_time);
  if (settings_->bound == FillBound::kConservative) expire(end - moment, candle.open_time);
  budget_.reset();
  if (settings_->participation) {
    budget_ = static_cast<std::int64_t>(static_cast<core::Int128>(candle.volume.lots) * settings_->participation->e8 /
                                        core::kRateOne);
  }
  jump(candle.open, candle.open_time);
  arrive_due(candle.open_time);
  const Price first = first_extreme(candle);
  move(first, end);
  move(first == candle.high ? candle.low : candle.high, end);
  move(candle.close, end);
  // An instant before the end: what is due at the end belongs to the next candle's open.
  cancel_due(end - moment);
  arrive_due(end - moment);
  expire(end - moment, end);
}

/// Conservative: against the position first, or, before an entry, where the entry would come to harm last. Optimistic:
/// the other way round. Without either: the nearer extreme, a rising candle's low.
Price PaperMarket::first_extreme(const core::Candle& candle) const {
  const std::int64_t held = net_ + long_ + short_;
  std::int64_t lean = held;  // above zero: low first is the worse
  if (held == 0) {
    for (const PaperOrder& order : orders_) {
      const bool enters = !only_reduces(order.request) && !order.request.parent;
      if (enters) lean -= core::sign_of(order.request.side);
    }
  }
  if (lean == 0) return candle.close >= candle.open ? candle.low : candle.high;
  const bool low_first = (lean > 0) == (settings_->bound == FillBound::kConservative);
  return low_first ? candle.low : candle.high;
}

/// The price is suddenly there: whoever it has passed acts at it, limits at their own price.
void PaperMarket::jump(Price to, Timestamp at) {
  price_ = to;
  const auto acts = [&](const PaperOrder& order) { return order.stage == Stage::kTaking || is_met(order, to); };
  if (std::ranges::none_of(orders_, acts)) {
    trail(to, to);
    return;
  }
  for (const ClientOrderId id : ids()) {
    const Found place = place_of(id);
    if (!place) continue;
    const PaperOrder& order = orders_[*place];
    if (order.stage == Stage::kTaking) {
      take(id, at);
    } else if (is_met(order, to)) {
      meet(id, to, at);
    }
  }
  trail(to, to);
}

/// The price goes there without a gap: whoever stands in its way acts in turn, nearest first.
void PaperMarket::move(Price to, Timestamp at) {
  const Approach approach = to >= *price_ ? Approach::kFromBelow : Approach::kFromAbove;
  for (;;) {
    std::optional<Price> nearest;
    std::optional<ClientOrderId> next;
    for (const PaperOrder& order : orders_) {
      const auto level = level_of(order, approach);
      if (!level || !is_met(order, to)) continue;
      // What the price has passed already acts here and now.
      const Price where = has_passed(*price_, *level, approach) ? *price_ : *level;
      if (!nearest || has_passed(*nearest, where, approach)) {
        nearest = where;
        next = order.request.id;
      }
    }
    if (!next) break;
    price_ = *nearest;
    meet(*next, *nearest, at);
  }
  price_ = to;
  trail(to, to);
}

/// The price at which the order acts when the market comes from there; nothing when it is not one it waits for.
std::optional<Price> PaperMarket::level_of(const PaperOrder& order, Approach approach) const {
  const core::OrderRequest& request = order.request;
  if (order.stage == Stage::kResting) {
    const bool has_budget = !budget_ || *budget_ > 0;
    return has_budget && approach == approach_of_limit(request.side) ? request.limit : std::nullopt;
  }
  if (order.stage != Stage::kWaiting || approach != approach_of_trigger(request.type, request.side)) {
    return std::nullopt;
  }
  if (request.type != core::OrderType::kTrailingStop) return request.trigger;
  if (!order.best) return std::nullopt;
  return Price{order.best->ticks + core::sign_of(request.side) * request.trail->ticks};
}

/// Whether the price being at `to`, or going there, is enough for the order to act.
bool PaperMarket::is_met(const PaperOrder& order, Price to) const {
  for (const Approach approach : {Approach::kFromBelow, Approach::kFromAbove}) {
    const auto level = level_of(order, approach);
    if (!level) continue;
    const bool strictly = order.stage == Stage::kResting && settings_->bound == FillBound::kConservative;
    return strictly ? has_passed(to, *level, approach) : has_reached(to, *level, approach);
  }
  return false;
}

void PaperMarket::meet(ClientOrderId id, Price level, Timestamp at) {
  PaperOrder& order = orders_[*place_of(id)];
  if (order.stage == Stage::kWaiting) {
    price_ = level;
    report(core::OrderEventKind::kTriggered, id, at);
    go(id, at);
    return;
  }
  const core::OrderRequest request = order.request;
  const bool reduces = only_reduces(request);
  const std::int64_t wanted = reduces ? std::min(order.left(), closable(request)) : order.left();
  const std::int64_t lots = budget_ ? std::min(wanted, *budget_) : wanted;
  if (wanted == 0) {
    finish(id, core::OrderEventKind::kCanceled, core::OrderReason::kNothingToClose, at);
  } else if (lots > 0) {
    fill(id, *request.limit, lots, core::Role::kMaker, at);
  }
}

void PaperMarket::trail(Price bid, Price ask) {
  for (PaperOrder& order : orders_) {
    if (order.stage != Stage::kWaiting || order.request.type != core::OrderType::kTrailingStop) continue;
    // A sell stop follows the highest bid, a buy stop the lowest ask.
    const Price seen = order.request.side == Side::kBuy ? ask : bid;
    order.best = order.best ? better_of(*order.best, seen, order.request.side) : seen;
  }
}

void PaperMarket::on_trade(const core::Trade& trade) {
  const Timestamp at = trade.times.received;
  trades_known_ = true;
  if (orders_.empty()) {
    price_ = trade.price;
    return;
  }
  expire(at, at);
  budget_.reset();
  if (settings_->participation) {
    budget_ = static_cast<std::int64_t>(static_cast<core::Int128>(trade.qty.lots) * settings_->participation->e8 /
                                        core::kRateOne);
  }
  cancel_due(at);
  // With a book, what has arrived meanwhile met the book as it was; else this trade is the first price it sees.
  if (!book_.is_known()) price_ = trade.price;
  arrive_due(at);
  for (const ClientOrderId id : ids()) trade_resting(id, trade, at);
  price_ = trade.price;
  trigger_all(trade.price, trade.price, at);
  take_all(at);
  trail(trade.price, trade.price);
  budget_.reset();
}

void PaperMarket::trade_resting(ClientOrderId id, const core::Trade& trade, Timestamp at) {
  const Found place = place_of(id);
  if (!place || orders_[*place].stage != Stage::kResting) return;
  PaperOrder& order = orders_[*place];
  const core::OrderRequest& request = order.request;
  const Approach approach = approach_of_limit(request.side);
  if (has_passed(trade.price, *request.limit, approach)) {
    meet(id, *request.limit, at);
    return;
  }
  // Only takers of the other side trade with what rests here.
  if (trade.price != *request.limit || trade.taker == request.side || !order.ahead) return;
  order.traded += trade.qty.lots;
  const std::int64_t beyond = trade.qty.lots - *order.ahead;
  *order.ahead = std::max<std::int64_t>(-beyond, 0);
  if (beyond <= 0) return;
  const std::optional<std::int64_t> budget = budget_;
  budget_ = std::min(beyond, budget.value_or(beyond));
  const std::int64_t had = *budget_;
  meet(id, *request.limit, at);
  const std::int64_t used = had - *budget_;
  budget_ = budget;
  if (budget_) *budget_ -= used;
}

void PaperMarket::on_book(Timestamp at, std::span<const core::BookLevel> bids, std::span<const core::BookLevel> asks,
                          BookReach reach) {
  if (orders_.empty()) {
    book_.show(bids, asks, reach);
    return;
  }
  expire(at, at);
  cancel_due(at);
  const bool known = book_.is_known();
  if (known) arrive_due(at);
  book_.show(bids, asks, reach);
  if (!book_.is_known()) return;
  if (!known) arrive_due(at);
  for (const ClientOrderId id : ids()) book_resting(id, at);
  const Price bid = *book_.best(Side::kBuy);
  const Price ask = *book_.best(Side::kSell);
  if (!trades_known_) trigger_all(bid, ask, at);
  take_all(at);
}

/// The queue before a resting order after a new book, and whether the other side has come through it.
void PaperMarket::book_resting(ClientOrderId id, Timestamp at) {
  const Found place = place_of(id);
  if (!place || orders_[*place].stage != Stage::kResting) return;
  PaperOrder& order = orders_[*place];
  const core::OrderRequest& request = order.request;
  const auto opposite = book_.best(core::opposite(request.side));
  if (opposite && has_passed(*opposite, *request.limit, approach_of_limit(request.side))) {
    meet(id, *request.limit, at);
    return;
  }
  const auto shown = book_.at(request.side, *request.limit);
  if (!shown) return;
  // At most what is shown can be before us.
  std::int64_t ahead = std::min(order.ahead.value_or(shown->lots), shown->lots);
  if (settings_->bound == FillBound::kOptimistic && order.shown) {
    // Whoever has left without a trade stood there.
    const std::int64_t left = *order.shown - shown->lots - order.traded;
    ahead = std::max<std::int64_t>(std::min(ahead, *order.ahead - std::max<std::int64_t>(left, 0)), 0);
  }
  order.ahead = ahead;
  order.shown = shown->lots;
  order.traded = 0;
}

void PaperMarket::trigger_all(Price bid, Price ask, Timestamp at) {
  for (const ClientOrderId id : ids()) {
    const Found place = place_of(id);
    if (!place || orders_[*place].stage != Stage::kWaiting) continue;
    // A buyer is held against the ask, a seller against the bid.
    const Price seen = orders_[*place].request.side == Side::kBuy ? ask : bid;
    if (is_met(orders_[*place], seen)) meet(id, seen, at);
  }
  if (!trades_known_) trail(bid, ask);
}

void PaperMarket::take_all(Timestamp at) {
  for (const ClientOrderId id : ids()) {
    const Found place = place_of(id);
    if (!place || orders_[*place].stage != Stage::kTaking) continue;
    take(id, at);
    if (place_of(id)) rest(id, at);
  }
}

}  // namespace tidemark::trading
