#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "sim/market_data/candle_row.hpp"

namespace tidemark::sim {

/// The trades of one taker at one price (Binance's aggregate trade).
struct AggregateTrade {
  std::uint64_t id{0};  ///< from 1, without holes
  std::uint64_t first_id{0};
  std::uint64_t last_id{0};
  core::Timestamp at;
  core::Price price;
  core::Qty qty;
  core::Side taker{core::Side::kBuy};
};

/// The newest 50,000 trades and aggregate trades of one symbol; older ones are forgotten.
class TradeTape {
 public:
  void add(const Print& print);
  /// Its id is given here.
  const AggregateTrade& add_aggregate(AggregateTrade aggregate);

  /// The newest `limit`, or those from id `from` on; oldest first.
  [[nodiscard]] std::vector<Print> prints(std::optional<std::uint64_t> from, std::size_t limit) const;
  [[nodiscard]] std::vector<AggregateTrade> aggregates(std::optional<std::uint64_t> from, std::size_t limit) const;
  /// Those between two times, both included, oldest first: from the first when `from` is given, else the newest.
  [[nodiscard]] std::vector<AggregateTrade> aggregates_between(std::optional<core::Timestamp> from,
                                                               std::optional<core::Timestamp> to,
                                                               std::size_t limit) const;
  /// All trades at or after `from`, oldest first.
  template <class Visit>
  void for_each_since(core::Timestamp from, Visit&& visit) const {
    auto first = prints_.end();
    while (first != prints_.begin() && (first - 1)->at >= from) --first;
    for (; first != prints_.end(); ++first) visit(*first);
  }
  [[nodiscard]] std::uint64_t last_aggregate_id() const { return next_aggregate_ - 1; }

 private:
  std::deque<Print> prints_;
  std::deque<AggregateTrade> aggregates_;
  std::uint64_t next_aggregate_{1};
};

}  // namespace tidemark::sim
