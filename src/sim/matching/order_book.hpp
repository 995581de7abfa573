#pragma once

#include <cstdint>
#include <optional>

#include "core/values.hpp"
#include "sim/matching/id_index.hpp"
#include "sim/matching/order.hpp"
#include "sim/matching/order_pool.hpp"
#include "sim/matching/price_levels.hpp"

namespace tidemark::sim {

/// Grid of prices and quantities; both >= 1.
struct OrderRules {
  core::Price tick_size{1};
  core::Qty lot_size{1};
};

enum class CancelOutcome : std::uint8_t { kCanceled, kUnknownOrder, kNotOwner };

/// Best level of a side.
struct LevelView {
  core::Price price;
  core::Qty qty;
};

/// A limit order book with price-time priority: the best price first, within a price the oldest order first; a fill is
/// at the maker's price. Invariants between calls: best bid < best ask; every level's sum equals its orders; quantities
/// are positive. Has no clock and no randomness: the same calls give the same results. Not thread-safe. Copyable: a
/// copy is a snapshot. Does not allocate once as many orders and levels have been at rest before.
class OrderBook {
 public:
  explicit OrderBook(const OrderRules& rules) : rules_{rules} {}

  /// Appends what happened to `out`. The id is given even to a refused order.
  OrderId submit(const OrderRequest& request, BookOutput& out);
  CancelOutcome cancel(OrderId order, OwnerId owner, BookOutput& out);

  [[nodiscard]] std::optional<LevelView> best(core::Side side) const;
  [[nodiscard]] std::size_t level_count(core::Side side) const { return levels(side).size(); }
  /// `rank` steps behind the best; rank < level_count.
  [[nodiscard]] LevelView level(core::Side side, std::size_t rank) const {
    const PriceLevel& l = levels(side).at(rank);
    return {l.price, l.qty};
  }
  /// The order at rest, nullptr when it is not (any more). Valid until the next change.
  [[nodiscard]] const RestingOrder* find(OrderId order) const;
  [[nodiscard]] std::size_t order_count() const { return index_.size(); }

  /// Calls visit(const RestingOrder&) for the orders of one level, oldest first.
  template <class Visit>
  void for_each_order(core::Side side, std::size_t rank, Visit&& visit) const {
    for (std::uint32_t slot = levels(side).at(rank).head; slot != kNoSlot; slot = pool_[slot].next) visit(pool_[slot]);
  }

 private:
  struct Taker {
    OrderId id;
    const OrderRequest& request;
    core::Qty left;
    std::optional<CancelReason> stopped;
  };

  [[nodiscard]] PriceLevels& levels(core::Side side) { return side == core::Side::kBuy ? bids_ : asks_; }
  [[nodiscard]] const PriceLevels& levels(core::Side side) const { return side == core::Side::kBuy ? bids_ : asks_; }
  [[nodiscard]] std::optional<RejectReason> refusal(const OrderRequest& request) const;
  [[nodiscard]] bool crosses(const OrderRequest& request, core::Price maker_price) const;
  [[nodiscard]] bool can_fill_whole(const OrderRequest& request) const;
  void match(Taker& taker, BookOutput& out);
  void match_level(Taker& taker, PriceLevel& level, BookOutput& out);
  void meet_own_order(Taker& taker, PriceLevel& level, std::uint32_t slot, BookOutput& out);
  void fill(Taker& taker, PriceLevel& level, std::uint32_t slot, BookOutput& out);
  void finish(const Taker& taker, BookOutput& out);
  void rest(const Taker& taker, BookOutput& out);
  void unlink(PriceLevel& level, std::uint32_t slot);

  OrderRules rules_;
  PriceLevels bids_{core::Side::kBuy};
  PriceLevels asks_{core::Side::kSell};
  OrderPool pool_;
  IdIndex index_;
  std::uint64_t next_order_{1};
  std::uint64_t next_trade_{1};
};

}  // namespace tidemark::sim
