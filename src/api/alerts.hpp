#pragma once

#include <string>
#include <vector>

#include "alerts/rule.hpp"
#include "alerts/webhook.hpp"
#include "core/result.hpp"
#include "net/json_reader.hpp"

namespace tidemark::api {

/// The way from the API to the rules and webhooks in force. Called on the reader's thread; a change has been given to
/// the store when it returns. Errors: kNotFound "unknown_alert", "unknown_webhook"; kInvalidArgument of
/// alerts::read_rule and read_webhook; kConflict "too_many_alerts", "too_many_webhooks", "webhook_in_use",
/// "webhook_disabled"; kUnavailable "store_unavailable" while the disk takes nothing.
class Alerts {
 public:
  virtual ~Alerts() = default;

  /// By name.
  [[nodiscard]] virtual std::vector<alerts::Rule> rules() const = 0;
  virtual core::Result<alerts::Rule> add_rule(const net::JsonValue& json) = 0;
  virtual core::Result<alerts::Rule> change_rule(const std::string& id, const net::JsonValue& json) = 0;
  virtual core::Status remove_rule(const std::string& id) = 0;

  /// By name.
  [[nodiscard]] virtual std::vector<alerts::Webhook> webhooks() const = 0;
  /// A secret is made when none is given: the only time it is told.
  virtual core::Result<alerts::Webhook> add_webhook(const net::JsonValue& json) = 0;
  virtual core::Result<alerts::Webhook> change_webhook(const std::string& id, const net::JsonValue& json) = 0;
  virtual core::Status remove_webhook(const std::string& id) = 0;
  /// Sends a message that says it is a test; the id of its delivery.
  virtual core::Result<std::string> test_webhook(const std::string& id) = 0;
};

}  // namespace tidemark::api
