#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/candle.hpp"
#include "core/result.hpp"
#include "core/timeframe.hpp"
#include "core/values.hpp"
#include "venues/file/row_problem.hpp"

namespace tidemark::venues::file {

class ByteSource;

/// What to read from a candle file and how to take its clock.
struct CandleFileRequest {
  std::string path;  ///< plain or .gz CSV; "-" reads standard input
  std::string
      symbol;  ///< canonical ("BTCUSDT"); picks the rows of a multi-symbol file and helps to read points and volumes
  std::optional<core::Timeframe> timeframe;  ///< needed for files of several timeframes; else inferred when absent
  std::optional<core::Duration>
      utc_offset;  ///< file clock minus UTC (hours(8) for UTC+8); overrules what the layout says
};

enum class RowOrder : std::uint8_t {
  kOldestFirst,  ///< times never fall
  kNewestFirst,  ///< times never rise
  kMixed,        ///< some rows stand out of order (see notes)
};

/// A candle file read whole. Nothing is dropped, sorted, filled or judged here: rows stand in file order and may repeat
/// or overlap (pipeline's validation decides). Whether the last candle was still open when the file was written cannot
/// be known from the file alone.
struct CandleFile {
  std::string layout;              ///< "freqtrade/ccxt", "binance klines", "MT5 export" …
  std::vector<std::string> notes;  ///< what was recognized or assumed, one sentence each, for the person importing
  core::Scale scale;               ///< units of the candles below: the finest the file needs
  core::Timeframe timeframe{core::Timeframe::k1m};  ///< as asked for, or the most common step
  RowOrder order{RowOrder::kOldestFirst};
  std::vector<core::Candle> candles;  ///< file order
  std::vector<RowProblem> problems;   ///< the first kRowProblemsMax
  std::uint64_t problem_count{0};
  std::uint64_t rows_read{0};     ///< data rows seen: candles + problem rows + rows_skipped
  std::uint64_t rows_skipped{0};  ///< rows of other symbols or timeframes
};

/// Reads a candle file of any known layout (see README.md of this folder for the list). Errors, each with file:line
/// where there is one:
///   kIo, kNotFound           the file cannot be read
///   kCorrupt                 gzip data damaged or cut off
///   kUnsupported             zip, zstd, JSON; "timeframe_not_supported" (a 2h file); "time_without_date"
///   kParse "unknown_layout"  no known layout; "no_rows" when not one row could be read
///   kRefused                 "not_candles" (ticks or trades), "timeframe_mismatch", "several_symbols",
///   "several_timeframes" kInvalidArgument         "timeframe_unknown": too few rows to infer it kExhausted more than
///   20 million rows
[[nodiscard]] core::Result<CandleFile> read_candle_file(const CandleFileRequest& request);

/// The same from an open source; request.path only names it in messages.
[[nodiscard]] core::Result<CandleFile> read_candles(ByteSource& source, const CandleFileRequest& request);

/// Puts the candles oldest first; rows of the same time stay in file order. Idempotent.
void sort_oldest_first(CandleFile& file);

}  // namespace tidemark::venues::file
