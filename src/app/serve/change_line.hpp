#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>

#include "core/clock.hpp"
#include "storage/writer.hpp"

namespace tidemark::app {

/// What changes in the account that trades, on its way to the store, whole and in order: it waits here while the writer
/// has no room. Numbered 1, 2, 3 …
class ChangeLine {
 public:
  ChangeLine(storage::Writer& writer, const core::Clock& clock) : writer_{writer}, clock_{clock} {}

  // The trading thread.
  void put(storage::WriteRecord record);
  /// Gives the writer what it takes.
  void hand_on();
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
  /// The number of the last one.
  [[nodiscard]] std::uint64_t last() const { return put_; }

  // Any other thread.
  /// Until the writer has changes up to this one and has written them, or fails to write, or some seconds have passed:
  /// what it was given is tried until it is written. (It may have no room at first: while a source's past is stored.)
  void await_written(std::uint64_t change);

 private:
  storage::Writer& writer_;
  const core::Clock& clock_;
  std::deque<storage::WriteRecord> waiting_;
  std::uint64_t put_{0};

  std::mutex mutex_;
  std::condition_variable handed_on_;
  std::uint64_t handed_{0};  ///< guarded by mutex_; written by the trading thread alone
};

}  // namespace tidemark::app
