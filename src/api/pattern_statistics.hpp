#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/aftermath/aftermath.hpp"
#include "api/context.hpp"
#include "api/pattern_series.hpp"

namespace tidemark::api {

/// How often patterns occur, how sure they were and what followed, over the newest candles of some series of one
/// timeframe.
struct PatternTally {
  static constexpr std::size_t kSides = 3;
  struct Row {
    std::uint64_t count{0};
    std::uint64_t bullish{0};
    std::uint64_t bearish{0};
    double confidence_sum{0};
  };
  core::Timeframe timeframe{core::Timeframe::k1m};
  std::uint64_t instruments{0};
  std::uint64_t candles{0};  ///< the sample: all candles looked at
  std::array<Row, analysis::candlesticks::kPatternCount> rows{};
  analysis::aftermath::Pool aftermath{kSides * analysis::candlesticks::kPatternCount};  ///< by after_index()

  void add(const SeenPattern& seen);
};
/// Place of what follows a pattern that points this way: a SeenPattern::direction().
[[nodiscard]] std::size_t after_index(analysis::candlesticks::Pattern pattern, std::string_view direction);

struct StatisticsQuery {
  std::optional<core::SymbolName> symbol;    ///< absent: all instruments together
  std::optional<core::Timeframe> timeframe;  ///< absent: each
  std::uint32_t candles{0};                  ///< the newest of each series, at most
};

/// One tally per timeframe that has candles, shortest first. Without a symbol the candles of a series may be fewer than
/// asked for: an answer looks at half a million in all.
[[nodiscard]] core::Result<std::vector<PatternTally>> tally_patterns(const Context& context,
                                                                     const ReadWorker::StoreAccess& store,
                                                                     const StatisticsQuery& query);

/// The PatternStatistics document; the rows of `names` only.
[[nodiscard]] std::string encode_statistics(const std::optional<core::SymbolName>& symbol,
                                            const std::vector<PatternTally>& tallies,
                                            analysis::candlesticks::PatternSet names);

}  // namespace tidemark::api
