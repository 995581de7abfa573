#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>

namespace tidemark::net {

/// Bytes waiting to be written to one connection, in order, bounded by count and size. Pieces are shared, not copied.
/// An unwritten piece of a topic can be replaced by a newer one (conflation): the old one leaves its place, the new one
/// goes to the end, so order between pieces that stay is kept. Not thread-safe.
class SendQueue {
 public:
  struct Bound {
    std::size_t pieces{1024};
    std::size_t bytes{4 * 1024 * 1024};
  };
  enum class Push : std::uint8_t { kQueued, kFull };

  explicit SendQueue(Bound bound) : bound_{bound} {}

  /// `owner` keeps `bytes` alive. kFull leaves the queue as it was. One piece is always taken by an empty queue.
  Push push(std::shared_ptr<const void> owner, std::string_view bytes);
  /// As push, after taking out what was queued for `topic` and is not being written.
  Push push_latest(std::shared_ptr<const void> owner, std::string_view bytes, std::uint64_t topic);

  /// Marks the first pieces, at most `max`, as being written and calls `take(bytes)` for each.
  template <class Take>
  std::size_t begin_write(std::size_t max, Take&& take) {
    for (; writing_ < pieces_.size() && writing_ < max; ++writing_) take(pieces_[writing_].bytes);
    return writing_;
  }
  /// What begin_write marked has been written.
  void end_write();
  [[nodiscard]] bool writing() const { return writing_ != 0; }

  /// Drops what is not being written.
  void clear_waiting();

  [[nodiscard]] bool empty() const { return pieces_.empty(); }
  [[nodiscard]] std::size_t size() const { return pieces_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  /// Whether more than 1 / `divisor` of the pieces or of the bytes it may hold are in it.
  [[nodiscard]] bool fuller_than(std::size_t divisor) const {
    return pieces_.size() > bound_.pieces / divisor || bytes_ > bound_.bytes / divisor;
  }
  /// How many pieces were replaced by newer ones so far.
  [[nodiscard]] std::uint64_t conflated() const { return conflated_; }

 private:
  struct Piece {
    std::shared_ptr<const void> owner;
    std::string_view bytes;
    std::uint64_t topic{0};
    bool replaceable{false};
  };
  Push push_piece(Piece piece);

  Bound bound_;
  std::deque<Piece> pieces_;
  std::size_t bytes_{0};
  std::size_t writing_{0};
  std::uint64_t conflated_{0};
};

}  // namespace tidemark::net
