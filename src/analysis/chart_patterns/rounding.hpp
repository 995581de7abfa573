#pragma once

#include "analysis/chart_patterns/turning_points.hpp"

namespace tidemark::analysis::chart_patterns {

/// A bowl: from a left rim down and back up. The depth d is from the lowest low up to the left rim, at least min_height
/// ATR; the parabola of least squares through the closes between opens upward, has its lowest point in the middle two
/// fifths and explains curve_fit of their variance at least (R²); and `roundness` of the closes at least lie in the
/// lower third of d, which a V does not reach (a third of them) and a parabola does (0.58).
///
/// Rounding bottom: a bowl of which price has come back up by four fifths of d; the left rim is the highest point
/// since. It breaks out by a close above the left rim; target: d above it; over with a close below the lowest low.
/// Source: R. Edwards and J. Magee (1948), ch. VII.
void find_rounding_bottom(const View& view, Shapes& out);

/// Cup and handle: a bowl whose right rim, a swing high, lies within rim_tolerance * d of the left one; before the left
/// rim price came up, so that half a length earlier it stood at least prior_move * d / 2 below. Then the handle:
/// handle_min candles at least without a close above the rims, none of which closes lower than handle_depth * d below
/// the right rim. It breaks out by a close above the line through the rims; target: d above it; over with a close below
/// the deepest handle allowed. Source: W. O'Neil, How to Make Money in Stocks (1988), without its percentages.
void find_cup_and_handle(const View& view, Shapes& out);

}  // namespace tidemark::analysis::chart_patterns
