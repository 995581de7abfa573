#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "api/reports.hpp"
#include "app/serve/feed.hpp"
#include "app/serve/recorder.hpp"
#include "app/serve/shard.hpp"
#include "core/clock.hpp"
#include "ops/log.hpp"

namespace tidemark::app {

/// The feed's thread: takes what is due from the feed, records it, and hands it to the shards. When a shard is behind
/// it waits: the source is slowed down, never thinned out.
class FeedRunner {
 public:
  struct Dependencies {
    Feed& feed;
    Recorder* recorder;  ///< nullptr: nothing is recorded
    std::vector<Shard*> shards;
    const core::Clock& clock;
    ops::Logger& logger;
    std::function<void(const core::Instrument&)> on_instrument;
    std::function<void(const core::Error&)> on_failure;
  };
  explicit FeedRunner(Dependencies dependencies) : on_{std::move(dependencies)} {}

  /// The thread's body: until the feed ends or `stop` is requested.
  void run(const std::stop_token& stop);
  /// Ends a wait for the next event at once.
  void interrupt() { on_.feed.interrupt(); }
  /// The feed as one line of the System page, for feeds that are one; from any thread.
  [[nodiscard]] api::FeedLink link(const std::string& kind, core::Timestamp since) const;

 private:
  void hand_over(FeedItem& item);
  static void push(Shard& shard, FeedItem& item);
  void record(const FeedItem& item);
  void fail(const core::Error& error);

  Dependencies on_;
  bool recording_failed_{false};
  std::uint64_t handed_over_{0};
  std::atomic<std::uint64_t> instruments_{0};
  std::atomic<std::uint64_t> events_{0};     ///< handed_over_, now and then
  std::atomic<std::int64_t> last_event_{0};  ///< our clock's ns; 0: none yet
  std::atomic<bool> ended_{false};
};

}  // namespace tidemark::app
