#include "sim/matching/order_book.hpp"

#include <algorithm>

namespace tidemark::sim {
namespace {

constexpr core::Side opposite(core::Side side) {
  return side == core::Side::kBuy ? core::Side::kSell : core::Side::kBuy;
}

bool is_own(const OrderRequest& request, const RestingOrder& maker) {
  return request.self_trade != SelfTrade::kAllow && request.owner != kCrowd && request.owner == maker.owner;
}

}  // namespace

std::optional<RejectReason> OrderBook::refusal(const OrderRequest& request) const {
  if (request.qty.lots <= 0 || request.qty.lots % rules_.lot_size.lots != 0) return RejectReason::kBadQty;
  if (request.kind == OrderKind::kLimit &&
      (request.price.ticks <= 0 || request.price.ticks % rules_.tick_size.ticks != 0)) {
    return RejectReason::kBadPrice;
  }
  if (request.liquidity == Liquidity::kMakerOnly) {
    if (request.kind == OrderKind::kMarket || request.time_in_force != TimeInForce::kGtc) {
      return RejectReason::kBadCombination;
    }
    const auto opposing = best(opposite(request.side));
    if (opposing && crosses(request, opposing->price)) return RejectReason::kWouldTake;
  }
  return std::nullopt;
}

bool OrderBook::crosses(const OrderRequest& request, core::Price maker_price) const {
  if (request.kind == OrderKind::kMarket) return true;
  return request.side == core::Side::kBuy ? request.price >= maker_price : request.price <= maker_price;
}

bool OrderBook::can_fill_whole(const OrderRequest& request) const {
  // Own orders never fill: under kCancelMaker they are passed over, otherwise the taker stops at the first of them.
  const PriceLevels& makers = levels(opposite(request.side));
  std::int64_t wanted = request.qty.lots;
  for (std::size_t rank = 0; rank < makers.size(); ++rank) {
    if (!crosses(request, makers.at(rank).price)) return false;
    for (std::uint32_t slot = makers.at(rank).head; slot != kNoSlot; slot = pool_[slot].next) {
      if (is_own(request, pool_[slot])) {
        if (request.self_trade != SelfTrade::kCancelMaker) return false;
        continue;
      }
      wanted -= std::min(wanted, pool_[slot].left.lots);
      if (wanted == 0) return true;
    }
  }
  return false;
}

OrderId OrderBook::submit(const OrderRequest& request, BookOutput& out) {
  const OrderId id{next_order_++};
  if (const auto reason = refusal(request)) {
    out.executions.push_back(Rejected{id, request.owner, *reason});
    return id;
  }
  out.executions.push_back(Accepted{id, request});
  Taker taker{id, request, request.qty, std::nullopt};
  if (request.time_in_force == TimeInForce::kFok && !can_fill_whole(request)) {
    taker.stopped = CancelReason::kFillOrKill;
  } else {
    match(taker, out);
  }
  finish(taker, out);
  return id;
}

void OrderBook::match(Taker& taker, BookOutput& out) {
  const core::Side maker_side = opposite(taker.request.side);
  PriceLevels& makers = levels(maker_side);
  while (taker.left.lots > 0 && !taker.stopped && !makers.empty() && crosses(taker.request, makers.best().price)) {
    PriceLevel& level = makers.best();
    const core::Qty before = level.qty;
    match_level(taker, level, out);
    if (level.qty != before) out.changes.push_back({maker_side, level.price, level.qty});
    if (level.head == kNoSlot) makers.remove_best();
  }
}

void OrderBook::match_level(Taker& taker, PriceLevel& level, BookOutput& out) {
  while (taker.left.lots > 0 && !taker.stopped && level.head != kNoSlot) {
    const std::uint32_t slot = level.head;
    if (is_own(taker.request, pool_[slot])) {
      meet_own_order(taker, level, slot, out);
    } else {
      fill(taker, level, slot, out);
    }
  }
}

void OrderBook::meet_own_order(Taker& taker, PriceLevel& level, std::uint32_t slot, BookOutput& out) {
  if (taker.request.self_trade != SelfTrade::kCancelMaker) taker.stopped = CancelReason::kSelfTrade;
  if (taker.request.self_trade == SelfTrade::kCancelTaker) return;
  const RestingOrder& maker = pool_[slot];
  out.executions.push_back(Canceled{maker.id, maker.owner, maker.left, CancelReason::kSelfTrade});
  unlink(level, slot);
}

void OrderBook::fill(Taker& taker, PriceLevel& level, std::uint32_t slot, BookOutput& out) {
  RestingOrder& maker = pool_[slot];
  const core::Qty qty{std::min(taker.left.lots, maker.left.lots)};
  taker.left.lots -= qty.lots;
  maker.left.lots -= qty.lots;
  level.qty.lots -= qty.lots;
  out.executions.push_back(Fill{.trade_id = next_trade_++,
                                .maker = maker.id,
                                .taker = taker.id,
                                .maker_owner = maker.owner,
                                .taker_owner = taker.request.owner,
                                .taker_side = taker.request.side,
                                .price = level.price,
                                .qty = qty,
                                .maker_left = maker.left,
                                .taker_left = taker.left});
  if (maker.left.lots == 0) unlink(level, slot);
}

void OrderBook::finish(const Taker& taker, BookOutput& out) {
  if (taker.left.lots == 0) return;
  std::optional<CancelReason> reason = taker.stopped;
  if (!reason && taker.request.kind == OrderKind::kMarket) reason = CancelReason::kNoLiquidity;
  if (!reason && taker.request.time_in_force != TimeInForce::kGtc) reason = CancelReason::kImmediateOrCancel;
  if (reason) {
    out.executions.push_back(Canceled{taker.id, taker.request.owner, taker.left, *reason});
  } else {
    rest(taker, out);
  }
}

void OrderBook::rest(const Taker& taker, BookOutput& out) {
  const OrderRequest& request = taker.request;
  PriceLevel& level = levels(request.side).find_or_add(request.price);
  const auto sum = core::checked_add(level.qty.lots, taker.left.lots);
  if (!sum) {  // the level exists: only a non-empty one can be full
    out.executions.push_back(Canceled{taker.id, request.owner, taker.left, CancelReason::kLevelFull});
    return;
  }
  level.qty.lots = *sum;
  const std::uint32_t slot = pool_.add({.id = taker.id,
                                        .owner = request.owner,
                                        .side = request.side,
                                        .price = request.price,
                                        .qty = request.qty,
                                        .left = taker.left,
                                        .previous = level.tail});
  if (level.tail == kNoSlot) {
    level.head = slot;
  } else {
    pool_[level.tail].next = slot;
  }
  level.tail = slot;
  index_.insert(taker.id.value, slot);
  out.changes.push_back({request.side, level.price, level.qty});
}

void OrderBook::unlink(PriceLevel& level, std::uint32_t slot) {
  const RestingOrder& order = pool_[slot];
  level.qty.lots -= order.left.lots;
  (order.previous == kNoSlot ? level.head : pool_[order.previous].next) = order.next;
  (order.next == kNoSlot ? level.tail : pool_[order.next].previous) = order.previous;
  index_.erase(order.id.value);
  pool_.remove(slot);
}

CancelOutcome OrderBook::cancel(OrderId id, OwnerId owner, BookOutput& out) {
  const auto slot = index_.find(id.value);
  if (!slot) return CancelOutcome::kUnknownOrder;
  const RestingOrder order = pool_[*slot];
  if (order.owner != owner) return CancelOutcome::kNotOwner;
  PriceLevels& side = levels(order.side);
  PriceLevel& level = *side.find(order.price);
  unlink(level, *slot);
  out.executions.push_back(Canceled{id, owner, order.left, CancelReason::kRequested});
  out.changes.push_back({order.side, order.price, level.qty});
  if (level.head == kNoSlot) side.remove(order.price);
  return CancelOutcome::kCanceled;
}

std::optional<LevelView> OrderBook::best(core::Side side) const {
  if (levels(side).empty()) return std::nullopt;
  return level(side, 0);
}

const RestingOrder* OrderBook::find(OrderId order) const {
  const auto slot = index_.find(order.value);
  return slot ? &pool_[*slot] : nullptr;
}

}  // namespace tidemark::sim
