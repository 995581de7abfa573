#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/candle.hpp"

namespace tidemark::analysis {

/// Which price of a candle an indicator of one series reads. The numbers are part of the interface (parameter
/// "source").
enum class PriceSource : std::uint8_t { kClose, kOpen, kHigh, kLow, kHl2, kHlc3, kHlcc4, kOhlc4 };

/// By value of PriceSource.
inline constexpr std::array<std::string_view, 8> kPriceSourceNames{"close", "open", "high",  "low",
                                                                   "hl2",   "hlc3", "hlcc4", "ohlc4"};

// The averages in TA-Lib's order of operations (TA_MEDPRICE, TA_TYPPRICE, TA_WCLPRICE, TA_AVGPRICE).
[[nodiscard]] constexpr double median_price(const core::CandleF& c) {
  return (c.high + c.low) / 2.0;
}
[[nodiscard]] constexpr double typical_price(const core::CandleF& c) {
  return (c.high + c.low + c.close) / 3.0;
}
[[nodiscard]] constexpr double weighted_close(const core::CandleF& c) {
  return (c.high + c.low + c.close * 2.0) / 4.0;
}
[[nodiscard]] constexpr double average_price(const core::CandleF& c) {
  return (c.high + c.low + c.close + c.open) / 4.0;
}

[[nodiscard]] constexpr double price_of(PriceSource source, const core::CandleF& c) {
  if (source == PriceSource::kClose) [[likely]]
    return c.close;
  switch (source) {
    case PriceSource::kOpen:
      return c.open;
    case PriceSource::kHigh:
      return c.high;
    case PriceSource::kLow:
      return c.low;
    case PriceSource::kHl2:
      return median_price(c);
    case PriceSource::kHlc3:
      return typical_price(c);
    case PriceSource::kHlcc4:
      return weighted_close(c);
    case PriceSource::kOhlc4:
      return average_price(c);
    case PriceSource::kClose:
      break;
  }
  return c.close;
}

}  // namespace tidemark::analysis
