#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "alerts/outbox.hpp"
#include "app/serve/alert_registry.hpp"
#include "bus/queue_stats.hpp"
#include "core/clock.hpp"
#include "net/rest_client.hpp"
#include "ops/config.hpp"
#include "ops/log.hpp"
#include "ops/metrics.hpp"
#include "storage/alert_ledger.hpp"
#include "storage/writer.hpp"

namespace tidemark::app {

/// Sends what the store holds for webhooks and writes down every attempt. What is in the store is what is to be sent:
/// the outbox in memory is filled from there, after a start as after a firing. Belongs to the alerts thread, but for
/// what is said to be called from others.
class AlertCourier {
 public:
  struct Dependencies {
    storage::Writer& writer;
    const core::Clock& clock;
    ops::Logger& logger;
    ops::Metrics& metrics;
    const ops::AlertsConfig& config;
    const AlertRegistry& registry;
    net::RestClient& client;  ///< its run() has returned before the courier goes
    std::function<void()> wake;
  };
  explicit AlertCourier(Dependencies dependencies);

  /// Takes over what the store has become to hold since the last time.
  core::Status load(storage::AlertLedger& ledger);
  /// Ends what has been answered and sends what is due.
  void work(storage::AlertLedger& ledger);
  /// The webhook was changed or removed: what waits for it is looked up anew.
  void renew(const std::string& webhook_id);
  /// Numbers of deliveries may have been used again since the store was asked: all that is pending is looked up anew.
  void start_over() { start_over_ = true; }
  /// When work() has something to do; nullopt: when something happens.
  [[nodiscard]] std::optional<core::Timestamp> next_due() const { return outbox_.next_due(); }
  /// The store takes nothing now: work() must be tried again soon.
  [[nodiscard]] bool is_held_back() const { return !unwritten_.empty() || start_over_; }

  /// From any thread: whether answers wait for work().
  [[nodiscard]] bool has_answers() const;
  [[nodiscard]] bus::QueueStats stats() const;

 private:
  struct Answer {
    std::string delivery_id;
    core::Timestamp began;
    alerts::Verdict verdict;
  };
  void answered(std::string delivery_id, core::Timestamp began, const core::Result<net::RestReply>& reply);
  void settle(const Answer& answer);
  void write_down();
  void look_again(storage::AlertLedger& ledger);
  void send(const alerts::Delivery& delivery);

  Dependencies on_;
  alerts::Outbox outbox_;
  std::uint64_t loaded_{0};  ///< number of the last delivery taken from the store
  bool start_over_{false};
  std::deque<storage::PutAttempt> unwritten_;  ///< attempts the writer had no room for; nothing is sent meanwhile
  ops::Counter& delivered_;
  ops::Counter& failed_;
  ops::Counter& refused_;
  ops::Counter& given_up_;
  ops::Gauge& waiting_;

  mutable std::mutex mutex_;  ///< guards what the client's thread brings, and what any thread may ask
  std::vector<Answer> answers_;
  std::uint64_t held_{0};
  std::uint64_t held_most_{0};
};

}  // namespace tidemark::app
