#include "sim/flow/crowd.hpp"

#include <algorithm>
#include <cmath>

#include "sim/flow/distributions.hpp"

namespace tidemark::sim {
namespace {

constexpr double kBasisPoint = 1e-4;
constexpr double kRestSeconds = 40.0;     // mean life of an undisturbed order
constexpr double kRefillSeconds = 3.0;    // how fast a thin book is filled up
constexpr double kHitChance = 0.35;       // that somebody is faster than the maker
constexpr double kPullChance = 0.9;       // that a maker takes an endangered quote away in time
constexpr double kDangerShare = 0.25;     // of the half spread: nearer quotes are endangered
constexpr double kTightenChance = 0.6;    // that a wide spread is quoted into, per side and cell
constexpr double kSameSideChance = 0.62;  // order signs come in runs (Lillo and Farmer 2004)
constexpr double kCollarBp = 20.0;        // takers do not pay more than this beyond the fair price
constexpr double kSecondsPerDay = 86'400.0;

core::Side opposite(core::Side side) {
  return side == core::Side::kBuy ? core::Side::kSell : core::Side::kBuy;
}

/// +1 for asks, -1 for bids: the direction away from the fair price.
double outward(core::Side side) {
  return side == core::Side::kSell ? 1.0 : -1.0;
}

}  // namespace

double half_spread(const SymbolSpec& spec, const CrowdView& view) noexcept {
  const double wanted = view.fair * spec.half_spread_bp * kBasisPoint * (0.6 + 0.4 * view.activity);
  return std::max(wanted, 0.5 * static_cast<double>(spec.tick_size.ticks));
}

double noise_notional(const SymbolSpec& spec, core::Rng& rng) noexcept {
  const double size = lognormal(rng, spec.trade_notional, kNoiseLogDeviation);
  return rng.chance(kWhaleChance) ? size * kWhaleFactor : size;
}

double informed_rate(const SymbolSpec& spec, const CrowdView& view, double deviation) noexcept {
  const double move = view.fair * deviation * std::sqrt(kCellSeconds / kSecondsPerDay);
  const double half = half_spread(spec, view);
  // Small ticks: the chance that one cell's move is larger than the half spread. Large ticks: the price needs many
  // cells from quote to quote, so it is the mean distance traveled that counts.
  const double passed = std::max(std::erfc(half / (move * std::sqrt(2.0))), std::min(1.0, 0.4 * move / half));
  return kHitChance * passed / kCellSeconds;
}

Crowd::Crowd(const SymbolSpec& spec, core::Rng rng)
    : spec_{spec},
      rng_{rng},
      unit_{core::to_double(1, spec.scale.price_decimals)},
      lot_{core::to_double(1, spec.scale.qty_decimals)} {}

core::Price Crowd::on_grid(double price, core::Side rounding_for) const {
  // Bids are rounded down and asks up, so that rounding never narrows the spread; a price stays positive.
  const auto tick = static_cast<double>(spec_.tick_size.ticks);
  const double steps = rounding_for == core::Side::kBuy ? std::floor(price / tick) : std::ceil(price / tick);
  return {static_cast<std::int64_t>(std::max(1.0, steps)) * spec_.tick_size.ticks};
}

core::Qty Crowd::lots_for(double notional, double price) const {
  const double lots = notional / (price * unit_ * lot_) / static_cast<double>(spec_.lot_size.lots);
  return {static_cast<std::int64_t>(std::clamp(std::round(lots), 1.0, 1e15)) * spec_.lot_size.lots};
}

void Crowd::open_book(const CrowdView& view, OrderBook& book, BookOutput& out) {
  const double half = half_spread(spec_, view);
  post(core::Side::kBuy, view.fair - half, spec_.level_notional, book, out);
  post(core::Side::kSell, view.fair + half, spec_.level_notional, book, out);
  for (std::size_t i = 1; i < 2 * spec_.levels_per_side; ++i) add(view, book, out);
}

void Crowd::react(const CrowdView& view, OrderBook& book, BookOutput& out) {
  for (const core::Side side : {core::Side::kBuy, core::Side::kSell}) {
    hit_stale(side, view, book, out);
    pull_stale(side, view, book, out);
  }
  for (const core::Side side : {core::Side::kBuy, core::Side::kSell}) tighten(side, view, book, out);
  forget_finished(book);
}

void Crowd::hit_stale(core::Side maker_side, const CrowdView& view, OrderBook& book, BookOutput& out) {
  // Passed by the fair price: an ask below it, a bid above it.
  core::Qty stale{0};
  for (std::size_t rank = 0; rank < book.level_count(maker_side); ++rank) {
    const LevelView level = book.level(maker_side, rank);
    if (outward(maker_side) * (static_cast<double>(level.price.ticks) - view.fair) >= 0) break;
    stale.lots = core::checked_add(stale.lots, level.qty.lots).value_or(stale.lots);
  }
  if (stale.lots == 0 || !rng_.chance(kHitChance)) return;
  const core::Side taker_side = opposite(maker_side);
  const double notional = lognormal(rng_, spec_.trade_notional * kInformedFactor, 1.0);
  const core::Qty wanted = lots_for(notional, view.fair);
  // A buyer's limit is rounded down and a seller's up: never beyond the fair price.
  book.submit({.side = taker_side,
               .time_in_force = TimeInForce::kIoc,
               .price = on_grid(view.fair, taker_side),
               .qty = {std::min(wanted.lots, stale.lots)}},
              out);
  last_taker_ = taker_side;
}

void Crowd::pull_stale(core::Side side, const CrowdView& view, OrderBook& book, BookOutput& out) {
  const double danger = kDangerShare * half_spread(spec_, view);
  scratch_.clear();
  for (std::size_t rank = 0; rank < book.level_count(side); ++rank) {
    if (outward(side) * (static_cast<double>(book.level(side, rank).price.ticks) - view.fair) >= danger) break;
    book.for_each_order(side, rank, [&](const RestingOrder& order) {
      if (order.owner == kCrowd && rng_.chance(kPullChance)) scratch_.push_back(order.id);
    });
  }
  for (const OrderId id : scratch_) book.cancel(id, kCrowd, out);
}

void Crowd::tighten(core::Side side, const CrowdView& view, OrderBook& book, BookOutput& out) {
  const double half = half_spread(spec_, view);
  const auto best = book.best(side);
  const bool wide = !best || outward(side) * (static_cast<double>(best->price.ticks) - view.fair) > 1.5 * half;
  if (!wide || !rng_.chance(kTightenChance)) return;
  post(side, view.fair + outward(side) * half * rng_.uniform(0.7, 1.3),
       lognormal(rng_, 0.5 * spec_.level_notional, 1.0), book, out);
}

void Crowd::take(const CrowdView& view, OrderBook& book, BookOutput& out) {
  if (!rng_.chance(kSameSideChance)) last_taker_ = opposite(last_taker_);
  const core::Qty qty = lots_for(noise_notional(spec_, rng_), view.fair);
  const core::Side maker_side = opposite(last_taker_);
  const double collar = view.fair * kCollarBp * kBasisPoint + 3 * half_spread(spec_, view);
  book.submit({.side = last_taker_,
               .time_in_force = TimeInForce::kIoc,
               .price = on_grid(view.fair + outward(maker_side) * collar, last_taker_),
               .qty = qty},
              out);
}

void Crowd::add(const CrowdView& view, OrderBook& book, BookOutput& out) {
  const core::Side side = rng_.chance(0.5) ? core::Side::kBuy : core::Side::kSell;
  // Most orders near the touch, few far away; the farther, the larger.
  const double distance = std::exp(0.9 * rng_.normal() - 0.4);
  const double offset = half_spread(spec_, view) + view.fair * spec_.depth_width_bp * kBasisPoint * distance;
  post(side, view.fair + outward(side) * offset, lognormal(rng_, spec_.level_notional * (0.5 + distance), 1.0), book,
       out);
}

void Crowd::post(core::Side side, double price, double notional, OrderBook& book, BookOutput& out) {
  const core::Price on = on_grid(price, side);
  const OrderId id = book.submit({.side = side,
                                  .liquidity = Liquidity::kMakerOnly,
                                  .price = on,
                                  .qty = lots_for(notional, static_cast<double>(on.ticks))},
                                 out);
  if (book.find(id) != nullptr) resting_.push_back(id);
}

void Crowd::cancel_one(OrderBook& book, BookOutput& out) {
  while (!resting_.empty()) {
    const std::size_t pick = rng_.below(resting_.size());
    const OrderId id = resting_[pick];
    resting_[pick] = resting_.back();
    resting_.pop_back();
    if (book.cancel(id, kCrowd, out) == CancelOutcome::kCanceled) return;
  }
}

void Crowd::forget_finished(const OrderBook& book) {
  constexpr std::size_t kSlack = 256;
  if (resting_.size() <= book.order_count() + kSlack) return;
  std::erase_if(resting_, [&](OrderId id) { return book.find(id) == nullptr; });
}

double Crowd::add_rate(const CrowdView& view, const OrderBook& book) const {
  // A lively market is a thin one: makers stay away while it moves.
  const double target = 2.0 * static_cast<double>(spec_.levels_per_side) / std::sqrt(std::max(view.activity, 0.5));
  const double missing = std::max(0.0, target - static_cast<double>(book.order_count()));
  return target / kRestSeconds + missing / kRefillSeconds;
}

double Crowd::cancel_rate(const OrderBook& book) const {
  return static_cast<double>(book.order_count()) / kRestSeconds;
}

}  // namespace tidemark::sim
