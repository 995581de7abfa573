#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "ops/histogram.hpp"
#include "ops/log.hpp"
#include "ops/metrics.hpp"
#include "storage/transactional_store.hpp"
#include "storage/write_record.hpp"
#include "storage/writer_queue.hpp"

namespace tidemark::storage {

struct WriterOptions {
  std::uint64_t capacity_rows{65'536};                       ///< queued and not yet committed; then submit() waits
  std::uint64_t commit_rows_max{20'000};                     ///< a transaction ends at this many rows …
  core::Duration commit_time_max{core::milliseconds(50)};    ///< … or when it has taken this long
  core::Duration retry_delay_min{core::milliseconds(100)};   ///< after a failed commit; doubles up to
  core::Duration retry_delay_max{core::milliseconds(5000)};  ///< this
};

enum class WriterState : std::uint8_t {
  kWriting,
  kRetrying,  ///< the last commit failed (disk full, locked, broken); its records are kept and tried again
  kStopped,
};

struct WriterHealth {
  WriterState state{WriterState::kWriting};
  WriterQueue::Depth queue;
  std::uint64_t rejected{0};              ///< records the database would never take; each was logged
  std::optional<core::Error> last_error;  ///< why kRetrying, or of the last rejection
};

/// The single writer of a store. Producers submit records from any thread; one agent calls do_work(), which puts all
/// that waits into one transaction (group commit). What is submitted is either committed or reported: a failing disk
/// keeps the records queued and holds producers back, a record the database refuses is logged, counted and returned by
/// flush(). In the place of a refused change of the account the kill switch is engaged (in_place_of). Metrics:
/// tidemark_store_queue_rows, _queue_rows_max, _queue_waits_total, _candles_total{result}, _records_total,
/// _commits_total, _errors_total, _rejected_total, _commit_seconds, _delay_seconds (submitted to committed).
class Writer {
 public:
  Writer(std::unique_ptr<TransactionalStore> store, const core::Clock& clock, ops::Metrics& metrics,
         ops::Logger& logger, WriterOptions options = {});

  // Producers, any thread.
  /// Waits while the queue is full. kCancelled after close().
  core::Status submit(WriteRecord record);
  /// kExhausted instead of waiting; `record` is then untouched.
  core::Status try_submit(WriteRecord&& record);
  /// The same after having waited for room at most so long: for what a person asked for, as a source's past may fill
  /// the queue for seconds.
  core::Status submit_within(core::Duration patience, WriteRecord&& record);
  static constexpr core::Duration kPatience{core::seconds(5)};  ///< of a person who waits for an answer
  /// Waits until try_submit() of a record of so many rows may succeed, at most `timeout`; false when it is over.
  bool wait_for_room(std::uint64_t rows, core::Duration timeout) { return queue_.wait_for_room(rows, timeout); }
  /// Waits until everything submitted before is committed. Never call it on the agent's thread.
  core::Status flush();
  [[nodiscard]] WriterHealth health() const;

  // The agent, one thread.
  /// Commits one group. Returns how many records were dealt with; 0 when there was nothing to do, or after a failure
  /// until the retry is due.
  std::size_t do_work();
  /// Waits until do_work() may have something to do.
  void wait_for_work(const std::stop_token& stop);
  /// Accepts no more records and writes what is left, without regard to retry delays. An error names how many records
  /// could not be written; they are lost when the writer goes.
  core::Status close_and_drain();

 private:
  struct Group {
    std::size_t records{0};
    std::uint64_t rows{0};
    WriteResult candles;
  };

  core::Status commit_group(Group& group);
  void settle(const Group& group, core::Duration began);
  std::size_t reject_front(const core::Error& error);
  void retry_later(const core::Error& error);
  void note(WriterState state, std::optional<core::Error> error);
  void publish_depth();

  std::unique_ptr<TransactionalStore> store_;
  const core::Clock& clock_;
  ops::Logger& logger_;
  WriterOptions options_;
  WriterQueue queue_;

  // The agent's own.
  std::deque<QueuedRecord> pending_;
  std::size_t group_limit_;  ///< records; lowered to isolate a refused one
  core::Duration retry_delay_{0};
  core::Duration retry_at_{0};
  std::uint64_t waits_published_{0};

  mutable std::mutex health_mutex_;
  WriterHealth health_;

  ops::Gauge& queue_rows_;
  ops::Gauge& queue_rows_max_;
  ops::Counter& queue_waits_;
  ops::Counter& inserted_;
  ops::Counter& unchanged_;
  ops::Counter& replaced_;
  ops::Counter& records_;
  ops::Counter& commits_;
  ops::Counter& errors_;
  ops::Counter& rejected_;
  ops::Histogram& commit_seconds_;
  ops::Histogram& delay_seconds_;
};

}  // namespace tidemark::storage
