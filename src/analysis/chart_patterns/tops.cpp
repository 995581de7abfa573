#include "analysis/chart_patterns/tops.hpp"

#include <algorithm>
#include <cmath>

namespace tidemark::analysis::chart_patterns {
namespace {

/// `tops` highs, the newest turning point among them, and the troughs between.
struct Row {
  double level{0};    ///< mean of the tops
  double highest{0};  ///< of the tops
  double trough{0};   ///< the lowest
  double trough_spread{0};
  double worst{0};  ///< farthest top from the level

  [[nodiscard]] double height() const { return level - trough; }
};

Row measure(const View& view, std::size_t tops) {
  Row row{.highest = view.point(0).price, .trough = view.point(1).price};
  double upper_trough = row.trough;
  for (std::size_t i = 0; i < tops; ++i) {
    const double top = view.point(2 * i).price;
    row.level += top / static_cast<double>(tops);
    row.highest = std::max(row.highest, top);
    if (i + 1 == tops) break;
    row.trough = std::min(row.trough, view.point(2 * i + 1).price);
    upper_trough = std::max(upper_trough, view.point(2 * i + 1).price);
  }
  row.trough_spread = upper_trough - row.trough;
  for (std::size_t i = 0; i < tops; ++i)
    row.worst = std::max(row.worst, std::fabs(view.point(2 * i).price - row.level));
  return row;
}

/// How far the tops may lie from their mean: two within a tolerance of each other are half of it from the mean.
double tolerance_of(const Settings& settings, const Row& row, std::size_t tops) {
  return settings.level_tolerance * row.height() * (tops == 2 ? 0.5 : 1);
}

bool fits(const View& view, const Row& row, std::size_t tops) {
  const Settings& settings = view.settings;
  if (row.height() <= 0 || row.height() < settings.min_height * view.atr) return false;
  if (row.worst > tolerance_of(settings, row, tops)) return false;
  if (row.trough_spread > settings.shoulder_tolerance * row.height()) return false;
  const Anchor first = view.point(2 * tops - 2);
  const double before = view.point(2 * tops - 1).price;
  if (before > row.trough || first.price - before < settings.prior_move * row.height()) return false;
  return fits_length(settings, view.point(0).at.index - first.at.index);
}

void find_row(const View& view, std::size_t tops, Kind kind, Shapes& out) {
  if (view.size() < 2 * tops) return;
  const Row row = measure(view, tops);
  if (!fits(view, row, tops)) return;
  const Settings& settings = view.settings;
  Shape shape{.kind = kind, .height = row.height()};
  for (std::size_t i = 2 * tops - 1; i-- > 0;) shape.anchors.push(view.point(i));
  const Moment from = shape.anchors.front().at;
  const Moment to = shape.anchors.back().at;
  shape.upper = {shape.anchors.front(), shape.anchors.back()};
  shape.lower = level(from, to, row.trough);
  shape.quality = closeness(row.worst, tolerance_of(settings, row, tops));
  if (tops > 2) {
    shape.quality = (shape.quality + closeness(row.trough_spread, settings.shoulder_tolerance * row.height())) / 2;
  }
  shape.in_place = shape.needed = static_cast<int>(2 * tops - 1);
  shape.stop = row.highest + settings.level_tolerance * row.height();
  shape.whole_from = view.now();
  shape.expires = to.index + share_of(settings.wait, shape.length());
  out.push(view.in_chart(shape));
}

}  // namespace

void find_tops(const View& view, Shapes& out) {
  if (!view.ends_high()) return;
  find_row(view, 2, Kind::kDoubleTop, out);
  find_row(view, 3, Kind::kTripleTop, out);
}

}  // namespace tidemark::analysis::chart_patterns
