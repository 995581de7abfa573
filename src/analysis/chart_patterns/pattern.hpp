#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>

#include "analysis/chart_patterns/shape.hpp"
#include "analysis/confidence/reliability.hpp"

namespace tidemark::analysis::chart_patterns {

/// Where a pattern is in its life: forming -> complete | failed | expired. Complete ones go on to their outcome.
enum class State : std::uint8_t { kForming, kComplete, kFailed, kExpired };
inline constexpr std::array<std::string_view, 4> kStateNames{"forming", "complete", "failed", "expired"};

/// Why a pattern failed or expired.
enum class Reason : std::uint8_t {
  kNone,
  kInvalidated,  ///< a close beyond the invalidation price
  kBrokeEarly,   ///< a close beyond the boundary before its last anchor was in place
  kUnconfirmed,  ///< closes beyond the boundary, but the volume did not come in time
  kReshaped,     ///< the next turning point no longer fits
  kTooLate,      ///< no breakout in time
};
inline constexpr std::array<std::string_view, 6> kReasonNames{"none",        "invalidated", "broke_early",
                                                              "unconfirmed", "reshaped",    "too_late"};

enum class OutcomeState : std::uint8_t {
  kNone,      ///< it has not broken out
  kOpen,      ///< neither target nor invalidation price reached yet
  kHit,       ///< the target was reached
  kFailed,    ///< the invalidation price was reached, or both within one candle
  kTimedOut,  ///< neither in time
};
inline constexpr std::array<std::string_view, 5> kOutcomeNames{"none", "open", "hit_target", "failed", "timed_out"};

/// On which of the two scales of swings it was found.
enum class Scale : std::uint8_t { kMajor, kMinor };
inline constexpr std::size_t kScaleCount = 2;
inline constexpr std::array<std::string_view, kScaleCount> kScaleNames{"major", "minor"};

/// Trend and volatility as the catalogue's REGIME row has them.
struct Regime {
  std::int8_t trend{0};  ///< -1 falling, 0 range, 1 rising
  bool volatile_{false};

  friend bool operator==(const Regime&, const Regime&) = default;
  static auto fields(auto& self) { return std::tie(self.trend, self.volatile_); }
};
/// "rising_high_volatility" … "unknown" before there is one.
[[nodiscard]] std::string_view name_of(const std::optional<Regime>& regime);

struct Breakout {
  Side side{Side::kNone};
  Moment at;
  double close{0};
  double boundary{0};  ///< the boundary's price there
  double atr{0};
  double volume_confirmation{0};  ///< 0 … 1; confidence::volume_confirmation
  bool volume_dried{false};       ///< the formation's second half traded less than its first, as the books want it

  friend bool operator==(const Breakout&, const Breakout&) = default;
  static auto fields(auto& self) {
    return std::tie(self.side, self.at, self.close, self.boundary, self.atr, self.volume_confirmation,
                    self.volume_dried);
  }
};

/// What became of a breakout. Excursions are measured from its close, through the highs and lows that follow.
struct Outcome {
  OutcomeState state{OutcomeState::kNone};
  std::int64_t candles{0};  ///< since the breakout
  double favorable{0};      ///< MFE, price units, >= 0
  double adverse{0};        ///< MAE, price units, >= 0

  friend bool operator==(const Outcome&, const Outcome&) = default;
  static auto fields(auto& self) { return std::tie(self.state, self.candles, self.favorable, self.adverse); }
};

/// How breakouts of a kind ended so far.
struct Tally {
  std::uint32_t hits{0};   ///< reached their target
  std::uint32_t ended{0};  ///< and all whose outcome is known

  [[nodiscard]] confidence::Interval interval() const { return confidence::wilson_interval(hits, ended); }
  friend bool operator==(const Tally&, const Tally&) = default;
  static auto fields(auto& self) { return std::tie(self.hits, self.ended); }
};

/// One thing that became known of a pattern. Never changed once said; all that is said of one pattern carries the same
/// kind and `began`, which no other pattern of the series has.
struct ChartPattern {
  Shape shape;  ///< its boundaries reach to `known`
  State state{State::kForming};
  Reason reason{Reason::kNone};
  Scale scale{Scale::kMajor};
  double completion{0};  ///< percent; never falls; 100 when complete
  Moment began;          ///< the candle whose close first made it known
  Moment known;          ///< the candle whose close made this known
  double atr{0};         ///< when it began
  /// The measured move from the boundary; none while it may break out either way.
  std::optional<double> target;
  /// A close there before the breakout, a touch after it, is its failure; none while it may break out either way.
  std::optional<double> invalidation;
  std::optional<Breakout> breakout;
  Outcome outcome;
  std::optional<Regime> regime;  ///< when it began, then when it broke out
  Tally kind_tally;              ///< of this kind in this series, before this event
  Tally regime_tally;            ///< those in the same regime

  [[nodiscard]] Kind kind() const { return shape.kind; }
  /// Of the breakout when there was one, else the expected one.
  [[nodiscard]] Side side() const { return breakout ? breakout->side : info_of(shape.kind).side; }
  [[nodiscard]] bool over() const {
    if (state == State::kForming) return false;
    return state != State::kComplete || outcome.state != OutcomeState::kOpen;
  }
  friend bool operator==(const ChartPattern&, const ChartPattern&) = default;
  static auto fields(auto& self) {
    return std::tie(self.shape, self.state, self.reason, self.scale, self.completion, self.began, self.known, self.atr,
                    self.target, self.invalidation, self.breakout, self.outcome, self.regime, self.kind_tally,
                    self.regime_tally);
  }
};

[[nodiscard]] inline double in_atr(const ChartPattern& pattern, double excursion) {
  return pattern.breakout && pattern.breakout->atr > 0 ? excursion / pattern.breakout->atr : 0;
}
[[nodiscard]] inline double in_percent(const ChartPattern& pattern, double excursion) {
  return pattern.breakout && pattern.breakout->close != 0 ? 100 * excursion / pattern.breakout->close : 0;
}

/// Pattern confidence of the specification: base 60 times the quality (level 4, as 30, 40, 50 are levels 1 to 3), + 30
/// by the breakout's volume, + 20 by how far it closed beyond the boundary. Other timeframes, up to 30, and the
/// timeframe's multiplier are for who knows them to fill in.
[[nodiscard]] confidence::Parts confidence_of(const ChartPattern& pattern);

/// Reliability of the specification: quality, volume and trend alignment; the lower end of the Wilson interval of the
/// kind's successes in this regime (in all of them while there are fewer than ten); how the pattern suits the regime (a
/// continuation with its trend, a reversal against it: 1; without a trend 0.5); and dried-up volume before the
/// breakout.
[[nodiscard]] confidence::ReliabilityParts reliability_of(const ChartPattern& pattern);

}  // namespace tidemark::analysis::chart_patterns
