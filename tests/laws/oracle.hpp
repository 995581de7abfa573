#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/candle.hpp"

namespace tidemark::laws {

/// Reference outputs of TA-Lib over one series, as kept beside the project (not part of it).
struct Oracle {
  std::vector<core::CandleF> candles;
  std::map<std::string, std::vector<std::optional<double>>> columns;  ///< "RSI", "MACD.MACDHist"; empty cell: no value
  std::map<std::string, double> error_floor;                          ///< the column's max_abs_err_non_fragile
  std::set<std::pair<std::string, std::size_t>> fragile;              ///< cells decided by rounding
};

/// $TIDEMARK_SHARED, or "shared" beside the source folder; empty when neither holds the oracles.
[[nodiscard]] std::filesystem::path oracle_folder();

/// Columns of a gzipped CSV by name, without the first (the index). Throws std::runtime_error on anything unexpected.
[[nodiscard]] std::map<std::string, std::vector<std::optional<double>>> read_columns(const std::filesystem::path& path);

/// All columns of a gzipped CSV by name, cells as text.
[[nodiscard]] std::map<std::string, std::vector<std::string>> read_texts(const std::filesystem::path& path);

/// Reads one folder of the oracles. Throws std::runtime_error on anything unexpected: a check that cannot run fails.
[[nodiscard]] Oracle read_oracle(const std::filesystem::path& folder);

/// TA-Lib's candlestick patterns over one series.
struct PatternOracle {
  std::vector<core::CandleF> candles;
  std::vector<std::string> ids;                       ///< in the order of its columns: "CDL2CROWS" …
  std::vector<std::vector<std::optional<int>>> rows;  ///< rows[i][p]: column p at candle i; empty: no value yet
};

/// As read_oracle(), of the patterns.
[[nodiscard]] PatternOracle read_pattern_oracle(const std::filesystem::path& folder);

}  // namespace tidemark::laws
