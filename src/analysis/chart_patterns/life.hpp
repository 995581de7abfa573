#pragma once

#include <cstdint>
#include <optional>
#include <tuple>

#include "analysis/chart_patterns/pattern.hpp"
#include "analysis/chart_patterns/settings.hpp"
#include "analysis/structure/history.hpp"

namespace tidemark::analysis::chart_patterns {

/// What all patterns of a series see of its newest closed candle.
struct Today {
  const structure::History& history;
  const Settings& settings;
  std::optional<Regime> regime;

  [[nodiscard]] const core::CandleF& candle() const { return history.last(); }
  [[nodiscard]] std::int64_t index() const { return history.newest(); }
  /// 0 while there is none, and then there is no pattern.
  [[nodiscard]] double atr() const { return history.atr().value_or(0); }
  /// Mean volume of the volume_period candles before this one; 0 without any.
  [[nodiscard]] double mean_volume() const;
};

enum class Said : std::uint8_t { kNothing, kNews };

/// One pattern that is not over, and the rule by which it goes on:
///
/// Forming: its completion is 100 * (anchors in place + share of the way from the opposite boundary to the one it is to
/// break) / (anchors needed + 1), at most 99; an event is said when it first reaches a further multiple of ten. A close
/// beyond the boundary by break_margin ATR is a breakout; it is confirmed, and the pattern complete, when that candle
/// or one of the next confirm_candles, all closing beyond, trades volume_multiple times the mean of the volume_period
/// candles before. Where there was no volume at all before, price alone confirms. Without the volume the pattern
/// has failed (unconfirmed); a close back inside within that time is as if nothing had been. It has failed, too, with a
/// close beyond its invalidation price, and when it breaks before its last anchor is in place; it has expired when it
/// does neither until Shape::expires.
///
/// Complete: target and invalidation price are fixed, the first touch of either decides (both in one candle: failed),
/// and after outcome_wait times the length of the pattern, 10 candles at least, it has timed out.
class Life {
 public:
  Life() = default;
  /// A pattern that the newest candle made known.
  Life(const Shape& shape, Scale scale, std::uint64_t last_swing, const Today& today);

  [[nodiscard]] const ChartPattern& pattern() const { return pattern_; }
  /// Number of the swing that is its last anchor; 0 where it hangs on no swing.
  [[nodiscard]] std::uint64_t last_swing() const { return last_swing_; }
  /// Whether its geometry may still change: it forms, and has no breakout to be confirmed.
  [[nodiscard]] bool open_to_change() const { return pattern_.state == State::kForming && !beyond_since_; }

  /// Goes on by the newest candle.
  Said step(const Today& today);
  /// The same pattern, better known. Changes nothing but the shape and what follows from it.
  Said reshape(const Shape& shape, std::uint64_t last_swing, const Today& today);
  /// It has failed because the newest turning point does not fit.
  void lose_shape(const Today& today);

  static auto fields(auto& self) {
    return std::tie(self.pattern_, self.last_swing_, self.beyond_since_, self.beyond_side_);
  }
  [[nodiscard]] bool valid() const;
  /// Whether it speaks of candles up to `newest` only, as one from a snapshot must.
  [[nodiscard]] bool lies_before(std::int64_t newest) const;

 private:
  Said step_forming(const Today& today);
  Said step_complete(const Today& today);
  [[nodiscard]] Side side_beyond(const Today& today) const;
  [[nodiscard]] bool invalidated(const Today& today) const;
  Said break_out(Side side, const Today& today);
  Said end(State state, Reason reason, const Today& today);
  Said progress(const Today& today);
  void look_ahead(const Today& today);

  ChartPattern pattern_;
  std::uint64_t last_swing_{0};
  std::optional<std::int64_t> beyond_since_;  ///< first candle of the breakout that waits for its volume
  Side beyond_side_{Side::kNone};
};

}  // namespace tidemark::analysis::chart_patterns
