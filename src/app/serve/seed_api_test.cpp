#include "app/serve/seed_api.hpp"

#include <gtest/gtest.h>

#include "api/testing/fixtures.hpp"

namespace tidemark::app {
namespace {

core::Gap gap_of(core::InstrumentId id, std::int64_t minute, core::GapState state) {
  const core::Timestamp from = api::testing::candle(minute).open_time;
  return {.instrument = id,
          .range = {from, from + core::minutes(5)},
          .candles = 5,
          .reason = core::GapReason::kDisconnect,
          .state = state,
          .known_at = from + core::minutes(6)};
}

// A hole that was not mended before the last stop is still one; the table must not say there is none.
TEST(SeedApi, holes_that_were_open_at_the_last_stop_are_counted_after_a_restart) {
  auto store = storage::open_store(":memory:", storage::OpenMode::kCreate);
  ASSERT_TRUE(store);
  const core::Instrument btc = api::testing::instrument(0, "BTCUSDT");
  const core::Instrument other_venue = api::testing::instrument(1, "BTCUSDT", "elsewhere");
  ASSERT_TRUE((*store)->put_instrument(btc));
  ASSERT_TRUE((*store)->put_instrument(other_venue));
  const storage::SeriesKey series{"sim", "BTCUSDT", core::Timeframe::k1m};
  ASSERT_TRUE((*store)->put_gaps(
      {{series, gap_of(btc.id, 10, core::GapState::kOpen)},
       {series, gap_of(btc.id, 20, core::GapState::kFilled)},
       {series, gap_of(btc.id, 30, core::GapState::kRepairing)},
       {{"elsewhere", "BTCUSDT", core::Timeframe::k1m}, gap_of(other_venue.id, 40, core::GapState::kOpen)}}));
  api::testing::RunningApi running{"", {}, {}, {btc, other_venue}};
  ASSERT_TRUE(seed_api(**store, {btc, other_venue}, running.api));
  const auto symbols = running.json("/api/symbols");
  EXPECT_EQ(*symbols.find("symbols")->array()->at(0).find("gaps_open")->integer(), 2);
  EXPECT_EQ(*symbols.find("symbols")->array()->at(1).find("gaps_open")->integer(), 1);
}

}  // namespace
}  // namespace tidemark::app
