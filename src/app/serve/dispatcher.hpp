#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <vector>

#include "api/api.hpp"
#include "app/serve/alert_desk.hpp"
#include "app/serve/shard.hpp"
#include "app/serve/store_hand_over.hpp"
#include "app/serve/trading_desk.hpp"
#include "bus/waker.hpp"
#include "core/clock.hpp"
#include "ops/histogram.hpp"
#include "ops/metrics.hpp"
#include "storage/writer.hpp"

namespace tidemark::app {

/// The one consumer of all shards' outputs: pushes each to the API and gathers what is to be stored. Drains before it
/// commits: one batch of records per round, at least every commit interval.
class Dispatcher {
 public:
  struct Dependencies {
    api::Api& api;
    storage::Writer& writer;
    ops::Metrics& metrics;
    const core::Clock& clock;
    core::Duration commit_interval;
    std::size_t commit_rows;
    std::size_t backlog_rows;  ///< StoreHandOver::Dependencies
    /// The engine threw a book away that the venue's session takes for good (it had crossed). May be empty.
    std::function<void(core::InstrumentId)> on_book_thrown_away;
    AlertDesk* alerts{nullptr};     ///< absent: alerts are off
    TradingDesk* trading{nullptr};  ///< absent: nothing is traded
  };
  Dispatcher(Dependencies dependencies, std::string source);
  /// The shards to drain; they notify parker(). Before run().
  void attach(std::vector<Shard*> shards) { shards_ = std::move(shards); }

  [[nodiscard]] bus::Parker& parker() { return parker_; }
  /// From the feed's thread: this instrument will have outputs soon.
  void put_instrument(const core::Instrument& instrument);
  /// From any thread: outputs that did not come from a shard (repairs). They go the same way as all others; the
  /// instruments they are about must have been put before.
  void put_outputs(std::vector<engine::Output> outputs);
  /// The thread's body: until `stop` is requested and all rings are empty.
  void run(const std::stop_token& stop);
  /// What was to be stored, on its way to the writer: let_go() before the feed and the shards are stopped, so that a
  /// full disk does not keep them from ending.
  [[nodiscard]] StoreHandOver& store() { return store_; }
  /// After run(): whether the writer got everything.
  [[nodiscard]] const core::Status& outcome() const { return outcome_; }

 private:
  std::size_t drain(Shard& shard);
  void pass_on(const engine::Output& output);
  void take_arrivals();
  void publish_queues();

  Dependencies on_;
  StoreHandOver store_;
  core::Status outcome_;
  std::vector<Shard*> shards_;
  core::Timestamp began_;
  bus::Parker parker_;
  core::Duration told_at_{0};
  std::atomic<bool> arrived_{false};
  std::mutex arrivals_mutex_;
  std::vector<core::Instrument> arrivals_;
  std::vector<engine::Output> arrived_outputs_;
  ops::Counter& outputs_;
  ops::Gauge& input_depth_;
  ops::Gauge& output_depth_;
  ops::Gauge& events_;
  ops::Histogram& latency_;
};

}  // namespace tidemark::app
