#pragma once

#include <cstdint>
#include <optional>
#include <tuple>

#include "analysis/chart_patterns/turning_points.hpp"

namespace tidemark::analysis::chart_patterns {

/// The straight move before a flag: the last part of a leg from swing to swing.
struct Pole {
  Anchor from;
  Anchor to;

  /// Price units.
  [[nodiscard]] double height() const { return to.price > from.price ? to.price - from.price : from.price - to.price; }
  [[nodiscard]] Facing facing() const { return to.price > from.price ? Facing::kUpright : Facing::kUpsideDown; }
  static auto fields(auto& self) { return std::tie(self.from, self.to); }
};

/// The newest leg when its last pole_candles make a pole: from the farthest price within them to the newest swing, at
/// least `pole` ATR.
[[nodiscard]] std::optional<Pole> pole_of(const TurningPoints& points, const structure::History& history,
                                          const Settings& settings);

/// Whether a flag may still hang on the pole: no later close lies beyond its end or has taken back more than
/// flag_retrace of it, and no more than flag_max candles have passed.
[[nodiscard]] bool stands(const Pole& pole, const structure::History& history, const Settings& settings);

/// Whether a later leg takes the place of a pole that still stands: it is more than a flag on it would be.
[[nodiscard]] inline bool outdoes(const Pole& later, const Pole& pole, const Settings& settings) {
  return later.height() > settings.flag_retrace * pole.height();
}

/// Flags and pennants: after a pole (at least `pole` ATR up to a swing within pole_candles) flag_min to flag_max
/// candles that take back no more than flag_retrace of it, between two lines: the upper one through the highest high of
/// the earlier and of the later half of these candles, the lower one likewise through lows, each moved out to the
/// farthest. Bull flag: after a rising pole the lines change their distance by a third at most and do not rise by more
/// than level_tolerance of the pole. Bull pennant: the upper line falls, the lower one rises, and they end at
/// `convergence` of their first distance or less. Either is at most flag_retrace of the pole high. Both break out
/// upward; target: the pole's height from the boundary; a close below the deepest retracement allowed ends them. The
/// lines are drawn anew with every candle until the breakout. Bear flag and pennant are the same upside down. Source:
/// R. Edwards and J. Magee (1948), ch. XI; J. Murphy (1999), ch. 6.
void find_flags(const View& view, const Pole& pole, Shapes& out);

}  // namespace tidemark::analysis::chart_patterns
