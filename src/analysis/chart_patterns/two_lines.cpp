#include "analysis/chart_patterns/two_lines.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/chart_patterns/channels.hpp"
#include "analysis/chart_patterns/rectangle.hpp"
#include "analysis/chart_patterns/triangles.hpp"
#include "analysis/chart_patterns/wedges.hpp"

namespace tidemark::analysis::chart_patterns {
namespace {

constexpr std::size_t kWhole = 5;
constexpr std::size_t kFewest = 4;

/// Through the newest and the oldest of every other point from `newest` on, drawn from candle `from` to candle `to`.
Line line_through(const View& view, std::size_t newest, std::size_t points, Moment from, Moment to) {
  const std::size_t oldest = newest + (points - 1 - newest) / 2 * 2;
  const Line through{view.point(oldest), view.point(newest)};
  return {{from, through.at(from.index)}, {to, through.at(to.index)}};
}

double worst_touch(const View& view, const TwoLines& lines, std::size_t first_high) {
  double worst = 0;
  for (std::size_t i = 0; i < lines.points; ++i) {
    const Line& line = i % 2 == first_high ? lines.upper : lines.lower;
    const Anchor point = view.point(i);
    worst = std::max(worst, std::fabs(point.price - line.at(point.at.index)));
  }
  return worst / lines.height();
}

/// Distance of the farthest close outside, or something beyond `limit` as soon as it is passed.
double worst_stray(const View& view, const TwoLines& lines, double limit) {
  double worst = 0;
  double upper = lines.upper.from.price;
  double lower = lines.lower.from.price;
  const double upper_slope = lines.upper.slope();
  const double lower_slope = lines.lower.slope();
  for (std::int64_t i = lines.upper.from.at.index; i <= lines.upper.to.at.index; ++i) {
    const double close = view.close(i);
    worst = std::max({worst, close - upper, lower - close});
    if (worst > limit) break;
    upper += upper_slope;
    lower += lower_slope;
  }
  return worst;
}

std::optional<Kind> kind_of(const Settings& settings, const TwoLines& lines, double atr) {
  if (is_rectangle(settings, lines, atr)) return Kind::kRectangle;
  if (const auto kind = channel_of(settings, lines)) return kind;
  if (const auto kind = triangle_of(settings, lines)) return kind;
  return wedge_of(settings, lines);
}

Shape shape_of(const View& view, const TwoLines& lines, Kind kind) {
  const Settings& settings = view.settings;
  Shape shape{.kind = kind, .upper = lines.upper, .lower = lines.lower, .height = lines.height()};
  for (std::size_t i = lines.points; i-- > 0;) shape.anchors.push(view.point(i));
  shape.quality =
      (closeness(lines.worst_touch, settings.level_tolerance) + closeness(lines.worst_stray, settings.stray)) / 2;
  shape.in_place = static_cast<int>(std::min(lines.points, kWhole));
  shape.needed = static_cast<int>(kWhole);
  if (lines.points >= kWhole) shape.whole_from = view.now();
  std::int64_t wait = share_of(settings.wait, shape.length());
  if (const auto apex = candles_to_apex(lines.upper, lines.lower)) wait = std::min(wait, *apex);
  shape.expires = shape.anchors.back().at.index + wait;
  return shape;
}

}  // namespace

std::optional<TwoLines> fit_two_lines(const View& view, std::size_t points) {
  if (view.size() < points) return std::nullopt;
  const Moment from = view.point(points - 1).at;
  const Moment to = view.point(0).at;
  if (!fits_length(view.settings, to.index - from.index) || !view.holds_from(from.index)) return std::nullopt;
  const std::size_t first_high = view.ends_high() ? 0 : 1;
  TwoLines lines{.upper = line_through(view, first_high, points, from, to),
                 .lower = line_through(view, 1 - first_high, points, from, to),
                 .points = points};
  lines.first_width = lines.upper.from.price - lines.lower.from.price;
  lines.last_width = lines.upper.to.price - lines.lower.to.price;
  if (lines.first_width <= 0 || lines.last_width <= 0) return std::nullopt;
  if (lines.height() < view.settings.min_height * view.atr) return std::nullopt;
  lines.worst_touch = worst_touch(view, lines, first_high);
  if (lines.worst_touch > view.settings.level_tolerance) return std::nullopt;
  const double limit = view.settings.stray * lines.height();
  const double stray = worst_stray(view, lines, limit);
  if (stray > limit) return std::nullopt;
  lines.worst_stray = stray / lines.height();
  return lines;
}

void find_between_lines(const View& view, Shapes& out) {
  for (std::size_t points = kAnchorsMax; points >= kFewest; --points) {
    const auto lines = fit_two_lines(view, points);
    if (!lines) continue;
    const auto kind = kind_of(view.settings, *lines, view.atr);
    if (!kind) continue;
    out.push(shape_of(view, *lines, *kind));
    return;
  }
}

}  // namespace tidemark::analysis::chart_patterns
