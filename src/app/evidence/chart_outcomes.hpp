#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "analysis/chart_patterns/pattern.hpp"
#include "app/evidence/verdict.hpp"
#include "core/candle.hpp"
#include "core/timeframe.hpp"
#include "net/json_writer.hpp"

namespace tidemark::app::evidence {

/// How the chart patterns of one kind went, in the market or in shuffled series.
struct ChartCount {
  std::uint64_t complete{0};  ///< broke out
  std::uint64_t ended{0};     ///< of these, whose outcome is known
  std::uint64_t hits{0};      ///< of these, that reached their target
  double favorable_atr{0};    ///< sum of the greatest excursions for them, in average true ranges …
  double adverse_atr{0};      ///< … and against them, of those that ended

  void add(const analysis::chart_patterns::ChartPattern& pattern);
  [[nodiscard]] Share share() const { return {hits, ended}; }
};
using ChartCounts = std::array<ChartCount, analysis::chart_patterns::kKindCount>;

struct ChartMarket {
  std::string name;
  core::Timeframe timeframe{core::Timeframe::k1m};
  std::size_t candles{0};
  std::size_t shuffles{0};
  ChartCounts market{};
  ChartCounts shuffled{};  ///< of all shuffled series together
};

/// What a series says of its chart patterns: default settings.
[[nodiscard]] ChartCounts count_chart_patterns(std::span<const core::CandleF> candles);

/// The series and `shuffles` of its shuffled ones (aftermath/shuffled.hpp); `tick` the least step of its prices.
[[nodiscard]] ChartMarket measure_charts(std::string name, core::Timeframe timeframe,
                                         std::span<const core::CandleF> candles, double tick, std::uint64_t seed,
                                         std::size_t shuffles);

/// Tables in Markdown: all markets of a timeframe together, then each market.
void write_chart_outcomes(std::span<const ChartMarket> markets, std::ostream& out);
/// An array, one object a kind.
void write_chart_outcomes(const ChartMarket& market, net::JsonWriter& json);

}  // namespace tidemark::app::evidence
