#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/backtest/backtest_report.hpp"
#include "app/cli/console.hpp"
#include "core/time.hpp"

namespace tidemark::app {

enum class BacktestData : std::uint8_t {
  kCandles,  ///< of a file or the store
  kEvents,   ///< recorded trades, quotes and books
};

/// As typed; run_backtest() reads the amounts.
struct BacktestOptions {
  std::string strategy;
  std::vector<std::string> files;
  BacktestData data{BacktestData::kCandles};
  std::vector<std::string> symbols;  ///< of the store; or one a file, or several of one file
  std::vector<std::string> rates;    ///< symbols of the store that are not traded: what currencies are worth
  std::string currency;              ///< of the account; empty: what the first symbol is quoted in
  std::string positions{"netting"};  ///< or "hedging"
  std::optional<std::string> timeframe;
  std::optional<core::Timestamp> from;
  std::optional<core::Timestamp> to;
  std::vector<std::string> set;  ///< "NAME=VALUE"
  std::string capital{"10000"};
  std::string fees{"0.1%"};  ///< of both roles, or "MAKER,TAKER"
  std::string slippage{"0.02%"};
  std::string spread{"0"};
  std::string latency{"0ms"};
  std::string funding{"0"};
  std::string fraction{"95%"};
  std::string risk{"1%"};
  std::string fills{"conservative"};
  std::optional<std::string> participation;
  std::optional<std::string> lot;
  std::optional<std::string> max_daily_loss;
  std::optional<std::string> max_drawdown;
  std::optional<std::string> max_leverage;
  std::optional<std::string> report_dir;
  std::size_t look_ahead{0};     ///< prefixes to run again; 0: not checked
  std::uint64_t monte_carlo{0};  ///< runs of the trades in other orders; 0: none
  std::uint64_t seed{1};
  std::string store;
  OutputFormat format{OutputFormat::kText};
};

/// Told now and then how many candles a run has gone over, of how many at most where that is known; false ends it.
using RunProgress = std::function<bool(std::uint64_t candles, std::optional<std::uint64_t> total)>;

/// The run of a command or of a job. Errors are those of input and run.
[[nodiscard]] core::Result<BacktestReport> run_and_report(const BacktestOptions& options,
                                                          const RunProgress& progress = {});

/// Of a command that runs over one instrument: kInvalidArgument, one_instrument, when more are given.
[[nodiscard]] core::Status check_single(const BacktestOptions& options);

/// `tidemark backtest`: runs a strategy over candle files or stored series, all in one account. Figures to standard
/// output, progress to standard error; with a report folder also report.json, report.html, trades.csv, orders.csv,
/// equity.csv. Exit 4 when the look-ahead check found something.
int run_backtest(const BacktestOptions& options, const Console& console);

}  // namespace tidemark::app
