#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "sim/market_data/interval.hpp"
#include "venues/binance/parser.hpp"

namespace tidemark::venues::simulated {

enum class StreamKind : std::uint8_t {
  kAggTrade,
  kTrade,
  kKline,
  kMiniTicker,
  kTicker,
  kBookTicker,
  kDepth,
  kPartialDepth,
  kAvgPrice,
  kMarkPrice,
  kForceOrder,
};

/// What a stream's name asks for.
struct StreamId {
  StreamKind kind{StreamKind::kTrade};
  std::string symbol;        ///< canonical; empty: all symbols of the market ("!miniTicker@arr")
  sim::Interval interval{};  ///< klines
  core::Duration zone;       ///< klines
  std::size_t levels{0};     ///< partial depth
  core::Duration period;     ///< between messages; zero: with every event
};

/// Reads "btcusdt@depth@100ms", "!miniTicker@arr", "btcusdt@kline_1d@+08:00" …; nothing when the market has no such
/// stream. Whether the symbol is listed is not looked at.
[[nodiscard]] std::optional<StreamId> parse_stream(std::string_view name, binance::Market market);

}  // namespace tidemark::venues::simulated
