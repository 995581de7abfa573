#pragma once

#include <cstdint>
#include <vector>

#include "core/values.hpp"
#include "sim/matching/order_pool.hpp"

namespace tidemark::sim {

/// All orders at one price: a FIFO of pool slots, oldest first, and their sum.
struct PriceLevel {
  core::Price price;
  core::Qty qty;
  std::uint32_t head{kNoSlot};
  std::uint32_t tail{kNoSlot};
};

/// One side of a book, sorted with the best level at the back: what happens happens near the best price, so inserting
/// and removing there moves few neighbors. Finding is a short scan from the best, then a binary search.
class PriceLevels {
 public:
  explicit PriceLevels(core::Side side) : side_{side} {}

  [[nodiscard]] bool empty() const { return levels_.empty(); }
  [[nodiscard]] std::size_t size() const { return levels_.size(); }
  /// The level `rank` steps behind the best; 0 is the best. rank < size().
  [[nodiscard]] const PriceLevel& at(std::size_t rank) const { return levels_[levels_.size() - 1 - rank]; }
  [[nodiscard]] PriceLevel& best() { return levels_.back(); }
  void remove_best() { levels_.pop_back(); }

  /// nullptr when there is no level at this price.
  [[nodiscard]] PriceLevel* find(core::Price price);
  [[nodiscard]] const PriceLevel* find(core::Price price) const;
  /// The level at this price, made if missing. References stay valid until the next change.
  PriceLevel& find_or_add(core::Price price);
  void remove(core::Price price);

  /// True when `a` is a better price than `b` for the resting side: higher bids, lower asks.
  [[nodiscard]] bool better(core::Price a, core::Price b) const { return side_ == core::Side::kBuy ? a > b : a < b; }

 private:
  /// Index of the first level not worse than the price; size() when all are worse.
  [[nodiscard]] std::size_t position_of(core::Price price) const;

  core::Side side_;
  std::vector<PriceLevel> levels_;
};

}  // namespace tidemark::sim
