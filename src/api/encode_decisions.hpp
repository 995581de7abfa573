#pragma once

#include <string>
#include <vector>

#include "net/json_writer.hpp"
#include "storage/decision_record.hpp"

namespace tidemark::api {

/// The SignalInfo document.
void encode_signal(net::JsonWriter& json, const storage::SignalRecord& signal);
/// How ended signals went: by type and confidence, and by the reasons they had.
struct SignalOutcomes {
  std::vector<storage::CalibrationRow> calibration;
  std::vector<storage::FactorPerformanceRow> factors;
};
/// The SignalList document, newest first.
[[nodiscard]] std::string encode_signals(const std::vector<storage::SignalRecord>& signals,
                                         const SignalOutcomes& outcomes);
/// The SignalUpdate document, for the stream.
[[nodiscard]] std::string encode_signal_update(const std::vector<storage::SignalRecord>& signals);
/// The ConfluencePage document; without a record, with no zones.
[[nodiscard]] std::string encode_confluence(const storage::SeriesKey& series, const storage::ConfluenceRecord* record);

}  // namespace tidemark::api
