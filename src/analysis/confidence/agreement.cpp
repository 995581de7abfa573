#include "analysis/confidence/agreement.hpp"

#include <algorithm>

namespace tidemark::analysis::confidence {

double weight_of(std::size_t place) {
  constexpr double kLowest = 0.1;
  constexpr double kHighest = 0.4;
  return kLowest + (kHighest - kLowest) * static_cast<double>(place) / static_cast<double>(kHierarchy.size() - 1);
}

std::string_view name_of(AgreementStrength strength) noexcept {
  constexpr std::array<std::string_view, 4> kNames{"none", "weak", "medium", "strong"};
  return kNames[static_cast<std::size_t>(strength)];
}

Agreement agreement_of(const Sides& sides) {
  Agreement result;
  for (const Side side : sides) {
    if (side != Side::kNone) result.side = side;
  }
  if (result.side == Side::kNone) return result;
  int run = 0;
  for (std::size_t place = 0; place < sides.size(); ++place) {
    if (sides[place] != result.side) {
      run = 0;
      continue;
    }
    result.weight += weight_of(place);
    result.consecutive = std::max(result.consecutive, ++run);
  }
  result.strength = static_cast<AgreementStrength>(std::min(result.consecutive, 3));
  return result;
}

}  // namespace tidemark::analysis::confidence
