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

TEST(SeedApi, rows_show_the_newest_signal_and_the_best_confluence_of_the_last_run) {
  auto store = storage::open_store(":memory:", storage::OpenMode::kCreate);
  ASSERT_TRUE(store);
  const core::Instrument btc = api::testing::instrument(0, "BTCUSDT");
  ASSERT_TRUE((*store)->put_instrument(btc));
  const auto at = [](int minute) { return api::testing::candle(minute).open_time; };
  storage::SignalRecord signal{.instrument = {"sim", "BTCUSDT"},
                               .known_at = at(10),
                               .direction = "bearish",
                               .number = 1,
                               .type = "sell",
                               .status = "target",
                               .entry = 100,
                               .stop = 101,
                               .targets = "[98]",
                               .candle = at(9),
                               .expires = at(70),
                               .updated = at(20),
                               .ended = at(20),
                               .exit = 98,
                               .result = 2};
  storage::SignalRecord newer = signal;
  newer.number = 2;
  newer.known_at = at(20);
  newer.type = "weak_sell";
  newer.status = "open";
  newer.ended = {};
  newer.exit = newer.result = {};
  const auto put = (*store)->put_signals({signal, newer});
  ASSERT_TRUE(put) << put.error().text();
  std::vector<storage::ConfluenceRecord> charts;
  for (const auto& [timeframe, score] : {std::pair{core::Timeframe::k15m, 0.5}, {core::Timeframe::k1h, 0.3}}) {
    storage::ConfluenceRecord chart{.series = {"sim", "BTCUSDT", timeframe}, .time = at(0), .known_at = at(60)};
    chart.zones.push_back({.direction = "bearish", .price = 101, .top = 102, .bottom = 100, .score = score});
    chart.zones.push_back({.direction = "bullish", .price = 90, .top = 90, .bottom = 90, .score = 0.1});
    charts.push_back(chart);
  }
  ASSERT_TRUE((*store)->put_confluence(charts));
  ASSERT_TRUE((*store)->put_candles({btc, core::Timeframe::k1m, "test", {api::testing::candle(0)}}));
  api::testing::RunningApi running{"", {}, {}, {btc}};
  ASSERT_TRUE(seed_api(**store, {btc}, running.api));
  const auto list = running.json("/api/symbols");
  const auto& row = list.find("symbols")->array()->front();
  EXPECT_EQ(*row.find("signal")->find("type")->text(), "weak_sell");
  EXPECT_EQ(*row.find("signal")->find("direction")->text(), "bearish");
  EXPECT_EQ(*row.find("confluence")->find("timeframe")->text(), "15m");
  EXPECT_EQ(row.find("confluence")->find("score")->number(), 0.5);
  EXPECT_EQ(row.find("confluence")->find("bottom")->number(), 100);
}

}  // namespace
}  // namespace tidemark::app
