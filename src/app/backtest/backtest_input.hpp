#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/backtest_command.hpp"
#include "backtest/run.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace tidemark::app {

struct BacktestInputRequest {
  std::string file;                      ///< of candles; empty: the store
  std::string symbol;                    ///< may be empty for a file
  std::optional<std::string> timeframe;  ///< needed for the store
  std::optional<core::Timestamp> from;
  std::optional<core::Timestamp> to;
  std::string store;
  std::optional<std::string> lot;  ///< smallest quantity; absent: what the data shows
};

/// The candles of a run. A file is read whole; a stored series comes in pages, so that its length costs no memory.
struct BacktestInput {
  std::string name;  ///< "binance:BTCUSDT" or the file's name
  core::Instrument instrument;
  core::Timeframe timeframe{core::Timeframe::k1m};
  std::vector<std::string> notes;
  std::optional<std::uint64_t> expected{};         ///< candles, at most; absent: nobody knows
  std::vector<core::Candle> candles;               ///< of a file
  std::unique_ptr<backtest::CandleSource> source;  ///< from the first candle on; of a file it refers to `candles`
};

/// Errors as those of `analyze`: kNotFound says how to get data.
[[nodiscard]] core::Result<BacktestInput> open_backtest_input(const BacktestInputRequest& request);

/// What `options` say of one instrument; there is one at most. Of several: PortfolioInput::open().
[[nodiscard]] BacktestInputRequest single_input(const BacktestOptions& options);

/// All that is left of the source, in memory. kInvalidArgument, too_many_candles: more than `most`.
[[nodiscard]] core::Result<std::vector<core::Candle>> read_rest(backtest::CandleSource& source,
                                                                std::optional<std::size_t> most = {});

}  // namespace tidemark::app
