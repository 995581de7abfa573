#pragma once

#include <map>
#include <utility>

#include "venues/simulated/market.hpp"

namespace tidemark::venues::simulated {

/// Keeps an old copy of every book while the faults want one: a snapshot at least `age` and less than twice as old.
class StaleBooks {
 public:
  void keep(const Market& market, core::Timestamp now, core::Duration age);
  /// The old book; nullptr when none was kept so far.
  [[nodiscard]] const core::BookSnapshot* find(const MarketSymbol& symbol, const Market& market) const;

 private:
  struct Shelf {
    core::Timestamp newer_at;
    core::BookSnapshot newer;
    core::BookSnapshot older;
  };
  std::map<std::pair<binance::Market, std::uint32_t>, Shelf> shelves_;
};

}  // namespace tidemark::venues::simulated
