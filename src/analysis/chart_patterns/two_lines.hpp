#pragma once

#include <cstddef>
#include <optional>

#include "analysis/chart_patterns/turning_points.hpp"

namespace tidemark::analysis::chart_patterns {

/// Two boundaries through turning points: the upper one through the first and the last of the highs among the newest
/// `points` turning points, the lower one likewise through lows; both run from the first of these points to the last.
struct TwoLines {
  Line upper;
  Line lower;
  double first_width{0};  ///< between them at the first point
  double last_width{0};   ///< at the last
  double worst_touch{0};  ///< farthest point between from its line, share of the height
  double worst_stray{0};  ///< farthest close outside, share of the height
  std::size_t points{0};

  /// The larger width: what deviations are shares of, and the measured move.
  [[nodiscard]] double height() const { return first_width > last_width ? first_width : last_width; }
  /// Rise from the first point to the last, shares of the height.
  [[nodiscard]] double upper_rise() const { return (upper.to.price - upper.from.price) / height(); }
  [[nodiscard]] double lower_rise() const { return (lower.to.price - lower.from.price) / height(); }
  [[nodiscard]] double middle_rise() const { return (upper_rise() + lower_rise()) / 2; }
  /// End over beginning.
  [[nodiscard]] double convergence() const { return last_width / first_width; }
};

/// The lines through the newest `points` (4 … kAnchorsMax) turning points. None when they are too near in time or price
/// (min_length, max_length, min_height), cross, leave a point between off its line by more than level_tolerance or a
/// close outside by more than stray.
[[nodiscard]] std::optional<TwoLines> fit_two_lines(const View& view, std::size_t points);

/// Triangles, wedges, parallel channels and the rectangle are one construction, told apart by the slopes of the two
/// lines; at most one is found at a time, the one with the most touches. Five touches make it whole, four let it form.
void find_between_lines(const View& view, Shapes& out);

}  // namespace tidemark::analysis::chart_patterns
