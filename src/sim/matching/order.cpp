#include "sim/matching/order.hpp"

#include <array>

namespace tidemark::sim {

std::string_view name_of(RejectReason reason) noexcept {
  constexpr std::array<std::string_view, 4> kNames{"bad_price", "bad_qty", "bad_combination", "would_take"};
  return kNames[static_cast<std::size_t>(reason)];
}

std::string_view name_of(CancelReason reason) noexcept {
  constexpr std::array<std::string_view, 6> kNames{"requested",    "immediate_or_cancel", "fill_or_kill",
                                                   "no_liquidity", "self_trade",          "level_full"};
  return kNames[static_cast<std::size_t>(reason)];
}

}  // namespace tidemark::sim
