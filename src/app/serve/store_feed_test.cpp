#include "app/serve/store_feed.hpp"

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

}  // namespace
}  // namespace tidemark::app
