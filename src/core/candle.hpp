#pragma once

#include <cstdint>

#include "core/time.hpp"
#include "core/values.hpp"

namespace tidemark::core {

/// Marks on a candle, OR-ed together; 0 = an ordinary candle.
enum class CandleFlag : std::uint8_t {
  kNone = 0,
  kRepaired = 1,        ///< fetched again after a gap
  kFlagged = 2,         ///< accepted although a rule complained (jump, stale …); see the finding
  kPartial = 4,         ///< built from an incomplete set of base candles, or still open when fetched
  kVolumeOverflow = 8,  ///< the volume sum did not fit and stands at its maximum
  kTickVolume = 16,     ///< volume counts ticks, not units (forex)
};

[[nodiscard]] constexpr std::uint8_t operator|(CandleFlag a, CandleFlag b) {
  return static_cast<std::uint8_t>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
[[nodiscard]] constexpr bool has_flag(std::uint8_t flags, CandleFlag f) {
  return (flags & static_cast<std::uint8_t>(f)) != 0;
}
constexpr void set_flag(std::uint8_t& flags, CandleFlag f) {
  flags |= static_cast<std::uint8_t>(f);
}

/// One candle in exact units of its instrument. Invariants after validation: low <= open, close <= high; low > 0;
/// volume >= 0; 0 <= taker_buy <= volume; open_time aligned to the timeframe.
struct Candle {
  Timestamp open_time;
  Price open;
  Price high;
  Price low;
  Price close;
  Qty volume;
  Qty taker_buy;            ///< volume bought by takers; 0 when the source does not say
  std::uint32_t trades{0};  ///< number of trades; 0 when the source does not say
  std::uint8_t flags{0};    ///< CandleFlag bits

  friend constexpr bool operator==(const Candle&, const Candle&) = default;
};

/// Same candle to the outside: prices and volume equal, provenance (flags, trades, taker_buy) not compared.
[[nodiscard]] constexpr bool same_ohlcv(const Candle& a, const Candle& b) {
  return a.open_time == b.open_time && a.open == b.open && a.high == b.high && a.low == b.low && a.close == b.close &&
         a.volume == b.volume;
}

/// The analysis door: the same candle in doubles.
struct CandleF {
  Timestamp open_time;
  double open{0};
  double high{0};
  double low{0};
  double close{0};
  double volume{0};
};

[[nodiscard]] constexpr CandleF to_double(const Candle& c, Scale s) noexcept {
  return {c.open_time,         to_double(c.open, s),  to_double(c.high, s),
          to_double(c.low, s), to_double(c.close, s), to_double(c.volume, s)};
}

}  // namespace tidemark::core
