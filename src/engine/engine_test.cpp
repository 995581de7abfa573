#include "engine/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/testing.hpp"

namespace tidemark::engine {
namespace {

using core::CandleFlag;
using core::CandleState;
using core::FindingCode;
using core::Timeframe;
using testing::at;
using testing::candles;
using testing::closed;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::heartbeat;
using ::testing::IsEmpty;
using testing::only;
using testing::trade;

const core::Timestamp kNoon = at("2024-01-01T12:00Z");

struct EngineTest : ::testing::Test {
  core::InstrumentTable table;
  core::InstrumentId btc = table.add(testing::instrument("BTCUSDT"));
  EngineConfig config;
  std::vector<Output> out;

  Engine make() { return Engine{table, config}; }
  /// What the engine says to this event alone.
  std::vector<Output> say(Engine& engine, const core::Event& event) {
    std::vector<Output> said;
    engine.process(event, said);
    out.insert(out.end(), said.begin(), said.end());
    return said;
  }
  core::Trade buy(core::Timestamp time, std::int64_t price, std::uint64_t id) const {
    return trade(btc, time, time, price, 1, id);
  }
};

// ---- venue candles

TEST_F(EngineTest, venue_candles_become_candles_of_every_timeframe) {
  Engine engine = make();
  for (int i = 0; i < 60; ++i) say(engine, closed(btc, kNoon + core::minutes(i), 100 + i));
  EXPECT_EQ(candles(out, Timeframe::k1m, CandleState::kClosed).size(), 60u);
  EXPECT_EQ(candles(out, Timeframe::k5m, CandleState::kClosed).size(), 12u);
  const auto hours = candles(out, Timeframe::k1h, CandleState::kClosed);
  ASSERT_EQ(hours.size(), 1u);
  EXPECT_EQ(hours[0].candle.open.ticks, 100);
  EXPECT_EQ(hours[0].candle.close.ticks, 159);
  EXPECT_EQ(hours[0].candle.volume.lots, 600);
  EXPECT_EQ(hours[0].known_at, kNoon + core::hours(1) + core::milliseconds(100));
  EXPECT_THAT(testing::finding_codes(out), IsEmpty());
  EXPECT_THAT(only<PauseOutput>(out), IsEmpty());
}

TEST_F(EngineTest, indicators_run_on_every_timeframe_and_say_nothing_before_they_are_warm) {
  config.indicators = analysis::parse_indicators("SMA:period=3").value();
  Engine engine = make();
  for (int i = 0; i < 15; ++i) say(engine, closed(btc, kNoon + core::minutes(i), 100 * (i + 1)));
  std::vector<double> one_minute;
  std::vector<double> five_minutes;
  for (const auto& o : only<IndicatorOutput>(out)) {
    if (o.state != CandleState::kClosed) continue;
    if (o.timeframe == Timeframe::k1m) one_minute.push_back(o.values[0]);
    if (o.timeframe == Timeframe::k5m) five_minutes.push_back(o.values[0]);
  }
  ASSERT_EQ(one_minute.size(), 13u);
  EXPECT_DOUBLE_EQ(one_minute[0], 2.0);  // prices 1.00 2.00 3.00
  ASSERT_EQ(five_minutes.size(), 1u);
  EXPECT_DOUBLE_EQ(five_minutes[0], 10.0);  // closes 5.00 10.00 15.00
}

TEST_F(EngineTest, a_hole_is_told_pauses_and_clean_candles_reopen) {
  Engine engine = make();
  say(engine, closed(btc, at("2023-03-24T12:39Z"), 100));
  const auto said = say(engine, closed(btc, at("2023-03-24T14:00Z"), 100));
  const auto gaps = only<core::Gap>(said);
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_EQ(gaps[0].range, (core::TimeRange{at("2023-03-24T12:40Z"), at("2023-03-24T14:00Z")}));
  EXPECT_EQ(gaps[0].candles, 80u);
  ASSERT_EQ(only<PauseOutput>(said).size(), 1u);
  EXPECT_EQ(only<PauseOutput>(said)[0].gate, SignalGate::kPaused);
  EXPECT_EQ(only<PauseOutput>(said)[0].reason, FindingCode::kGap);

  // The score must recover as well: 2 of 82 candles are there now.
  std::vector<Output> rest;
  for (int i = 1; i < 300; ++i) engine.process(closed(btc, at("2023-03-24T14:00Z") + core::minutes(i), 100), rest);
  const auto changes = only<PauseOutput>(rest);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].gate, SignalGate::kOpen);
}

TEST_F(EngineTest, no_candle_is_invented_for_a_hole) {
  Engine engine = make();
  say(engine, closed(btc, kNoon, 100));
  say(engine, closed(btc, kNoon + core::minutes(7), 100));
  EXPECT_EQ(candles(out, Timeframe::k1m, CandleState::kClosed).size(), 2u);
  const auto five = candles(out, Timeframe::k5m, CandleState::kClosed);
  ASSERT_EQ(five.size(), 1u);
  EXPECT_TRUE(core::has_flag(five[0].candle.flags, CandleFlag::kPartial));
}

TEST_F(EngineTest, a_bad_candle_is_quarantined_with_its_content) {
  Engine engine = make();
  auto bad = closed(btc, kNoon, 100);
  bad.candle.low = {-1};
  const auto said = say(engine, bad);
  ASSERT_EQ(only<FindingOutput>(said).size(), 1u);
  EXPECT_EQ(only<FindingOutput>(said)[0].finding.code, FindingCode::kNonPositivePrice);
  EXPECT_EQ(only<FindingOutput>(said)[0].candle, bad.candle);
  EXPECT_THAT(only<CandleOutput>(said), IsEmpty());
}

TEST_F(EngineTest, a_closed_candle_is_never_published_twice) {
  Engine engine = make();
  say(engine, closed(btc, kNoon, 100));
  EXPECT_THAT(testing::finding_codes(say(engine, closed(btc, kNoon, 100))), ElementsAre(FindingCode::kDuplicate));
  EXPECT_THAT(testing::finding_codes(say(engine, closed(btc, kNoon, 101))),
              ElementsAre(FindingCode::kConflictingDuplicate));
  EXPECT_EQ(candles(out, Timeframe::k1m, CandleState::kClosed).size(), 1u);
}

TEST_F(EngineTest, the_base_follows_the_first_closed_candle) {
  Engine engine = make();
  for (int i = 0; i < 24; ++i) say(engine, closed(btc, at("2024-01-01T00:00Z") + core::hours(i), 100, Timeframe::k1h));
  EXPECT_EQ(candles(out, Timeframe::k1d, CandleState::kClosed).size(), 1u);
  EXPECT_TRUE(candles(out, Timeframe::k1m, CandleState::kClosed).empty());
  // A shorter timeframe cannot be taken in any more; that is said once.
  EXPECT_THAT(testing::finding_codes(say(engine, closed(btc, at("2024-01-02T00:00Z"), 100))),
              ElementsAre(FindingCode::kIntervalMismatch));
  EXPECT_THAT(say(engine, closed(btc, at("2024-01-02T00:01Z"), 100)), IsEmpty());
}

TEST_F(EngineTest, a_shorter_forming_candle_settles_the_base_before_a_longer_one_closes) {
  Engine engine = make();
  say(engine, testing::venue_candle(btc, Timeframe::k1m, kNoon + core::minutes(4), kNoon + core::seconds(290), 100,
                                    CandleState::kForming));
  say(engine, closed(btc, kNoon, 100, Timeframe::k5m));
  say(engine, closed(btc, kNoon + core::minutes(4), 100));
  EXPECT_EQ(candles(out, Timeframe::k1m, CandleState::kClosed).size(), 1u);
}

TEST_F(EngineTest, the_venues_longer_candles_are_compared_whichever_comes_first) {
  Engine engine = make();
  const auto base = [&](int minute) { return closed(btc, kNoon + core::minutes(minute), 100); };
  auto venue = closed(btc, kNoon, 100, Timeframe::k5m);
  venue.candle.volume = {50};
  for (int i = 0; i < 5; ++i) say(engine, base(i));
  EXPECT_THAT(say(engine, venue), IsEmpty());
  venue.candle.high = {101};
  EXPECT_THAT(testing::finding_codes(say(engine, venue)), ElementsAre(FindingCode::kIntervalMismatch));

  auto next = closed(btc, kNoon + core::minutes(5), 100, Timeframe::k5m);
  next.candle.volume = {51};
  EXPECT_THAT(say(engine, next), IsEmpty());  // waits for ours
  for (int i = 5; i < 9; ++i) EXPECT_THAT(testing::finding_codes(say(engine, base(i))), IsEmpty());
  EXPECT_THAT(testing::finding_codes(say(engine, base(9))), ElementsAre(FindingCode::kIntervalMismatch));
}

TEST_F(EngineTest, forming_candles_are_published_at_a_bounded_rate) {
  Engine engine = make();
  say(engine, closed(btc, kNoon - core::minutes(1), 100));
  out.clear();
  for (int i = 0; i < 100; ++i) {
    const auto now = kNoon + core::milliseconds(10'000 + 10 * i);
    say(engine, testing::venue_candle(btc, Timeframe::k1m, kNoon, now, 100 + i, CandleState::kForming));
  }
  const auto forming = candles(out, Timeframe::k1m, CandleState::kForming);
  ASSERT_EQ(forming.size(), 4u);  // at 0, 250, 500 and 750 ms
  for (std::size_t i = 1; i < forming.size(); ++i) {
    EXPECT_GE(forming[i].known_at - forming[i - 1].known_at, config.forming_interval);
  }
  // What was held back comes with time.
  const auto said = say(engine, heartbeat(kNoon + core::milliseconds(11'250)));
  ASSERT_EQ(candles(said, Timeframe::k1m, CandleState::kForming).size(), 1u);
  EXPECT_EQ(candles(said, Timeframe::k1m, CandleState::kForming)[0].candle.close.ticks, 199);
  EXPECT_EQ(candles(said, Timeframe::k1w, CandleState::kForming).size(), 1u);
}

TEST_F(EngineTest, forming_candles_can_be_switched_off) {
  config.forming = FormingCandles::kSuppress;
  Engine engine = make();
  say(engine, buy(kNoon, 100, 1));
  EXPECT_THAT(only<CandleOutput>(out), IsEmpty());
}

// ---- trades

TEST_F(EngineTest, trades_become_candles_that_time_closes) {
  Engine engine = make();
  say(engine, buy(kNoon - core::seconds(30), 100, 1));
  say(engine, buy(kNoon + core::seconds(1), 101, 2));
  say(engine, buy(kNoon + core::seconds(59), 99, 3));
  EXPECT_TRUE(candles(say(engine, heartbeat(kNoon + core::seconds(61))), Timeframe::k1m, CandleState::kClosed).empty());
  const auto said = say(engine, heartbeat(kNoon + core::seconds(62)));
  const auto minute = candles(said, Timeframe::k1m, CandleState::kClosed);
  ASSERT_EQ(minute.size(), 1u);
  EXPECT_EQ(minute[0].candle.open.ticks, 101);
  EXPECT_EQ(minute[0].candle.close.ticks, 99);
  EXPECT_EQ(minute[0].candle.trades, 2u);
  EXPECT_EQ(minute[0].candle.flags, 0);
}

TEST_F(EngineTest, a_minute_without_trades_has_no_candle_and_is_no_gap) {
  Engine engine = make();
  say(engine, buy(kNoon - core::minutes(1), 100, 1));
  say(engine, buy(kNoon, 100, 2));
  say(engine, buy(kNoon + core::minutes(4), 100, 3));
  for (int s = 0; s <= 75; ++s) say(engine, heartbeat(kNoon + core::seconds(240 + s)));
  EXPECT_EQ(candles(out, Timeframe::k1m, CandleState::kClosed).size(), 3u);
  EXPECT_THAT(only<core::Gap>(out), IsEmpty());
  const auto five = candles(out, Timeframe::k5m, CandleState::kClosed);
  ASSERT_EQ(five.size(), 2u);
  EXPECT_FALSE(core::has_flag(five[1].candle.flags, CandleFlag::kPartial));  // nothing is missing from it
}

TEST_F(EngineTest, lost_trades_are_a_gap_with_exact_bounds_and_make_their_neighbors_partial) {
  Engine engine = make();
  say(engine, buy(kNoon - core::minutes(1), 100, 1));
  say(engine, buy(kNoon + core::seconds(10), 100, 2));
  const auto said = say(engine, buy(kNoon + core::seconds(190), 100, 50));
  EXPECT_THAT(testing::finding_codes(said), ElementsAre(FindingCode::kTradeIdGap));
  const auto gaps = only<core::Gap>(said);
  ASSERT_EQ(gaps.size(), 2u);
  EXPECT_EQ(gaps[0].trades, (core::TradeIds{3, 49}));
  EXPECT_EQ(gaps[0].range, (core::TimeRange{kNoon + core::seconds(10), kNoon + core::seconds(190)}));
  EXPECT_EQ(gaps[0].reason, core::GapReason::kSequence);
  EXPECT_EQ(gaps[1].range, (core::TimeRange{kNoon + core::minutes(1), kNoon + core::minutes(3)}));
  EXPECT_EQ(gaps[1].reason, core::GapReason::kSequence);
  EXPECT_FALSE(gaps[1].trades);
  EXPECT_EQ(only<PauseOutput>(said).size(), 1u);
  const auto minute = candles(said, Timeframe::k1m, CandleState::kClosed);
  ASSERT_EQ(minute.size(), 1u);
  EXPECT_TRUE(core::has_flag(minute[0].candle.flags, CandleFlag::kPartial));
}

TEST_F(EngineTest, trades_lost_while_the_feed_was_down_are_put_down_to_the_disconnect) {
  Engine engine = make();
  say(engine, buy(kNoon, 100, 1));
  say(engine, core::FeedStatus{btc, {kNoon, kNoon + core::seconds(5)}, core::FeedState::kStale});
  say(engine, core::FeedStatus{btc, {kNoon, kNoon + core::seconds(20)}, core::FeedState::kLive});
  const auto gaps = only<core::Gap>(say(engine, buy(kNoon + core::seconds(30), 100, 9)));
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_EQ(gaps[0].trades, (core::TradeIds{2, 8}));
  EXPECT_EQ(gaps[0].reason, core::GapReason::kDisconnect);
}

TEST_F(EngineTest, trades_between_a_closed_feed_and_its_return_are_not_missed) {
  Engine engine = make();
  say(engine, buy(kNoon, 100, 1));
  say(engine, core::FeedStatus{btc, {kNoon, kNoon + core::seconds(5)}, core::FeedState::kClosed});
  say(engine, core::FeedStatus{btc, {kNoon, kNoon + core::seconds(20)}, core::FeedState::kLive});
  EXPECT_TRUE(only<core::Gap>(say(engine, buy(kNoon + core::seconds(30), 100, 9))).empty());
  EXPECT_EQ(only<core::Gap>(say(engine, buy(kNoon + core::seconds(31), 100, 12))).size(), 1u)
      << "from then on every one counts";
}

TEST_F(EngineTest, candles_missed_while_the_feed_was_down_are_put_down_to_the_disconnect) {
  config.base_timeframe = Timeframe::k1m;
  config.source = CandleSource::kVenueCandles;
  Engine engine = make();
  say(engine, closed(btc, kNoon, 100));
  say(engine, core::FeedStatus{btc, {kNoon, kNoon + core::seconds(70)}, core::FeedState::kStale});
  say(engine, core::FeedStatus{btc, {kNoon, kNoon + core::seconds(300)}, core::FeedState::kGapped});
  const auto gaps = only<core::Gap>(say(engine, closed(btc, kNoon + core::minutes(4), 100)));
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_EQ(gaps[0].range, (core::TimeRange{kNoon + core::minutes(1), kNoon + core::minutes(4)}));
  EXPECT_EQ(gaps[0].reason, core::GapReason::kDisconnect);
}

TEST_F(EngineTest, a_feed_that_resyncs_and_a_book_that_was_lost_pause_signals) {
  Engine engine = make();
  const auto at = [&](int s) { return core::EventTimes{kNoon, kNoon + core::seconds(s)}; };
  say(engine, core::FeedStatus{btc, at(0), core::FeedState::kLive});
  const auto first = say(engine, core::BookSnapshot{btc, at(1), 10, {{{99}, {1}}}, {{{101}, {1}}}});
  EXPECT_THAT(only<PauseOutput>(first), IsEmpty());
  const auto lost = say(engine, core::BookDelta{btc, at(2), 15, 16, {}, {{{98}, {1}}}, {}});
  ASSERT_EQ(only<PauseOutput>(lost).size(), 1u);
  EXPECT_EQ(only<PauseOutput>(lost)[0].gate, SignalGate::kPaused);

  Engine other = make();
  say(other, core::FeedStatus{btc, at(0), core::FeedState::kLive});
  const auto resyncing = say(other, core::FeedStatus{btc, at(3), core::FeedState::kResyncing});
  ASSERT_EQ(only<PauseOutput>(resyncing).size(), 1u);
  EXPECT_EQ(only<PauseOutput>(resyncing)[0].reason, FindingCode::kBookGap);
}

TEST_F(EngineTest, late_trades_are_refused_and_said_once) {
  Engine engine = make();
  say(engine, buy(kNoon, 100, 1));
  say(engine, heartbeat(kNoon + core::seconds(70)));
  EXPECT_THAT(
      testing::finding_codes(say(engine, trade(btc, kNoon + core::seconds(59), kNoon + core::seconds(70), 100, 1, 2))),
      ElementsAre(FindingCode::kOutOfOrder));
  EXPECT_THAT(
      testing::finding_codes(say(engine, trade(btc, kNoon + core::seconds(59), kNoon + core::seconds(70), 100, 1, 3))),
      IsEmpty());
}

TEST_F(EngineTest, while_the_feed_is_broken_the_clock_closes_nothing) {
  Engine engine = make();
  say(engine, core::FeedStatus{btc, {{}, kNoon}, core::FeedState::kLive});
  say(engine, buy(kNoon + core::seconds(10), 100, 1));
  say(engine, core::FeedStatus{btc, {{}, kNoon + core::seconds(20)}, core::FeedState::kClosed});
  EXPECT_TRUE(candles(say(engine, heartbeat(kNoon + core::seconds(90))), Timeframe::k1m, CandleState::kClosed).empty());
  say(engine, core::FeedStatus{btc, {{}, kNoon + core::seconds(91)}, core::FeedState::kLive});
  const auto said = say(engine, buy(kNoon + core::seconds(100), 100, 9));
  ASSERT_EQ(candles(said, Timeframe::k1m, CandleState::kClosed).size(), 1u);
  EXPECT_TRUE(
      core::has_flag(candles(said, Timeframe::k1m, CandleState::kClosed)[0].candle.flags, CandleFlag::kPartial));
}

TEST_F(EngineTest, once_the_venue_sends_candles_trades_only_move_the_forming_one) {
  Engine engine = make();
  say(engine, buy(kNoon + core::seconds(1), 100, 1));
  auto forming =
      testing::venue_candle(btc, Timeframe::k1m, kNoon, kNoon + core::seconds(2), 100, CandleState::kForming);
  say(engine, forming);
  say(engine, buy(kNoon + core::seconds(3), 150, 2));
  const auto moved = candles(out, Timeframe::k1m, CandleState::kForming);
  EXPECT_EQ(moved.back().candle.high.ticks, 150);
  EXPECT_EQ(moved.back().candle.volume.lots, 11);
  EXPECT_TRUE(candles(say(engine, heartbeat(kNoon + core::seconds(70))), Timeframe::k1m, CandleState::kClosed).empty());
  const auto said = say(engine, closed(btc, kNoon, 120));
  ASSERT_EQ(candles(said, Timeframe::k1m, CandleState::kClosed).size(), 1u);
  EXPECT_EQ(candles(said, Timeframe::k1m, CandleState::kClosed)[0].candle.close.ticks, 120);
}

TEST_F(EngineTest, trades_may_be_made_the_only_source) {
  config.source = CandleSource::kTrades;
  Engine engine = make();
  say(engine, buy(kNoon, 100, 1));
  say(engine, closed(btc, kNoon - core::minutes(1), 500));
  say(engine, buy(kNoon + core::minutes(1), 100, 2));
  const auto minute = candles(out, Timeframe::k1m, CandleState::kClosed);
  ASSERT_EQ(minute.size(), 1u);
  EXPECT_EQ(minute[0].candle.close.ticks, 100);
}

TEST_F(EngineTest, ticks_pass_through_only_when_they_are_possible) {
  Engine engine = make();
  core::Quote quote;
  quote.instrument = btc;
  quote.times = {{}, kNoon};
  quote.bid = {100};
  quote.ask = {101};
  EXPECT_EQ(only<core::Quote>(say(engine, quote)).size(), 1u);
  quote.bid = {102};
  EXPECT_THAT(only<core::Quote>(say(engine, quote)), IsEmpty());
  EXPECT_EQ(only<core::Trade>(say(engine, buy(kNoon, 100, 1))).size(), 1u);
  EXPECT_THAT(only<core::Trade>(say(engine, buy(kNoon, -1, 2))), IsEmpty());
}

// ---- books

TEST_F(EngineTest, books_are_published_live_ask_for_a_snapshot_and_go_stale) {
  Engine engine = make();
  core::BookDelta delta;
  delta.instrument = btc;
  delta.times = {kNoon, kNoon};
  delta.first_update_id = 5;
  delta.last_update_id = 10;
  delta.bids = {{{100}, {1}}};
  auto said = only<BookOutput>(say(engine, delta));
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0].state, BookState::kSyncing);

  core::BookSnapshot snapshot;
  snapshot.instrument = btc;
  snapshot.times = {kNoon, kNoon};
  snapshot.last_update_id = 7;
  snapshot.bids = {{{99}, {1}}};
  snapshot.asks = {{{101}, {1}}};
  said = only<BookOutput>(say(engine, snapshot));
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0].state, BookState::kLive);
  EXPECT_EQ(said[0].best_bid.price.ticks, 100);
  EXPECT_EQ(said[0].update_id, 10u);

  const auto silence = say(engine, heartbeat(kNoon + core::seconds(11)));
  EXPECT_EQ(only<BookOutput>(silence).at(0).state, BookState::kStale);
  EXPECT_THAT(testing::finding_codes(silence), Contains(FindingCode::kBookStale));

  delta.first_update_id = 12;
  delta.last_update_id = 13;
  const auto gap = say(engine, delta);
  EXPECT_EQ(only<BookOutput>(gap).at(0).state, BookState::kSyncing);
  ASSERT_EQ(only<FindingOutput>(gap).size(), 1u);
  EXPECT_EQ(only<FindingOutput>(gap)[0].finding.code, FindingCode::kBookGap);
  EXPECT_EQ(only<FindingOutput>(gap)[0].finding.policy, core::Policy::kRepair);
}

TEST_F(EngineTest, a_book_can_be_looked_at_best_levels_first_and_only_while_it_is_live) {
  Engine engine = make();
  BookDepth depth;
  EXPECT_FALSE(engine.copy_depth(btc, depth)) << "not met yet";
  EXPECT_FALSE(engine.copy_depth({99}, depth));
  core::BookSnapshot snapshot;
  snapshot.instrument = btc;
  snapshot.times = {kNoon, kNoon};
  snapshot.last_update_id = 7;
  for (std::int64_t n = 0; n < 60; ++n) {
    snapshot.bids.push_back({{1000 - n}, {n + 1}});
    snapshot.asks.push_back({{1001 + n}, {n + 1}});
  }
  snapshot.asks.resize(3);
  (void)say(engine, snapshot);
  ASSERT_TRUE(engine.copy_depth(btc, depth));
  EXPECT_EQ(depth.state, BookState::kLive);
  EXPECT_EQ(depth.update_id, 7u);
  EXPECT_EQ(depth.known_at, kNoon);
  ASSERT_EQ(depth.bids().size(), kDepthLevelsMax);
  EXPECT_EQ(depth.bids()[0], (core::BookLevel{{1000}, {1}}));
  EXPECT_EQ(depth.bids()[49], (core::BookLevel{{951}, {50}}));
  ASSERT_EQ(depth.asks().size(), 3u);
  EXPECT_EQ(depth.asks()[2], (core::BookLevel{{1003}, {3}}));

  (void)say(engine, heartbeat(kNoon + core::seconds(11)));
  ASSERT_TRUE(engine.copy_depth(btc, depth));
  EXPECT_EQ(depth.state, BookState::kStale);
  EXPECT_TRUE(depth.bids().empty());
  EXPECT_TRUE(depth.asks().empty());
}

// ---- instruments, silence, state

TEST_F(EngineTest, instruments_may_be_added_while_running_and_unknown_ones_are_counted) {
  Engine engine = make();
  say(engine, closed(btc, kNoon, 100));
  EXPECT_THAT(say(engine, closed({1}, kNoon, 100)), IsEmpty());
  EXPECT_EQ(engine.dropped_events(), 1u);
  const auto eth = table.add(testing::instrument("ETHUSDT"));
  EXPECT_EQ(only<CandleOutput>(say(engine, closed(eth, kNoon, 100))).size(), 1u);
}

TEST_F(EngineTest, a_changed_scale_begins_the_instrument_anew) {
  config.indicators = analysis::parse_indicators("SMA:period=2").value();
  Engine engine = make();
  say(engine, closed(btc, kNoon, 100));
  core::Instrument finer = table.get(btc);
  finer.scale = {4, 3};
  table.update(btc, finer);
  EXPECT_THAT(only<IndicatorOutput>(say(engine, closed(btc, kNoon + core::minutes(1), 10'000))), IsEmpty());
  const auto said = only<IndicatorOutput>(say(engine, closed(btc, kNoon + core::minutes(2), 10'000)));
  ASSERT_EQ(said.size(), 1u);
  EXPECT_DOUBLE_EQ(said[0].values[0], 1.0);
}

TEST_F(EngineTest, long_silence_pauses) {
  Engine engine = make();
  say(engine, closed(btc, kNoon, 100));
  const auto said = say(engine, heartbeat(kNoon + core::minutes(3)));
  ASSERT_EQ(only<PauseOutput>(said).size(), 1u);
  EXPECT_EQ(only<PauseOutput>(said)[0].gate, SignalGate::kPaused);
  EXPECT_THAT(only<PauseOutput>(say(engine, heartbeat(kNoon + core::minutes(4)))), IsEmpty());
}

TEST_F(EngineTest, an_impossible_received_time_drops_the_event) {
  Engine engine = make();
  say(engine, heartbeat(kNoon));
  EXPECT_THAT(say(engine, heartbeat({INT64_MAX})), IsEmpty());
  EXPECT_EQ(engine.now(), kNoon);
  EXPECT_EQ(engine.dropped_events(), 1u);
}

TEST_F(EngineTest, a_trade_without_a_venue_time_counts_when_it_was_received) {
  Engine engine = make();
  say(engine, trade(btc, {}, kNoon + core::seconds(5), 100, 1, 0));
  const auto forming = candles(out, Timeframe::k1m, CandleState::kForming);
  ASSERT_EQ(forming.size(), 1u);
  EXPECT_EQ(forming[0].candle.open_time, kNoon);
}

TEST_F(EngineTest, history_is_not_late_but_what_comes_late_afterwards_is) {
  Engine engine = make();
  const auto fetched = [&](int minute, core::Timestamp received) {
    return testing::venue_candle(btc, Timeframe::k1m, kNoon + core::minutes(minute), received, 100,
                                 CandleState::kClosed);
  };
  const core::Timestamp start = kNoon + core::minutes(10);
  for (int minute = 0; minute < 10; ++minute) say(engine, fetched(minute, start));
  EXPECT_EQ(only<QualityOutput>(out).back().quality.timeliness, 1.0);
  say(engine, fetched(10, start + core::minutes(5)));
  EXPECT_NEAR(only<QualityOutput>(out).back().quality.timeliness, 10.0 / 11.0, 1e-12);
}

TEST_F(EngineTest, time_never_goes_back) {
  Engine engine = make();
  say(engine, heartbeat(kNoon));
  say(engine, heartbeat(kNoon - core::minutes(5)));
  EXPECT_EQ(engine.now(), kNoon);
}

TEST_F(EngineTest, a_snapshot_is_refused_when_it_does_not_fit_with_the_reason) {
  Engine engine = make();
  say(engine, closed(btc, kNoon, 100));
  core::ByteWriter writer;
  ASSERT_TRUE(engine.snapshot(btc, writer));
  const auto restore_into = [&](Engine& target, std::span<const std::byte> data) {
    core::ByteReader reader{data};
    return target.restore(btc, reader);
  };
  for (std::size_t size = 0; size < writer.bytes().size(); size += 7) {
    Engine fresh = make();
    const auto status = restore_into(fresh, writer.bytes().first(size));
    ASSERT_FALSE(status) << size;
    EXPECT_EQ(status.error().kind, core::ErrorKind::kCorrupt);
    EXPECT_EQ(fresh.now(), core::Timestamp{});
  }
  EngineConfig other = config;
  other.indicators = analysis::parse_indicators("RSI:period=14").value();
  Engine different{table, other};
  EXPECT_EQ(restore_into(different, writer.bytes()).error().code, "snapshot_configuration");
  core::InstrumentTable elsewhere;
  elsewhere.add(testing::instrument("ETHUSDT"));
  Engine moved{elsewhere, config};
  EXPECT_EQ(restore_into(moved, writer.bytes()).error().code, "snapshot_instrument");
  Engine good = make();
  EXPECT_TRUE(restore_into(good, writer.bytes()));
}

TEST_F(EngineTest, a_snapshot_names_its_instrument_and_how_far_its_candles_go) {
  Engine engine = make();
  core::ByteWriter writer;
  EXPECT_FALSE(engine.snapshot(btc, writer)) << "nothing was seen of it yet";
  say(engine, closed(btc, kNoon, 100));
  ASSERT_TRUE(engine.snapshot(btc, writer));
  const auto head = read_snapshot_head(writer.bytes());
  ASSERT_TRUE(head);
  EXPECT_EQ(head->instrument, "test:BTCUSDT");
  EXPECT_EQ(head->candles_until, kNoon + core::minutes(1));
}

/// Writes down what it hears.
struct Listener final : StageWatch {
  void begin() override { heard += "("; }
  void done(Stage stage) override { heard += std::string{kStageNames[static_cast<std::size_t>(stage)]} + " "; }
  void end() override { heard += ")"; }
  std::string heard;
};

TEST_F(EngineTest, whoever_watches_hears_every_stage_of_a_candle_and_changes_nothing) {
  Listener listener;
  Engine alone = make();
  config.stages = &listener;
  Engine watched = make();
  EXPECT_EQ(say(alone, closed(btc, kNoon, 100)).size(), say(watched, closed(btc, kNoon, 100)).size());
  EXPECT_EQ(
      listener.heard,
      "(validate aggregate indicators patterns volume levels chart_patterns decision decision validate decision )");
  listener.heard.clear();
  auto impossible = closed(btc, kNoon + core::minutes(1), 100);
  impossible.candle.high = {1};
  say(watched, impossible);
  EXPECT_EQ(listener.heard, "(validate )");
}

}  // namespace
}  // namespace tidemark::engine
