// What the live stream said of chart patterns, against the batch over the candles it closed, and across a restart.
#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "analysis/chart_patterns/detector.hpp"
#include "engine/engine.hpp"
#include "engine/testing.hpp"

namespace tidemark::engine {
namespace {

using analysis::chart_patterns::ChartPattern;
using core::Timeframe;

constexpr int kMinutes = 6000;

/// Minutes of a random walk with volume.
std::vector<core::Event> minutes_of(core::InstrumentId id) {
  core::Rng rng{17};
  std::vector<core::Event> events;
  std::int64_t price = 100'000;
  const core::Timestamp start = testing::at("2024-01-01T00:00Z");
  for (int minute = 0; minute < kMinutes; ++minute) {
    auto event = testing::closed(id, start + core::minutes(minute), price);
    core::Candle& candle = event.candle;
    candle.close = {std::max<std::int64_t>(1000, price + static_cast<std::int64_t>(60 * rng.normal()))};
    candle.high = {std::max(candle.open.ticks, candle.close.ticks) + static_cast<std::int64_t>(rng.below(20))};
    candle.low = {std::min(candle.open.ticks, candle.close.ticks) - static_cast<std::int64_t>(rng.below(20))};
    candle.volume = {static_cast<std::int64_t>(1000 + rng.below(4000))};
    price = candle.close.ticks;
    events.emplace_back(event);
  }
  return events;
}

class ChartPatternRecovery : public ::testing::Test {
 protected:
  ChartPatternRecovery() { config_.chart_patterns.emplace(); }

  [[nodiscard]] Engine engine() const { return Engine{table_, config_}; }
  static std::vector<Output> run(Engine& engine, std::span<const core::Event> events) {
    std::vector<Output> out;
    for (const core::Event& event : events) engine.process(event, out);
    return out;
  }
  static std::vector<ChartPattern> said_of(const std::vector<Output>& outputs, Timeframe timeframe) {
    std::vector<ChartPattern> all;
    for (const auto& one : testing::only<ChartPatternOutput>(outputs)) {
      if (one.timeframe == timeframe) all.push_back(*one.pattern);
    }
    return all;
  }

  core::InstrumentTable table_;
  core::InstrumentId id_ = table_.add(testing::instrument("BTCUSDT"));
  EngineConfig config_;
  std::vector<core::Event> events_ = minutes_of(id_);
};

TEST_F(ChartPatternRecovery, batch_over_the_closed_candles_gives_what_the_stream_gave) {
  Engine live = engine();
  const auto outputs = run(live, events_);
  for (const Timeframe timeframe : {Timeframe::k1m, Timeframe::k5m, Timeframe::k15m}) {
    analysis::chart_patterns::ChartPatternDetector detector;
    std::vector<ChartPattern> batch;
    for (const auto& one : testing::candles(outputs, timeframe, core::CandleState::kClosed)) {
      detector.update(core::to_double(one.candle, testing::instrument("BTCUSDT").scale), batch);
    }
    EXPECT_GT(batch.size(), 10U) << core::name_of(timeframe);
    EXPECT_EQ(said_of(outputs, timeframe), batch) << core::name_of(timeframe);
  }
}

TEST_F(ChartPatternRecovery, a_restart_goes_on_with_every_open_pattern_under_its_identity) {
  Engine whole = engine();
  const auto expected = run(whole, events_);
  constexpr std::size_t kStop = 3333;
  Engine before = engine();
  auto outputs = run(before, std::span{events_}.first(kStop));
  std::map<std::pair<analysis::chart_patterns::Kind, std::int64_t>, bool> open;
  for (const ChartPattern& one : said_of(outputs, Timeframe::k1m)) {
    open[{one.kind(), one.began.time.ns}] = !one.over();
  }
  EXPECT_TRUE(std::ranges::any_of(open, [](const auto& entry) { return entry.second; }));
  core::ByteWriter writer;
  ASSERT_TRUE(before.snapshot(id_, writer));
  Engine after = engine();
  core::ByteReader reader{writer.bytes()};
  ASSERT_TRUE(after.restore(id_, reader));
  const auto rest = run(after, std::span{events_}.subspan(kStop));
  outputs.insert(outputs.end(), rest.begin(), rest.end());
  EXPECT_EQ(said_of(outputs, Timeframe::k1m), said_of(expected, Timeframe::k1m));
  EXPECT_EQ(said_of(outputs, Timeframe::k5m), said_of(expected, Timeframe::k5m));
}

}  // namespace
}  // namespace tidemark::engine
