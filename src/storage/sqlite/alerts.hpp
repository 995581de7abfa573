#pragma once

#include "storage/alert_ledger.hpp"
#include "storage/sqlite/database.hpp"

namespace tidemark::storage::sqlite {

/// The tables alerts, alert_progress, alert_events, webhooks, webhook_deliveries and webhook_attempts. A change is one
/// transaction, or joins the one around it.
class SqliteAlerts final : public AlertLedger {
 public:
  explicit SqliteAlerts(Database& database) : database_{database} {}

  core::Status put(const AlertChange& change) override;
  core::Result<std::vector<AlertRecord>> alerts() override;
  core::Result<std::vector<WebhookRecord>> webhooks() override;
  core::Result<std::vector<AlertProgressRecord>> progress() override;
  core::Result<std::vector<AlertEventRecord>> events(const AlertEventQuery& query) override;
  core::Result<std::vector<DeliveryRecord>> deliveries(const DeliveryQuery& query) override;
  core::Result<std::vector<DeliveryRecord>> pending(std::uint64_t after, std::uint32_t limit) override;
  core::Result<std::vector<AttemptRecord>> attempts(const std::string& delivery_id, std::uint32_t limit) override;

 private:
  Database& database_;
};

}  // namespace tidemark::storage::sqlite
