#include "analysis/chart_patterns/rounding.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace tidemark::analysis::chart_patterns {
namespace {

constexpr double kRecovered = 0.8;
constexpr double kMiddle = 0.4;  ///< of half the length, on either side of the middle

/// A left rim and the lowest turning point after it.
struct Bowl {
  Anchor rim;
  Anchor bottom;

  [[nodiscard]] double depth() const { return rim.price - bottom.price; }
  /// Where a share of the depth is recovered.
  [[nodiscard]] double level(double share) const { return bottom.price + share * depth(); }
};

/// Parabola of least squares through the closes of the candles from `from` to `to`, in the bowl's measure: x from -1 to
/// 1, y from 0 at the bottom to 1 at the rim.
struct Curve {
  double fit{0};        ///< R²
  double bend{0};       ///< coefficient of x²
  double lowest_x{0};   ///< where it turns
  double low_share{0};  ///< closes in the lower third
};

Curve curve_of(const View& view, const Bowl& bowl, std::int64_t from, std::int64_t to) {
  const auto count = static_cast<double>(to - from + 1);
  const double half = (count - 1) / 2;
  const auto x_of = [&](std::int64_t i) { return (static_cast<double>(i - from) - half) / half; };
  const auto y_of = [&](std::int64_t i) { return (view.close(i) - bowl.bottom.price) / bowl.depth(); };
  double mean = 0;
  double squares = 0;  // of x; its mean makes x² - mean orthogonal to a constant
  double low = 0;
  for (std::int64_t i = from; i <= to; ++i) {
    mean += y_of(i);
    squares += x_of(i) * x_of(i);
    low += y_of(i) < 1.0 / 3 ? 1 : 0;
  }
  mean /= count;
  double tilt = 0;
  double bend = 0;
  double bend_squares = 0;
  double total = 0;
  for (std::int64_t i = from; i <= to; ++i) {
    const double x = x_of(i);
    const double y = y_of(i) - mean;
    const double bent = x * x - squares / count;
    tilt += x * y;
    bend += bent * y;
    bend_squares += bent * bent;
    total += y * y;
  }
  if (total <= 0 || bend <= 0) return {};
  Curve curve{.fit = (tilt * tilt / squares + bend * bend / bend_squares) / total, .bend = bend / bend_squares};
  curve.lowest_x = -(tilt / squares) / (2 * curve.bend);
  curve.low_share = low / count;
  return curve;
}

/// Quality of the bowl up to candle `to`, when it is one.
std::optional<double> round_until(const View& view, const Bowl& bowl, std::int64_t to) {
  const Settings& settings = view.settings;
  const std::int64_t from = bowl.rim.at.index;
  if (bowl.depth() <= 0 || bowl.depth() < settings.min_height * view.atr) return std::nullopt;
  if (!fits_length(settings, to - from) || !view.holds_from(from)) return std::nullopt;
  const Curve curve = curve_of(view, bowl, from, to);
  if (curve.fit < settings.curve_fit || curve.bend <= 0 || std::fabs(curve.lowest_x) > kMiddle) return std::nullopt;
  if (curve.low_share < settings.roundness) return std::nullopt;
  return std::clamp((curve.fit - settings.curve_fit) / (1 - settings.curve_fit + 1e-9), 0.0, 1.0);
}

/// Calls `use(bowl)` for each earlier high that nothing since has reached, the nearest first, until it says true.
template <class Use>
void each_bowl(const View& view, std::size_t newest_high, Use use) {
  double highest = -std::numeric_limits<double>::infinity();
  Anchor bottom = view.point(newest_high == 0 ? 1 : 0);
  for (std::size_t i = newest_high == 0 ? 1 : 0; i + 1 < view.size(); i += 2) {
    const Anchor low = view.point(i);
    if (low.price < bottom.price) bottom = low;
    const Anchor high = view.point(i + 1);
    if (view.now() - high.at.index > view.settings.max_length) return;
    if (high.price <= highest) continue;
    highest = high.price;
    if (use(Bowl{high, bottom})) return;
  }
}

Shape shape_of(const Bowl& bowl, Anchor right, double quality, Kind kind) {
  Shape shape{.kind = kind, .height = bowl.depth(), .quality = quality};
  for (const Anchor& one : {bowl.rim, bowl.bottom, right}) shape.anchors.push(one);
  shape.lower = level(bowl.rim.at, right.at, bowl.bottom.price);
  return shape;
}

}  // namespace

void find_rounding_bottom(const View& view, Shapes& out) {
  if (view.size() < 2 || view.now() < 1) return;
  const double close = view.close(view.now());
  const double before = view.close(view.now() - 1);
  each_bowl(view, view.ends_high() ? 0 : 1, [&](const Bowl& bowl) {
    const double due = bowl.level(kRecovered);
    if (before >= due || close < due || close > bowl.rim.price) return false;
    if (view.ends_high() && view.point(0).price > bowl.rim.price) return false;
    const auto quality = round_until(view, bowl, view.now());
    if (!quality) return false;
    Shape shape = shape_of(bowl, {view.history.now(), close}, *quality, Kind::kRoundingBottom);
    shape.upper = level(bowl.rim.at, view.history.now(), bowl.rim.price);
    shape.in_place = shape.needed = 3;
    shape.stop = bowl.bottom.price;
    shape.whole_from = view.now();
    shape.expires = view.now() + share_of(view.settings.wait, shape.length());
    out.push(shape);
    return true;
  });
}

void find_cup_and_handle(const View& view, Shapes& out) {
  if (!view.ends_high() || view.size() < 3) return;
  const Settings& settings = view.settings;
  const Anchor right = view.point(0);
  each_bowl(view, 0, [&](const Bowl& bowl) {
    const double tolerance = settings.rim_tolerance * bowl.depth();
    if (bowl.rim.price < right.price - tolerance) return false;  // price passed over it
    if (bowl.rim.price > right.price + tolerance) return true;
    const auto quality = round_until(view, bowl, right.at.index);
    if (!quality) return false;
    const std::int64_t earlier = bowl.rim.at.index - (right.at.index - bowl.rim.at.index) / 2;
    if (!view.holds_from(earlier) || earlier < 0) return true;
    if (view.close(earlier) > bowl.rim.price - settings.prior_move * bowl.depth() / 2) return true;
    Shape shape =
        shape_of(bowl, right, (*quality + closeness(right.price - bowl.rim.price, tolerance)) / 2, Kind::kCupAndHandle);
    shape.upper = {bowl.rim, right};
    shape.in_place = 3;
    shape.needed = 4;
    shape.stop = right.price - settings.handle_depth * bowl.depth();
    shape.whole_from = right.at.index + settings.handle_min + 1;
    shape.expires = right.at.index + share_of(settings.wait, shape.length(), settings.handle_min + 2);
    out.push(shape);
    return true;
  });
}

}  // namespace tidemark::analysis::chart_patterns
