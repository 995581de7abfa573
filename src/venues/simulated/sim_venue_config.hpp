#pragma once

#include <string>
#include <vector>

#include "core/time.hpp"
#include "sim/faults/fault_plan.hpp"
#include "venues/binance/parser.hpp"

namespace tidemark::venues::simulated {

/// What a simulated venue is made of.
struct SimVenueConfig {
  std::uint64_t seed{1};
  core::Timestamp start;             ///< venue time at the beginning; a replay begins when its files do
  std::vector<std::string> symbols;  ///< of sim::known_symbols(); empty: the first eight. For a replay: only these
  core::Duration history{core::days(3)};
  /// Markets to open. Perpetuals trade on their own book, around the same fundamental price.
  std::vector<binance::Market> markets{binance::Market::kSpot, binance::Market::kUsdm};
  sim::FaultPlan faults;  ///< times count from the start
};

}  // namespace tidemark::venues::simulated
