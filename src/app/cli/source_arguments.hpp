#pragma once

#include <optional>
#include <string>

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/timeframe.hpp"
#include "venues/file/event_source.hpp"

namespace tidemark::app {

/// How to take a file that does not name its symbol ("BTCUSDT", "venue:BTCUSDT"; empty: not said) or timeframe.
[[nodiscard]] inline core::Result<venues::file::EventSourceOptions> source_options_of(
    const std::string& symbol, const std::optional<std::string>& timeframe) {
  venues::file::EventSourceOptions source;
  if (!symbol.empty()) {
    const auto name = core::parse_symbol(symbol);
    if (!name) return std::unexpected(name.error());
    source.symbol = name->symbol;
    if (!name->venue.empty()) source.venue = name->venue;
  }
  if (timeframe) {
    const auto read = core::parse_timeframe(*timeframe);
    if (!read) return std::unexpected(read.error());
    source.timeframe = *read;
  }
  return source;
}

}  // namespace tidemark::app
