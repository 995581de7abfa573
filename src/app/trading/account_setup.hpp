#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backtest/strategies/catalogue.hpp"
#include "core/instrument.hpp"
#include "core/order.hpp"
#include "core/result.hpp"
#include "core/timeframe.hpp"
#include "ops/config.hpp"
#include "trading/execution/leg_keeper.hpp"
#include "trading/execution/paper_settings.hpp"
#include "trading/portfolio/portfolio.hpp"

namespace tidemark::app {

/// Where an account trades that does not do so on paper.
struct VenueSetup {
  std::string venue;  ///< only its instruments are traded: "binance", "binance_usdm"
  /// Ids of orders begin here when the account does: the millisecond of its beginning, so that no two accounts ever
  /// give the venue the same.
  std::uint64_t first_order{1};
  /// Why the venue cannot be asked for such an order; nothing when it can.
  std::function<std::optional<core::OrderReason>(const core::OrderRequest&, const core::Instrument&)> refuses;
  trading::LegKeeper::Home home;  ///< of brackets' legs; empty: here
};

/// An account that trades: on paper, or at a venue.
struct AccountSetup {
  std::string currency;  ///< of equity, limits and halts
  /// Further ones that it may hold and owe, none of them twice. Only what is quoted in one of all these can be traded.
  std::vector<std::string> currencies;
  core::Money cash;  ///< deposited when the account begins; one that is stored keeps its own
  trading::PaperSettings paper;
  trading::RiskLimits limits;
  backtest::Sizing sizing;
  const backtest::StrategyRow* strategy{nullptr};   ///< null: orders are placed by hand only
  std::vector<double> values;                       ///< of the strategy's parameters
  std::vector<std::string> symbols;                 ///< the strategy trades these; empty: all
  core::Timeframe timeframe{core::Timeframe::k1m};  ///< of the candles on which marks, halts and the strategy stand
  std::optional<VenueSetup> venue;                  ///< absent: on paper
  /// One that is stored keeps its own. kHedging on paper only.
  trading::PositionMode positions{trading::PositionMode::kNetting};
  /// What was known before is of the past: it is looked at, but nothing is decided on it.
  std::optional<core::Timestamp> since;
};

/// Absent: trading is off. kInvalidArgument, its place the key that is wrong. Of a live account only the name
/// of its venue is filled in.
[[nodiscard]] core::Result<std::optional<AccountSetup>> account_setup_of(const ops::TradingConfig& config);

}  // namespace tidemark::app
