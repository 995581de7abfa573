#pragma once

#include <map>

#include "core/event.hpp"

namespace tidemark::venues::simulated {

/// Joins the 100 ms deltas of a book into one of a slower stream: each level once, with its latest quantity.
class DepthMerge {
 public:
  void add(const core::BookDelta& delta) {
    if (bids_.empty() && asks_.empty()) first_ = delta.first_update_id;
    last_ = delta.last_update_id;
    times_ = delta.times;
    for (const core::BookLevel& level : delta.bids) bids_[-level.price.ticks] = level;
    for (const core::BookLevel& level : delta.asks) asks_[level.price.ticks] = level;
  }
  [[nodiscard]] bool empty() const { return bids_.empty() && asks_.empty(); }
  /// Gives what came together, best levels first, and begins anew. Not when empty().
  [[nodiscard]] core::BookDelta take(core::InstrumentId id) {
    core::BookDelta delta{.instrument = id, .times = times_, .first_update_id = first_, .last_update_id = last_};
    for (const auto& [key, level] : bids_) delta.bids.push_back(level);
    for (const auto& [key, level] : asks_) delta.asks.push_back(level);
    bids_.clear();
    asks_.clear();
    return delta;
  }

 private:
  std::map<std::int64_t, core::BookLevel> bids_;  ///< by falling price
  std::map<std::int64_t, core::BookLevel> asks_;
  std::uint64_t first_{0};
  std::uint64_t last_{0};
  core::EventTimes times_;
};

}  // namespace tidemark::venues::simulated
