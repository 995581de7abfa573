#pragma once

#include "storage/activation_record.hpp"
#include "storage/sqlite/database.hpp"

namespace tidemark::storage::sqlite {

/// The tables config_versions, activation_events, rollback_events, activation_trades and activation_state, for reading.
class SqliteActivation final : public ActivationLedger {
 public:
  explicit SqliteActivation(Database& database) : database_{database} {}

  core::Result<std::optional<ActivationStateRecord>> activation_state() override;
  core::Result<std::vector<ActivationEventRecord>> activation_events(const ActivationEventQuery& query) override;
  core::Result<std::vector<ActivationTradeRecord>> activation_trades(std::uint64_t event, std::uint32_t limit) override;
  core::Result<std::vector<ConfigVersionRecord>> config_versions(std::uint32_t limit) override;
  core::Result<std::optional<ConfigVersionRecord>> config_version(const std::string& id) override;

 private:
  Database& database_;
};

/// Within the transaction of the caller.
[[nodiscard]] core::Status write_activation(Database& database, const ActivationChange& change);

}  // namespace tidemark::storage::sqlite
