#pragma once

#include <string>

#include "core/time.hpp"
#include "storage/store.hpp"

namespace tidemark::storage {

/// What makes a zone the same zone for everyone: an engine that starts anew over the same candles, a computation over
/// history.
struct ZoneIdentity {
  SeriesKey series;
  std::string direction;    ///< "bullish" or "bearish"
  core::Timestamp left;     ///< open time of the base's first candle
  core::Timestamp created;  ///< open time of the candle that made it known
};

/// 16 lower-case hex digits.
[[nodiscard]] std::string zone_id_of(const ZoneIdentity& identity);

}  // namespace tidemark::storage
