#include "app/serve/past.hpp"

#include <gtest/gtest.h>

#include "engine/engine.hpp"
#include "engine/testing.hpp"

namespace tidemark::app {
namespace {

using engine::testing::at;

const core::Timestamp kNoon = at("2026-11-26T12:00:00Z");

class PastTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store = std::move(storage::open_store(":memory:", storage::OpenMode::kCreate).value());
    btc = engine::testing::instrument("BTCUSDT");
    storage::CandleBatch batch{btc, core::Timeframe::k1m, "test", {}};
    for (int i = 0; i < 10; ++i) {
      batch.candles.push_back(engine::testing::closed(btc.id, kNoon + core::minutes(i), 100 + i).candle);
    }
    ASSERT_TRUE(store->put_candles(batch));
  }
  /// The engine's state after the first `count` candles.
  void put_state(int count) {
    core::InstrumentTable table;
    btc.id = table.add(btc);
    engine::Engine engine{table, config};
    std::vector<engine::Output> out;
    for (int i = 0; i < count; ++i)
      engine.process(engine::testing::closed(btc.id, kNoon + core::minutes(i), 100 + i), out);
    core::ByteWriter writer;
    ASSERT_TRUE(engine.snapshot(btc.id, writer));
    ASSERT_TRUE(store->put_snapshot(snapshot_name(btc), writer.bytes()));
  }
  [[nodiscard]] Past read(const std::string& configuration) {
    return read_past(*store,
                     {.instrument = btc, .now = kNoon + core::minutes(30), .engine_configuration = configuration})
        .value();
  }

  std::unique_ptr<storage::Store> store;
  core::Instrument btc;
  engine::EngineConfig config;
};

TEST_F(PastTest, without_a_state_all_candles_are_to_be_seen) {
  const Past past = read(engine::snapshot_configuration(config));
  EXPECT_FALSE(past.state);
  EXPECT_EQ(past.candles.size(), 10U);
  EXPECT_EQ(past.newest->open_time, kNoon + core::minutes(9));
}

TEST_F(PastTest, ends_with_the_newest_minute_that_is_stored) {
  EXPECT_EQ(end_of_past(*store, btc).value(), kNoon + core::minutes(10));
  EXPECT_FALSE(end_of_past(*store, engine::testing::instrument("ETHUSDT")).value());
}

TEST_F(PastTest, a_state_leaves_the_candles_it_has_not_seen) {
  put_state(7);
  const Past past = read(engine::snapshot_configuration(config));
  ASSERT_TRUE(past.state);
  ASSERT_EQ(past.candles.size(), 3U);
  EXPECT_EQ(past.candles.front().open_time, kNoon + core::minutes(7));
  EXPECT_EQ(past.newest->open_time, kNoon + core::minutes(9));
}

TEST_F(PastTest, a_state_of_another_configuration_or_none_wanted_leaves_all_candles) {
  put_state(7);
  engine::EngineConfig other;
  other.indicators = analysis::parse_indicators("RSI:period=14").value();
  for (const std::string& configuration : {engine::snapshot_configuration(other), std::string{}}) {
    const Past past = read(configuration);
    EXPECT_FALSE(past.state);
    EXPECT_EQ(past.candles.size(), 10U);
  }
}

TEST_F(PastTest, a_damaged_state_leaves_all_candles) {
  ASSERT_TRUE(store->put_snapshot(snapshot_name(btc), std::vector<std::byte>(64)));
  EXPECT_EQ(read(engine::snapshot_configuration(config)).candles.size(), 10U);
}

TEST_F(PastTest, finer_units_than_the_instruments_give_an_empty_past) {
  btc.scale.price_decimals = 1;  // 1.01 does not fit
  EXPECT_FALSE(read("").newest);
}

TEST_F(PastTest, an_unknown_instrument_has_an_empty_past) {
  btc.symbol = "ETHUSDT";
  const Past past = read("");
  EXPECT_FALSE(past.newest);
  EXPECT_TRUE(past.candles.empty());
}

}  // namespace
}  // namespace tidemark::app
