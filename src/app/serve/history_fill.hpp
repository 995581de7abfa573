#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "bus/queue_stats.hpp"
#include "bus/waker.hpp"
#include "core/clock.hpp"
#include "engine/output.hpp"
#include "net/rate_limiter.hpp"
#include "net/rest_client.hpp"
#include "ops/config.hpp"
#include "ops/log.hpp"
#include "storage/store.hpp"
#include "venues/binance/history.hpp"

namespace tidemark::app {

/// Gives the charts of a live instrument a past on every timeframe: where the store holds little of a longer timeframe,
/// the venue's own closed candles from before our first one are fetched, one page each, slowly. They go to the store
/// and the charts, not through the engine, which begins with what it has seen itself. What a venue does not give now is
/// asked for again later, kTries times in all. On a thread of its own.
class HistoryFill {
 public:
  struct Dependencies {
    std::string store_path;
    const ops::VenuesConfig& venues;
    const core::Clock& clock;
    ops::Logger& logger;
    net::RestClient& rest;
    std::function<void(std::vector<engine::Output>)> say;
    /// So long after an instrument was put in, what the engine makes of the session's own history is stored.
    core::Duration delay{core::seconds(15)};
  };
  explicit HistoryFill(const Dependencies& dependencies);
  static constexpr std::size_t kWaitingMax = 10'000;
  static constexpr int kTries = 8;  ///< the second after a minute, each next after twice the wait: two hours

  /// From any thread; more than kWaitingMax instruments at once are left without.
  void put_instrument(const core::Instrument& instrument);
  /// The thread's body.
  void run(const std::stop_token& stop);
  /// Looks again at what is due. From any thread.
  void interrupt();
  [[nodiscard]] bus::QueueStats stats() const;

 private:
  struct Waiting {
    core::Timestamp due;
    core::Instrument instrument;
    int tries{0};
  };
  [[nodiscard]] std::optional<Waiting> take();
  [[nodiscard]] core::Duration until_next() const;
  core::Status fill(const core::Instrument& instrument, const std::stop_token& stop);
  void fill_or_wait(Waiting&& waiting, const std::stop_token& stop);
  void try_later(Waiting&& waiting);
  core::Status fill_timeframe(venues::binance::History& history, const core::Instrument& instrument,
                              core::Timeframe timeframe, const std::stop_token& stop);
  core::Result<std::string> ask(const std::string& rest_url, const venues::binance::History::Page& page,
                                const std::stop_token& stop);
  /// The first stored candle of a series; nothing when there are already enough.
  core::Result<std::optional<core::TimeRange>> lacking(const core::Instrument& instrument, core::Timeframe timeframe);

  Dependencies on_;
  net::RateLimiter limiter_;
  bus::Parker parker_;
  std::atomic<bool> poked_{false};
  mutable std::mutex mutex_;
  std::deque<Waiting> waiting_;  ///< by due time
  std::size_t waiting_most_{0};
  std::uint64_t refused_{0};
};

}  // namespace tidemark::app
