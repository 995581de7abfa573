#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/finding.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "pipeline/series_check.hpp"
#include "storage/store.hpp"

namespace tidemark::app {

struct ImportRequest {
  std::string file;
  core::SymbolName symbol;  ///< venue "file" when the user named none
  std::optional<core::Timeframe> timeframe;
  std::optional<core::Duration> utc_offset;
};

/// What became of a file, row by row: rows_read = unparsable + skipped + accepted + rejected + duplicates.
struct ImportReport {
  std::string layout;
  std::vector<std::string> notes;
  storage::SeriesKey series;
  core::Scale scale;
  std::uint64_t rows_read{0};
  std::uint64_t rows_skipped{0};  ///< of other symbols or timeframes
  std::uint64_t accepted{0};
  storage::WriteResult stored;
  std::map<std::string, std::uint64_t> rejected;  ///< finding code -> rows
  std::map<std::string, std::uint64_t> flagged;   ///< finding code -> accepted rows it complained about
  std::vector<std::string> places;                ///< the first unreadable rows, "line 12: …"
  std::vector<core::Gap> gaps;
  core::QualityScore quality;
  std::optional<core::Timestamp> first;
  std::optional<core::Timestamp> last;
};

/// Called after each committed batch with the number of rows that now survive anything.
using Acknowledge = std::function<void(std::uint64_t rows)>;

/// Reads, validates and stores one file. A candle file goes in as it is; a file of trades is built into 1m candles
/// first. Refused rows go to quarantine, holes to the gap ledger (its part between the first and the last candle is set
/// anew). Errors: those of the file readers, of the store, and kRefused "nothing_accepted" when not one candle passed.
[[nodiscard]] core::Result<ImportReport> import_series(const ImportRequest& request, storage::Store& store,
                                                       const Acknowledge& acknowledge);

/// Counts refused candles in the report and keeps those that their rule sets aside.
[[nodiscard]] core::Status keep_rejected(const std::vector<pipeline::RejectedCandle>& rejected, ImportReport& report,
                                         storage::Store& store);

}  // namespace tidemark::app
