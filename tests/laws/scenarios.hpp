#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/catalogue.hpp"
#include "core/candle.hpp"

namespace tidemark::laws {

/// A series every law must hold on.
struct Scenario {
  std::string name;
  std::vector<core::CandleF> candles;
};

/// Ordinary and awkward markets, deterministic: a random walk, flat, gapped, without volume, tiny (1e-12) and huge
/// prices, coarse ticks with flat runs, only rising, only falling, spikes.
[[nodiscard]] std::vector<Scenario> scenarios();

/// `count` candles of a random walk with volume.
[[nodiscard]] std::vector<core::CandleF> random_walk(std::uint64_t seed, std::size_t count);

/// Parameter sets to try a row with: the defaults, the smallest allowed, and some between.
[[nodiscard]] std::vector<analysis::IndicatorSpec> parameter_sets(const analysis::IndicatorInfo& row);

}  // namespace tidemark::laws
