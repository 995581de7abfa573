#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/serve/alert_courier.hpp"
#include "app/serve/alert_intake.hpp"
#include "app/serve/alert_registry.hpp"
#include "bus/queue_registry.hpp"
#include "bus/waker.hpp"
#include "net/proxy.hpp"
#include "storage/store.hpp"

namespace tidemark::app {

/// Alerts from end to end: what the engine says comes in on the dispatch thread, rules are judged on the alerts thread,
/// what fires is in the store before it is told or sent.
class AlertDesk {
 public:
  struct Dependencies {
    std::string store_path;
    storage::Writer& writer;
    const core::Clock& clock;
    ops::Logger& logger;
    ops::Metrics& metrics;
    const ops::AlertsConfig& config;
    net::ProxyEnvironment proxies;
    /// To all who listen: a firing (alerts::document_of) and when it was known.
    std::function<void(std::string document, core::Timestamp known_at)> tell;
    /// What keeps alerts from being what they should be; nullopt: nothing.
    std::function<void(std::optional<std::string>)> report;
  };
  /// Reads what the last run left. Errors are those of the store.
  [[nodiscard]] static core::Result<std::unique_ptr<AlertDesk>> open(Dependencies dependencies);

  /// Tells what fired last, before the threads start: who listens begins with it.
  core::Status tell_newest();

  [[nodiscard]] api::Alerts& control() { return registry_; }
  /// From any thread, before the first output of the instrument.
  void put_instrument(const core::Instrument& instrument) { registry_.put_instrument(instrument); }
  /// The dispatch thread.
  void offer(const engine::Output& output);

  /// Bodies of two threads: rules, and requests to webhooks. The first must end before the second, and both before the
  /// writer.
  void run(const std::stop_token& stop);
  void run_client(const std::stop_token& stop) { client_->run(stop); }
  void interrupt() { parker_.notify(); }

  [[nodiscard]] std::vector<bus::QueueRegistry::Registration> register_queues(bus::QueueRegistry& queues);

 private:
  AlertDesk(Dependencies dependencies, std::unique_ptr<net::RestClient> client, std::unique_ptr<storage::Store> store);
  core::Status load();
  core::Status recall_prices();
  void changed(const std::string& webhook_id);
  void judge();
  void hand_over();
  void confirm();
  void renew_webhooks();
  void prune();
  void report_losses();
  [[nodiscard]] core::Duration until_next() const;

  Dependencies on_;
  std::unique_ptr<net::RestClient> client_;
  std::unique_ptr<storage::Store> store_;  ///< for reading, on the alerts thread
  bus::Parker parker_;
  AlertIntake intake_;
  AlertRegistry registry_;
  AlertCourier courier_;

  // The alerts thread's own.
  std::vector<alerts::Happening> taken_;
  std::deque<alerts::Fired> waiting_;    ///< not yet with the writer
  std::deque<alerts::Fired> submitted_;  ///< with the writer, not yet known to be in the store
  std::optional<core::Timestamp> pruned_;
  std::uint64_t told_lost_{0};
  std::optional<core::Timestamp> lost_at_;
  bool reported_{false};
  ops::Counter& firings_;
  ops::Counter& suppressed_;
  ops::Counter& lost_;
  std::uint64_t suppressed_told_{0};

  std::mutex mutex_;
  std::vector<std::string> changed_;  ///< webhooks; guarded
  std::atomic<bool> any_changed_{false};
};

}  // namespace tidemark::app
