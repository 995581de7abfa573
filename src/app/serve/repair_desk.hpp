#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "app/serve/repair.hpp"
#include "bus/queue_stats.hpp"
#include "bus/waker.hpp"
#include "core/clock.hpp"
#include "ops/log.hpp"
#include "storage/store.hpp"

namespace tidemark::app {

/// Puts late candles where they belong, on a thread of its own with its own connection to the store: what a venue
/// delivered after the engine had gone on (RepairedRange), and longer candles that were closed before their base was
/// whole. Says them as the engine would, to `say`.
class RepairDesk {
 public:
  struct Dependencies {
    std::string store_path;
    const core::Clock& clock;
    ops::Logger& logger;
    std::function<void(std::vector<engine::Output>)> say;
  };
  explicit RepairDesk(Dependencies dependencies) : on_{std::move(dependencies)} {}

  /// From any thread. kExhausted when kWaitingMax are waiting: the hole stays in the ledger as it is.
  [[nodiscard]] core::Status submit(RepairedRange repair);
  static constexpr std::size_t kWaitingMax = 256;
  /// From any thread: an instrument that the engine runs; its partial candles of the last days are looked through.
  void put_instrument(const core::Instrument& instrument);

  /// The thread's body.
  void run(const std::stop_token& stop);
  void interrupt() { parker_.notify(); }
  [[nodiscard]] bus::QueueStats stats() const;

 private:
  [[nodiscard]] std::vector<RepairedRange> take();
  void repair(storage::Store& store, const RepairedRange& repair);
  void mend_due(storage::Store& store);
  void mend(storage::Store& store, const core::Instrument& instrument, core::Timestamp now);
  [[nodiscard]] core::Duration until_next() const;
  void report(const core::Error& error, const core::Instrument& instrument);

  Dependencies on_;
  bus::Parker parker_;

  mutable std::mutex mutex_;  ///< guards what other threads bring
  std::deque<RepairedRange> waiting_;
  std::size_t waiting_most_{0};
  std::uint64_t refused_{0};
  std::map<std::uint32_t, core::Instrument> instruments_;
  std::multimap<core::Timestamp, std::uint32_t> due_;  ///< when partial candles of an instrument are looked through
};

}  // namespace tidemark::app
