#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/analyze_command.hpp"
#include "core/candle.hpp"
#include "core/finding.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/timeframe.hpp"
#include "storage/series_key.hpp"

namespace tidemark::app {

/// The candles a command analyzes, and what is to be said about them.
struct AnalyzeInput {
  std::string name;                   ///< "binance:BTCUSDT" or the file's name
  std::optional<std::string> symbol;  ///< canonical, when known
  core::Timeframe timeframe{core::Timeframe::k1m};
  core::MarketType market{core::MarketType::kCryptoSpot};  ///< the store's word; of a file, guessed from its symbol
  core::Scale scale;
  std::vector<core::CandleF> candles;          ///< ascending, unique, valid
  std::vector<core::Gap> gaps;                 ///< within them, where the market's calendar is known
  std::vector<std::string> notes;              ///< one sentence each: rows left out, what was assumed
  std::optional<storage::SeriesKey> stored{};  ///< absent: of a file
};

/// Reads options.input: a file when one of that name is there, or it is "-", or it ends like one (.csv, .gz, .txt);
/// else a symbol of the store. Never empty on success: no data is kNotFound or kRefused, saying what to do.
[[nodiscard]] core::Result<AnalyzeInput> read_analyze_input(const AnalyzeOptions& options);

}  // namespace tidemark::app
