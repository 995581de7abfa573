#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/webhook.hpp"
#include "core/result.hpp"
#include "core/rng.hpp"
#include "core/time.hpp"
#include "net/backoff.hpp"
#include "net/rest_client.hpp"

namespace tidemark::alerts {

enum class DeliveryState : std::uint8_t {
  kPending,
  kDelivered,  ///< the receiver answered 2xx
  kRefused,    ///< the receiver said that it will never take it (4xx, a redirect)
  kGivenUp,    ///< no success within the span that is tried
};
[[nodiscard]] std::string_view name_of(DeliveryState state);

/// A message on its way to one webhook.
struct Delivery {
  Message message;
  std::string webhook_id;
  core::Timestamp created;
  DeliveryState state{DeliveryState::kPending};
  std::uint32_t attempts{0};
  core::Timestamp next_at;  ///< of the next attempt, while pending; else when it ended
};

/// One attempt, for the log.
struct Attempt {
  std::string delivery_id;
  std::uint32_t number{0};  ///< from 1 on
  core::Timestamp began;
  core::Timestamp ended;
  std::optional<int> status;  ///< HTTP, when there was an answer
  std::string error;          ///< stable code of what went wrong; empty when delivered
};

/// What an answer means for the delivery.
struct Verdict {
  DeliveryState state{DeliveryState::kPending};  ///< kPending: try again
  std::optional<int> status;
  std::string error;
  std::optional<core::Duration> retry_after;  ///< the receiver's wish
};
/// 2xx delivered; no answer, 408, 425, 429 and 5xx are tried again; all else is refused. Retry-After in seconds or as a
/// date (RFC 9110) is obeyed.
[[nodiscard]] Verdict verdict_of(const core::Result<net::RestReply>& reply, core::Timestamp now);

struct OutboxOptions {
  std::size_t waiting_max{10'000};  ///< deliveries held in memory; others wait in the store
  std::size_t in_flight_per_webhook{2};
  net::BackoffConfig backoff{.first = core::seconds(1), .cap = core::minutes(5), .least = core::milliseconds(200)};
  core::Duration give_up_after{core::hours(24)};  ///< since it was made
  core::Duration retry_after_max{core::hours(1)};
};

/// What waits to be sent, and what is under way. Each webhook has its own queue and its own few requests under way, so
/// that a slow or dead one holds up no other. Does no I/O; not thread-safe.
class Outbox {
 public:
  Outbox(const OutboxOptions& options, core::Rng rng) : options_{options}, rng_{rng} {}

  /// A pending delivery that the store has. False when there is no room: it stays in the store, and wants_more() will
  /// say when to look again. One already held is left as it is.
  bool put(Delivery delivery);
  /// Deliveries to a webhook that is no more.
  void drop(const std::string& webhook_id);

  /// Those to send now, at most `in_flight_per_webhook` for each webhook at a time; they are under way from here on.
  [[nodiscard]] std::vector<Delivery> take_due(core::Timestamp now);
  /// An attempt is over: what to keep of it, and the delivery as it stands. nullopt when it was dropped meanwhile.
  struct Ended {
    Delivery delivery;
    Attempt attempt;
  };
  [[nodiscard]] std::optional<Ended> finish(const std::string& delivery_id, const Verdict& verdict,
                                            core::Timestamp began, core::Timestamp now);

  /// When take_due() has something again; nullopt while nothing waits for a time.
  [[nodiscard]] std::optional<core::Timestamp> next_due() const;
  [[nodiscard]] std::size_t size() const { return held_.size(); }
  [[nodiscard]] std::size_t high_water() const { return high_water_; }
  /// Something found no room, and now there is some.
  [[nodiscard]] bool wants_more() const { return overflowed_ && held_.size() < options_.waiting_max / 2; }
  void took_more() { overflowed_ = false; }
  [[nodiscard]] const OutboxOptions& options() const { return options_; }

 private:
  struct Lane {
    std::multimap<core::Timestamp, std::string> waiting;  ///< delivery ids by when they are due
    std::size_t in_flight{0};
  };
  [[nodiscard]] core::Duration wait_after(std::uint32_t attempts, core::Timestamp now);

  OutboxOptions options_;
  core::Rng rng_;
  std::map<std::string, Delivery> held_;
  std::map<std::string, Lane> lanes_;  ///< by webhook
  std::size_t high_water_{0};
  bool overflowed_{false};
};

}  // namespace tidemark::alerts
