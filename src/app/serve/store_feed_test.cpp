#include "app/serve/store_feed.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "engine/testing.hpp"

namespace tidemark::app {
namespace {

using engine::testing::at;

const core::Timestamp kNoon = at("2026-11-26T12:00:00Z");

engine::CandleOutput closed(core::InstrumentId id, int minute, std::int64_t price) {
  return {id, core::Timeframe::k1m, core::CandleState::kClosed,
          engine::testing::closed(id, kNoon + core::minutes(minute), price).candle, kNoon + core::hours(1)};
}

TEST(StoreFeed, sends_repaired_candles_in_order_with_the_last_word_on_each_time) {
  StoreFeed feed{"binance"};
  const core::Instrument btc = engine::testing::instrument("BTCUSDT");
  feed.put_instrument(btc);
  for (const auto& [minute, price] : {std::pair{5, 105}, {6, 106}, {2, 102}, {3, 103}, {7, 107}, {6, 999}}) {
    feed.add(closed(btc.id, minute, price));
  }
  const auto records = feed.take();
  ASSERT_EQ(records.size(), 2U);
  const auto& batch = std::get<storage::CandleBatch>(records[1]);
  std::vector<std::pair<std::int64_t, std::int64_t>> got;
  for (const core::Candle& c : batch.candles) got.emplace_back((c.open_time - kNoon) / core::minutes(1), c.close.ticks);
  EXPECT_EQ(got,
            (std::vector<std::pair<std::int64_t, std::int64_t>>{{2, 102}, {3, 103}, {5, 105}, {6, 999}, {7, 107}}));
}

TEST(StoreFeed, keeps_an_engine_state_behind_the_candles_it_includes) {
  StoreFeed feed{"binance"};
  const core::Instrument btc = engine::testing::instrument("BTCUSDT");
  feed.put_instrument(btc);
  feed.add(closed(btc.id, 1, 100));
  feed.add(EngineState{btc.id, std::vector<std::byte>(3)});
  const auto records = feed.take();
  ASSERT_EQ(records.size(), 3U);
  EXPECT_TRUE(std::holds_alternative<storage::CandleBatch>(records[1]));
  EXPECT_EQ(std::get<storage::SnapshotRecord>(records[2]).name, "engine/test:BTCUSDT");
}

// By hand: (40 + 15) * 0.8 = 44, which is low (from 40, below 60).
TEST(StoreFeed, keeps_a_pattern_with_what_its_confidence_is_made_of) {
  StoreFeed feed{"binance"};
  const core::Instrument btc = engine::testing::instrument("BTCUSDT");
  feed.put_instrument(btc);
  feed.add(engine::PatternOutput{.instrument = btc.id,
                                 .timeframe = core::Timeframe::k5m,
                                 .pattern = analysis::candlesticks::Pattern::kEngulfing,
                                 .value = -80,
                                 .open_time = kNoon,
                                 .price = {10150},
                                 .known_at = kNoon + core::minutes(5),
                                 .volume_confirmation = 0.5,
                                 .trend_alignment = 0.25,
                                 .confidence = {.base = 40, .volume = 15, .multiplier = 0.8}});
  const auto records = feed.take();
  ASSERT_EQ(records.size(), 2U);
  const auto& row = std::get<storage::PatternRecord>(records[1]);
  EXPECT_EQ(row.series, (storage::SeriesKey{"test", "BTCUSDT", core::Timeframe::k5m}));
  EXPECT_EQ(row.pattern, "CDLENGULFING");
  EXPECT_EQ(row.value, -80);
  EXPECT_EQ(row.price_level, "101.5");
  EXPECT_DOUBLE_EQ(row.confidence, 44);
  EXPECT_EQ(row.strength, "low");
  EXPECT_EQ(row.metadata, R"({"level":2,"base":40,"volume":15,"price":0,"timeframes":0,"multiplier":0.8})");
}

TEST(StoreFeed, keeps_a_finding_of_volume_with_what_has_no_column_of_its_own) {
  StoreFeed feed{"binance"};
  const core::Instrument btc = engine::testing::instrument("BTCUSDT");
  feed.put_instrument(btc);
  feed.add(engine::VolumeOutput{.instrument = btc.id,
                                .timeframe = core::Timeframe::k5m,
                                .finding = {.kind = analysis::volume::Kind::kFakeOut,
                                            .side = analysis::volume::Side::kBearish,
                                            .strength = analysis::volume::Strength::kStrong,
                                            .confidence = 62.5,
                                            .volume_ratio = 3.5,
                                            .price_change = -0.75,
                                            .measure = 1.25,
                                            .candles = 3,
                                            .from = kNoon,
                                            .time = kNoon + core::minutes(10),
                                            .known_at = kNoon + core::minutes(15),
                                            .price = 101.07,
                                            .from_price = 102},
                                .known_at = kNoon + core::minutes(16)});
  const auto records = feed.take();
  ASSERT_EQ(records.size(), 2U);
  const auto& row = std::get<storage::VolumePatternRecord>(records[1]);
  EXPECT_EQ(row.series, (storage::SeriesKey{"test", "BTCUSDT", core::Timeframe::k5m}));
  EXPECT_EQ(row.type, "fake_out");
  EXPECT_EQ(row.direction, "bearish");
  EXPECT_EQ(row.strength, "strong");
  EXPECT_EQ(row.time, kNoon + core::minutes(10));
  EXPECT_EQ(row.known_at, kNoon + core::minutes(16));
  EXPECT_EQ(row.price_level, "101.07");
  EXPECT_DOUBLE_EQ(row.volume_ratio, 3.5);
  EXPECT_DOUBLE_EQ(row.price_change, -0.75);
  EXPECT_EQ(row.metadata, R"({"measure":1.25,"candles":3,"from":"2026-11-26T12:00:00Z","from_price":102})");
}

engine::IndicatorOutput value_at(core::InstrumentId id, std::uint16_t indicator, int minute,
                                 std::vector<double> values) {
  engine::IndicatorOutput output{.instrument = id, .indicator = indicator};
  output.open_time = kNoon + core::minutes(minute);
  output.count = static_cast<std::uint8_t>(values.size());
  std::ranges::copy(values, output.values.begin());
  return output;
}

TEST(StoreFeed, keeps_the_values_of_closed_candles_under_the_names_of_their_outputs) {
  StoreFeed feed{"binance"};
  const core::Instrument btc = engine::testing::instrument("BTCUSDT");
  feed.put_instrument(btc);
  feed.add(value_at(btc.id, 0, 0, {1}));  // nobody asked for it yet
  feed.keep_indicators(analysis::parse_indicators("RSI:period=14;MACD").value());
  feed.add(value_at(btc.id, 0, 1, {55}));
  feed.add(value_at(btc.id, 1, 1, {3, 2, std::nan("")}));  // one output has none yet
  engine::IndicatorOutput forming = value_at(btc.id, 0, 2, {56});
  forming.state = core::CandleState::kForming;
  feed.add(forming);
  EXPECT_EQ(feed.rows(), 3U);
  const auto records = feed.take();
  ASSERT_EQ(records.size(), 2U);
  const auto& batch = std::get<storage::IndicatorBatch>(records[1]);
  EXPECT_EQ(batch.series, (storage::SeriesKey{"test", "BTCUSDT", core::Timeframe::k1m}));
  std::vector<std::string> got;
  for (const auto& row : batch.rows) {
    const auto& type = batch.types->at(row.type);
    got.push_back(type.type + " " + type.output + " " + type.metadata + " " + std::to_string(row.value));
    EXPECT_EQ(row.time, kNoon + core::minutes(1));
  }
  EXPECT_EQ(got,
            (std::vector<std::string>{R"(RSI:period=14 Real {"unit":"%"} 55.000000)",
                                      R"(MACD:fast_period=12,slow_period=26,signal_period=9 MACD {"unit":"price"} )"
                                      "3.000000",
                                      R"(MACD:fast_period=12,slow_period=26,signal_period=9 MACDSignal )"
                                      R"({"unit":"price"} 2.000000)"}));
  EXPECT_TRUE(feed.take().empty());
}

}  // namespace
}  // namespace tidemark::app
