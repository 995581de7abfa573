#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/context.hpp"
#include "net/json_writer.hpp"

namespace tidemark::api {

/// The MarketAnalysis document: what is known of a live instrument at this moment, all from memory: the row of the
/// overview, the last decision in short, and of each timeframe the best confluence and the newest candlestick pattern.
void encode_analysis(net::JsonWriter& json, const Context& context, const InstrumentView& view);

/// One item of a BulkAnalysis: the analysis of a live instrument of this name, or why there is none.
enum class BulkItem : std::uint8_t { kAnalyzed, kFailed };
BulkItem encode_bulk_item(net::JsonWriter& json, const Context& context, std::string_view name);

/// The MarketContext document: the row of the overview, the readings of the last decision, the prices nearest above and
/// below where reasons agree, and how the book leans.
[[nodiscard]] std::string encode_market_context(const Context& context, const InstrumentView& view);

}  // namespace tidemark::api
