#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/event.hpp"

namespace tidemark::venues {

/// Events of one message, reused from message to message: clear() keeps the slots and the level vectors of book events,
/// so a warm batch allocates nothing whatever the mix of kinds. Not thread-safe.
class EventBatch {
 public:
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] const core::Event& operator[](std::size_t i) const { return slots_[i]; }
  [[nodiscard]] core::Event& operator[](std::size_t i) { return slots_[i]; }
  [[nodiscard]] const core::Event* begin() const { return slots_.data(); }
  [[nodiscard]] const core::Event* end() const { return slots_.data() + size_; }

  void clear() { size_ = 0; }
  /// Drops the newest events until `size` are left.
  void shrink(std::size_t size) { size_ = size < size_ ? size : size_; }

  /// A new event of kind T with all fields at their defaults, book sides empty but with room. The reference is valid
  /// until the next append.
  template <class T>
  T& append() {
    if (size_ == slots_.size()) slots_.emplace_back();
    core::Event& slot = slots_[size_++];
    std::vector<core::BookLevel> bids;
    std::vector<core::BookLevel> asks;
    take_levels(slot, bids, asks);
    if constexpr (requires(T& t) { t.bids; }) {
      if (bids.capacity() == 0) take_spare(bids);
      if (asks.capacity() == 0) take_spare(asks);
      T& event = slot.emplace<T>();
      bids.clear();
      asks.clear();
      event.bids = std::move(bids);
      event.asks = std::move(asks);
      return event;
    } else {
      keep_spare(std::move(bids));
      keep_spare(std::move(asks));
      return slot.emplace<T>();
    }
  }

 private:
  static void take_levels(core::Event& slot, std::vector<core::BookLevel>& bids, std::vector<core::BookLevel>& asks) {
    if (auto* delta = std::get_if<core::BookDelta>(&slot)) {
      bids = std::move(delta->bids);
      asks = std::move(delta->asks);
    } else if (auto* snapshot = std::get_if<core::BookSnapshot>(&slot)) {
      bids = std::move(snapshot->bids);
      asks = std::move(snapshot->asks);
    }
  }
  void take_spare(std::vector<core::BookLevel>& levels) {
    if (spare_.empty()) return;
    levels = std::move(spare_.back());
    spare_.pop_back();
  }
  void keep_spare(std::vector<core::BookLevel>&& levels) {
    if (levels.capacity() != 0) spare_.push_back(std::move(levels));
  }

  std::vector<core::Event> slots_;
  std::size_t size_{0};
  std::vector<std::vector<core::BookLevel>> spare_;
};

}  // namespace tidemark::venues
