#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/backtest/backtest_input.hpp"
#include "app/cli/backtest_command.hpp"

namespace tidemark::app {

/// The candles of all instruments of a run, all of one timeframe.
class PortfolioInput {
 public:
  /// Files and symbols of `options`, then the rates. Errors as open_backtest_input(); kInvalidArgument also:
  /// symbols_and_files (they do not go together), timeframes_differ.
  [[nodiscard]] static core::Result<PortfolioInput> open(const BacktestOptions& options);

  /// "binance:BTCUSDT, binance:ETHUSDT", those that are traded.
  [[nodiscard]] std::string name() const;
  [[nodiscard]] std::vector<std::string> notes() const;
  [[nodiscard]] core::Timeframe timeframe() const { return all_.front().timeframe; }
  /// Candles of all instruments, at most; nothing when nobody knows.
  [[nodiscard]] std::optional<std::uint64_t> expected() const;
  /// Instruments and timeframe.
  void describe(backtest::SessionSetup& setup) const;
  /// In the order of the setup. Valid as long as this.
  [[nodiscard]] std::vector<backtest::CandleSource*> sources() const;
  /// Reads all that is left into memory, in the order of the setup.
  [[nodiscard]] core::Result<std::vector<std::vector<core::Candle>>> read_all();

 private:
  std::vector<BacktestInput> all_;  ///< traded, then rates
  std::size_t traded_{0};
};

}  // namespace tidemark::app
