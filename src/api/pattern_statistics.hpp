#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/context.hpp"
#include "api/pattern_series.hpp"

namespace tidemark::api {

/// How often patterns occur and how sure they were, over the newest candles of some series of one timeframe.
struct PatternTally {
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

  void add(const SeenPattern& seen);
};

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
