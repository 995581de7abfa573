#pragma once

#include "storage/sqlite/database.hpp"
#include "storage/trading_ledger.hpp"

namespace tidemark::storage::sqlite {

/// The tables of an account that trades (orders, order_transitions, fills, positions, trading_accounts, risk_state,
/// strategy_states, portfolio_snapshots) and of its journal (trades, trades_journal). A change is one transaction, or
/// joins the one around it.
class SqliteTrading final : public TradingLedger {
 public:
  explicit SqliteTrading(Database& database) : database_{database} {}

  core::Status put(const TradingChange& change) override;
  core::Status put(const JournalChange& change) override;

  core::Result<std::vector<OrderRecord>> orders(const OrderQuery& query) override;
  core::Result<std::optional<OrderRecord>> order(std::uint64_t id) override;
  core::Result<std::vector<OrderTransitionRecord>> transitions(std::uint64_t order) override;
  core::Result<std::vector<NumberedFill>> fills(const FillQuery& query) override;
  core::Result<std::vector<FundingRecord>> fundings(const FundingQuery& query) override;
  core::Result<std::vector<PositionRecord>> positions() override;
  core::Result<std::vector<AccountRecord>> accounts() override;
  core::Result<std::optional<RiskRecord>> risk() override;
  core::Result<std::vector<StrategyStateRecord>> strategies() override;
  core::Result<std::vector<PortfolioSnapshotRecord>> snapshots(std::uint32_t limit) override;
  core::Result<std::vector<JournalEntry>> trades(const TradeQuery& query) override;
  core::Result<std::optional<JournalEntry>> trade(const std::string& id) override;

 private:
  Database& database_;
};

}  // namespace tidemark::storage::sqlite
