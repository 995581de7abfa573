#pragma once

#include "core/values.hpp"
#include "sim/market_data/money.hpp"
#include "sim/matching/order_book.hpp"

namespace tidemark::sim {

/// What a market order would meet in the book as it is, orders of its own owner left out.
struct BookWalk {
  core::Qty qty;
  Money quote;  ///< sum of price * quantity
};

/// For a taker of `side` who wants `qty`.
[[nodiscard]] BookWalk walk_for_qty(const OrderBook& book, core::Scale scale, core::Side side, OwnerId owner,
                                    core::Qty qty);
/// For one who wants to spend or earn `quote`: whole lots only, so the sum is at most that.
[[nodiscard]] BookWalk walk_for_quote(const OrderBook& book, core::Scale scale, core::Side side, OwnerId owner,
                                      Money quote, core::Qty lot_size);

/// How much a taker of `side` could have at `limit` or better, at most `most`.
[[nodiscard]] core::Qty reachable_qty(const OrderBook& book, core::Side side, OwnerId owner, core::Price limit,
                                      core::Qty most);

}  // namespace tidemark::sim
