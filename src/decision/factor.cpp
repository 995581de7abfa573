#include "decision/factor.hpp"

namespace tidemark::decision {

std::string_view name_of(Side side) noexcept {
  constexpr std::array<std::string_view, 3> kNames{"bearish", "none", "bullish"};
  return kNames[static_cast<std::size_t>(static_cast<int>(side) + 1)];
}

}  // namespace tidemark::decision
