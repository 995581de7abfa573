#include "sim/matching/depth_feed.hpp"

#include <algorithm>

namespace tidemark::sim {
namespace {

bool same_level(const LevelChange& a, const LevelChange& b) {
  return a.side == b.side && a.price == b.price;
}

}  // namespace

/// Bids before asks, best price first, then in order of time.
bool DepthFeed::comes_before(const Pending& a, const Pending& b) {
  if (a.change.side != b.change.side) return a.change.side < b.change.side;
  if (a.change.price != b.change.price) return (a.change.price > b.change.price) == (a.change.side == core::Side::kBuy);
  return a.update_id < b.update_id;
}

void DepthFeed::record(std::span<const LevelChange> changes) {
  for (const LevelChange& change : changes) pending_.push_back({change, ++last_id_});
}

bool DepthFeed::flush(core::BookDelta& delta) {
  delta.bids.clear();
  delta.asks.clear();
  if (pending_.empty()) return false;
  delta.first_update_id = first_pending_;
  delta.last_update_id = last_id_;
  first_pending_ = last_id_ + 1;
  std::ranges::sort(pending_, comes_before);
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    const LevelChange& change = pending_[i].change;
    if (i + 1 < pending_.size() && same_level(change, pending_[i + 1].change)) continue;  // only the last one counts
    auto& side = change.side == core::Side::kBuy ? delta.bids : delta.asks;
    side.push_back({change.price, change.qty});
  }
  pending_.clear();
  return true;
}

void fill_snapshot(const OrderBook& book, const DepthFeed& feed, std::size_t depth, core::BookSnapshot& snapshot) {
  snapshot.last_update_id = feed.last_update_id();
  const auto copy = [&](core::Side side, std::vector<core::BookLevel>& out) {
    out.clear();
    const std::size_t count = std::min(depth, book.level_count(side));
    for (std::size_t rank = 0; rank < count; ++rank) {
      const LevelView level = book.level(side, rank);
      out.push_back({level.price, level.qty});
    }
  };
  copy(core::Side::kBuy, snapshot.bids);
  copy(core::Side::kSell, snapshot.asks);
}

}  // namespace tidemark::sim
