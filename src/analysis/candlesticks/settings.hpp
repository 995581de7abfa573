#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/result.hpp"

namespace tidemark::analysis::candlesticks {

/// What of a candle is averaged.
enum class RangeType : std::uint8_t {
  kRealBody,  ///< |close - open|
  kHighLow,   ///< high - low
  kShadows,   ///< upper + lower shadow; the average is halved, to be the average of one shadow
};
[[nodiscard]] std::string_view name_of(RangeType range) noexcept;

/// A yardstick for one word of the pattern language ("long body", "near"): a multiple of the average range of the
/// candles before. TA-Lib's candle settings.
enum class Setting : std::uint8_t {
  kBodyLong,
  kBodyVeryLong,  ///< in TA-Lib's table, used by no pattern
  kBodyShort,
  kBodyDoji,
  kShadowLong,
  kShadowVeryLong,
  kShadowShort,
  kShadowVeryShort,
  kNear,
  kFar,
  kEqual,
};
inline constexpr std::size_t kSettingCount = 11;
[[nodiscard]] std::string_view name_of(Setting setting) noexcept;

struct CandleSetting {
  RangeType range{RangeType::kRealBody};
  int period{10};  ///< candles before the one judged, 0 … kAveragePeriodMax; 0: the candle's own range
  double factor{1};

  friend bool operator==(const CandleSetting&, const CandleSetting&) = default;
};

inline constexpr int kAveragePeriodMax = 1000;
inline constexpr double kFactorMax = 1000;
inline constexpr double kPenetrationMax = 100;

/// The patterns that ask how far a candle reaches into the body of another.
enum class Penetration : std::uint8_t {
  kAbandonedBaby,
  kDarkCloudCover,
  kEveningDojiStar,
  kEveningStar,
  kMatHold,
  kMorningDojiStar,
  kMorningStar,
};
inline constexpr std::size_t kPenetrationCount = 7;
[[nodiscard]] std::string_view name_of(Penetration penetration) noexcept;

/// All that can be tuned about the patterns. The defaults are TA-Lib's.
struct Settings {
  std::array<CandleSetting, kSettingCount> candle{{
      {RangeType::kRealBody, 10, 1.0},
      {RangeType::kRealBody, 10, 3.0},
      {RangeType::kRealBody, 10, 1.0},
      {RangeType::kHighLow, 10, 0.1},
      {RangeType::kRealBody, 0, 1.0},
      {RangeType::kRealBody, 0, 2.0},
      {RangeType::kShadows, 10, 1.0},
      {RangeType::kHighLow, 10, 0.1},
      {RangeType::kHighLow, 5, 0.2},
      {RangeType::kHighLow, 5, 0.6},
      {RangeType::kHighLow, 5, 0.05},
  }};
  /// Share of the body, 0 … kPenetrationMax.
  std::array<double, kPenetrationCount> penetration{0.3, 0.5, 0.3, 0.3, 0.5, 0.3, 0.3};

  [[nodiscard]] const CandleSetting& operator[](Setting setting) const {
    return candle[static_cast<std::size_t>(setting)];
  }
  CandleSetting& operator[](Setting setting) { return candle[static_cast<std::size_t>(setting)]; }
  [[nodiscard]] double operator[](Penetration of) const { return penetration[static_cast<std::size_t>(of)]; }
  double& operator[](Penetration of) { return penetration[static_cast<std::size_t>(of)]; }

  friend bool operator==(const Settings&, const Settings&) = default;
};

/// Every period, factor and penetration within its range; the message names parameter, value and range
/// (kInvalidArgument, bad_parameter).
[[nodiscard]] core::Status check_settings(const Settings& settings);

}  // namespace tidemark::analysis::candlesticks
