#pragma once

#include "analysis/chart_patterns/turning_points.hpp"

namespace tidemark::analysis::chart_patterns {

/// Head and shoulders: left shoulder, trough, head, trough, right shoulder. The neckline runs through the troughs; the
/// height h is from it up to the head, at least min_height ATR. The head stands beyond both shoulders by head_lead * h
/// at least, the shoulders above the neckline by as much; the shoulders differ by shoulder_tolerance * h at most, so do
/// the troughs; the longer half (shoulder to head) lasts at most time_symmetry times the shorter; and price came up to
/// the left shoulder by prior_move * h at least. It breaks out by a close below the neckline; target: h below it; over
/// with a close above the right shoulder by level_tolerance * h. It is forming from the second trough on (four of five
/// anchors; until the right shoulder stands, a close above the head ends it). The inverse is the same upside down.
/// Source: R. Edwards and J. Magee, Technical Analysis of Stock Trends (1948), ch. VI; the inequalities of E1 … E5 are
/// those of A. Lo, H. Mamaysky and J. Wang (2000), their 1.5 % of price stated here as a share of the height.
void find_head_and_shoulders(const View& view, Shapes& out);

}  // namespace tidemark::analysis::chart_patterns
