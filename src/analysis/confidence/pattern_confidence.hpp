#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/timeframe.hpp"

/// How much a pattern is to be believed: one function for each formula of the specification, on plain numbers. Shares
/// and ratios run from 0 to 1 and are cut off there; confidences from 0 to 100. Nothing here looks ahead: what is not
/// known at the pattern's close (follow-through) is 0 until it is.
namespace tidemark::analysis::confidence {

/// -1 down, 0 none, +1 up.
enum class Side : std::int8_t { kBearish = -1, kNone = 0, kBullish = 1 };
[[nodiscard]] constexpr double sign_of(Side side) {
  return static_cast<double>(side);
}

/// The side of most: of a count of those that point up less those that point down.
[[nodiscard]] constexpr Side side_of(int net) {
  return static_cast<Side>((net > 0) - (net < 0));
}

/// How far the volume confirms, 0 … 1: nothing at or below the mean of the candles before, all at twice the mean. 0
/// when there is no mean to compare with.
[[nodiscard]] double volume_confirmation(double volume, double mean_volume);
/// How far the close after the pattern went its way, 0 … 1: all at one average true range.
[[nodiscard]] double follow_through(Side side, double pattern_close, double later_close, double average_true_range);
/// 0 … 1: 0.5 without a trend, 1 when the pattern points along a full trend, 0 when against it. `trend` is -1 … 1.
[[nodiscard]] double trend_alignment(Side side, double trend);
/// Net change over path length of the closes, -1 … 1; 0 when they do not move or are fewer than two.
[[nodiscard]] double trend_of(std::span<const double> closes);

/// Up to 30 by volume confirmation.
[[nodiscard]] double volume_boost(double confirmation);
/// Up to 20 by follow-through.
[[nodiscard]] double price_boost(double follow);
/// Up to 30 by the share of the other timeframes that point the same way; 0 when there are none.
[[nodiscard]] double timeframe_boost(int agreeing, int others);
/// 0.8 up to 15m, 1.0 from 30m to 4h, 1.2 from 1d on.
[[nodiscard]] double timeframe_multiplier(core::Timeframe timeframe);
/// What a pattern is worth before anything confirms it: 30, 40, 50 for levels 1, 2, 3; a fifth less when TA-Lib values
/// it 80, a fifth more when it is confirmed at 200.
[[nodiscard]] double base_strength(int level, int value);

/// What a confidence is made of; kept beside it so that it can be explained.
struct Parts {
  double base{0};        ///< 0 … 60
  double volume{0};      ///< 0 … 30
  double price{0};       ///< 0 … 20
  double timeframes{0};  ///< 0 … 30
  double multiplier{1};  ///< 0.8 … 1.2

  friend bool operator==(const Parts&, const Parts&) = default;
};
/// Sum times multiplier, at most 100.
[[nodiscard]] double confidence_of(const Parts& parts);

enum class Strength : std::uint8_t { kVeryLow, kLow, kMedium, kHigh, kExtreme };
/// From 90 extreme, from 75 high, from 60 medium, from 40 low, below very low.
[[nodiscard]] Strength strength_of(double confidence);
[[nodiscard]] std::string_view name_of(Strength strength) noexcept;

}  // namespace tidemark::analysis::confidence
