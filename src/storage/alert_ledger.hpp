#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "core/timeframe.hpp"

namespace tidemark::storage {

/// A rule of alerts/ as its owner keeps it.
struct AlertRecord {
  std::string id;  ///< 16 hexadecimal digits
  std::string name;
  bool enabled{true};
  std::string definition{"{}"};  ///< JSON
  core::Timestamp created;
  core::Timestamp updated;

  friend bool operator==(const AlertRecord&, const AlertRecord&) = default;
};

struct WebhookRecord {
  std::string id;  ///< 16 hexadecimal digits
  std::string name;
  std::string url;
  std::string secret;
  bool enabled{true};
  core::Timestamp created;
  core::Timestamp updated;

  friend bool operator==(const WebhookRecord&, const WebhookRecord&) = default;
};

/// That a rule fired. Outlives the rule.
struct AlertEventRecord {
  std::string id;  ///< 32 hexadecimal digits
  std::string alert_id;
  std::string venue;
  std::string symbol;
  core::Timeframe timeframe{core::Timeframe::k1m};
  std::string event;  ///< "crosses_up"
  core::Timestamp time;
  core::Timestamp known_at;
  core::Timestamp fired_at;
  std::string document{"{}"};  ///< JSON: all there is to say
  std::uint64_t number{0};     ///< read only: order of storing, the cursor

  friend bool operator==(const AlertEventRecord&, const AlertEventRecord&) = default;
};

/// How far a rule has got with one instrument.
struct AlertProgressRecord {
  std::string alert_id;
  std::string instrument;  ///< "binance:BTCUSDT"
  std::uint64_t firings{0};
  core::Timestamp known_at;
  core::Timestamp candle;

  friend bool operator==(const AlertProgressRecord&, const AlertProgressRecord&) = default;
};

/// A message for a webhook: kept before it is sent.
struct DeliveryRecord {
  std::string id;  ///< 32 hexadecimal digits
  std::string webhook_id;
  std::string event_id;  ///< empty: a test
  std::string body;
  std::string content_type;
  std::string state{"pending"};  ///< "pending", "delivered", "refused", "given_up"
  std::uint32_t attempts{0};
  core::Timestamp created;
  core::Timestamp next_at;  ///< while pending: of the next attempt; else when it ended
  std::uint64_t number{0};  ///< read only: the cursor

  friend bool operator==(const DeliveryRecord&, const DeliveryRecord&) = default;
};

/// One attempt to send a delivery.
struct AttemptRecord {
  std::string delivery_id;
  std::uint32_t number{0};  ///< from 1 on
  core::Timestamp began;
  core::Timestamp ended;
  std::optional<int> status;  ///< HTTP, when there was an answer
  std::string error;          ///< empty when it was delivered

  friend bool operator==(const AttemptRecord&, const AttemptRecord&) = default;
};

/// Adds or replaces; the progress of a replaced alert is forgotten.
struct PutAlert {
  AlertRecord alert;
};
struct RemoveAlert {
  std::string id;
};
struct PutWebhook {
  WebhookRecord webhook;
};
/// With its deliveries.
struct RemoveWebhook {
  std::string id;
};
/// The event, the progress of its rule and its deliveries, or nothing when the event is there already. A delivery to a
/// webhook that is no more is left out, as is the progress of an alert that is no more or has changed since.
struct PutFiring {
  AlertEventRecord event;
  AlertProgressRecord progress;
  std::vector<DeliveryRecord> deliveries;
};
/// A delivery without an event. One already there is left as it is.
struct PutDelivery {
  DeliveryRecord delivery;
};
/// An attempt, and how its delivery stands after it. Nothing when the delivery is no more.
struct PutAttempt {
  AttemptRecord attempt;
  std::string state;
  core::Timestamp next_at;
};
/// Removes events and deliveries that were made before; those still pending stay.
struct PruneAlerts {
  core::Timestamp before;
};
using AlertChange =
    std::variant<PutAlert, RemoveAlert, PutWebhook, RemoveWebhook, PutFiring, PutDelivery, PutAttempt, PruneAlerts>;

struct AlertEventQuery {
  std::string alert_id;                 ///< empty: all
  std::string symbol;                   ///< empty: all
  std::optional<std::uint64_t> before;  ///< cursor: the number of the last one seen
  std::uint32_t limit{100};
};

struct DeliveryQuery {
  std::string id;          ///< empty: all
  std::string webhook_id;  ///< empty: all
  std::string state;       ///< empty: all
  std::optional<std::uint64_t> before;
  std::uint32_t limit{100};
};

/// What the store keeps of alerts: rules, webhooks, what fired, and what is to be sent. A part of a Store.
class AlertLedger {
 public:
  virtual ~AlertLedger() = default;

  virtual core::Status put(const AlertChange& change) = 0;

  /// By id.
  virtual core::Result<std::vector<AlertRecord>> alerts() = 0;
  virtual core::Result<std::vector<WebhookRecord>> webhooks() = 0;
  virtual core::Result<std::vector<AlertProgressRecord>> progress() = 0;
  /// Newest first.
  virtual core::Result<std::vector<AlertEventRecord>> events(const AlertEventQuery& query) = 0;
  /// Newest first.
  virtual core::Result<std::vector<DeliveryRecord>> deliveries(const DeliveryQuery& query) = 0;
  /// Pending ones of enabled webhooks, the oldest first, after this number.
  virtual core::Result<std::vector<DeliveryRecord>> pending(std::uint64_t after, std::uint32_t limit) = 0;
  /// The newest `limit` of one delivery, oldest first.
  virtual core::Result<std::vector<AttemptRecord>> attempts(const std::string& delivery_id, std::uint32_t limit) = 0;
};

}  // namespace tidemark::storage
