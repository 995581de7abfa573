#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/zones/settings.hpp"
#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/timeframe.hpp"

namespace tidemark::api {

/// Candles a client sent to be looked at.
struct PostedCandles {
  core::Instrument instrument;  ///< of no venue: symbol, market and pip as posted
  core::Timeframe timeframe{core::Timeframe::k1h};
  analysis::zones::ZoneSettings settings;
  std::vector<core::CandleF> candles;  ///< ascending
};

inline constexpr std::size_t kPostedMin = 30;
inline constexpr std::size_t kPostedMax = 10'000;

/// {"timeframe":"1h","candles":[[open_time_ms, open, high, low, close, volume], …]} with, where wanted, "symbol",
/// "market_type", "pip_size" and "parameters":{name: number}. Errors are kInvalidArgument or kParse with the offending
/// member as place: bad_json, missing_member, unknown_member, bad_timeframe, bad_market, bad_candle, unsorted_candles,
/// too_few_candles, too_many_candles, unknown_parameter, bad_parameter.
[[nodiscard]] core::Result<PostedCandles> parse_posted_candles(std::string_view body);

}  // namespace tidemark::api
