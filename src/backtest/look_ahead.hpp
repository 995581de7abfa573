#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "backtest/run.hpp"

namespace tidemark::backtest {

/// A run over the candles that have ended by `until`, from the first one on, that tells `observer` what it does.
using PartRun = std::function<core::Status(core::Timestamp until, RunObserver& observer)>;
/// Of candles in order, those that have ended by then.
[[nodiscard]] std::span<const core::Candle> ended_by(core::Timestamp until, std::span<const core::Candle> candles,
                                                     core::Timeframe timeframe);

/// A decision that was another one when less of the future was there.
struct LookAhead {
  core::Timestamp at;        ///< end of the last candles both runs had seen
  std::uint64_t with{0};     ///< order events until then with all candles there
  std::uint64_t without{0};  ///< and with none beyond
};

struct LookAheadCheck {
  std::uint64_t prefixes{0};  ///< runs compared
  std::vector<LookAhead> found;
};

/// Runs over all candles, then over prefixes that end just where the whole run asked for orders (at most `prefixes` of
/// them, spread evenly), and compares every order event up to there. What decides by candles yet to come decides
/// otherwise when they are not there.
[[nodiscard]] core::Result<LookAheadCheck> check_look_ahead(std::size_t prefixes, const PartRun& run_part);

}  // namespace tidemark::backtest
