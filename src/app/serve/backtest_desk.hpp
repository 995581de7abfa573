#pragma once

#include <atomic>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "api/backtests.hpp"
#include "app/cli/optimize_command.hpp"
#include "bus/queue_registry.hpp"
#include "bus/waker.hpp"
#include "core/clock.hpp"
#include "ops/log.hpp"

namespace tidemark::app {

/// Backtests in the background, one after the other on a thread of their own; the newest kKept and their results stand
/// as files in a folder, each whole or not at all. One that was under way when the program ended is "failed"
/// afterwards.
class BacktestDesk final : public api::Backtests {
 public:
  static constexpr std::size_t kWaitingMax = 16;
  static constexpr std::size_t kKept = 200;
  /// Of a search, whose candles stand in memory and whose results in one document.
  static constexpr std::size_t kCandlesMost = 2'000'000;
  static constexpr std::size_t kCombinationsMost = 5'000;

  struct Dependencies {
    std::string store_path;
    std::filesystem::path dir;
    const core::Clock& clock;
    ops::Logger& logger;
  };
  /// Reads what the folder holds; kIo when it cannot be made.
  [[nodiscard]] static core::Result<std::unique_ptr<BacktestDesk>> open(Dependencies dependencies);

  /// The thread's body: until `stop`; the run under way ends, too.
  void run(const std::stop_token& stop);
  void interrupt() { parker_.notify(); }

  [[nodiscard]] std::vector<api::BacktestJob> jobs() const override;
  core::Result<api::BacktestJob> submit(const net::JsonValue& json) override;
  [[nodiscard]] core::Result<api::BacktestJob> job(const std::string& id) const override;
  core::Result<api::BacktestJob> cancel(const std::string& id) override;

  [[nodiscard]] bus::QueueRegistry::Registration register_queue(bus::QueueRegistry& queues);

 private:
  struct Waiting {
    std::string id;
    OptimizeOptions options;  ///< without a grid: one run
  };
  struct Outcome {
    std::string document;
    std::uint64_t candles{0};
  };
  explicit BacktestDesk(Dependencies dependencies) : on_{std::move(dependencies)} {}
  void load();
  [[nodiscard]] std::optional<Waiting> take();
  void work(const Waiting& next, const std::stop_token& stop);
  /// The run, or the search.
  [[nodiscard]] core::Result<Outcome> carry_out(const Waiting& next, const std::stop_token& stop);
  [[nodiscard]] bool go_on(const std::string& id, std::uint64_t candles, std::optional<std::uint64_t> total,
                           const std::stop_token& stop);
  void change(const std::string& id, const std::function<void(api::BacktestJob&)>& how);
  void keep(const api::BacktestJob& job) const;
  void forget_oldest();
  [[nodiscard]] std::filesystem::path file(const std::string& id, const char* what) const;

  Dependencies on_;
  bus::Parker parker_;
  mutable std::mutex mutex_;  ///< guards what follows
  std::map<std::string, api::BacktestJob> jobs_;
  std::deque<Waiting> waiting_;
  std::optional<std::string> running_;
  bool cancel_running_{false};
  std::atomic<bool> any_{false};
  std::atomic<std::uint64_t> refused_{0};
};

}  // namespace tidemark::app
