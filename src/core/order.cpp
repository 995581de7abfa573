#include "core/order.hpp"

#include <array>
#include <cstddef>

namespace tidemark::core {
namespace {

template <class Enum, std::size_t N>
std::string_view pick(const std::array<std::string_view, N>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view name_of(OrderType type) noexcept {
  static constexpr std::array<std::string_view, 6> kNames{"market",     "limit",       "stop",
                                                          "stop_limit", "take_profit", "trailing_stop"};
  return pick(kNames, type);
}

std::string_view name_of(TimeInForce time_in_force) noexcept {
  static constexpr std::array<std::string_view, 4> kNames{"gtc", "ioc", "fok", "gtd"};
  return pick(kNames, time_in_force);
}

std::string_view name_of(OrderState state) noexcept {
  static constexpr std::array<std::string_view, 7> kNames{"new",      "accepted", "partially_filled", "filled",
                                                          "canceled", "rejected", "expired"};
  return pick(kNames, state);
}

std::string_view name_of(OrderReason reason) noexcept {
  static constexpr std::array<std::string_view, kOrderReasonCount> kNames{"bad_qty",
                                                                          "bad_price",
                                                                          "bad_combination",
                                                                          "id_taken",
                                                                          "kill_switch",
                                                                          "halted",
                                                                          "cool_down",
                                                                          "too_many_orders",
                                                                          "too_large",
                                                                          "duplicate",
                                                                          "price_collar",
                                                                          "instrument_exposure",
                                                                          "portfolio_exposure",
                                                                          "leverage",
                                                                          "no_price",
                                                                          "no_rate",
                                                                          "unknown_instrument",
                                                                          "would_take",
                                                                          "nothing_to_close",
                                                                          "no_liquidity",
                                                                          "not_fillable",
                                                                          "rest",
                                                                          "good_till",
                                                                          "requested",
                                                                          "oco_filled",
                                                                          "parent_ended",
                                                                          "not_ready",
                                                                          "venue",
                                                                          "lost",
                                                                          "end"};
  return pick(kNames, reason);
}

std::string_view name_of(OrderEventKind kind) noexcept {
  static constexpr std::array<std::string_view, 8> kNames{"submitted", "accepted", "triggered", "amended",
                                                          "filled",    "canceled", "rejected",  "expired"};
  return pick(kNames, kind);
}

std::string_view name_of(Side side) noexcept {
  return side == Side::kBuy ? "buy" : "sell";
}

std::string_view name_of(PositionSide side) noexcept {
  static constexpr std::array<std::string_view, 3> kNames{"net", "long", "short"};
  return pick(kNames, side);
}

std::string_view name_of(Role role) noexcept {
  return role == Role::kMaker ? "maker" : "taker";
}

}  // namespace tidemark::core
