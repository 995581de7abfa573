#include "journal/closed_trade.hpp"

namespace tidemark::journal {

std::optional<double> ClosedTrade::r_multiple() const {
  if (!risk || risk->units <= 0) return std::nullopt;
  return core::to_double(profit) / core::to_double(*risk);
}

std::string_view name_of(Direction direction) noexcept {
  return direction == Direction::kLong ? "long" : "short";
}

}  // namespace tidemark::journal
