#include "api/live_state.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/fixtures.hpp"

namespace tidemark::api {
namespace {

using core::Timeframe;
using testing::candle;
using testing::closed;
using testing::forming;
using testing::instrument;

class LiveStateTest : public ::testing::Test {
 protected:
  LiveStateTest() { live_.put_instrument(instrument(0, "BTCUSDT")); }
  LiveState live_{{}};
};

TEST_F(LiveStateTest, KeepsClosedAndFormingApart) {
  live_.apply(forming(0, candle(0)));
  EXPECT_EQ(live_.newest({0}, Timeframe::k1m, 10).forming, candle(0));
  live_.apply(closed(0, candle(0)));
  const auto view = live_.newest({0}, Timeframe::k1m, 10);
  EXPECT_THAT(view.closed, ::testing::ElementsAre(candle(0)));
  EXPECT_FALSE(view.forming);
  EXPECT_TRUE(view.complete);
  EXPECT_FALSE(view.has_older);
}

TEST_F(LiveStateTest, AFormingCandleThatIsClosedAlreadyIsIgnored) {
  live_.apply(closed(0, candle(1)));
  live_.apply(forming(0, candle(1)));
  EXPECT_FALSE(live_.newest({0}, Timeframe::k1m, 10).forming);
}

TEST_F(LiveStateTest, TakesRangesFromEitherEnd) {
  for (int n = 0; n < 10; ++n) live_.apply(closed(0, candle(n)));
  const auto newest = live_.newest({0}, Timeframe::k1m, 3, candle(8).open_time);
  EXPECT_THAT(newest.closed, ::testing::ElementsAre(candle(5), candle(6), candle(7)));
  EXPECT_TRUE(newest.has_older);
  const auto since = live_.since({0}, Timeframe::k1m, candle(7).open_time, 2);
  EXPECT_THAT(since.closed, ::testing::ElementsAre(candle(7), candle(8)));
  EXPECT_TRUE(since.has_older);
  EXPECT_FALSE(live_.since({0}, Timeframe::k1m, candle(0).open_time, 2).has_older);
  EXPECT_TRUE(live_.since({0}, Timeframe::k5m, candle(0).open_time, 2).closed.empty());
}

TEST_F(LiveStateTest, RefusesOutputsOfUnknownInstruments) {
  EXPECT_FALSE(live_.apply(closed(7, candle(0))));
  EXPECT_FALSE(live_.view({7}));
  EXPECT_TRUE(live_.newest({7}, Timeframe::k1m, 1).closed.empty());
}

TEST_F(LiveStateTest, FindsByVenueOrFirst) {
  live_.put_instrument(instrument(1U << 30U, "BTCUSDT", "binance"));
  EXPECT_EQ(live_.find({"", "BTCUSDT"})->venue, "sim");
  EXPECT_EQ(live_.find({"binance", "BTCUSDT"})->id.value, 1U << 30U);
  EXPECT_FALSE(live_.find({"bybit", "BTCUSDT"}));
  EXPECT_EQ(live_.all().size(), 2U);
}

TEST_F(LiveStateTest, AChangedScaleDropsCandlesInOldUnits) {
  live_.apply(closed(0, candle(0)));
  core::Instrument finer = instrument(0, "BTCUSDT");
  finer.tick_size = {5};
  live_.put_instrument(finer);
  EXPECT_EQ(live_.newest({0}, Timeframe::k1m, 1).closed.size(), 1U);
  finer.scale.price_decimals = 4;
  live_.put_instrument(finer);
  EXPECT_TRUE(live_.newest({0}, Timeframe::k1m, 1).closed.empty());
}

TEST_F(LiveStateTest, ShowsLastPriceAndTheStateOfTheStream) {
  EXPECT_FALSE(live_.view({0})->last);
  live_.apply(closed(0, candle(0)));
  live_.apply(forming(0, candle(1)));
  live_.apply(core::FeedStatus{{0}, {}, core::FeedState::kLive});
  live_.apply(engine::PauseOutput{{0}, engine::SignalGate::kPaused, core::FindingCode::kGap, {}});
  live_.apply(engine::QualityOutput{{0}, Timeframe::k1m, {.score = 0.5}, {}});
  live_.apply(engine::BookOutput{{0}, engine::BookState::kStale, 1, {}, {}, {}});
  const auto view = live_.view({0});
  EXPECT_DOUBLE_EQ(*view->last, 100.02);
  EXPECT_EQ(view->feed, core::FeedState::kLive);
  EXPECT_EQ(view->pause_reason, core::FindingCode::kGap);
  EXPECT_EQ(view->quality[0]->quality.score, 0.5);
  EXPECT_EQ(view->book->state, engine::BookState::kStale);
}

// By hand: the latest candle is minute 1440, the one 24 h before it is minute 0. Closes: 10001 and 10001 + 1440 ticks.
TEST_F(LiveStateTest, ChangeIsAgainstTheCandle24HoursBefore) {
  for (int n = 0; n < 1440; ++n) live_.apply(closed(0, candle(n)));
  EXPECT_FALSE(live_.view({0})->change_24h_pct) << "not yet a day";
  live_.apply(forming(0, candle(1440)));
  EXPECT_NEAR(*live_.view({0})->change_24h_pct, 1440.0 / 10001.0 * 100, 1e-9);
}

TEST_F(LiveStateTest, ChangeIsNotTakenAcrossAHole) {
  live_.apply(closed(0, candle(0)));
  live_.apply(closed(0, candle(3000)));
  EXPECT_FALSE(live_.view({0})->change_24h_pct);
}

TEST_F(LiveStateTest, KeepsGapsByTheirStart) {
  core::Gap gap{{0}, Timeframe::k1m, {candle(1).open_time, candle(3).open_time}, 2, {}, core::GapState::kOpen, {}};
  live_.apply(gap);
  gap.state = core::GapState::kFilled;
  live_.apply(gap);
  ASSERT_EQ(live_.gaps({0}).size(), 1U);
  EXPECT_EQ(live_.gaps({0})[0].state, core::GapState::kFilled);
}

// By hand: 48 half hours of 1.5 before and with the latest one, the one forming; the candle 24 h before it is not
// counted.
TEST_F(LiveStateTest, VolumeIsThatOfTheLast24Hours) {
  for (int n = 0; n < 48; ++n) live_.apply(closed(0, candle(n, 30), Timeframe::k30m));
  EXPECT_FALSE(live_.view({0})->volume_24h) << "not yet a day";
  live_.apply(forming(0, candle(48, 30), Timeframe::k30m));
  EXPECT_DOUBLE_EQ(*live_.view({0})->volume_24h, 48 * 1.5);
}

TEST_F(LiveStateTest, SparklineIsADayOfHalfHours) {
  EXPECT_TRUE(live_.sparkline({0}).empty());
  for (int n = 0; n < 60; ++n) live_.apply(closed(0, candle(n, 30), Timeframe::k30m));
  live_.apply(forming(0, candle(60, 30), Timeframe::k30m));
  const auto points = live_.sparkline({0});
  ASSERT_EQ(points.size(), 48U);
  EXPECT_DOUBLE_EQ(points.front(), 100.14);  // of candle 13: 100.01 + 0.13
  EXPECT_DOUBLE_EQ(points.back(), 100.61);
}

TEST(LiveStateBounds, TheMoreSeriesTheShorterEach) {
  LiveState live{{.candles_per_series = 500, .candles = 1000, .trades_per_instrument = 3}};
  for (std::uint32_t id = 0; id < 4; ++id) live.put_instrument(instrument(id, "S" + std::to_string(id)));
  for (int n = 0; n < 600; ++n) live.apply(closed(0, candle(n)));
  EXPECT_EQ(live.size().candles, 500U);
  for (std::uint32_t id = 1; id < 4; ++id) live.apply(closed(id, candle(0)));
  live.apply(closed(0, candle(600)));
  EXPECT_EQ(live.newest({0}, Timeframe::k1m, 1000).closed.size(), 250U) << "a quarter of all";
  EXPECT_EQ(live.newest({0}, Timeframe::k1m, 1000).closed.back(), candle(600));
  EXPECT_FALSE(live.newest({0}, Timeframe::k1m, 1000).complete);
}

TEST(LiveStateBounds, TheMoreSeriesTheFewerFindingsOfEach) {
  LiveState live{{.findings_per_series = 40, .findings = 80}};
  for (std::uint32_t id = 0; id < 4; ++id) live.put_instrument(instrument(id, "S" + std::to_string(id)));
  const auto find = [&live](std::uint32_t id, int n) {
    engine::PatternOutput found;
    found.instrument = {id};
    found.timeframe = Timeframe::k1m;
    found.open_time = candle(n).open_time;
    live.apply(closed(id, candle(n)));
    live.apply(found);
  };
  for (int n = 0; n < 60; ++n) find(0, n);
  EXPECT_EQ(live.newest_patterns({0}, Timeframe::k1m, 100).items.size(), 40U);
  for (std::uint32_t id = 1; id < 4; ++id) find(id, 0);
  find(0, 60);
  const auto kept = live.newest_patterns({0}, Timeframe::k1m, 100).items;
  ASSERT_EQ(kept.size(), 20U) << "a quarter of all";
  EXPECT_EQ(kept.front().open_time, candle(41).open_time);
  EXPECT_EQ(kept.back().open_time, candle(60).open_time);
}

TEST(LiveStateBounds, KeepsTheNewestTradesAndKnowsWhatFellOut) {
  LiveState live{{.trades_per_instrument = 3}};
  live.put_instrument(instrument(0, "BTCUSDT"));
  for (std::uint64_t id = 1; id <= 5; ++id) {
    core::Trade trade;
    trade.last_id = id;
    live.apply(trade);
  }
  EXPECT_EQ(live.newest_trades({0}, 2).items.back().last_id, 5U);
  EXPECT_FALSE(live.trades_after({0}, 2).missed);
  EXPECT_EQ(live.trades_after({0}, 2).items.front().last_id, 3U);
  EXPECT_TRUE(live.trades_after({0}, 1).missed);
  EXPECT_TRUE(live.trades_after({0}, 5).items.empty());
}

}  // namespace
}  // namespace tidemark::api
