#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "analysis/aftermath/aftermath.hpp"
#include "app/evidence/chart_outcomes.hpp"
#include "app/evidence/family.hpp"
#include "app/evidence/signal_outcomes.hpp"
#include "app/evidence/zone_outcomes.hpp"
#include "core/result.hpp"

namespace tidemark::app::evidence {

struct Options {
  std::uint64_t seed{1};
  std::size_t shuffles{5};    ///< shuffled series each market is held against, 1 … kShufflesMax
  std::size_t control{2000};  ///< aftermath::Options::control
};
inline constexpr std::size_t kShufflesMax = 1000;
/// kInvalidArgument, bad_parameter, naming parameter, value and range.
[[nodiscard]] core::Status check_options(const Options& options);

/// One kind with one side.
struct Row {
  std::size_t family{0};  ///< of families()
  Kind kind;
  Side side{Side::kNone};
  std::size_t count{0};
  double per_1000{0};           ///< candles, in the market
  double shuffled_per_1000{0};  ///< mean over the shuffled series
  /// In the market: after the events, against random candles of it.
  std::array<analysis::aftermath::After, analysis::aftermath::kHorizons.size()> after;
  /// In the shuffled series: the mean of (mean move after the events less mean of random candles), in ATR, over those
  /// series in which it occurred; what the same arithmetic finds where there is nothing to find.
  std::array<double, analysis::aftermath::kHorizons.size()> shuffled_atr{};
  /// Intervals of the shuffled series that miss 0, and how many intervals there were, over all horizons.
  std::size_t shuffled_missed{0};
  std::size_t shuffled_intervals{0};
};

/// What one market's candles have to say for the patterns.
struct Market {
  std::string name;
  core::Timeframe timeframe{core::Timeframe::k1m};
  core::MarketType market{core::MarketType::kCryptoSpot};
  std::size_t candles{0};
  core::Timestamp first;
  core::Timestamp last;
  ChartMarket charts;     ///< what became of the breakouts of its chart patterns
  ZoneMarket zones;       ///< and of its supply and demand zones
  SignalMarket signals;   ///< and of the signals decided on them
  std::vector<Row> rows;  ///< of what occurred, in the market or shuffled; by family, kind, side
};

/// Called after each part of a measurement, of which there are so many, whatever the series.
using Step = std::function<void()>;
[[nodiscard]] constexpr std::size_t steps_of(const Options& options) {
  return 3 + options.shuffles;
}

/// Runs every family over the series and over shuffled ones (aftermath/shuffled.hpp), `tick` the least step of its
/// prices, and measures what followed. `options` have passed check_options(). The same series, tick and options give
/// the same numbers everywhere.
[[nodiscard]] Market measure(std::string name, const Series& series, double tick, const Options& options,
                             const Step& step = {});

}  // namespace tidemark::app::evidence
