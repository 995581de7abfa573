#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>

#include "core/result.hpp"
#include "core/time.hpp"
#include "storage/write_record.hpp"

namespace tidemark::storage {

/// A record waiting for the store.
struct QueuedRecord {
  WriteRecord record;
  std::uint64_t rows{1};
  std::uint64_t sequence{0};       ///< 1, 2, 3 … in the order of submission
  core::Duration submitted_at{0};  ///< monotonic
};

/// The bounded queue in front of the store: many producers, one consumer. Its capacity is counted in rows and covers
/// everything not yet committed, so memory stays bounded while the disk is slow or full; producers then wait. Nothing
/// is ever dropped. All methods are thread-safe.
class WriterQueue {
 public:
  explicit WriterQueue(std::uint64_t capacity_rows) : capacity_rows_{capacity_rows} {}

  struct Depth {
    std::uint64_t rows{0};
    std::uint64_t rows_max{0};  ///< highest seen
    std::uint64_t waits{0};     ///< submissions that had to wait for room
    std::uint64_t refusals{0};  ///< submissions refused for want of it
  };

  static constexpr core::Duration kNoPatience{0};
  static constexpr core::Duration kPatient{core::days(365)};  ///< until there is room, whenever that is
  /// Waits for room at most `patience`. Moves from `record` only when it is accepted. kExhausted when there is no room
  /// by then, kCancelled when closed.
  core::Status push(WriteRecord&& record, core::Duration now, core::Duration patience);

  /// Waits until a record of so many rows fits, the queue is closed, or the time-out; true unless it is the last.
  bool wait_for_room(std::uint64_t rows, core::Duration timeout);

  /// Takes everything that waits, in order, appending to `out`.
  void drain_into(std::deque<QueuedRecord>& out);
  /// The consumer has dealt with all records up to `sequence`, `rows` in sum: makes room, wakes waiters.
  void settle(std::uint64_t sequence, std::uint64_t rows);
  /// A record could not be written and was given up; reported by the next wait_until_settled() that covers it.
  void reject(std::uint64_t sequence, core::Error error);
  /// An attempt to write failed and will be repeated: waiting flushes end with this error.
  void fail(core::Error error);

  /// Waits until all submitted so far is settled. Returns the first rejection among it, or the error of an attempt that
  /// failed while waiting (the records stay queued).
  core::Status wait_until_settled();
  /// Waits for something to drain, the stop request, or the time-out.
  void wait_for_records(const std::stop_token& stop, core::Duration timeout);
  /// Waits for the stop request or the time-out, whatever is queued.
  void wait_for_stop(const std::stop_token& stop, core::Duration timeout);
  /// Accepts nothing more; wakes all waiting producers.
  void close();

  [[nodiscard]] Depth depth() const;

 private:
  /// A record larger than the whole queue passes when it is alone; it would never fit otherwise.
  [[nodiscard]] bool fits(std::uint64_t rows) const { return depth_.rows == 0 || depth_.rows + rows <= capacity_rows_; }

  const std::uint64_t capacity_rows_;
  mutable std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable settled_;
  std::condition_variable_any filled_;
  std::deque<QueuedRecord> waiting_;
  Depth depth_;
  std::uint64_t submitted_sequence_{0};
  std::uint64_t settled_sequence_{0};
  std::uint64_t failures_{0};
  std::optional<core::Error> failure_;
  std::optional<core::Error> rejection_;
  std::uint64_t rejected_sequence_{0};
  enum class Gate : std::uint8_t { kOpen, kClosed } gate_{Gate::kOpen};
};

}  // namespace tidemark::storage
