#include "tests/laws/planted.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace tidemark::laws {
namespace {

using analysis::chart_patterns::Kind;

/// How price goes from the knot before to this one.
enum class Way : std::uint8_t {
  kStraight,
  kDown,  ///< the falling half of a parabola
  kUp,    ///< the rising half
};

/// A turning point of the drawing: candles after the one before, and price in heights.
struct Knot {
  double candles{0};
  double price{0};
  Way way{Way::kStraight};
};

/// first and last are the pattern's turning points among the knots; the last but one ends the breakout.
struct Drawing {
  std::vector<Knot> knots;
  std::size_t first{2};
  std::size_t last{0};

  [[nodiscard]] std::size_t breakout() const { return knots.size() - 2; }
};

/// Upright drawings: of the tops, of the rising and the bullish ones. Their mirror images are drawn upside down.
Drawing drawing_of(Kind kind) {
  constexpr Knot kCalm{30, -1.5};
  switch (kind) {
    case Kind::kHeadAndShoulders:
      return {{kCalm, {30, -1.5}, {30, .55}, {10, 0}, {12, 1}, {12, .04}, {10, .52}, {14, -.7}, {18, -1.4}}, 2, 6};
    case Kind::kDoubleTop:
      return {{kCalm, {30, -1.5}, {30, 1}, {12, 0}, {12, .98}, {16, -.5}, {16, -1.3}}, 2, 4};
    case Kind::kTripleTop:
      return {{kCalm, {30, -1.5}, {30, 1}, {12, 0}, {12, 1}, {12, .04}, {12, .98}, {16, -.6}, {16, -1.3}}, 2, 6};
    case Kind::kAscendingTriangle:
      return {{kCalm, {30, -1}, {20, 1}, {10, 0}, {10, 1}, {9, .35}, {8, 1}, {7, .62}, {5, 1.3}, {18, 2.3}}, 2, 7};
    case Kind::kSymmetricalTriangle:
      return {{kCalm, {30, -1}, {20, 1}, {10, 0}, {10, .85}, {9, .17}, {8, .7}, {7, .32}, {6, 1}, {18, 1.8}}, 2, 7};
    case Kind::kRisingWedge:
      return {
          {kCalm, {30, 1}, {20, 0}, {10, 1.1}, {10, .5}, {9, 1.29}, {8, .925}, {7, 1.44}, {9, .6}, {18, -.3}}, 2, 7};
    case Kind::kRisingChannel:
      return {{kCalm, {30, 1}, {20, 0}, {10, 1.3}, {10, .6}, {10, 1.9}, {10, 1.2}, {10, 2.5}, {14, .9}, {18, 0}}, 2, 7};
    case Kind::kRectangle:
      return {{kCalm, {30, -1}, {14, 1}, {7, 0}, {7, 1}, {7, 0}, {7, 1}, {7, .02}, {9, 1.4}, {14, 2.2}}, 2, 7};
    case Kind::kBullFlag:
      return {{{30, 0}, {20, 0}, {8, 1}, {3, .84}, {3, .94}, {4, .77}, {3, .86}, {5, 1.3}, {16, 2.1}}, 1, 2};
    case Kind::kBullPennant:
      return {{{30, 0}, {20, 0}, {8, 1}, {3, .7}, {3, .93}, {3, .76}, {3, .88}, {2, .8}, {2, .85}, {5, 1.3}, {16, 2.1}},
              1,
              2};
    case Kind::kCupAndHandle:
      return {{{30, -1.5},
               {30, -1},
               {50, 1},
               {35, 0, Way::kDown},
               {35, 1, Way::kUp},
               {7, .8},
               {5, .84},
               {6, 1.25},
               {30, 2.2}},
              2,
              4};
    default:
      return {{{30, .5}, {10, .6}, {20, 1}, {35, 0, Way::kDown}, {35, 1, Way::kUp}, {8, 1.3}, {30, 2.2}}, 2, 4};
  }
}

bool upside_down(Kind kind) {
  switch (kind) {
    case Kind::kInverseHeadAndShoulders:
    case Kind::kDoubleBottom:
    case Kind::kTripleBottom:
    case Kind::kDescendingTriangle:
    case Kind::kFallingWedge:
    case Kind::kFallingChannel:
    case Kind::kBearFlag:
    case Kind::kBearPennant:
      return true;
    default:
      return false;
  }
}

/// Where price is a share `x` of the way from one knot to the next.
double between(const Knot& from, const Knot& to, double x) {
  const double way = to.way == Way::kDown ? 1 - (1 - x) * (1 - x) : to.way == Way::kUp ? x * x : x;
  return from.price + (to.price - from.price) * way;
}

core::CandleF candle_of(std::size_t index, double open, double close, double noise, core::Rng& rng) {
  return {.open_time = core::Timestamp::from_s(static_cast<std::int64_t>(index) * 3600),
          .open = open,
          .high = std::max(open, close) + 0.5 * noise * rng.exponential(),
          .low = std::min(open, close) - 0.5 * noise * rng.exponential(),
          .close = close,
          .volume = std::round(1000 * rng.uniform(0.7, 1.3))};
}

}  // namespace

Plant plant(Kind kind, double noise, core::Rng& rng) {
  constexpr double kHeight = 10;
  const double sign = upside_down(kind) ? -1 : 1;
  const Drawing drawing = drawing_of(upside_down(kind) ? analysis::chart_patterns::mirrored(kind) : kind);
  Plant result{.kind = kind, .candles = {}};
  Knot from{0, drawing.knots.front().price};
  double before = 100 + sign * kHeight * from.price;
  for (std::size_t k = 0; k < drawing.knots.size(); ++k) {
    Knot to = drawing.knots[k];
    const auto candles = static_cast<int>(std::lround(to.candles * rng.uniform(0.8, 1.2)));
    to.price += rng.uniform(-0.02, 0.02);
    for (int i = 1; i <= candles; ++i) {
      const double path = between(from, to, static_cast<double>(i) / candles);
      const double close = 100 + sign * kHeight * (path + noise * rng.normal());
      auto& one = result.candles.emplace_back(candle_of(result.candles.size(), before, close, noise * kHeight, rng));
      if (k == drawing.breakout()) one.volume *= 2;
      before = close;
    }
    if (k == drawing.first) result.first = result.candles.size() - 1;
    if (k == drawing.last) result.last = result.candles.size() - 1;
    from = to;
  }
  return result;
}

}  // namespace tidemark::laws
