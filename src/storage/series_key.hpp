#pragma once

#include <compare>
#include <string>

#include "core/timeframe.hpp"

namespace tidemark::storage {

/// One series: an instrument's candles of one timeframe.
struct SeriesKey {
  std::string venue;
  std::string symbol;
  core::Timeframe timeframe{core::Timeframe::k1m};

  friend auto operator<=>(const SeriesKey&, const SeriesKey&) = default;
};

}  // namespace tidemark::storage
