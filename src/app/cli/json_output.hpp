#pragma once

#include <string>

#include "app/cli/console.hpp"
#include "core/candle.hpp"
#include "core/finding.hpp"
#include "net/json_writer.hpp"
#include "storage/store.hpp"

namespace tidemark::app {

/// Writes one JSON document and a newline to standard output: `write` fills it in.
template <class Write>
void print_json(const Console& console, Write write) {
  std::string text;
  net::JsonWriter json{text};
  write(json);
  console.out << text << '\n';
}

/// {from, to, candles, reason, state}: from is the first missing open time, to the open time of the next candle.
void write_gap(net::JsonWriter& json, const core::Gap& gap, core::Timeframe timeframe);
/// "venue", "symbol", "timeframe" of a begun object.
void write_series(net::JsonWriter& json, const storage::SeriesKey& series);
/// {time, open, high, low, close, volume}
void write_candle(net::JsonWriter& json, const core::Candle& candle, core::Scale scale);

}  // namespace tidemark::app
