#pragma once

#include <cstddef>
#include <string>

#include "app/cli/optimize_command.hpp"
#include "core/result.hpp"
#include "net/json_reader.hpp"

namespace tidemark::app {

/// What a backtest that is asked for over the API may use.
struct BacktestBounds {
  std::string store;
  std::size_t candles_most{0};       ///< of a search, which has them in memory
  std::size_t combinations_most{0};  ///< of a search
};

/// The BacktestRequest of the API; without a grid it is one run. Everything that can be refused before a candle is read
/// is: kInvalidArgument with the member as place.
[[nodiscard]] core::Result<OptimizeOptions> read_backtest_request(const net::JsonValue& json,
                                                                  const BacktestBounds& bounds);

/// The same as JSON, defaults included.
[[nodiscard]] std::string backtest_request_text(const OptimizeOptions& options);

}  // namespace tidemark::app
