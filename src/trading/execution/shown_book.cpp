#include "trading/execution/shown_book.hpp"

#include <algorithm>
#include <limits>

#include "trading/execution/fill_price.hpp"

namespace tidemark::trading {
namespace {

bool is_within(core::Price price, const std::optional<core::Price>& limit, core::Side side) {
  return !limit || better_of(price, *limit, side) == price;
}

}  // namespace

void ShownBook::show(std::span<const core::BookLevel> bids, std::span<const core::BookLevel> asks, BookReach reach) {
  bids_.assign(bids.begin(), bids.end());
  asks_.assign(asks.begin(), asks.end());
  known_ = !bids_.empty() && !asks_.empty();
  reach_ = reach;
}

std::optional<core::Price> ShownBook::best(core::Side maker) const {
  const auto side = levels(maker);
  return side.empty() ? std::nullopt : std::optional{side.front().price};
}

std::optional<core::Qty> ShownBook::at(core::Side maker, core::Price price) const {
  const auto side = levels(maker);
  const auto found = std::ranges::find(side, price, &core::BookLevel::price);
  if (found != side.end()) return found->qty;
  // Between the levels shown, or better than all of them, nobody rests; beyond the last one nobody knows.
  if (side.empty() || better_of(price, side.back().price, maker) == price) return std::nullopt;
  return core::Qty{0};
}

core::Qty ShownBook::within(core::Side side, std::optional<core::Price> limit) const {
  std::int64_t sum = 0;
  for (const core::BookLevel& level : levels(core::opposite(side))) {
    if (!is_within(level.price, limit, side)) break;
    sum = core::checked_add(sum, level.qty.lots).value_or(std::numeric_limits<std::int64_t>::max());
  }
  return {sum};
}

std::optional<ShownBook::Taken> ShownBook::take_best(core::Side side, std::optional<core::Price> limit, core::Qty qty) {
  auto& makers = of(core::opposite(side));
  if (makers.empty() || !is_within(makers.front().price, limit, side)) return std::nullopt;
  core::BookLevel& best = makers.front();
  const Taken taken{best.price, std::min(best.qty, qty)};
  best.qty.lots -= taken.qty.lots;
  if (best.qty.lots == 0) makers.erase(makers.begin());
  return taken;
}

}  // namespace tidemark::trading
