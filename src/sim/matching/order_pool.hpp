#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "sim/matching/order.hpp"

namespace tidemark::sim {

inline constexpr std::uint32_t kNoSlot = std::numeric_limits<std::uint32_t>::max();

/// An order at rest, linked to its neighbors in the queue of its level.
struct RestingOrder {
  OrderId id;
  OwnerId owner;
  core::Side side{core::Side::kBuy};
  core::Price price;
  core::Qty qty;   ///< as submitted
  core::Qty left;  ///< still open, > 0
  std::uint32_t previous{kNoSlot};
  std::uint32_t next{kNoSlot};
};

/// Orders by slot, with freed slots used again; grows, never shrinks.
class OrderPool {
 public:
  std::uint32_t add(const RestingOrder& order) {
    if (free_ == kNoSlot) {
      orders_.push_back(order);
      return static_cast<std::uint32_t>(orders_.size() - 1);
    }
    const std::uint32_t slot = free_;
    free_ = orders_[slot].next;
    orders_[slot] = order;
    return slot;
  }
  void remove(std::uint32_t slot) {
    orders_[slot].next = free_;
    free_ = slot;
  }
  [[nodiscard]] RestingOrder& operator[](std::uint32_t slot) { return orders_[slot]; }
  [[nodiscard]] const RestingOrder& operator[](std::uint32_t slot) const { return orders_[slot]; }

 private:
  std::vector<RestingOrder> orders_;
  std::uint32_t free_{kNoSlot};
};

}  // namespace tidemark::sim
