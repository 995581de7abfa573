#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "venues/file/candle_file.hpp"
#include "venues/file/exact_number.hpp"
#include "venues/file/layout.hpp"

namespace tidemark::venues::file {

/// Numbers of one row before the file's scale is known.
struct CandleRow {
  enum Field : std::size_t { kOpen, kHigh, kLow, kClose, kVolume, kTickVolume, kTakerBuy, kFields };

  core::Timestamp time;
  std::array<std::int64_t, kFields> units{};
  std::array<std::uint8_t, kFields> decimals{};
  std::uint32_t trades{0};

  [[nodiscard]] ExactNumber number(Field field) const { return {units[field], decimals[field]}; }
  void set(Field field, ExactNumber number) {
    units[field] = number.units;
    decimals[field] = number.decimals;
  }
};

/// All rows of a table that were asked for.
struct CandleRows {
  std::vector<CandleRow> rows;
  std::vector<RowProblem> problems;
  std::uint64_t problem_count{0};
  std::uint64_t rows_read{0};
  std::uint64_t rows_skipped{0};
  std::string timeframe_text;  ///< of the timeframe column, as the file writes it; empty without one
};

/// Reads the table to its end, keeping the rows of the wanted symbol and timeframe.
[[nodiscard]] core::Result<CandleRows> read_candle_rows(LineReader& lines, const Detected& detected,
                                                        const CandleFileRequest& request);

/// Scales, points, volumes, timeframe and order of the rows, as a finished file.
[[nodiscard]] core::Result<CandleFile> finish_candle_file(const Layout& layout, CandleRows&& rows,
                                                          const CandleFileRequest& request);

}  // namespace tidemark::venues::file
