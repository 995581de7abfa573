#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/serve/store_feed.hpp"
#include "bus/queue_stats.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "storage/writer.hpp"

namespace tidemark::app {

/// Hands what is to be stored from the dispatcher to the store's writer, without waiting for it: while the writer's
/// queue is full (a slow disk, a full one) records gather here, up to `backlog_rows`, and the dispatcher goes on
/// telling the API. Only then does it have to wait, and with it the rings and the source. Nothing is dropped. On the
/// dispatcher's thread, but for what says otherwise.
class StoreHandOver {
 public:
  struct Dependencies {
    storage::Writer& writer;
    const core::Clock& clock;
    core::Duration commit_interval;  ///< a batch is begun at least so often …
    std::size_t commit_rows;         ///< … and at so many rows
    std::size_t backlog_rows;        ///< rows that may gather while the writer has no room
  };
  enum class State : std::uint8_t {
    kPassing,    ///< the writer takes what comes
    kGathering,  ///< the writer's queue is full; records gather here
    kHolding,    ///< so is the backlog: the dispatcher waits
  };

  StoreHandOver(Dependencies dependencies, std::string source) : on_{dependencies}, feed_{std::move(source)} {}

  /// What is added there is handed over.
  [[nodiscard]] StoreFeed& feed() { return feed_; }
  /// Gives the writer what is due and what it has room for. Returns at once unless the backlog is full.
  void hand_over();
  /// All that is left, which may take as long as the writer makes progress. An error tells how many rows a failing
  /// store would not take within a grace of two seconds; they are lost.
  [[nodiscard]] core::Status finish();

  /// From any thread: the service stops, so the backlog may take what is left in the rings and hold nobody back.
  void let_go() { letting_go_ = true; }
  /// From any thread.
  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bus::QueueStats stats() const;

 private:
  [[nodiscard]] bool batch_done() const { return next_ == batch_.size(); }
  [[nodiscard]] std::uint64_t rows_left() const { return feed_.rows() + batch_rows_; }
  void pass_on();
  void begin_batch();
  void wait_for_room();

  Dependencies on_;
  StoreFeed feed_;
  std::vector<storage::WriteRecord> batch_;  ///< taken from the feed, on its way to the writer
  std::size_t next_{0};                      ///< the first of the batch that the writer does not have yet
  std::uint64_t batch_rows_{0};              ///< of those it does not have
  core::Duration batch_begun_{0};            ///< monotonic
  std::atomic<bool> letting_go_{false};
  std::atomic<State> state_{State::kPassing};
  std::atomic<std::uint64_t> depth_{0};
  std::atomic<std::uint64_t> high_water_{0};
  std::atomic<std::uint64_t> times_full_{0};
};

/// What /health says of the store; absent when all is well. Gathering alone is no problem: it is what the backlog is
/// for.
[[nodiscard]] std::optional<std::string> store_problem(const storage::WriterHealth& writer, StoreHandOver::State state);

}  // namespace tidemark::app
