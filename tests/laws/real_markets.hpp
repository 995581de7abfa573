#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/laws/scenarios.hpp"

namespace tidemark::laws {

/// Candles of a (gzipped) CSV: the columns open, high, low, close, a time (date, open_time_ms) and a volume, by name in
/// any case. Throws std::runtime_error on anything unexpected.
[[nodiscard]] std::vector<core::CandleF> read_market(const std::filesystem::path& path);

/// Three real markets of more than 20,000 candles each, kept beside the project: EURUSD 15m, BTCUSDT 1h, XAUUSD 1h.
/// Empty without them.
[[nodiscard]] std::vector<Scenario> real_markets();

}  // namespace tidemark::laws
