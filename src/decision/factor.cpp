#include "decision/factor.hpp"

namespace tidemark::decision {

std::string_view name_of(Side side) noexcept {
  constexpr std::array<std::string_view, 3> kNames{"bearish", "none", "bullish"};
  const int place = static_cast<int>(side) + 1;
  return kNames[static_cast<std::size_t>(place)];
}

}  // namespace tidemark::decision
