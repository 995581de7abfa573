#include "sim/accounts/book_walk.hpp"

#include <algorithm>

#include "core/decimal.hpp"

namespace tidemark::sim {
namespace {

/// Calls take(price, qty) for the orders a taker meets, best first, until it says it has enough.
enum class Appetite : std::uint8_t { kMore, kEnough };
template <class Take>
void walk(const OrderBook& book, core::Side taker, OwnerId owner, Take&& take) {
  const core::Side makers = taker == core::Side::kBuy ? core::Side::kSell : core::Side::kBuy;
  Appetite appetite = Appetite::kMore;
  for (std::size_t rank = 0; rank < book.level_count(makers) && appetite == Appetite::kMore; ++rank) {
    book.for_each_order(makers, rank, [&](const RestingOrder& order) {
      if (appetite == Appetite::kMore && order.owner != owner) appetite = take(order.price, order.left);
    });
  }
}

void add(BookWalk& sum, core::Price price, core::Qty qty, core::Scale scale) {
  sum.qty.lots += qty.lots;
  const Money quote = notional_of(price, qty, scale).value_or(Money{});
  sum.quote.units = core::checked_add(sum.quote.units, quote.units).value_or(sum.quote.units);
}

/// The most whole lots of at most `most` that cost no more than `quote`.
core::Qty affordable(core::Price price, core::Qty most, Money quote, core::Scale scale, core::Qty lot_size) {
  std::int64_t low = 0;
  std::int64_t high = most.lots / lot_size.lots;
  while (low < high) {
    const std::int64_t middle = high - (high - low) / 2;
    const auto cost = notional_of(price, core::Qty{middle * lot_size.lots}, scale);
    if (cost && *cost <= quote) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return {low * lot_size.lots};
}

}  // namespace

BookWalk walk_for_qty(const OrderBook& book, core::Scale scale, core::Side side, OwnerId owner, core::Qty qty) {
  BookWalk sum;
  walk(book, side, owner, [&](core::Price price, core::Qty there) {
    add(sum, price, core::Qty{std::min(there.lots, qty.lots - sum.qty.lots)}, scale);
    return sum.qty < qty ? Appetite::kMore : Appetite::kEnough;
  });
  return sum;
}

core::Qty reachable_qty(const OrderBook& book, core::Side side, OwnerId owner, core::Price limit, core::Qty most) {
  core::Qty sum;
  walk(book, side, owner, [&](core::Price price, core::Qty there) {
    if (side == core::Side::kBuy ? price > limit : price < limit) return Appetite::kEnough;
    sum.lots += std::min(there.lots, most.lots - sum.lots);
    return sum < most ? Appetite::kMore : Appetite::kEnough;
  });
  return sum;
}

BookWalk walk_for_quote(const OrderBook& book, core::Scale scale, core::Side side, OwnerId owner, Money quote,
                        core::Qty lot_size) {
  BookWalk sum;
  walk(book, side, owner, [&](core::Price price, core::Qty there) {
    const core::Qty taken = affordable(price, there, Money{quote.units - sum.quote.units}, scale, lot_size);
    add(sum, price, taken, scale);
    return taken == there ? Appetite::kMore : Appetite::kEnough;
  });
  return sum;
}

}  // namespace tidemark::sim
