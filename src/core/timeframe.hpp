#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"

namespace tidemark::core {

/// The candle lengths Tidemark keeps, shortest first. Candles are labelled by open time; days open 00:00 UTC, weeks
/// Monday 00:00 UTC.
enum class Timeframe : std::uint8_t { k1m, k5m, k15m, k30m, k1h, k4h, k1d, k1w };

inline constexpr std::array kAllTimeframes{Timeframe::k1m, Timeframe::k5m, Timeframe::k15m, Timeframe::k30m,
                                           Timeframe::k1h, Timeframe::k4h, Timeframe::k1d,  Timeframe::k1w};
inline constexpr std::size_t kTimeframeCount = kAllTimeframes.size();

[[nodiscard]] constexpr std::size_t index_of(Timeframe tf) {
  return static_cast<std::size_t>(tf);
}

[[nodiscard]] constexpr Duration duration_of(Timeframe tf) {
  constexpr std::array<std::int64_t, kTimeframeCount> kMinutes{1, 5, 15, 30, 60, 240, 1440, 10080};
  return minutes(kMinutes[index_of(tf)]);
}

/// "1m", "5m", … "1w".
[[nodiscard]] std::string_view name_of(Timeframe tf) noexcept;

/// Accepts "1m" … "1w" and the aliases M1 M5 M15 M30 H1 H4 D1 W1, 1H 4H 1D 1W, 60m, 240m, 24h, 7d. "1M" is a month and
/// is refused, as is every other length, with the list of what is possible.
[[nodiscard]] Result<Timeframe> parse_timeframe(std::string_view text);

/// Open time of the candle of this timeframe that `t` falls into.
[[nodiscard]] constexpr Timestamp open_time_of(Timestamp t, Timeframe tf) {
  // 1970-01-01 was a Thursday: Monday-aligned weeks are shifted by three days against the epoch.
  const std::int64_t offset = tf == Timeframe::k1w ? days(3).ns : 0;
  const std::int64_t length = duration_of(tf).ns;
  std::int64_t rest = (t.ns + offset) % length;
  if (rest < 0) rest += length;
  return {t.ns - rest};
}

[[nodiscard]] constexpr bool is_aligned(Timestamp t, Timeframe tf) {
  return open_time_of(t, tf) == t;
}

}  // namespace tidemark::core
