#pragma once

#include <optional>
#include <string>

#include "app/cli/console.hpp"
#include "app/import_series.hpp"
#include "core/time.hpp"

namespace tidemark::app {

struct ImportOptions {
  std::string file;  ///< "-" reads standard input
  std::string symbol;
  std::optional<std::string> timeframe;
  std::optional<core::Duration> utc_offset;
  std::string store;
  OutputFormat format{OutputFormat::kText};
};

/// What became of an import or a download, on standard output.
void print_report(const ImportReport& report, OutputFormat format, const Console& console);

/// `tidemark import`: reads a candle or trade file of any known layout, validates, and stores. Candles are stored as
/// they come; trades are built into 1m candles first. After each committed batch "acknowledged N" goes to standard
/// error: those rows survive a kill. Importing again is harmless: identical rows count as unchanged.
int run_import(const ImportOptions& options, const Console& console);

}  // namespace tidemark::app
