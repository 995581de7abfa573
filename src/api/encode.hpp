#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/catalogue.hpp"
#include "api/api.hpp"
#include "api/candle_window.hpp"
#include "api/live_state.hpp"
#include "net/json_writer.hpp"
#include "storage/store.hpp"

namespace tidemark::api {

/// The documents of the API, as they stand in openapi_schemas.cpp. Times in candles are Unix milliseconds; elsewhere
/// ISO-8601 unless the name ends in _ms.

/// [open_time_ms, open, high, low, close, volume], prices exact.
void encode_candle(net::JsonWriter& json, const core::Candle& candle, core::Scale scale);
/// The Candles document.
[[nodiscard]] std::string encode_window(const SeriesRef& series, const CandleWindow& window);
/// The same candles as CSV: time,open,high,low,close,volume; ISO times, closed candles only.
[[nodiscard]] std::string encode_csv(const CandleWindow& window);

[[nodiscard]] std::string_view name_of(engine::SignalGate gate) noexcept;
[[nodiscard]] std::string_view name_of(engine::BookState state) noexcept;

void encode_source(net::JsonWriter& json, const SourceInfo& source);
/// `stored`: instruments of the database that are not live; listed without a price.
[[nodiscard]] std::string encode_symbols(const std::vector<InstrumentView>& live,
                                         const std::vector<core::Instrument>& stored, const SourceInfo& source);
/// One stream of the Status document and of the system channel's snapshot.
void encode_stream(net::JsonWriter& json, const InstrumentView& view);

void encode_quality_score(net::JsonWriter& json, const core::QualityScore& quality);
[[nodiscard]] std::string encode_quality(const SeriesRef& series, const std::optional<storage::QualityRecord>& record);
/// {"timeframe","from","to","candles","reason","state"} without braces, so that callers can add to it.
void encode_gap_members(net::JsonWriter& json, const core::Gap& gap);
[[nodiscard]] std::string encode_gaps(const core::Instrument& instrument, const std::vector<core::Gap>& gaps);
[[nodiscard]] std::string encode_quarantine(const storage::QuarantinePage& page);

[[nodiscard]] std::string encode_catalogue(std::span<const analysis::IndicatorInfo> catalogue);

}  // namespace tidemark::api
