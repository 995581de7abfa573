#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/time.hpp"

namespace tidemark::sim {

/// The candle lengths Binance offers (rest-api.md, "Kline/Candlestick chart intervals"), shortest first. "1m" is a
/// minute and "1M" a month.
enum class Interval : std::uint8_t {
  k1s,
  k1m,
  k3m,
  k5m,
  k15m,
  k30m,
  k1h,
  k2h,
  k4h,
  k6h,
  k8h,
  k12h,
  k1d,
  k3d,
  k1w,
  k1mo
};
inline constexpr std::size_t kIntervalCount = static_cast<std::size_t>(Interval::k1mo) + 1;

[[nodiscard]] std::string_view name_of(Interval interval) noexcept;
[[nodiscard]] std::optional<Interval> parse_interval(std::string_view text) noexcept;
/// Nothing for the month, whose length varies.
[[nodiscard]] std::optional<core::Duration> length_of(Interval interval) noexcept;

/// Open time of the candle that `t` falls into, on the clock of a time zone that is `zone` ahead of UTC: days begin at
/// its midnight, weeks on its Monday, months on its first.
[[nodiscard]] core::Timestamp open_time_of(core::Timestamp t, Interval interval, core::Duration zone = {}) noexcept;
/// Open time of the candle after the one that opens at `open`.
[[nodiscard]] core::Timestamp next_open_time(core::Timestamp open, Interval interval,
                                             core::Duration zone = {}) noexcept;

}  // namespace tidemark::sim
