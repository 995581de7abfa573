#include "venues/live/market_data_venue.hpp"

#include <array>

namespace tidemark::venues {

std::string_view name_of(StreamKind kind) noexcept {
  constexpr std::array<std::string_view, kStreamKindCount> kNames{"trades", "candles",    "book",
                                                                  "quotes", "mark_price", "liquidations"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace tidemark::venues
