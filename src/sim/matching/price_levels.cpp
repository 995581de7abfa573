#include "sim/matching/price_levels.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::sim {
namespace {

constexpr std::size_t kScan = 16;

}  // namespace

std::size_t PriceLevels::position_of(core::Price price) const {
  const std::size_t count = levels_.size();
  const std::size_t scan_end = count > kScan ? count - kScan : 0;
  for (std::size_t i = count; i > scan_end; --i) {
    if (better(price, levels_[i - 1].price)) return i;
  }
  const auto end = levels_.begin() + static_cast<std::ptrdiff_t>(scan_end);
  const auto found =
      std::partition_point(levels_.begin(), end, [&](const PriceLevel& level) { return better(price, level.price); });
  return static_cast<std::size_t>(found - levels_.begin());
}

PriceLevel* PriceLevels::find(core::Price price) {
  return const_cast<PriceLevel*>(std::as_const(*this).find(price));
}

const PriceLevel* PriceLevels::find(core::Price price) const {
  const std::size_t at = position_of(price);
  return at < levels_.size() && levels_[at].price == price ? &levels_[at] : nullptr;
}

PriceLevel& PriceLevels::find_or_add(core::Price price) {
  const std::size_t at = position_of(price);
  if (at < levels_.size() && levels_[at].price == price) return levels_[at];
  return *levels_.insert(levels_.begin() + static_cast<std::ptrdiff_t>(at), PriceLevel{.price = price});
}

void PriceLevels::remove(core::Price price) {
  levels_.erase(levels_.begin() + static_cast<std::ptrdiff_t>(position_of(price)));
}

}  // namespace tidemark::sim
