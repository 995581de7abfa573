#include "analysis/kernel/single_precision.hpp"

#include <cmath>

namespace tidemark::analysis {

double in_single_precision(double value) noexcept {
  const auto single = static_cast<float>(value);
  return std::isfinite(single) ? static_cast<double>(single) : value;
}

}  // namespace tidemark::analysis
