#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/chart_patterns/settings.hpp"
#include "api/context.hpp"
#include "api/pattern_series.hpp"
#include "core/candle.hpp"
#include "engine/output.hpp"
#include "storage/store.hpp"

namespace tidemark::api {

/// A chart pattern as last known, as the API shows it.
struct SeenChartPattern {
  storage::ChartPatternRecord pattern;
  PatternOrigin origin{PatternOrigin::kLive};
};

struct ChartPatternsWanted {
  core::TimeRange range;            ///< patterns whose life touches it
  std::vector<std::string> kinds;   ///< ids of analysis::chart_patterns; empty: all
  std::vector<std::string> states;  ///< empty: all
  std::optional<storage::ChartPatternCursor> before;
  std::uint32_t limit{500};
};

struct ChartPatternList {
  std::vector<SeenChartPattern> patterns;  ///< newest first
  std::uint64_t candles{0};                ///< computed from so many
  std::optional<std::string> next;         ///< cursor of the following page
};

[[nodiscard]] storage::ChartPatternRecord record_of(const SeriesRef& series, const engine::ChartPatternOutput& output);

/// The patterns in `candles`, which are oldest first, each as last known. Other timeframes add nothing to their
/// confidence. `settings` have passed check_settings().
[[nodiscard]] std::vector<SeenChartPattern> computed_chart_patterns(const SeriesRef& series,
                                                                    std::span<const core::CandleF> candles,
                                                                    const analysis::chart_patterns::Settings& settings);

/// Patterns kept by the store, with what the engine has said of them since; and before the store began the ones that a
/// bounded number of candles up to the range's end shows.
[[nodiscard]] core::Result<ChartPatternList> read_chart_patterns(const Context& context,
                                                                 const ReadWorker::StoreAccess& store,
                                                                 const SeriesRef& series,
                                                                 const ChartPatternsWanted& wanted);

/// "MS:KIND". Errors: kInvalidArgument "bad_cursor".
[[nodiscard]] core::Result<std::optional<storage::ChartPatternCursor>> parse_chart_pattern_cursor(
    std::string_view text);

}  // namespace tidemark::api
