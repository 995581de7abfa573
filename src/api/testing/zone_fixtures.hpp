#pragma once

#include <string>
#include <vector>

#include "api/testing/fixtures.hpp"

/// Candles whose zones are worked out by hand in analysis/zones/zones_test.cpp: twenty of range 2 about 100, a base of
/// two, a rally of three that leaves a demand zone 100.0 … 100.4, known with candle 24.
namespace tidemark::api::testing {

struct Ohlc {
  double open;
  double high;
  double low;
  double close;
};

inline const std::vector<Ohlc> kBaseAndRally{{100.0, 100.4, 99.6, 99.8},
                                             {99.8, 100.3, 99.6, 99.9},
                                             {99.9, 102.0, 99.8, 101.9},
                                             {101.9, 103.5, 101.8, 103.4},
                                             {103.4, 104.5, 103.3, 104.4}};
/// Comes to the zone with candle 25, has closed below it three times with candle 27.
inline const std::vector<Ohlc> kBreak{{104.4, 104.5, 99.4, 99.5}, {99.5, 99.8, 98.9, 99.0}, {99.0, 99.2, 98.4, 98.5}};
/// Comes back to it from below and stays there: it flips with candle 32.
inline const std::vector<Ohlc> kFlip{{98.5, 100.0, 98.4, 99.5},
                                     {99.5, 99.9, 99, 99.4},
                                     {99.4, 99.6, 99, 99.1},
                                     {99.1, 99.3, 98, 98.2},
                                     {98.2, 98.5, 97, 97.5}};

inline std::vector<Ohlc> zone_market(const std::vector<std::vector<Ohlc>>& parts) {
  std::vector<Ohlc> all(20, Ohlc{100, 101, 99, 100});
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

/// One a minute from kStart on.
inline std::vector<core::Candle> candles_of(const std::vector<Ohlc>& rows) {
  std::vector<core::Candle> candles;
  for (const Ohlc& row : rows) {
    const auto ticks = [](double price) { return core::Price{static_cast<std::int64_t>(price * 100 + 0.5)}; };
    core::Candle candle;
    candle.open_time = core::Timestamp::from_ms(kStart + static_cast<std::int64_t>(candles.size()) * kMinute);
    candle.open = ticks(row.open);
    candle.high = ticks(row.high);
    candle.low = ticks(row.low);
    candle.close = ticks(row.close);
    candle.volume = {100000};
    candles.push_back(candle);
  }
  return candles;
}

/// The body that asks for the zones of these candles.
inline std::string posted(const std::vector<Ohlc>& rows, const std::string& more = "") {
  std::string body = R"({"timeframe":"1m","candles":[)";
  std::int64_t minute = 0;
  for (const Ohlc& row : rows) {
    if (minute != 0) body += ',';
    body += "[" + std::to_string(kStart + minute++ * kMinute);
    for (const double price : {row.open, row.high, row.low, row.close}) body += "," + std::to_string(price);
    body += ",1]";
  }
  return body + "]" + more + "}";
}
inline std::string posted_candles() {
  return posted(zone_market({kBaseAndRally, kBreak, kFlip}));
}

inline storage::ZoneChange stored_zone(const storage::SeriesKey& series, const std::string& id = "0123456789abcdef") {
  const auto at = [](std::int64_t minute) { return core::Timestamp::from_ms(kStart + minute * kMinute); };
  storage::ZoneRecord zone;
  zone.id = id;
  zone.series = series;
  zone.number = 1;
  zone.type = "demand";
  zone.direction = "bullish";
  zone.formation = "drop_base_rally";
  zone.top = 100.4;
  zone.bottom = 100;
  zone.left = at(20);
  zone.right = at(21);
  zone.impulse_from = at(22);
  zone.impulse_to = zone.created = at(24);
  zone.updated = at(26);
  zone.known_at = at(27);
  zone.strength = 0.5;
  zone.tests = zone.successes = 1;
  zone.status = "tested";
  return {.zone = zone,
          .test = storage::ZoneTestRecord{.number = 1,
                                          .time = at(25),
                                          .type = "touch",
                                          .outcome = "bounce",
                                          .price = 100.4,
                                          .rejection_strength = 0.5,
                                          .volume = 3,
                                          .move_pips = 12}};
}

/// What the engine says of the zone of stored_zone() with candle `minute`.
inline engine::ZoneOutput said_of_zone(analysis::zones::ZoneEventKind event, std::int64_t minute) {
  const auto record = stored_zone({}).zone;
  engine::ZoneOutput output;
  output.event = event;
  output.id = 1;
  output.status = analysis::zones::ZoneStatus::kActive;
  output.base_from = record.left;
  output.base_to = record.right;
  output.impulse_from = record.impulse_from;
  output.impulse_to = record.impulse_to;
  output.top = record.top;
  output.bottom = record.bottom;
  output.known_at = core::Timestamp::from_ms(kStart + (minute + 1) * kMinute);
  return output;
}

}  // namespace tidemark::api::testing
