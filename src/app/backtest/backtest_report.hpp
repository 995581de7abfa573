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

/// A closed trade, and its profit in the account's currency at the rate of its close.
struct ReportedTrade {
  journal::ClosedTrade trade;
  core::Money in_account;
};

/// Everything a report tells of a run.
struct BacktestReport {
  std::string input;  ///< "binance:BTCUSDT", or the file's name
  const backtest::StrategyRow* strategy{nullptr};
  std::vector<double> values;  ///< one a parameter
  backtest::SessionSetup setup;
  backtest::RunResult result;
  std::vector<ReportedTrade> trades;  ///< the first kTradesKept
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

// Of a portfolio each row also says which instrument it is of.
void write_trades_csv_head(const backtest::SessionSetup& setup, std::ostream& out);
void write_trade_csv(const backtest::SessionSetup& setup, const ReportedTrade& trade, std::ostream& out);
/// The journal of orders: every transition, in order.
void write_orders_csv_head(const backtest::SessionSetup& setup, std::ostream& out);
void write_order_csv(const backtest::SessionSetup& setup, const core::OrderEvent& event, std::ostream& out);
void write_equity_csv(const BacktestReport& report, std::ostream& out);

/// value / quantity of a trade's entry or exit: exact where it has one price, else the mean rounded to two decimals
/// more.
[[nodiscard]] std::string price_text(core::Money value, core::Qty qty, core::Scale scale);
/// What a report calls an instrument of the setup: its symbol, with the venue where two share it.
[[nodiscard]] std::string instrument_name(const backtest::SessionSetup& setup, std::size_t number);
/// What it is quoted in.
[[nodiscard]] std::string currency_of(const backtest::SessionSetup& setup, std::size_t number);
/// A name as it is read: "range_low_volatility" with spaces.
[[nodiscard]] std::string spoken(std::string name);
/// "BTCUSDT, ETHUSDT".
[[nodiscard]] std::string instruments_text(const backtest::SessionSetup& setup);
/// Of a portfolio: its currency, its positions, and what is read as a rate only, in one line.
[[nodiscard]] std::string account_text(const BacktestReport& report);
/// "NAME=VALUE NAME=VALUE" of the strategy's parameters.
[[nodiscard]] std::string parameters_text(const BacktestReport& report);
/// Fees, slippage, spread, latency and bound, in one line.
[[nodiscard]] std::string costs_text(const BacktestReport& report);

}  // namespace tidemark::app
