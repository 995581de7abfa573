#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/event.hpp"
#include "core/result.hpp"
#include "core/values.hpp"
#include "venues/file/candle_file.hpp"

namespace tidemark::venues::file {

struct TradeFileRequest {
  std::string path;                          ///< plain or .gz CSV; "-" reads standard input
  std::string symbol;                        ///< canonical
  core::InstrumentId instrument;             ///< put into every trade and quote
  std::optional<core::Duration> utc_offset;  ///< file clock minus UTC; overrules what the layout says
};

/// Public trades or best quotes from a CSV, in file order. A layout holds one kind: the other vector is empty. Both
/// times of each entry are the file's time: such a file does not say when it was received.
struct TradeFile {
  std::string layout;
  std::vector<std::string> notes;
  core::Scale scale;
  RowOrder order{RowOrder::kOldestFirst};
  std::vector<core::Trade> trades;
  std::vector<core::Quote> quotes;
  std::vector<RowProblem> problems;
  std::uint64_t problem_count{0};
  std::uint64_t rows_read{0};
  std::uint64_t rows_skipped{0};  ///< rows of other symbols
};

/// Errors as read_candle_file(); "not_trades" when the file holds candles.
[[nodiscard]] core::Result<TradeFile> read_trade_file(const TradeFileRequest& request);
[[nodiscard]] core::Result<TradeFile> read_trades(ByteSource& source, const TradeFileRequest& request);

}  // namespace tidemark::venues::file
