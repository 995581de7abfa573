#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analysis/candlesticks/gauges.hpp"
#include "analysis/candlesticks/settings.hpp"
#include "core/result.hpp"

namespace tidemark::analysis::candlesticks {

/// TA-Lib's 61 candlestick patterns, in the order of their ids.
enum class Pattern : std::uint8_t {
  kTwoCrows,
  kThreeBlackCrows,
  kThreeInside,
  kThreeLineStrike,
  kThreeOutside,
  kThreeStarsInSouth,
  kThreeWhiteSoldiers,
  kAbandonedBaby,
  kAdvanceBlock,
  kBeltHold,
  kBreakaway,
  kClosingMarubozu,
  kConcealingBabySwallow,
  kCounterattack,
  kDarkCloudCover,
  kDoji,
  kDojiStar,
  kDragonflyDoji,
  kEngulfing,
  kEveningDojiStar,
  kEveningStar,
  kGapSideBySideWhite,
  kGravestoneDoji,
  kHammer,
  kHangingMan,
  kHarami,
  kHaramiCross,
  kHighWave,
  kHikkake,
  kHikkakeModified,
  kHomingPigeon,
  kIdenticalThreeCrows,
  kInNeck,
  kInvertedHammer,
  kKicking,
  kKickingByLength,
  kLadderBottom,
  kLongLeggedDoji,
  kLongLine,
  kMarubozu,
  kMatchingLow,
  kMatHold,
  kMorningDojiStar,
  kMorningStar,
  kOnNeck,
  kPiercing,
  kRickshawMan,
  kRiseFallThreeMethods,
  kSeparatingLines,
  kShootingStar,
  kShortLine,
  kSpinningTop,
  kStalledPattern,
  kStickSandwich,
  kTakuri,
  kTasukiGap,
  kThrusting,
  kTristar,
  kUniqueThreeRiver,
  kUpsideGapTwoCrows,
  kGapThreeMethods,
};
inline constexpr std::size_t kPatternCount = 61;

[[nodiscard]] constexpr std::size_t index_of(Pattern pattern) {
  return static_cast<std::size_t>(pattern);
}

/// A set of patterns, bit index_of(p) each.
using PatternSet = std::uint64_t;
inline constexpr PatternSet kAllPatterns = (PatternSet{1} << kPatternCount) - 1;
[[nodiscard]] constexpr PatternSet set_of(Pattern pattern) {
  return PatternSet{1} << index_of(pattern);
}

/// Which way a pattern points. TA-Lib gives kUnsigned ones the value 100 although they say nothing of direction.
enum class Direction : std::uint8_t { kBullish, kBearish, kEither, kUnsigned };
[[nodiscard]] std::string_view name_of(Direction direction) noexcept;

/// What traders read a pattern as (Nison; Morris, "Candlestick Charting Explained").
enum class Role : std::uint8_t {
  kReversal,      ///< the move before it ends
  kContinuation,  ///< the move before it goes on
  kIndecision,    ///< neither side won the candle
  kConviction,    ///< one side held the candle from end to end
  kTrap,          ///< a breakout that failed
};
[[nodiscard]] std::string_view name_of(Role role) noexcept;
/// One sentence a trader understands, for a pattern that points up (> 0), down (< 0) or nowhere (0).
[[nodiscard]] std::string_view meaning_of(Role role, int side) noexcept;

/// One row: everything a user interface, the API, the documentation and the tests need to know about a pattern.
struct PatternInfo {
  Pattern pattern{};
  std::string_view id;      ///< TA-Lib's function name: "CDL2CROWS"
  std::string_view title;   ///< "Two Crows"
  std::string_view family;  ///< "crows", "doji", "stars" …
  Direction direction{Direction::kEither};
  Role role{Role::kReversal};
  int candles{1};               ///< the pattern is made of
  std::string_view definition;  ///< in plain words
  std::string_view source;      ///< who described it; the numbers are TA-Lib 0.6's (ta_CDL….c) in every case
  int lookback_extra{0};        ///< TA-Lib's lookback beyond the longest average it uses
  std::span<const GaugeUse> uses{};
  std::optional<Penetration> penetration{};
  int head_start{0};        ///< candles before the first output at which the pattern begins to be followed
  int shortest_average{0};  ///< the lookback counts no average shorter than this
  int logic_version{1};

  /// 1 a single candle, 2 two or three, 3 more: the levels of the specification.
  [[nodiscard]] constexpr int level() const { return candles == 1 ? 1 : candles <= 3 ? 2 : 3; }
  /// Candles before the first output.
  [[nodiscard]] int lookback(const Settings& settings) const;
  /// The candle at which the sum behind a use begins; 0 for an average over no candles.
  [[nodiscard]] int origin(const GaugeUse& use, const Settings& settings) const;
};

/// All rows, in the order of Pattern, which is that of the ids. An explicit array; nothing registers itself.
[[nodiscard]] std::span<const PatternInfo, kPatternCount> pattern_rows();
[[nodiscard]] const PatternInfo& info_of(Pattern pattern);
/// Any case, with or without "CDL".
[[nodiscard]] const PatternInfo* find_pattern(std::string_view id);

/// "all", or names separated by ',' in any case, with or without "CDL"; each once, in the order given. Errors are
/// kInvalidArgument with code empty_pattern, unknown_pattern (with a did-you-mean), duplicate_pattern.
[[nodiscard]] core::Result<std::vector<Pattern>> parse_patterns(std::string_view text);

}  // namespace tidemark::analysis::candlesticks
