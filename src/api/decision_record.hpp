#pragma once

#include <string>
#include <string_view>

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "decision/confluence.hpp"
#include "decision/signal.hpp"
#include "decision/trace.hpp"
#include "storage/decision_record.hpp"

namespace tidemark::api {

/// "binance:BTCUSDT@1717171260100": an instrument and the millisecond its decision was taken in.
[[nodiscard]] std::string trace_id_of(const storage::InstrumentKey& instrument, core::Timestamp known_at);
struct TraceName {
  core::SymbolName symbol;              ///< venue may be empty
  std::optional<core::TimeRange> when;  ///< absent: "@latest"
};
/// The id, or SYMBOL@latest. kInvalidArgument, bad_trace_id.
[[nodiscard]] core::Result<TraceName> parse_trace_id(std::string_view text);

/// What the store keeps of what the engine said, and what everyone is shown.
[[nodiscard]] storage::SignalRecord record_of(const core::Instrument& instrument, const decision::Signal& signal);
[[nodiscard]] storage::TraceRecord record_of(const core::Instrument& instrument, const decision::Trace& trace);
[[nodiscard]] storage::ConfluenceRecord record_of(const core::Instrument& instrument, core::Timeframe timeframe,
                                                  const decision::Confluence& confluence);
/// {"source","kind","id","time","known_at"} of the finding and, of a zone, {"type","status","tests","top","bottom",
/// "distance_pips"} from `price`.
[[nodiscard]] std::string factor_metadata(const decision::Factor& factor, double price, double pip);
/// A finding's kind by its analyzer's name: "swing", "demand", "CDLENGULFING", "spike"; "" of a reading.
[[nodiscard]] std::string_view kind_name(const decision::FindingLink& finding);

}  // namespace tidemark::api
