#pragma once

#include <optional>
#include <string>

#include "app/cli/console.hpp"
#include "core/time.hpp"

namespace tidemark::app {

struct ExportOptions {
  std::string symbol;
  std::string timeframe;
  std::optional<core::Timestamp> from;
  std::optional<core::Timestamp> to;
  std::optional<std::string> out;  ///< file (".gz" compresses); standard output when absent
  std::string store;
  OutputFormat format{OutputFormat::kText};
};

/// `tidemark export`: candles as CSV `time,open,high,low,close,volume`, ISO UTC, exact decimals.
int run_export(const ExportOptions& options, const Console& console);

enum class VerifyWhat : std::uint8_t {
  kStored,      ///< what is stored, or aggregated where this timeframe is not stored
  kAggregated,  ///< always built from the next lower stored timeframe
};

struct VerifyOptions {
  std::string symbol;
  std::string timeframe;
  std::string against;
  std::optional<core::Duration> utc_offset;
  VerifyWhat what{VerifyWhat::kStored};
  std::string store;
  OutputFormat format{OutputFormat::kText};
};

/// `tidemark verify`: compares candles with a file, bar for bar and exactly. Exit 4 on any difference or missing
/// candle.
int run_verify(const VerifyOptions& options, const Console& console);

struct GapsOptions {
  std::string symbol;
  std::optional<std::string> timeframe;
  std::string store;
  OutputFormat format{OutputFormat::kText};
};

/// `tidemark gaps`: the gap ledger of a symbol.
int run_gaps(const GapsOptions& options, const Console& console);

}  // namespace tidemark::app
