#include "trading/execution/fill_price.hpp"

#include <algorithm>

namespace tidemark::trading {

core::Price worse_price(core::Price price, core::Side side, core::Rate cost, core::Price tick) {
  const core::Int128 product = static_cast<core::Int128>(price.ticks) * cost.e8;
  // Rounded up: half a tick of cost is a tick.
  const auto distance = static_cast<std::int64_t>((product + core::kRateOne - 1) / core::kRateOne);
  const std::int64_t raw = price.ticks + core::sign_of(side) * distance;
  const std::int64_t below = raw - raw % tick.ticks;
  const std::int64_t on_grid = side == core::Side::kBuy && below != raw ? below + tick.ticks : below;
  return {std::max(on_grid, tick.ticks)};
}

}  // namespace tidemark::trading
