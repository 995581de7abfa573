#pragma once

#include <string>
#include <vector>

#include "net/json_writer.hpp"
#include "storage/decision_record.hpp"

namespace tidemark::api {

/// The SignalInfo document.
void encode_signal(net::JsonWriter& json, const storage::SignalRecord& signal);
/// The SignalList document: newest first, and how those that ended went by type and confidence.
[[nodiscard]] std::string encode_signals(const std::vector<storage::SignalRecord>& signals,
                                         const std::vector<storage::CalibrationRow>& calibration);
/// The SignalUpdate document, for the stream.
[[nodiscard]] std::string encode_signal_update(const std::vector<storage::SignalRecord>& signals);
/// The ConfluencePage document; without a record, with no zones.
[[nodiscard]] std::string encode_confluence(const storage::SeriesKey& series, const storage::ConfluenceRecord* record);

}  // namespace tidemark::api
