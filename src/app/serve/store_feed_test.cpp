#include "app/serve/store_feed.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

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

TEST(StoreFeed, keeps_nothing_of_what_a_forming_candle_shows) {
  StoreFeed feed{"binance"};
  const core::Instrument btc = engine::testing::instrument("BTCUSDT");
  feed.put_instrument(btc);
  static_cast<void>(feed.take());
  feed.add(engine::FormingPatternsOutput{.instrument = btc.id, .hits = {.ready = 1, .bullish = 1}, .open_time = kNoon});
  EXPECT_TRUE(feed.take().empty());
}

// The pattern is that of tests/cases/chart_patterns/double_top.case after its target was reached.
TEST(StoreFeed, keeps_a_chart_pattern_as_last_known) {
  namespace chart = analysis::chart_patterns;
  StoreFeed feed{"binance"};
  const core::Instrument btc = engine::testing::instrument("BTCUSDT");
  feed.put_instrument(btc);
  const auto moment = [](int index) { return chart::Moment{index, kNoon + core::minutes(index)}; };
  chart::ChartPattern pattern{.state = chart::State::kComplete,
                              .completion = 100,
                              .began = moment(63),
                              .known = moment(80),
                              .atr = 1,
                              .target = 90,
                              .invalidation = 111.5};
  pattern.shape.kind = chart::Kind::kDoubleTop;
  for (const auto& [index, price] : {std::pair{41, 110.0}, {51, 100.0}, {61, 110.0}}) {
    pattern.shape.anchors.push({moment(index), price});
  }
  pattern.shape.upper = {{moment(41), 110}, {moment(80), 110}};
  pattern.shape.lower = {{moment(41), 100}, {moment(80), 100}};
  pattern.shape.height = 10;
  pattern.shape.quality = 1;
  pattern.breakout = chart::Breakout{.side = chart::Side::kBearish,
                                     .at = moment(71),
                                     .close = 99,
                                     .boundary = 100,
                                     .atr = 1,
                                     .volume_confirmation = 0.5};
  pattern.outcome = {.state = chart::OutcomeState::kHit, .candles = 9, .favorable = 9, .adverse = 0};
  feed.add(engine::ChartPatternOutput{.instrument = btc.id,
                                      .timeframe = core::Timeframe::k1m,
                                      .pattern = std::make_shared<const chart::ChartPattern>(pattern),
                                      .confidence = {.base = 60, .volume = 15, .multiplier = 0.8},
                                      .known_at = kNoon + core::minutes(81)});
  const auto records = feed.take();
  ASSERT_EQ(records.size(), 2U);
  const auto& row = *std::get<storage::Boxed<storage::ChartPatternRecord>>(records[1]);
  EXPECT_EQ(row.series, (storage::SeriesKey{"test", "BTCUSDT", core::Timeframe::k1m}));
  EXPECT_EQ(row.pattern, "double_top");
  EXPECT_EQ(row.began, kNoon + core::minutes(63));
  EXPECT_EQ(row.start, kNoon + core::minutes(41));
  EXPECT_EQ(row.end, kNoon + core::minutes(61));
  EXPECT_EQ(row.state, "complete");
  EXPECT_EQ(row.direction, "bearish");
  EXPECT_EQ(row.outcome, "hit_target");
  EXPECT_EQ(row.target, "90");
  EXPECT_EQ(row.invalidation, "111.5");
  EXPECT_EQ(row.breakout, kNoon + core::minutes(71));
  EXPECT_EQ(row.breakout_price, "99");
  EXPECT_DOUBLE_EQ(row.confidence, 60);  // (60 + 15) * 0.8
  EXPECT_EQ(row.strength, "medium");
  EXPECT_DOUBLE_EQ(row.mfe_atr, 9);
  EXPECT_NEAR(row.mfe_percent, 100 * 9 / 99.0, 1e-12);
  EXPECT_EQ(row.anchors, R"([{"time":"2026-11-26T12:41:00Z","price":110},{"time":"2026-11-26T12:51:00Z","price":100},)"
                         R"({"time":"2026-11-26T13:01:00Z","price":110}])");
}

/// What the engine says of decisions reaches the tables, as far as it is kept.
TEST(StoreFeed, keeps_signals_their_traces_and_confluence_of_the_longer_charts) {
  StoreFeed feed{"binance"};
  const core::Instrument btc = engine::testing::instrument("BTCUSDT");
  feed.put_instrument(btc);
  decision::Trace trace{.instrument = btc.id, .candle = kNoon, .known_at = kNoon + core::minutes(1), .pip = 0.1};
  const auto add_trace = [&] {
    feed.add(engine::DecisionOutput{
        .instrument = btc.id, .trace = std::make_shared<const decision::Trace>(trace), .known_at = trace.known_at});
  };
  add_trace();  // without a signal: not kept
  trace.verdict = decision::Verdict::kSignal;
  trace.type = decision::SignalType::kBuy;
  add_trace();
  decision::Signal signal{.number = 4,
                          .type = decision::SignalType::kBuy,
                          .side = decision::Side::kBullish,
                          .entry = 100,
                          .stop = 98,
                          .known_at = trace.known_at};
  signal.targets.push(103.5);
  feed.add(engine::SignalOutput{
      .instrument = btc.id, .signal = std::make_shared<const decision::Signal>(signal), .known_at = signal.known_at});
  decision::Confluence chart{.time = kNoon, .known_at = kNoon + core::minutes(15)};
  chart.frame.pip = 0.1;
  chart.factors = {
      decision::Factor{.type = decision::FactorType::kFibonacci, .side = decision::Side::kBullish, .price = 99}};
  chart.zones = {
      decision::ConfluenceZone{.side = decision::Side::kBullish, .price = 99, .top = 99, .bottom = 99, .count = 1}};
  for (const auto timeframe : {core::Timeframe::k1m, core::Timeframe::k15m}) {
    feed.add(engine::ConfluenceOutput{.instrument = btc.id,
                                      .timeframe = timeframe,
                                      .confluence = std::make_shared<const decision::Confluence>(chart),
                                      .known_at = chart.known_at});
  }
  EXPECT_EQ(feed.rows(), 5U);  // trace, signal; of the 15m chart itself, a zone and a factor
  const auto records = feed.take();
  ASSERT_EQ(records.size(), 4U);
  EXPECT_EQ(std::get<storage::TraceRecord>(records[1]).known_at, trace.known_at);
  const auto& row = *std::get<storage::Boxed<storage::SignalRecord>>(records[2]);
  EXPECT_EQ(row.instrument, (storage::InstrumentKey{"test", "BTCUSDT"}));
  EXPECT_EQ(row.targets, "[103.5]");
  EXPECT_EQ(row.status, "open");
  const auto& kept = std::get<storage::ConfluenceRecord>(records[3]);
  EXPECT_EQ(kept.series.timeframe, core::Timeframe::k15m);
  EXPECT_EQ(kept.zones.front().factors.front().type, "fibonacci");
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

/// A demand zone that came to be with the candle 12 minutes after noon, as it stands after one `minute` later on.
engine::ZoneOutput zone_said(core::InstrumentId instrument, analysis::zones::ZoneEventKind event, int minute) {
  engine::ZoneOutput output;
  output.instrument = instrument;
  output.event = event;
  output.id = 1;
  output.base_from = kNoon;
  output.base_to = kNoon + core::minutes(5);
  output.impulse_from = kNoon + core::minutes(6);
  output.impulse_to = kNoon + core::minutes(12);
  output.known_at = kNoon + core::minutes(minute + 1);
  output.top = 100.4;
  output.bottom = 100;
  return output;
}

engine::CandleOutput candle_of(core::InstrumentId instrument, int minute, std::int64_t close) {
  core::Candle candle;
  candle.open_time = kNoon + core::minutes(minute);
  candle.close = {close};
  return {instrument, core::Timeframe::k1m, core::CandleState::kClosed, candle, {}};
}

TEST(StoreFeed, keeps_what_becomes_of_a_zone_under_one_id_with_the_candle_that_said_so) {
  using enum analysis::zones::ZoneEventKind;
  StoreFeed feed{"binance"};
  const core::Instrument btc = engine::testing::instrument("BTCUSDT");
  feed.put_instrument(btc);
  feed.add(candle_of(btc.id, 12, 10440));
  feed.add(zone_said(btc.id, kCreated, 12));
  const auto first = feed.take();
  const auto& created = *std::get<storage::Boxed<storage::ZoneChange>>(first.back());
  EXPECT_EQ(created.zone.status, "active");
  EXPECT_EQ(created.zone.type, "demand");
  EXPECT_EQ(created.zone.created, kNoon + core::minutes(12));
  EXPECT_EQ(created.zone.updated, kNoon + core::minutes(12));
  EXPECT_FALSE(created.test || created.flip_price);

  feed.add(candle_of(btc.id, 20, 9950));
  feed.add(candle_of(btc.id, 3, 1));  // a repair, which says nothing of now
  auto broken = zone_said(btc.id, kBroken, 20);
  broken.status = analysis::zones::ZoneStatus::kBroken;
  broken.tests = 1;
  feed.add(broken);
  const auto second = feed.take();
  EXPECT_EQ(std::get<storage::Boxed<storage::ZoneChange>>(second.back())->zone.ended, kNoon + core::minutes(20));
  // Its test comes after the zone was taken away: the zone is said once more, with it.
  engine::ZoneTestOutput test;
  test.instrument = btc.id;
  test.type = analysis::zones::TestType::kBreak;
  test.outcome = analysis::zones::TestOutcome::kBreak;
  test.zone = test.number = 1;
  test.time = kNoon + core::minutes(18);
  test.price = 98;
  test.move = 0.49;
  feed.add(test);
  const auto third = feed.take();
  ASSERT_EQ(third.size(), 1U);
  const auto& tested = *std::get<storage::Boxed<storage::ZoneChange>>(third[0]);
  EXPECT_EQ(tested.zone.id, created.zone.id);
  ASSERT_TRUE(tested.test);
  EXPECT_EQ(tested.test->outcome, "break");
  EXPECT_DOUBLE_EQ(tested.test->move_pips, 50);  // a pip is a basis point of 98

  feed.add(candle_of(btc.id, 30, 9900));
  auto flipped = zone_said(btc.id, kFlipped, 30);
  flipped.status = analysis::zones::ZoneStatus::kFlipped;
  flipped.successor = 2;
  feed.add(flipped);
  const auto fourth = feed.take();
  const auto& change = *std::get<storage::Boxed<storage::ZoneChange>>(fourth.back());
  EXPECT_EQ(change.successor_number, 2U);
  ASSERT_TRUE(change.flip_price);
  EXPECT_EQ(change.zone.updated, kNoon + core::minutes(30));
}

}  // namespace
}  // namespace tidemark::app
