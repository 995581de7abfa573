#include "analysis/aftermath/shuffled.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tidemark::analysis::aftermath {
namespace {

/// A candle without its place and price; all but the volume are logarithms.
struct Shape {
  double gap;
  double body;
  double upper;
  double lower;
  double volume;
};

}  // namespace

std::vector<core::CandleF> shuffled(std::span<const core::CandleF> candles, double tick, core::Rng& rng) {
  std::vector<Shape> shapes;
  shapes.reserve(candles.size());
  for (std::size_t i = 0; i < candles.size(); ++i) {
    const core::CandleF& c = candles[i];
    shapes.push_back({.gap = i == 0 ? 0 : std::log(c.open / candles[i - 1].close),
                      .body = std::log(c.close / c.open),
                      .upper = std::log(c.high / std::max(c.open, c.close)),
                      .lower = std::log(c.low / std::min(c.open, c.close)),
                      .volume = c.volume});
  }
  for (std::size_t i = shapes.size(); i > 1; --i) std::swap(shapes[i - 1], shapes[rng.below(i)]);

  std::vector<core::CandleF> result;
  result.reserve(candles.size());
  const auto rounded = [tick](double logarithm) {
    return std::max(tick, std::round(std::exp(logarithm) / tick) * tick);
  };
  double price = candles.empty() ? 0 : std::log(candles.front().open);
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const Shape& shape = shapes[i];
    const double open = price + shape.gap;
    price = open + shape.body;
    core::CandleF c{.open_time = candles[i].open_time, .open = rounded(open), .close = rounded(price)};
    c.high = std::max({c.open, c.close, rounded(std::max(open, price) + shape.upper)});
    c.low = std::min({c.open, c.close, rounded(std::min(open, price) + shape.lower)});
    c.volume = shape.volume;
    result.push_back(c);
  }
  return result;
}

}  // namespace tidemark::analysis::aftermath
