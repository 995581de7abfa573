#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "storage/series_key.hpp"

namespace tidemark::storage {

/// A chart pattern as last known. `series`, `pattern` and `began` are its identity through its whole life, also across
/// a restart. Prices are decimals in the instrument's digits.
struct ChartPatternRecord {
  SeriesKey series;
  std::string pattern;      ///< "double_top"
  core::Timestamp began;    ///< open time of the candle whose close first made it known
  core::Timestamp start;    ///< of its first anchor
  core::Timestamp end;      ///< of its last anchor
  core::Timestamp updated;  ///< open time of the candle that made its last change known
  core::Timestamp known_at;
  std::string state;       ///< "forming", "complete", "failed", "expired"
  std::string reason;      ///< why it failed or expired; "none"
  std::string direction;   ///< "bullish", "bearish", "neutral"
  double completion{0};    ///< percent
  double confidence{0};    ///< 0 … 100
  std::string strength;    ///< "very_low" … "extreme"
  double reliability{0};   ///< 0 … 100
  std::string anchors;     ///< JSON: [{"time","price"}], oldest first
  std::string boundaries;  ///< JSON: {"upper":{"from":{"time","price"},"to":…},"lower":…}
  std::optional<std::string> target;
  std::optional<std::string> invalidation;
  std::optional<core::Timestamp> breakout;  ///< open time of the candle that broke out
  std::optional<std::string> breakout_price;
  std::string outcome;              ///< "none", "open", "hit_target", "failed", "timed_out"
  std::int64_t outcome_candles{0};  ///< since the breakout
  double mfe_atr{0};
  double mae_atr{0};
  double mfe_percent{0};
  double mae_percent{0};
  std::string regime;
  std::string metadata{"{}"};  ///< JSON: scale, height, quality, parts of confidence and reliability, history
  int logic_version{1};

  friend bool operator==(const ChartPatternRecord&, const ChartPatternRecord&) = default;
};

/// Where a page of chart patterns goes on: those that began before this one.
struct ChartPatternCursor {
  core::Timestamp began;
  std::string pattern;
};

struct ChartPatternQuery {
  SeriesKey series;
  std::optional<core::Timestamp> from;  ///< patterns not over before it: known_at at or after, or nothing ended them
  std::optional<core::Timestamp> to;    ///< patterns whose first anchor lies before it
  std::vector<std::string> patterns;    ///< empty: all
  std::vector<std::string> states;      ///< empty: all
  std::optional<ChartPatternCursor> before;
  std::uint32_t limit{1000};  ///< those that began last, ascending
};

}  // namespace tidemark::storage
