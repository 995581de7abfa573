#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "alerts/rule_json.hpp"
#include "api/alerts.hpp"

namespace tidemark::api::testing {

/// Rules and webhooks in memory: takes every change at once.
class FakeAlerts final : public Alerts {
 public:
  FakeAlerts() { words_.of(alerts::Kind::kCandlestick).names = {"CDLHAMMER"}; }

  std::vector<alerts::Rule> rules() const override {
    std::vector<alerts::Rule> all;
    for (const auto& [id, rule] : rules_) all.push_back(rule);
    return all;
  }
  core::Result<alerts::Rule> add_rule(const net::JsonValue& json) override {
    auto rule = alerts::read_rule(json, words_);
    if (!rule) return rule;
    if (rules_.size() >= 2) return core::fail(core::ErrorKind::kConflict, "too_many_alerts", "Full.");
    rule->id = "000000000000000" + std::to_string(rules_.size());
    return rules_[rule->id] = *rule;
  }
  core::Result<alerts::Rule> change_rule(const std::string& id, const net::JsonValue& json) override {
    if (!rules_.contains(id)) return core::fail(core::ErrorKind::kNotFound, "unknown_alert", "None.", "id");
    auto rule = alerts::read_rule(json, words_, rules_[id]);
    if (rule) rules_[id] = *rule;
    return rule;
  }
  core::Status remove_rule(const std::string& id) override {
    if (rules_.erase(id) == 1) return {};
    return core::fail(core::ErrorKind::kNotFound, "unknown_alert", "None.", "id");
  }
  std::vector<alerts::Webhook> webhooks() const override { return {webhook_}; }
  core::Result<alerts::Webhook> add_webhook(const net::JsonValue& json) override {
    auto webhook = alerts::read_webhook(json);
    if (!webhook) return webhook;
    webhook->id = webhook_.id;
    if (webhook->secret.empty()) webhook->secret = "made-by-the-program";
    return webhook_ = *webhook;
  }
  core::Result<alerts::Webhook> change_webhook(const std::string& id, const net::JsonValue& json) override {
    if (id != webhook_.id) return core::fail(core::ErrorKind::kNotFound, "unknown_webhook", "None.", "id");
    return alerts::read_webhook(json, webhook_);
  }
  core::Status remove_webhook(const std::string& id) override {
    for (const auto& [rule_id, rule] : rules_) {
      if (rule.webhooks.empty() || rule.webhooks[0] != id) continue;
      return core::fail(core::ErrorKind::kConflict, "webhook_in_use", "An alert sends to it.", "id");
    }
    return {};
  }
  core::Result<std::string> test_webhook(const std::string& id) override {
    if (id != webhook_.id) return core::fail(core::ErrorKind::kNotFound, "unknown_webhook", "None.", "id");
    return std::string(32, 'd');
  }

 private:
  alerts::Vocabulary words_;
  std::map<std::string, alerts::Rule> rules_;
  alerts::Webhook webhook_{.id = "aaaaaaaaaaaaaaaa", .name = "bot", .url = "http://a/", .secret = "0123456789abcdef"};
};

}  // namespace tidemark::api::testing
