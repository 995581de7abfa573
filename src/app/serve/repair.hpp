#pragma once

#include <span>
#include <vector>

#include "core/candle.hpp"
#include "core/finding.hpp"
#include "core/instrument.hpp"
#include "core/time.hpp"
#include "engine/output.hpp"

namespace tidemark::app {

/// One-minute candles fetched when the engine had gone on without them: for the store and the charts, because the
/// engine's closed candles are final.
struct RepairedRange {
  core::Instrument instrument;
  core::TimeRange range;              ///< what was asked for
  std::vector<core::Candle> candles;  ///< all that the venue has in it, ascending
};

/// The whole weeks that the longer timeframes of a range are made of: read this much of the base to repair it.
[[nodiscard]] core::TimeRange weeks_around(core::TimeRange range);

/// What a repair says, as if the engine said it: the candles (marked kRepaired) that `stored` does not hold, every
/// closed candle of a longer timeframe that touches the range, built anew, and the ledger's new entries: filled where
/// candles came, unrecoverable where the venue has none either. `stored` is the base series of weeks_around(range).
[[nodiscard]] std::vector<engine::Output> outputs_of_repair(const RepairedRange& repair,
                                                            std::span<const core::Candle> stored, core::Timestamp now);

/// Candles of one longer timeframe that were stored as partial and whose base is whole by now: built anew. `partial`
/// and `base` (1m) are ascending; `base` covers the candles' periods.
[[nodiscard]] std::vector<core::Candle> mended(const core::Instrument& instrument, core::Timeframe timeframe,
                                               std::span<const core::Candle> partial,
                                               std::span<const core::Candle> base);

}  // namespace tidemark::app
