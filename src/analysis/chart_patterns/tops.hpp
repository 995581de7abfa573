#pragma once

#include "analysis/chart_patterns/turning_points.hpp"

namespace tidemark::analysis::chart_patterns {

/// Double top: a high, a trough, a high. The level is the mean of the highs, the height h is from the trough up to it,
/// at least min_height ATR; the highs lie within level_tolerance * h of each other and min_length to max_length candles
/// apart; price came up to the first by prior_move * h at least, measured from the low before it, which lies no higher
/// than the trough. It breaks out by a close below the trough; target: h below the trough; over with a close above the
/// higher top by level_tolerance * h. It is forming once the second top stands. The double bottom is the same upside
/// down. Triple top: three such highs within level_tolerance * h of their mean, with two troughs within
/// shoulder_tolerance * h of each other; the lower trough is its boundary. Source: R. Edwards and J. Magee (1948), ch.
/// IX; A. Lo, H. Mamaysky and J. Wang (2000), whose 1.5 % of price and 22 days are stated here as a share of the
/// height and as min_length.
void find_tops(const View& view, Shapes& out);

}  // namespace tidemark::analysis::chart_patterns
