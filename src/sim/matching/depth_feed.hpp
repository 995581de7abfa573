#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/event.hpp"
#include "sim/matching/order_book.hpp"

namespace tidemark::sim {

/// The public face of a book's levels, numbered in Binance's manner: every level change has an update id, a delta
/// carries first..last without a hole to the one before, and a snapshot names the last update it contains. Applying to
/// a snapshot every delta whose last id is greater rebuilds the book exactly.
class DepthFeed {
 public:
  void record(std::span<const LevelChange> changes);
  /// True when something changed since the last flush; then `delta`'s ids and levels are set (each level once, with its
  /// present total, best first; instrument and times are the caller's).
  bool flush(core::BookDelta& delta);
  [[nodiscard]] std::uint64_t last_update_id() const { return last_id_; }

 private:
  struct Pending {
    LevelChange change;
    std::uint64_t update_id{0};
  };
  [[nodiscard]] static bool comes_before(const Pending& a, const Pending& b);

  std::uint64_t last_id_{0};
  std::uint64_t first_pending_{1};
  std::vector<Pending> pending_;
};

/// The top `depth` levels of each side (all when there are fewer) at the feed's last update.
void fill_snapshot(const OrderBook& book, const DepthFeed& feed, std::size_t depth, core::BookSnapshot& snapshot);

}  // namespace tidemark::sim
