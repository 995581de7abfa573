#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/bytes.hpp"
#include "core/event.hpp"

namespace tidemark::pipeline {

enum class BookSide : std::uint8_t { kBid, kAsk };

/// The levels of one instrument's book. Each side is a sorted array with its best level last, so that the usual change,
/// near the top, is found in few steps and moves few levels. Beyond `max_levels` a side forgets its farthest levels.
/// Knows nothing of sequence numbers (book_sync.hpp). Allocates only while it grows.
class OrderBook {
 public:
  explicit OrderBook(std::size_t max_levels = 20'000);

  void clear();
  /// Replaces one side; levels in any order, zero quantities skipped, of equal prices the last stands.
  void assign(BookSide side, std::span<const core::BookLevel> levels);
  /// Sets a level to an absolute quantity; 0 removes it, and removing what is not there is normal.
  void set(BookSide side, core::BookLevel level);

  [[nodiscard]] std::optional<core::BookLevel> best(BookSide side) const;
  /// Copies the best levels, best first; returns how many.
  [[nodiscard]] std::size_t top(BookSide side, std::span<core::BookLevel> out) const;
  [[nodiscard]] std::size_t depth(BookSide side) const { return levels(side).size(); }
  /// Best bid at or above best ask.
  [[nodiscard]] bool crossed() const;

  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  using Levels = std::vector<core::BookLevel>;

  [[nodiscard]] const Levels& levels(BookSide side) const { return side == BookSide::kBid ? bids_ : asks_; }
  [[nodiscard]] Levels& levels(BookSide side) { return side == BookSide::kBid ? bids_ : asks_; }

  std::size_t max_levels_;
  Levels bids_;  ///< ascending
  Levels asks_;  ///< descending
};

}  // namespace tidemark::pipeline
