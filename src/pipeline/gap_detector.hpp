#pragma once

#include <optional>

#include "core/bytes.hpp"
#include "core/finding.hpp"
#include "pipeline/calendar.hpp"

namespace tidemark::pipeline {

/// Sees the open times of accepted candles of one series in ascending order and names the holes between them: exact
/// half-open bounds from the first candle missing to the next one present, counting only candles the calendar expects.
/// A hole without any expected candle (a weekend) is none. Never fills anything.
class GapDetector {
 public:
  GapDetector(core::InstrumentId instrument, core::Timeframe timeframe, Calendar calendar);

  /// `open_time` must be later than the one before.
  [[nodiscard]] std::optional<core::Gap> next(core::Timestamp open_time, core::Timestamp known_at,
                                              core::GapReason reason = core::GapReason::kMissing);
  /// A hole in [from, to), when a candle is expected there at all.
  [[nodiscard]] std::optional<core::Gap> gap_in(core::TimeRange range, core::Timestamp known_at,
                                                core::GapReason reason = core::GapReason::kMissing) const;
  /// Candles up to `open_time` are accounted for by other means (known to have had no trades).
  void skip_to(core::Timestamp open_time);
  [[nodiscard]] std::optional<core::Timestamp> expected_next() const { return expected_; }

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  core::InstrumentId instrument_;
  core::Timeframe timeframe_;
  Calendar calendar_;
  std::optional<core::Timestamp> expected_;  ///< open time that follows the last candle seen
};

}  // namespace tidemark::pipeline
