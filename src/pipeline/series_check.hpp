#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/candle.hpp"
#include "core/finding.hpp"
#include "core/instrument.hpp"
#include "core/timeframe.hpp"
#include "pipeline/calendar.hpp"
#include "pipeline/validator.hpp"

namespace tidemark::pipeline {

/// kDetect looks at the times themselves (detect_session_clock) where the market has a week at all.
enum class ClockChoice : std::uint8_t { kDetect, kUtc, kBroker };

struct SeriesCheckOptions {
  ValidatorConfig validator;
  ClockChoice clock{ClockChoice::kDetect};
  /// Our clock when the series was had: candles ending later are unclosed or from the future. Absent: not judged.
  std::optional<core::Timestamp> now;
  std::vector<core::Timestamp> holidays;  ///< see CalendarOptions
  /// The range that was asked for; what is missing at its ends is then a gap as well. Absent: from first to last
  /// candle.
  std::optional<core::TimeRange> requested;
};

/// A candle that was not accepted, and the first reason for it.
struct RejectedCandle {
  core::Finding finding;
  core::Candle candle;
};

struct SeriesCheckResult {
  std::vector<core::Candle> accepted;      ///< ascending, unique; kFlagged set where a rule complained
  std::vector<RejectedCandle> rejected;    ///< in order of time
  std::vector<core::Finding> findings;     ///< all of them, those of accepted candles included
  std::vector<core::Gap> gaps;             ///< ascending; exact half-open bounds; never filled
  core::QualityScore quality;              ///< of the whole series; timeliness is 1 (history has no arrival times)
  SessionClock clock{SessionClock::kUtc};  ///< how the times were read
};

/// Validates a whole series of one timeframe in any order: turns it around when it runs newest first, sorts what is
/// still out of place (a kOutOfOrder finding each, accepted), drops identical repeats, and runs the Validator and
/// GapDetector over the rest. Of two different candles with one time the first in the file stays (in a newest-first
/// file, which is turned around, the last); the other is a conflicting duplicate.
[[nodiscard]] SeriesCheckResult check_series(const core::Instrument& instrument, core::Timeframe timeframe,
                                             std::vector<core::Candle> candles, const SeriesCheckOptions& options);

}  // namespace tidemark::pipeline
