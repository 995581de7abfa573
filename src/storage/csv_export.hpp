#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>

#include "core/candle.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/values.hpp"
#include "storage/store.hpp"

namespace tidemark::storage {

struct ExportRequest {
  SeriesKey series;
  std::optional<core::Timestamp> from;  ///< inclusive
  std::optional<core::Timestamp> to;    ///< exclusive
};

/// Writes candles as CSV, oldest first, with the header `time,open,high,low,close,volume`: ISO-8601 UTC times, exact
/// decimals without trailing zeros. Reads in pages, so a long series needs little memory. Returns the number of
/// candles. Errors: those of Store::candles; kIo when the stream goes bad.
[[nodiscard]] core::Result<std::uint64_t> export_csv(Store& store, const ExportRequest& request, std::ostream& out);

/// The same into a file, which appears complete or not at all; compressed with gzip when its name ends in ".gz".
[[nodiscard]] core::Result<std::uint64_t> export_csv_file(Store& store, const ExportRequest& request,
                                                          const std::filesystem::path& file);

/// Appends "time,open,high,low,close,volume" of one candle, without a line end.
void append_csv(std::string& line, const core::Candle& candle, core::Scale scale);

}  // namespace tidemark::storage
