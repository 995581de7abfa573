#include "trading/orders/order_states.hpp"

namespace tidemark::trading {

using core::OrderEventKind;
using core::OrderState;

std::optional<OrderState> next_state(OrderState state, OrderEventKind kind, Rest rest) noexcept {
  if (!core::is_open(state)) return std::nullopt;
  const bool is_new = state == OrderState::kNew;
  switch (kind) {
    case OrderEventKind::kSubmitted:
      return std::nullopt;  // how an order begins
    case OrderEventKind::kAccepted:
      return is_new ? std::optional{OrderState::kAccepted} : std::nullopt;
    case OrderEventKind::kTriggered:
    case OrderEventKind::kAmended:
      return is_new ? std::nullopt : std::optional{state};
    case OrderEventKind::kFilled:
      return rest == Rest::kNone ? OrderState::kFilled : OrderState::kPartiallyFilled;
    case OrderEventKind::kCanceled:
      return OrderState::kCanceled;
    case OrderEventKind::kRejected:
      return is_new ? std::optional{OrderState::kRejected} : std::nullopt;
    case OrderEventKind::kExpired:
      return OrderState::kExpired;
  }
  return std::nullopt;
}

}  // namespace tidemark::trading
