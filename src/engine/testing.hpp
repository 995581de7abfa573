#pragma once

#include <string_view>
#include <vector>

#include "analysis/catalogue.hpp"
#include "core/event.hpp"
#include "core/instrument.hpp"
#include "core/rng.hpp"
#include "engine/engine.hpp"
#include "engine/output_codec.hpp"

/// Short ways to feed an engine and to read what it says; for tests only.
namespace tidemark::engine::testing {

inline core::Timestamp at(std::string_view text) {
  return core::parse_time(text).value();
}

inline core::Instrument instrument(std::string_view symbol) {
  core::Instrument i;
  i.venue = "test";
  i.symbol = symbol;
  i.scale = {2, 3};
  return i;
}

inline core::Trade trade(core::InstrumentId id, core::Timestamp exchange, core::Timestamp received, std::int64_t price,
                         std::int64_t qty, std::uint64_t trade_id) {
  core::Trade t;
  t.instrument = id;
  t.times = {exchange, received};
  t.price = {price};
  t.qty = {qty};
  t.first_id = t.last_id = trade_id;
  return t;
}

inline core::VenueCandle venue_candle(core::InstrumentId id, core::Timeframe timeframe, core::Timestamp open_time,
                                      core::Timestamp received, std::int64_t price, core::CandleState state) {
  core::VenueCandle v;
  v.instrument = id;
  v.times = {received, received};
  v.timeframe = timeframe;
  v.state = state;
  v.candle.open_time = open_time;
  v.candle.open = v.candle.high = v.candle.low = v.candle.close = {price};
  v.candle.volume = {10};
  return v;
}

/// Closed and received a tenth of a second after its end.
inline core::VenueCandle closed(core::InstrumentId id, core::Timestamp open_time, std::int64_t price,
                                core::Timeframe timeframe = core::Timeframe::k1m) {
  return venue_candle(id, timeframe, open_time, open_time + core::duration_of(timeframe) + core::milliseconds(100),
                      price, core::CandleState::kClosed);
}

inline core::Heartbeat heartbeat(core::Timestamp received) {
  return {{{}, received}};
}

/// All outputs of one kind, in order.
template <class T>
std::vector<T> only(const std::vector<Output>& outputs) {
  std::vector<T> all;
  for (const Output& output : outputs) {
    if (const T* o = std::get_if<T>(&output)) all.push_back(*o);
  }
  return all;
}

inline std::vector<CandleOutput> candles(const std::vector<Output>& outputs, core::Timeframe timeframe,
                                         core::CandleState state) {
  std::vector<CandleOutput> all;
  for (const CandleOutput& c : only<CandleOutput>(outputs)) {
    if (c.timeframe == timeframe && c.state == state) all.push_back(c);
  }
  return all;
}

inline std::vector<core::FindingCode> finding_codes(const std::vector<Output>& outputs) {
  std::vector<core::FindingCode> all;
  for (const FindingOutput& f : only<FindingOutput>(outputs)) all.push_back(f.finding.code);
  return all;
}

inline std::vector<std::byte> bytes_of(const std::vector<Output>& outputs) {
  core::ByteWriter writer;
  for (const Output& output : outputs) encode(output, writer);
  return writer.take();
}

}  // namespace tidemark::engine::testing
