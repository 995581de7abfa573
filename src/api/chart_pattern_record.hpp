#pragma once

#include "analysis/chart_patterns/pattern.hpp"
#include "analysis/confidence/pattern_confidence.hpp"
#include "core/time.hpp"
#include "core/values.hpp"
#include "net/json_writer.hpp"
#include "storage/store.hpp"

namespace tidemark::api {

/// What became known of a chart pattern as the store keeps it, known since `known_at`.
[[nodiscard]] storage::ChartPatternRecord chart_pattern_record(storage::SeriesKey series,
                                                               const analysis::chart_patterns::ChartPattern& pattern,
                                                               const analysis::confidence::Parts& confidence,
                                                               core::Timestamp known_at, core::Scale scale);

/// [{"time","price"}], oldest first.
void write_anchors(net::JsonWriter& json, const analysis::chart_patterns::ChartPattern& pattern);
/// {"upper":{"from":{"time","price"},"to":…},"lower":…}, from the pattern's first candle to `known`.
void write_boundaries(net::JsonWriter& json, const analysis::chart_patterns::ChartPattern& pattern);
/// {"hits","ended","low","high"}: how many breakouts reached their target, and the Wilson interval of that share.
void write_tally(net::JsonWriter& json, const analysis::chart_patterns::Tally& tally);
/// "bullish", "bearish", "neutral".
[[nodiscard]] std::string_view direction_of(analysis::confidence::Side side);

}  // namespace tidemark::api
