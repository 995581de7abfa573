#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "alerts/rule_book.hpp"
#include "alerts/rule_json.hpp"
#include "api/alerts.hpp"
#include "app/serve/alert_intake.hpp"
#include "core/clock.hpp"
#include "ops/config.hpp"
#include "storage/alert_ledger.hpp"
#include "storage/writer.hpp"

namespace tidemark::app {

/// The rules and webhooks in force: the API changes them, the alerts thread asks them. Keeps the intake told of what is
/// wanted. Thread-safe.
class AlertRegistry final : public api::Alerts {
 public:
  struct Dependencies {
    storage::Writer& writer;
    const core::Clock& clock;
    const ops::AlertsConfig& config;
    AlertIntake& intake;
    /// A webhook was changed, removed, or has a new delivery in the store.
    std::function<void(const std::string& webhook_id)> on_webhook;
  };
  explicit AlertRegistry(Dependencies dependencies);

  /// What the last run left; before threads. A rule that can no longer be read is named in the answer.
  core::Result<std::vector<std::string>> load(storage::AlertLedger& ledger);
  /// After load(): whether some rule is about prices, and where the price of an instrument stood in the last run
  /// (RuleBook::stood).
  [[nodiscard]] bool watches_prices() const;
  void stood(const core::Instrument& instrument, core::Price price, core::Timestamp at);
  void put_instrument(const core::Instrument& instrument);

  /// The alerts thread: what these make fire.
  [[nodiscard]] std::vector<alerts::Fired> see(std::span<const alerts::Happening> happenings);
  /// An enabled one.
  [[nodiscard]] std::optional<alerts::Webhook> webhook(const std::string& id) const;
  [[nodiscard]] std::uint64_t suppressed() const;

  [[nodiscard]] std::vector<alerts::Rule> rules() const override;
  core::Result<alerts::Rule> add_rule(const net::JsonValue& json) override;
  core::Result<alerts::Rule> change_rule(const std::string& id, const net::JsonValue& json) override;
  core::Status remove_rule(const std::string& id) override;
  [[nodiscard]] std::vector<alerts::Webhook> webhooks() const override;
  core::Result<alerts::Webhook> add_webhook(const net::JsonValue& json) override;
  core::Result<alerts::Webhook> change_webhook(const std::string& id, const net::JsonValue& json) override;
  core::Status remove_webhook(const std::string& id) override;
  core::Result<std::string> test_webhook(const std::string& id) override;

 private:
  core::Status store(storage::AlertChange change);
  [[nodiscard]] core::Status knows_webhooks(const alerts::Rule& rule) const;
  core::Result<alerts::Rule> keep(alerts::Rule rule);
  core::Result<alerts::Webhook> keep(alerts::Webhook webhook);
  void tell_intake();

  Dependencies on_;
  const alerts::Vocabulary words_;

  mutable std::mutex mutex_;  ///< guards all that follows; held for moments, never while the store is waited for
  alerts::RuleBook book_;
  std::map<std::string, alerts::Rule> rules_;
  std::map<std::string, alerts::Webhook> webhooks_;
  std::map<std::uint32_t, core::Instrument> instruments_;
};

}  // namespace tidemark::app
