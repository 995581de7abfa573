#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "core/candle.hpp"
#include "core/event.hpp"
#include "core/instrument.hpp"
#include "core/time.hpp"

/// Short ways to write cases by hand; for tests only.
namespace tidemark::pipeline::testing {

inline core::Timestamp at(std::string_view text) {
  return core::parse_time(text).value();
}

/// Two price decimals, three for quantities.
inline core::Instrument bitcoin() {
  core::Instrument i;
  i.venue = "test";
  i.symbol = "BTCUSDT";
  i.scale = {2, 3};
  return i;
}

inline core::Instrument forex(core::MarketType type = core::MarketType::kForex) {
  core::Instrument i;
  i.venue = "test";
  i.symbol = type == core::MarketType::kMetal ? "XAUUSD" : "EURUSD";
  i.market_type = type;
  i.calendar = core::CalendarKind::kForexWeek;
  i.scale = {5, 0};
  return i;
}

inline core::Candle candle(core::Timestamp open_time, std::int64_t open, std::int64_t high, std::int64_t low,
                           std::int64_t close, std::int64_t volume = 10) {
  core::Candle c;
  c.open_time = open_time;
  c.open = {open};
  c.high = {high};
  c.low = {low};
  c.close = {close};
  c.volume = {volume};
  return c;
}

inline core::Candle flat(core::Timestamp open_time, std::int64_t price, std::int64_t volume = 10) {
  return candle(open_time, price, price, price, price, volume);
}

/// One flat candle for every period of [from, to), whether the market is open or not.
inline std::vector<core::Candle> run(core::Timestamp from, core::Timestamp to, core::Timeframe timeframe,
                                     std::int64_t price = 100'000) {
  std::vector<core::Candle> all;
  for (core::Timestamp t = from; t < to; t = t + core::duration_of(timeframe)) all.push_back(flat(t, price));
  return all;
}

inline core::Trade trade(core::Timestamp time, std::int64_t price, std::int64_t qty, std::uint64_t id,
                         core::Side taker = core::Side::kBuy) {
  core::Trade t;
  t.times = {time, time};
  t.price = {price};
  t.qty = {qty};
  t.taker = taker;
  t.first_id = t.last_id = id;
  return t;
}

inline std::vector<core::BookLevel> levels(std::initializer_list<std::pair<std::int64_t, std::int64_t>> list) {
  std::vector<core::BookLevel> all;
  for (const auto& [price, qty] : list) all.push_back({{price}, {qty}});
  return all;
}

}  // namespace tidemark::pipeline::testing
