#include "analysis/structure/fractals.hpp"

#include <algorithm>

namespace tidemark::analysis::structure {
namespace {

template <End kEnd>
bool is_fractal(const History& history, std::int64_t index, const FractalShape& shape) {
  const double price = price_at(history.at(index), kEnd);
  const auto allows = [&](std::int64_t neighbor, bool equal_allowed) {
    const double other = price_at(history.at(neighbor), kEnd);
    const bool inside = beyond(kEnd, price, other);
    const bool level = other == price;
    return inside | (level & equal_allowed);
  };
  const bool equal_before = shape.ties != FractalTies::kStrict;
  const bool equal_after = shape.ties == FractalTies::kAny;
  // Both sides at once: which of them says no cannot be predicted, that one of them does can.
  const int both = std::min(shape.left, shape.right);
  for (int i = 1; i <= both; ++i) {
    const bool after = allows(index + i, equal_after);
    const bool before = allows(index - i, equal_before);
    if (!(after & before)) return false;
  }
  for (int i = both + 1; i <= shape.right; ++i) {
    if (!allows(index + i, equal_after)) return false;
  }
  for (int i = both + 1; i <= shape.left; ++i) {
    if (!allows(index - i, equal_before)) return false;
  }
  return true;
}

}  // namespace

FractalHits find_fractals(const History& history, const FractalShape& shape) {
  FractalHits hits;
  const std::int64_t index = history.newest() - shape.right;
  if (index < shape.left) return hits;
  hits.at = history.moment(index);
  hits.high = is_fractal<End::kHigh>(history, index, shape);
  hits.low = is_fractal<End::kLow>(history, index, shape);
  return hits;
}

}  // namespace tidemark::analysis::structure
