#include "analysis/chart_patterns/flags.hpp"

#include <algorithm>
#include <cmath>

namespace tidemark::analysis::chart_patterns {
namespace {

constexpr double kFlagWidthChange = 1.0 / 3;

/// The pole as seen from the view: always rising.
struct Seen {
  Anchor from;
  Anchor to;
  [[nodiscard]] double height() const { return to.price - from.price; }
};

Seen seen_by(const View& view, const Pole& pole) {
  Seen seen{pole.from, pole.to};
  seen.from.price *= view.sign();
  seen.to.price *= view.sign();
  return seen;
}

/// Through the farthest price of the earlier and of the later half of the candles, moved out until none lies beyond it.
/// `out` is 1 for an upper line, -1 for a lower one.
template <class Price>
Line outer_line(std::int64_t from, std::int64_t to, double out, Price price) {
  const std::int64_t half = (to - from + 1) / 2;
  const auto farthest = [&](std::int64_t begin, std::int64_t end) {
    std::int64_t best = begin;
    for (std::int64_t i = begin + 1; i < end; ++i) best = out * price(i) > out * price(best) ? i : best;
    return Anchor{{best, {}}, price(best)};
  };
  const Line line{farthest(from, from + half), farthest(to + 1 - half, to + 1)};
  double move = 0;
  for (std::int64_t i = from; i <= to; ++i) move = std::max(move, out * (price(i) - line.at(i)));
  return {{{from, {}}, line.at(from) + out * move}, {{to, {}}, line.at(to) + out * move}};
}

/// What hangs on the pole, as seen: its two lines.
struct Flag {
  Line upper;
  Line lower;

  [[nodiscard]] double first_width() const { return upper.from.price - lower.from.price; }
  [[nodiscard]] double last_width() const { return upper.to.price - lower.to.price; }
  [[nodiscard]] double width() const { return std::max(first_width(), last_width()); }
  [[nodiscard]] double rise() const {
    return (upper.to.price - upper.from.price + lower.to.price - lower.from.price) / 2;
  }
};

Flag flag_after(const View& view, const Seen& pole) {
  const std::int64_t from = pole.to.at.index + 1;
  const std::int64_t to = view.now();
  const bool upright = view.facing == Facing::kUpright;
  const auto high = [&](std::int64_t i) { return upright ? view.history.at(i).high : -view.history.at(i).low; };
  const auto low = [&](std::int64_t i) { return upright ? view.history.at(i).low : -view.history.at(i).high; };
  Flag flag{outer_line(from, to, 1, high), outer_line(from, to, -1, low)};
  for (Line* line : {&flag.upper, &flag.lower}) {
    line->from.at = view.history.moment(from);
    line->to.at = view.history.moment(to);
  }
  return flag;
}

std::optional<Kind> kind_of(const Settings& settings, const Flag& flag, double pole_height) {
  if (flag.first_width() <= 0 || flag.last_width() <= 0) return std::nullopt;
  if (flag.width() > settings.flag_retrace * pole_height) return std::nullopt;
  const bool closes = flag.last_width() <= settings.convergence * flag.first_width();
  if (closes && flag.upper.slope() < 0 && flag.lower.slope() > 0) return Kind::kBullPennant;
  const bool parallel = std::fabs(flag.last_width() - flag.first_width()) <= kFlagWidthChange * flag.width();
  if (parallel && flag.rise() <= settings.level_tolerance * pole_height) return Kind::kBullFlag;
  return std::nullopt;
}

/// The lowest candle since the pole's end, as seen.
Anchor deepest(const View& view, const Seen& pole) {
  const bool upright = view.facing == Facing::kUpright;
  Anchor lowest = pole.to;
  for (std::int64_t i = pole.to.at.index + 1; i <= view.now(); ++i) {
    const auto& candle = view.history.at(i);
    const double low = upright ? candle.low : -candle.high;
    if (low < lowest.price) lowest = {view.history.moment(i), low};
  }
  return lowest;
}

}  // namespace

std::optional<Pole> pole_of(const TurningPoints& points, const structure::History& history, const Settings& settings) {
  if (points.size() < 2 || !history.atr()) return std::nullopt;
  const structure::Swing& to = points.newest(0);
  const std::int64_t earliest = std::max(history.oldest(), to.at.index - settings.pole_candles);
  const structure::End foot = structure::opposite(to.end);
  std::int64_t from = std::max(earliest, points.newest(1).at.index);
  for (std::int64_t i = from + 1; i < to.at.index; ++i) {
    const double price = structure::price_at(history.at(i), foot);
    if (structure::beyond(foot, price, structure::price_at(history.at(from), foot))) from = i;
  }
  const double foot_price = structure::price_at(history.at(from), foot);
  if (std::fabs(to.price - foot_price) < settings.pole * *history.atr()) return std::nullopt;
  return Pole{{history.moment(from), foot_price}, {to.at, to.price}};
}

bool stands(const Pole& pole, const structure::History& history, const Settings& settings) {
  if (history.newest() - pole.to.at.index > settings.flag_max) return false;
  const double sign = static_cast<double>(pole.facing());
  const double back = sign * (pole.to.price - history.last().close);
  return back >= 0 && back <= settings.flag_retrace * pole.height();
}

void find_flags(const View& view, const Pole& pole, Shapes& out) {
  const Settings& settings = view.settings;
  const Seen seen = seen_by(view, pole);
  const std::int64_t candles = view.now() - seen.to.at.index;
  if (candles < settings.flag_min || candles > settings.flag_max) return;
  const Flag flag = flag_after(view, seen);
  const auto kind = kind_of(settings, flag, seen.height());
  if (!kind) return;
  Shape shape{.kind = *kind, .upper = flag.upper, .lower = flag.lower, .height = seen.height()};
  for (const Anchor& one : {seen.from, seen.to, deepest(view, seen)}) shape.anchors.push(one);
  const double back = seen.to.price - shape.anchors.back().price;
  shape.quality = closeness(back, seen.height());
  shape.in_place = shape.needed = 3;
  shape.stop = seen.to.price - settings.flag_retrace * seen.height();
  shape.whole_from = view.now();
  shape.expires = seen.to.at.index + settings.flag_max;
  // Drawn anew with the next candle, the lines may meet later.
  const auto apex = candles_to_apex(flag.upper, flag.lower);
  if (apex) shape.expires = std::min(shape.expires, view.now() + std::max<std::int64_t>(*apex, 2));
  out.push(view.in_chart(shape));
}

}  // namespace tidemark::analysis::chart_patterns
