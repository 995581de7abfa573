#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/catalogue.hpp"
#include "api/api.hpp"
#include "api/candle_window.hpp"
#include "api/latency.hpp"
#include "api/live_state.hpp"
#include "net/json_writer.hpp"
#include "ops/histogram.hpp"
#include "ops/process_stats.hpp"
#include "storage/store.hpp"

namespace tidemark::api {

/// The documents of the API, as they stand in schemas/. Times in candles are Unix milliseconds; elsewhere
/// ISO-8601 unless the name ends in _ms.

/// [open_time_ms, open, high, low, close, volume], prices exact.
void encode_candle(net::JsonWriter& json, const core::Candle& candle, core::Scale scale);
/// The CandlePage document as the stream has it.
[[nodiscard]] std::string encode_window(const SeriesRef& series, const CandleWindow& window);
/// The same with the cursor of the following page.
[[nodiscard]] std::string encode_page(const SeriesRef& series, const CandleWindow& window,
                                      const std::optional<std::string>& next);
/// The same candles as CSV: time,open,high,low,close,volume; ISO times, closed candles only.
[[nodiscard]] std::string encode_csv(const CandleWindow& window);
/// The same candles in binary, the layout of /api/data's description; the forming candle last, marked in the flags.
[[nodiscard]] std::string encode_binary(const CandleWindow& window, core::Timeframe timeframe);

[[nodiscard]] std::string_view name_of(engine::SignalGate gate) noexcept;
[[nodiscard]] std::string_view name_of(engine::BookState state) noexcept;

void encode_source(net::JsonWriter& json, const SourceInfo& source);
/// What the API knows of a live instrument besides the engine's words.
struct MarketFacts {
  bool subscribed{true};
  std::string feed_reason;  ///< empty: nothing to say
};
/// One row of the channel `markets`.
void encode_market_row(net::JsonWriter& json, const InstrumentView& view, const MarketFacts& facts);
/// One row of SymbolList: of a live instrument, and of one that is only in the database and has no price.
void encode_symbol(net::JsonWriter& json, const InstrumentView& view, const MarketFacts& facts,
                   const std::vector<double>& sparkline);
void encode_stored_symbol(net::JsonWriter& json, const core::Instrument& instrument);
/// Levels only when the book is live.
[[nodiscard]] std::string encode_order_book(const core::Instrument& instrument,
                                            const std::optional<engine::BookDepth>& depth, std::size_t levels);
[[nodiscard]] std::string encode_trades(const core::Instrument& instrument, const std::vector<core::Trade>& trades);
void encode_available(net::JsonWriter& json, const AvailableSymbol& symbol);
/// One stream of the Status document and of the system channel's snapshot.
void encode_stream(net::JsonWriter& json, const InstrumentView& view);

void encode_quality_score(net::JsonWriter& json, const core::QualityScore& quality);
[[nodiscard]] std::string encode_quality(const SeriesRef& series, const std::optional<storage::QualityRecord>& record);
/// {"timeframe","from","to","candles","reason","state"} without braces, so that callers can add to it.
void encode_gap_members(net::JsonWriter& json, const core::Gap& gap);
[[nodiscard]] std::string encode_gaps(const core::Instrument& instrument, const std::vector<core::Gap>& gaps);
[[nodiscard]] std::string encode_quarantine(const storage::QuarantinePage& page);

/// A text, or null when it is empty.
void encode_reason(net::JsonWriter& json, const std::string& reason);
/// ISO-8601, or null.
void encode_time(net::JsonWriter& json, const std::optional<core::Timestamp>& time);

// The parts of the System, Latency and Services documents.
void encode_latency_stage(net::JsonWriter& json, const LatencyStageInfo& stage, const ops::Histogram& histogram);
void encode_process(net::JsonWriter& json, const ops::ProcessStats& stats, core::Duration uptime);
void encode_queue(net::JsonWriter& json, const bus::QueueStats& queue);
void encode_feed_link(net::JsonWriter& json, const FeedLink& link);
void encode_store(net::JsonWriter& json, const StoreReport& store);
void encode_memory(net::JsonWriter& json, const LiveSize& size);
void encode_part(net::JsonWriter& json, const PartReport& part);

/// A ParameterInfo, as every catalogue has it.
void encode_parameter(net::JsonWriter& json, const analysis::ParameterInfo& parameter);
[[nodiscard]] std::string encode_catalogue(std::span<const analysis::IndicatorInfo> catalogue);
[[nodiscard]] std::string encode_strategies();

}  // namespace tidemark::api
