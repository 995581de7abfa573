#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backtest/strategies/catalogue.hpp"
#include "core/result.hpp"
#include "core/timeframe.hpp"
#include "ops/config.hpp"
#include "trading/execution/paper_settings.hpp"

namespace tidemark::app {

/// An account that trades on paper.
struct AccountSetup {
  std::string currency;  ///< only instruments quoted in it can be traded
  core::Money cash;      ///< deposited when the account begins; one that is stored keeps its own
  trading::PaperSettings paper;
  trading::RiskLimits limits;
  backtest::Sizing sizing;
  const backtest::StrategyRow* strategy{nullptr};   ///< null: orders are placed by hand only
  std::vector<double> values;                       ///< of the strategy's parameters
  std::vector<std::string> symbols;                 ///< the strategy trades these; empty: all
  core::Timeframe timeframe{core::Timeframe::k1m};  ///< of the candles on which marks, halts and the strategy stand
  /// What was known before is of the past: it is looked at, but nothing is decided on it.
  std::optional<core::Timestamp> since;
};

/// Absent: trading is off. kInvalidArgument, its place the key that is wrong.
[[nodiscard]] core::Result<std::optional<AccountSetup>> account_setup_of(const ops::TradingConfig& config);

}  // namespace tidemark::app
