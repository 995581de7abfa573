#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "analysis/candlesticks/gauges.hpp"

namespace tidemark::analysis::candlesticks {

/// Every fact about a candle that a pattern asks for, once: name and definition. `v` is a view of the candle: v.open(0)
/// is its open, v.open(1) that of the candle before, v.top and v.bottom are the ends of the body, v.upper and v.lower
/// the lengths of the shadows, v.gauge(g, 1) the gauge g of the candle before, v.reach(p) a penetration. What
/// seems to be missing is the complement of a fact that is here. The digit of a name is its gauge's (gauges.hpp) or the
/// number of candles it reaches back. The order of operations is TA-Lib's.
#define TIDEMARK_CANDLE_FACTS(FACT)                                                                                   \
  FACT(kWhite, v.close(0) >= v.open(0))                                                                               \
  /* bodies and ranges, one against the other */                                                                      \
  FACT(kBodyGapUp, v.bottom(0) > v.top(1))                                                                            \
  FACT(kBodyGapDown, v.top(0) < v.bottom(1))                                                                          \
  FACT(kBodyGapUp2, v.bottom(0) > v.top(2))                                                                           \
  FACT(kBodyGapDown2, v.top(0) < v.bottom(2))                                                                         \
  FACT(kGapUp, v.low(0) > v.high(1))                                                                                  \
  FACT(kGapDown, v.high(0) < v.low(1))                                                                                \
  FACT(kTopBelowTop, v.top(0) < v.top(1))                                                                             \
  FACT(kTopAboveTop, v.top(0) > v.top(1))                                                                             \
  FACT(kTopBelowOpen, v.top(0) < v.open(1))                                                                           \
  FACT(kBottomAboveBottom, v.bottom(0) > v.bottom(1))                                                                 \
  FACT(kBottomBelowBottom, v.bottom(0) < v.bottom(1))                                                                 \
  FACT(kBodySmaller, v.body(0) < v.body(1))                                                                           \
  FACT(kBodyLarger, v.body(0) > v.body(1))                                                                            \
  FACT(kBodyInRange1, (v.bottom(0) < v.high(1)) & (v.top(0) > v.low(1)))                                              \
  FACT(kBodyInRange2, (v.bottom(0) < v.high(2)) & (v.top(0) > v.low(2)))                                              \
  FACT(kBodyInRange3, (v.bottom(0) < v.high(3)) & (v.top(0) > v.low(3)))                                              \
  FACT(kHighBelowHigh, v.high(0) < v.high(1))                                                                         \
  FACT(kHighAboveHigh, v.high(0) > v.high(1))                                                                         \
  FACT(kHighAboveClose, v.high(0) > v.close(1))                                                                       \
  FACT(kLowBelowLow, v.low(0) < v.low(1))                                                                             \
  FACT(kLowAboveLow, v.low(0) > v.low(1))                                                                             \
  FACT(kLowBelowClose, v.low(0) < v.close(1))                                                                         \
  FACT(kLowAboveClose, v.low(0) > v.close(1))                                                                         \
  /* the open against the candle before */                                                                            \
  FACT(kOpenBelowOpen, v.open(0) < v.open(1))                                                                         \
  FACT(kOpenAboveOpen, v.open(0) > v.open(1))                                                                         \
  FACT(kOpenBelowClose, v.open(0) < v.close(1))                                                                       \
  FACT(kOpenAboveClose, v.open(0) > v.close(1))                                                                       \
  FACT(kOpenBelowLow, v.open(0) < v.low(1))                                                                           \
  FACT(kOpenAboveLow, v.open(0) > v.low(1))                                                                           \
  FACT(kOpenAboveHigh, v.open(0) > v.high(1))                                                                         \
  FACT(kOpenInBody, (v.open(0) < v.top(1)) & (v.open(0) > v.bottom(1)))                                               \
  /* the close against earlier candles */                                                                             \
  FACT(kCloseBelowOpen, v.close(0) < v.open(1))                                                                       \
  FACT(kCloseAboveOpen, v.close(0) > v.open(1))                                                                       \
  FACT(kCloseBelowClose, v.close(0) < v.close(1))                                                                     \
  FACT(kCloseAboveClose, v.close(0) > v.close(1))                                                                     \
  FACT(kCloseBelowHigh, v.close(0) < v.high(1))                                                                       \
  FACT(kCloseAboveHigh, v.close(0) > v.high(1))                                                                       \
  FACT(kCloseAboveMiddle, v.close(0) > v.close(1) + v.body(1) * 0.5)                                                  \
  FACT(kCloseBelowOpen2, v.close(0) < v.open(2))                                                                      \
  FACT(kCloseAboveOpen2, v.close(0) > v.open(2))                                                                      \
  FACT(kCloseBelowClose2, v.close(0) < v.close(2))                                                                    \
  FACT(kCloseAboveClose2, v.close(0) > v.close(2))                                                                    \
  FACT(kCloseAboveTop2, v.close(0) > v.top(2))                                                                        \
  FACT(kCloseBelowBottom2, v.close(0) < v.bottom(2))                                                                  \
  FACT(kCloseInBody2, (v.close(0) < v.top(2)) & (v.close(0) > v.bottom(2)))                                           \
  FACT(kCloseBelowOpen3, v.close(0) < v.open(3))                                                                      \
  FACT(kCloseAboveOpen3, v.close(0) > v.open(3))                                                                      \
  FACT(kCloseBelowClose4, v.close(0) < v.close(4))                                                                    \
  FACT(kCloseAboveClose4, v.close(0) > v.close(4))                                                                    \
  FACT(kCloseAboveHigh2, v.close(0) > v.high(2))                                                                      \
  FACT(kCloseAboveHigh3, v.close(0) > v.high(3))                                                                      \
  FACT(kCloseAboveHigh4, v.close(0) > v.high(4))                                                                      \
  FACT(kCloseBelowLow2, v.close(0) < v.low(2))                                                                        \
  FACT(kCloseBelowLow3, v.close(0) < v.low(3))                                                                        \
  FACT(kCloseBelowLow4, v.close(0) < v.low(4))                                                                        \
  /* how far into an earlier body */                                                                                  \
  FACT(kAbandonedDown, v.close(0) < v.close(2) - v.body(2) * v.reach(Penetration::kAbandonedBaby))                    \
  FACT(kAbandonedUp, v.close(0) > v.close(2) + v.body(2) * v.reach(Penetration::kAbandonedBaby))                      \
  FACT(kEveningDown, v.close(0) < v.close(2) - v.body(2) * v.reach(Penetration::kEveningStar))                        \
  FACT(kEveningDojiDown, v.close(0) < v.close(2) - v.body(2) * v.reach(Penetration::kEveningDojiStar))                \
  FACT(kMorningUp, v.close(0) > v.close(2) + v.body(2) * v.reach(Penetration::kMorningStar))                          \
  FACT(kMorningDojiUp, v.close(0) > v.close(2) + v.body(2) * v.reach(Penetration::kMorningDojiStar))                  \
  FACT(kDarkCloudDown, v.close(0) < v.close(1) - v.body(1) * v.reach(Penetration::kDarkCloudCover))                   \
  FACT(kHeldByMat2,                                                                                                   \
       (v.bottom(0) < v.close(2)) & (v.bottom(0) > v.close(2) - v.body(2) * v.reach(Penetration::kMatHold)))          \
  FACT(kHeldByMat3,                                                                                                   \
       (v.bottom(0) < v.close(3)) & (v.bottom(0) > v.close(3) - v.body(3) * v.reach(Penetration::kMatHold)))          \
  /* bodies by their gauges */                                                                                        \
  FACT(kLongBody0, v.body(0) > v.gauge(Gauge::kBodyLong0, 0))                                                         \
  FACT(kLongBody1, v.body(0) > v.gauge(Gauge::kBodyLong1, 0))                                                         \
  FACT(kLongBody4, v.body(0) > v.gauge(Gauge::kBodyLong4, 0))                                                         \
  FACT(kShortBody0, v.body(0) < v.gauge(Gauge::kBodyShort0, 0))                                                       \
  FACT(kShortBody1, v.body(0) < v.gauge(Gauge::kBodyShort1, 0))                                                       \
  FACT(kShortBody2, v.body(0) < v.gauge(Gauge::kBodyShort2, 0))                                                       \
  FACT(kShortBody3, v.body(0) < v.gauge(Gauge::kBodyShort3, 0))                                                       \
  FACT(kSmallBody1, v.body(0) <= v.gauge(Gauge::kBodyShort1, 0))                                                      \
  FACT(kRealBody2, v.body(0) > v.gauge(Gauge::kBodyShort2, 0))                                                        \
  FACT(kDoji0, v.body(0) <= v.gauge(Gauge::kBodyDoji0, 0))                                                            \
  FACT(kDoji1, v.body(0) <= v.gauge(Gauge::kBodyDoji1, 0))                                                            \
  FACT(kDojiByLast, v.body(0) <= v.gauge(Gauge::kBodyDoji0, 1))                                                       \
  FACT(kDojiBySecondLast, v.body(0) <= v.gauge(Gauge::kBodyDoji0, 2))                                                 \
  /* shadows by theirs */                                                                                             \
  FACT(kUpperOverBody, v.upper(0) > v.body(0))                                                                        \
  FACT(kLowerOverBody, v.lower(0) > v.body(0))                                                                        \
  FACT(kLongUpper, v.upper(0) > v.gauge(Gauge::kShadowLong, 0))                                                       \
  FACT(kLongLower, v.lower(0) > v.gauge(Gauge::kShadowLong, 0))                                                       \
  FACT(kVeryLongUpper, v.upper(0) > v.gauge(Gauge::kShadowVeryLong, 0))                                               \
  FACT(kVeryLongLower, v.lower(0) > v.gauge(Gauge::kShadowVeryLong, 0))                                               \
  FACT(kShortUpper0, v.upper(0) < v.gauge(Gauge::kShadowShort0, 0))                                                   \
  FACT(kShortLower0, v.lower(0) < v.gauge(Gauge::kShadowShort0, 0))                                                   \
  FACT(kNotShortUpper1, v.upper(0) > v.gauge(Gauge::kShadowShort1, 0))                                                \
  FACT(kNotShortUpper2, v.upper(0) > v.gauge(Gauge::kShadowShort2, 0))                                                \
  FACT(kNoUpper0, v.upper(0) < v.gauge(Gauge::kShadowVeryShort0, 0))                                                  \
  FACT(kNoUpper1, v.upper(0) < v.gauge(Gauge::kShadowVeryShort1, 0))                                                  \
  FACT(kNoUpper2, v.upper(0) < v.gauge(Gauge::kShadowVeryShort2, 0))                                                  \
  FACT(kNoLower0, v.lower(0) < v.gauge(Gauge::kShadowVeryShort0, 0))                                                  \
  FACT(kNoLower1, v.lower(0) < v.gauge(Gauge::kShadowVeryShort1, 0))                                                  \
  FACT(kNoLower2, v.lower(0) < v.gauge(Gauge::kShadowVeryShort2, 0))                                                  \
  FACT(kNoLower3, v.lower(0) < v.gauge(Gauge::kShadowVeryShort3, 0))                                                  \
  FACT(kSomeUpper0, v.upper(0) > v.gauge(Gauge::kShadowVeryShort0, 0))                                                \
  FACT(kSomeUpper2, v.upper(0) > v.gauge(Gauge::kShadowVeryShort2, 0))                                                \
  FACT(kSomeUpper3, v.upper(0) > v.gauge(Gauge::kShadowVeryShort3, 0))                                                \
  FACT(kSomeLower0, v.lower(0) > v.gauge(Gauge::kShadowVeryShort0, 0))                                                \
  FACT(kSomeLower1, v.lower(0) > v.gauge(Gauge::kShadowVeryShort1, 0))                                                \
  /* near */                                                                                                          \
  FACT(kOpenNearBody0,                                                                                                \
       (v.open(0) >= v.bottom(1) - v.gauge(Gauge::kNear0, 1)) & (v.open(0) <= v.top(1) + v.gauge(Gauge::kNear0, 1)))  \
  FACT(kOpenNearBody1,                                                                                                \
       (v.open(0) >= v.bottom(1) - v.gauge(Gauge::kNear1, 1)) & (v.open(0) <= v.top(1) + v.gauge(Gauge::kNear1, 1)))  \
  FACT(kOpenUpToClose5, v.open(0) <= v.close(1) + v.gauge(Gauge::kNear5, 1))                                          \
  FACT(kOpenUpToClose6, v.open(0) <= v.close(1) + v.gauge(Gauge::kNear6, 1))                                          \
  FACT(kOnShoulder6, v.open(0) >= v.close(1) - v.body(0) - v.gauge(Gauge::kNear6, 1))                                 \
  FACT(kBodyNear1,                                                                                                    \
       (v.body(0) >= v.body(1) - v.gauge(Gauge::kNear1, 1)) & (v.body(0) <= v.body(1) + v.gauge(Gauge::kNear1, 1)))   \
  FACT(kBodyWithin1,                                                                                                  \
       (v.body(1) - v.body(0) < v.gauge(Gauge::kNear1, 1)) & (v.body(0) - v.body(1) < v.gauge(Gauge::kNear1, 1)))     \
  FACT(kBodyNotNearlyAsLong6, v.body(0) < v.body(1) + v.gauge(Gauge::kNear6, 1))                                      \
  FACT(kBottomNearLow5, v.bottom(0) <= v.low(1) + v.gauge(Gauge::kNear5, 1))                                          \
  FACT(kBottomNearHigh5, v.bottom(0) >= v.high(1) - v.gauge(Gauge::kNear5, 1))                                        \
  FACT(kBodyInMiddle5, (v.bottom(0) <= v.low(0) + v.range(0) / 2 + v.gauge(Gauge::kNear5, 0)) &                       \
                           (v.top(0) >= v.low(0) + v.range(0) / 2 - v.gauge(Gauge::kNear5, 0)))                       \
  FACT(kCloseNearLow0, v.close(0) <= v.low(0) + v.gauge(Gauge::kNear0, 0))                                            \
  FACT(kCloseNearHigh0, v.close(0) >= v.high(0) - v.gauge(Gauge::kNear0, 0))                                          \
  /* far */                                                                                                           \
  FACT(kBodyKeepsUp5, v.body(0) > v.body(1) - v.gauge(Gauge::kFar5, 1))                                               \
  FACT(kBodyKeepsUp6, v.body(0) > v.body(1) - v.gauge(Gauge::kFar6, 1))                                               \
  FACT(kBodyFallsBack5, v.body(0) < v.body(1) - v.gauge(Gauge::kFar5, 1))                                             \
  FACT(kBodyFallsBack6, v.body(0) < v.body(1) - v.gauge(Gauge::kFar6, 1))                                             \
  /* equal */                                                                                                         \
  FACT(kOpenEqualsOpen1,                                                                                              \
       (v.open(0) >= v.open(1) - v.gauge(Gauge::kEqual1, 1)) & (v.open(0) <= v.open(1) + v.gauge(Gauge::kEqual1, 1))) \
  FACT(kOpenEqualsOpen5,                                                                                              \
       (v.open(0) >= v.open(1) - v.gauge(Gauge::kEqual5, 1)) & (v.open(0) <= v.open(1) + v.gauge(Gauge::kEqual5, 1))) \
  FACT(kOpenEqualsClose5, (v.open(0) >= v.close(1) - v.gauge(Gauge::kEqual5, 1)) &                                    \
                              (v.open(0) <= v.close(1) + v.gauge(Gauge::kEqual5, 1)))                                 \
  FACT(kOpenEqualsClose6, (v.open(0) >= v.close(1) - v.gauge(Gauge::kEqual6, 1)) &                                    \
                              (v.open(0) <= v.close(1) + v.gauge(Gauge::kEqual6, 1)))                                 \
  FACT(kCloseEqualsClose0, (v.close(0) >= v.close(1) - v.gauge(Gauge::kEqual0, 1)) &                                  \
                               (v.close(0) <= v.close(1) + v.gauge(Gauge::kEqual0, 1)))                               \
  FACT(kCloseNotBelow5, v.close(0) >= v.close(1) - v.gauge(Gauge::kEqual5, 1))                                        \
  FACT(kCloseNotAbove5, v.close(0) <= v.close(1) + v.gauge(Gauge::kEqual5, 1))                                        \
  FACT(kCloseEqualsLow5,                                                                                              \
       (v.close(0) >= v.low(1) - v.gauge(Gauge::kEqual5, 1)) & (v.close(0) <= v.low(1) + v.gauge(Gauge::kEqual5, 1))) \
  FACT(kCloseEqualsSecondLast0, (v.close(0) >= v.close(2) - v.gauge(Gauge::kEqual0, 2)) &                             \
                                    (v.close(0) <= v.close(2) + v.gauge(Gauge::kEqual0, 2)))

// A list written once: a fact that is named but not computed, or the reverse, would go unseen.
#define TIDEMARK_NAME_FACT(name, definition) name,
enum Fact : std::uint8_t { TIDEMARK_CANDLE_FACTS(TIDEMARK_NAME_FACT) kFactCount };
#undef TIDEMARK_NAME_FACT

/// A fact of up to 8 or 64 candles, one bit each: bit 0 is the newest, bit k the candle k before it. Patterns are
/// algebra on these words, so one candle and sixty take the same code.
template <class Unsigned>
struct Bits {
  Unsigned word{0};

  friend constexpr Bits operator&(Bits a, Bits b) { return {static_cast<Unsigned>(a.word & b.word)}; }
  friend constexpr Bits operator|(Bits a, Bits b) { return {static_cast<Unsigned>(a.word | b.word)}; }
  friend constexpr Bits operator^(Bits a, Bits b) { return {static_cast<Unsigned>(a.word ^ b.word)}; }
  friend constexpr Bits operator~(Bits a) { return {static_cast<Unsigned>(~a.word)}; }
};

/// What held `Candles` candles before.
template <int Candles, class Unsigned>
[[nodiscard]] constexpr Bits<Unsigned> ago(Bits<Unsigned> bits) {
  return {static_cast<Unsigned>(bits.word >> Candles)};
}

/// Facts, and zeros up to whole vectors.
inline constexpr std::size_t kFactPlaces = (kFactCount + 15) / 16 * 16;

/// All facts of the last candles.
template <class Unsigned>
struct Facts {
  alignas(16) std::array<Unsigned, kFactPlaces> words{};

  [[nodiscard]] constexpr Bits<Unsigned> operator[](Fact fact) const { return {words[fact]}; }
};

/// Most candles a pattern looks back from the newest.
inline constexpr int kFurthestAgo = 4;
/// Most candles back whose gauges a fact asks for.
inline constexpr int kFurthestGaugeAgo = 2;

}  // namespace tidemark::analysis::candlesticks
