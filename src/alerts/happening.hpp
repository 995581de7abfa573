#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/time.hpp"
#include "core/timeframe.hpp"

namespace tidemark::alerts {

enum class Kind : std::uint8_t { kPrice, kCandle, kZone, kCandlestick, kChartPattern, kVolume, kSignal, kConfluence };
inline constexpr std::size_t kKindCount = 8;

enum class Direction : std::uint8_t { kNeutral, kUp, kDown };
inline constexpr std::array<std::string_view, 3> kDirectionNames{"neutral", "bullish", "bearish"};

[[nodiscard]] constexpr std::string_view name_of(Direction direction) {
  return kDirectionNames[static_cast<std::size_t>(direction)];
}

/// Something that rules may be about, as it was known when it happened. Texts are names of catalogues and live as long
/// as the program; prices are for comparing and showing.
struct Happening {
  Kind kind{Kind::kPrice};
  core::InstrumentId instrument;
  /// Of everything but prices and signals.
  std::optional<core::Timeframe> timeframe{};
  /// kPrice: when it was traded. kCandle: open time. Else not set: the rule book takes the newest closed candle.
  core::Timestamp time;
  core::Timestamp known_at;
  std::string_view name{};    ///< "tested", "CDLHAMMER", "double_top", "spike", "strong_buy", "confluence"
  std::string_view detail{};  ///< zone: its type. Chart pattern: its state. Volume: its strength. Signal: its
                              ///< status
  Direction direction{Direction::kNeutral};
  double price{0};       ///< of a finding the book takes the newest close, where there is one
  double confidence{0};  ///< 0 … 100; of a zone its strength in percent, of confluence its score
  double top{0};         ///< of a zone
  double bottom{0};
  std::optional<double> stop{};    ///< of a signal, and where a chart pattern fails
  std::optional<double> target{};  ///< of the same, the first
  std::uint64_t number{0};         ///< tells zones and signals apart
  core::CandleF candle{};          ///< of kCandle
  /// kPrice: whether it is a trade. Where there are trades, prices of candles say nothing new.
  enum class PriceOf : std::uint8_t { kTrade, kCandle } price_of{PriceOf::kTrade};
};

}  // namespace tidemark::alerts
