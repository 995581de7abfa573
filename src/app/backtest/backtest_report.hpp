#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "backtest/look_ahead.hpp"
#include "backtest/monte_carlo.hpp"
#include "backtest/run.hpp"
#include "core/instrument.hpp"
#include "journal/closed_trade.hpp"

namespace tidemark::app {

/// Everything a report tells of a run.
struct BacktestReport {
  std::string input;  ///< "binance:BTCUSDT", or the file's name
  const backtest::StrategyRow* strategy{nullptr};
  std::vector<double> values;  ///< one a parameter
  backtest::SessionSetup setup;
  backtest::RunResult result;
  std::vector<journal::ClosedTrade> trades;  ///< the first kTradesKept
  std::uint64_t trades_left_off{0};
  std::optional<backtest::LookAheadCheck> look_ahead;
  std::optional<backtest::MonteCarlo> monte_carlo;
  std::vector<std::string> notes;
};

/// Most trades that a report keeps in memory; the CSV file has them all.
inline constexpr std::size_t kTradesKept = 10'000;

/// A table for people.
void write_backtest_text(const BacktestReport& report, std::ostream& out);
/// One JSON document: figures, curve, trades. Money is exact.
void write_backtest_json(const BacktestReport& report, std::ostream& out);
/// One page that needs nothing else: figures, equity against buy and hold, drawdown, trades on the price, heat maps,
/// trades.
void write_backtest_html(const BacktestReport& report, std::ostream& out);

void write_trades_csv_head(std::ostream& out);
void write_trade_csv(const journal::ClosedTrade& trade, core::Scale scale, std::ostream& out);
/// The journal of orders: every transition, in order.
void write_orders_csv_head(std::ostream& out);
void write_order_csv(const core::OrderEvent& event, core::Scale scale, std::ostream& out);
void write_equity_csv(const BacktestReport& report, std::ostream& out);

/// value / quantity of a trade's entry or exit: exact where it has one price, else the mean rounded to two decimals
/// more.
[[nodiscard]] std::string price_text(core::Money value, core::Qty qty, core::Scale scale);
/// "NAME=VALUE NAME=VALUE" of the strategy's parameters.
[[nodiscard]] std::string parameters_text(const BacktestReport& report);
/// Fees, slippage, spread, latency and bound, in one line.
[[nodiscard]] std::string costs_text(const BacktestReport& report);

}  // namespace tidemark::app
