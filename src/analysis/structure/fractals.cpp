#include "analysis/structure/fractals.hpp"

#include <algorithm>

namespace tidemark::analysis::structure {
namespace {

bool is_fractal(const History& history, std::int64_t index, const FractalShape& shape, End end) {
  const double price = price_at(history.at(index), end);
  const auto allows = [&](std::int64_t neighbor, bool equal_allowed) {
    const double other = price_at(history.at(neighbor), end);
    return beyond(end, price, other) || (equal_allowed && other == price);
  };
  const bool equal_before = shape.ties != FractalTies::kStrict;
  const bool equal_after = shape.ties == FractalTies::kAny;
  for (int i = 1; i <= std::max(shape.left, shape.right); ++i) {
    if (i <= shape.right && !allows(index + i, equal_after)) return false;
    if (i <= shape.left && !allows(index - i, equal_before)) return false;
  }
  return true;
}

}  // namespace

FractalHits find_fractals(const History& history, const FractalShape& shape) {
  FractalHits hits;
  const std::int64_t index = history.newest() - shape.right;
  if (index < shape.left) return hits;
  hits.at = history.moment(index);
  hits.high = is_fractal(history, index, shape, End::kHigh);
  hits.low = is_fractal(history, index, shape, End::kLow);
  return hits;
}

}  // namespace tidemark::analysis::structure
