#pragma once

// The whole of `serve` but for its source and its sockets: feed, one engine shard, dispatcher, API and store, each on
// its thread.

#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "api/api.hpp"
#include "api/latency.hpp"
#include "app/serve/dispatcher.hpp"
#include "app/serve/feed_runner.hpp"
#include "app/serve/shard.hpp"
#include "bus/queue_registry.hpp"
#include "load/measure.hpp"
#include "ops/system_clock.hpp"
#include "storage/writer_thread.hpp"

namespace tidemark::load {

/// Its database is made anew in the temporary folder, and removed in the end.
class River {
 public:
  River(app::Feed& feed, const engine::EngineConfig& config, const std::string& name)
      : path_{(std::filesystem::temp_directory_path() / ("tidemark-" + name + ".db")).string()},
        writer_{fresh_store(path_), clock_, *metrics_, ops::null_logger()},
        api_{{.open_store = {},
              .instruments = feed.instruments().all(),
              .source = {"sim", name, name, {}},
              .version = name,
              .web_dir = {},
              .clock = clock_,
              .logger = ops::null_logger(),
              .metrics = *metrics_,
              .queues = queues_}},
        dispatcher_{{api_, writer_, *metrics_, clock_, core::milliseconds(200), 20'000, kBacklogRows}, name},
        shard_{config,
               app::Hashing::kOff,
               {},
               {dispatcher_.parker(), ops::null_logger(),
                [this](const engine::BookDepth& depth) { return api_.publish_depth(depth); }, clock_,
                api::latency_histogram(*metrics_, api::LatencyStage::kReceivedToEngine)}},
        runner_{{.feed = feed,
                 .recorder = nullptr,
                 .shards = {&shard_},
                 .clock = clock_,
                 .logger = ops::null_logger(),
                 .on_instrument = [this](const core::Instrument& i) { dispatcher_.put_instrument(i); },
                 .on_failure = [](const core::Error&) {}}} {
    dispatcher_.attach({&shard_});
  }
  ~River() {
    stop();
    remove_store(path_);
  }
  River(const River&) = delete;
  River& operator=(const River&) = delete;

  /// After a fork, so that the child has no threads.
  void start() {
    writing_ = std::make_unique<storage::WriterThread>(writer_);
    dispatch_ = std::jthread{[this](const std::stop_token& stop) { dispatcher_.run(stop); }};
    engine_ = std::jthread{[this](const std::stop_token& stop) { shard_.run(stop); }};
    feeding_ = std::jthread{[this](const std::stop_token& stop) { runner_.run(stop); }};
  }
  void stop() {
    if (!writing_) return;
    for (std::jthread* thread : {&feeding_, &engine_, &dispatch_}) {
      thread->request_stop();
      runner_.interrupt();
      shard_.parker().notify();
      dispatcher_.parker().notify();
      thread->join();
    }
    (void)writing_->stop();
    writing_.reset();
  }

  [[nodiscard]] const core::Clock& clock() const { return clock_; }
  [[nodiscard]] ops::Metrics& metrics() { return *metrics_; }
  [[nodiscard]] api::Api& api() { return api_; }
  /// Between the feed and the API.
  [[nodiscard]] std::uint64_t waiting() { return shard_.input().depth() + shard_.output().depth(); }

 private:
  /// As `serve` has it by default: twice ops::Config's store.queue_capacity.
  static constexpr std::size_t kBacklogRows = 131'072;

  static void remove_store(const std::string& path) {
    for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(path + part);
  }
  static std::unique_ptr<storage::TransactionalStore> fresh_store(const std::string& path) {
    remove_store(path);
    return storage::open_transactional_store(path, storage::OpenMode::kCreate).value();
  }

  std::string path_;
  ops::SystemClock clock_;
  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  bus::QueueRegistry queues_;
  storage::Writer writer_;
  api::Api api_;
  app::Dispatcher dispatcher_;
  app::Shard shard_;
  app::FeedRunner runner_;
  std::unique_ptr<storage::WriterThread> writing_;
  std::jthread dispatch_;
  std::jthread engine_;
  std::jthread feeding_;
};

}  // namespace tidemark::load
