#include "pipeline/gap_detector.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "pipeline/snapshot_fields.hpp"

namespace tidemark::pipeline {

GapDetector::GapDetector(core::InstrumentId instrument, core::Timeframe timeframe, Calendar calendar)
    : instrument_{instrument}, timeframe_{timeframe}, calendar_{std::move(calendar)} {}

std::optional<core::Gap> GapDetector::next(core::Timestamp open_time, core::Timestamp known_at,
                                           core::GapReason reason) {
  std::optional<core::Gap> gap;
  if (expected_ && open_time > *expected_) gap = gap_in({*expected_, open_time}, known_at, reason);
  expected_ = open_time + core::duration_of(timeframe_);
  return gap;
}

std::optional<core::Gap> GapDetector::gap_in(core::TimeRange range, core::Timestamp known_at,
                                             core::GapReason reason) const {
  const std::uint64_t missing = calendar_.expected_candles(range, timeframe_);
  if (missing == 0) return std::nullopt;
  core::Gap gap;
  gap.instrument = instrument_;
  gap.timeframe = timeframe_;
  gap.range = {std::max(range.from, core::open_time_of(calendar_.next_open(range.from), timeframe_)), range.to};
  gap.candles = static_cast<std::uint32_t>(std::min<std::uint64_t>(missing, std::numeric_limits<std::uint32_t>::max()));
  gap.reason = reason;
  gap.known_at = known_at;
  return gap;
}

void GapDetector::skip_to(core::Timestamp open_time) {
  if (!expected_ || open_time > *expected_) expected_ = open_time;
}

void GapDetector::snapshot(core::ByteWriter& out) const {
  put_optional(out, expected_);
}

bool GapDetector::restore(core::ByteReader& in) {
  expected_ = get_optional_time(in);
  return in.ok();
}

}  // namespace tidemark::pipeline
