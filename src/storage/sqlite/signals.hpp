#pragma once

#include <optional>
#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/store.hpp"

namespace tidemark::storage::sqlite {

/// In the caller's transaction.
[[nodiscard]] core::Status write_signals(Database& database, const std::vector<SignalRecord>& rows);
[[nodiscard]] core::Result<std::vector<SignalRecord>> read_signals(Database& database, const SignalQuery& wanted);
[[nodiscard]] core::Result<std::vector<CalibrationRow>> read_calibration(
    Database& database, const std::optional<InstrumentKey>& instrument);
[[nodiscard]] core::Result<std::vector<FactorPerformanceRow>> read_factor_performance(
    Database& database, const std::optional<InstrumentKey>& instrument);

/// In the caller's transaction; removes what there is more than kTracesKept.
[[nodiscard]] core::Status write_traces(Database& database, const std::vector<TraceRecord>& rows);
[[nodiscard]] core::Result<TraceRecord> read_trace(Database& database, const InstrumentKey& instrument,
                                                   core::TimeRange known_at);

}  // namespace tidemark::storage::sqlite
