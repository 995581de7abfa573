#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/candle.hpp"
#include "core/finding.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/timeframe.hpp"

namespace tidemark::app {

/// The valid candles of a file, exact, and what is to be said about the others.
struct FileCandles {
  std::string name;             ///< the path, or "standard input"
  core::Instrument instrument;  ///< venue "file" unless the symbol names one; market guessed from the symbol
  core::Timeframe timeframe{core::Timeframe::k1m};
  std::vector<core::Candle> candles;  ///< ascending, unique, valid; never empty
  std::vector<core::Gap> gaps;        ///< where a symbol tells the market's hours
  std::vector<std::string> notes;     ///< one sentence each: rows left out, what was assumed
};

/// `path` may be "-". kRefused, nothing_accepted, when no candle is valid; other errors as read_candle_file().
[[nodiscard]] core::Result<FileCandles> read_file_candles(const std::string& path,
                                                          const std::optional<std::string>& symbol,
                                                          std::optional<core::Timeframe> timeframe);

}  // namespace tidemark::app
