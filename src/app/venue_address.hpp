#pragma once

#include "ops/config.hpp"
#include "venues/binance/live/live_config.hpp"

namespace tidemark::app {

/// Where a market is reached: as configured, else its public addresses.
[[nodiscard]] venues::binance::Endpoints endpoints_of(const ops::VenuesConfig& config, venues::binance::Market market);

}  // namespace tidemark::app
