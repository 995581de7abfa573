#pragma once

#include <optional>
#include <string_view>

#include "core/timeframe.hpp"

namespace tidemark::venues::binance {

/// Binance's interval text: "1m" is a minute and "1M" a month. Empty for intervals that Tidemark does not keep.
[[nodiscard]] constexpr std::optional<core::Timeframe> timeframe_of(std::string_view interval) noexcept {
  using core::Timeframe;
  if (interval == "1m") return Timeframe::k1m;
  if (interval == "5m") return Timeframe::k5m;
  if (interval == "15m") return Timeframe::k15m;
  if (interval == "30m") return Timeframe::k30m;
  if (interval == "1h") return Timeframe::k1h;
  if (interval == "4h") return Timeframe::k4h;
  if (interval == "1d") return Timeframe::k1d;
  if (interval == "1w") return Timeframe::k1w;
  return std::nullopt;
}

}  // namespace tidemark::venues::binance
