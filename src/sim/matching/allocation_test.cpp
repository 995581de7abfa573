
#include <gtest/gtest.h>

#include "core/rng.hpp"
#include "core/testing/allocations.hpp"
#include "sim/matching/order_book.hpp"

namespace tidemark::sim {
namespace {

/// One round of a busy book: orders near the touch, takers, cancels of random resting orders.
void churn(OrderBook& book, core::Rng& rng, std::vector<OrderId>& resting, BookOutput& out, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    out.clear();
    const core::Side side = rng.chance(0.5) ? core::Side::kBuy : core::Side::kSell;
    const auto away = static_cast<std::int64_t>(rng.below(40)) - 5;
    const std::int64_t price = side == core::Side::kBuy ? 1'000 - away : 1'000 + away;
    const OrderId id =
        book.submit({.side = side, .price = {price}, .qty = {1 + static_cast<std::int64_t>(rng.below(9))}}, out);
    if (book.find(id) != nullptr) resting.push_back(id);
    while (resting.size() > 500) {
      const std::size_t pick = rng.below(resting.size());
      book.cancel(resting[pick], kCrowd, out);
      resting[pick] = resting.back();
      resting.pop_back();
    }
  }
}

TEST(OrderBook, does_not_allocate_once_warm) {
  OrderBook book{OrderRules{}};
  BookOutput out;
  core::Rng rng{5};
  std::vector<OrderId> resting;
  resting.reserve(1'000);
  churn(book, rng, resting, out, 100'000);
  const std::size_t before = core::testing::allocations();
  churn(book, rng, resting, out, 20'000);
  EXPECT_EQ(core::testing::allocations(), before);
}

}  // namespace
}  // namespace tidemark::sim
