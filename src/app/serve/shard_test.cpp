#include "app/serve/shard.hpp"

#include <stop_token>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/output_codec.hpp"
#include "engine/testing.hpp"

namespace tidemark::app {
namespace {

using engine::testing::at;
using engine::testing::closed;

const core::Timestamp kNoon = at("2026-11-26T12:00:00Z");

class ShardTest : public ::testing::Test {
 protected:
  ShardTest() {
    config.indicators = analysis::parse_indicators("EMA:period=5;RSI:period=14").value();
    btc = engine::testing::instrument("BTCUSDT");
  }

  [[nodiscard]] Shard make(StatePolicy states = {}) {
    return {config, Hashing::kOff, states, {downstream, ops::null_logger(), {}, clock, latency, nullptr, &books}};
  }
  /// A book with one level a side.
  static core::BookSnapshot book(core::InstrumentId id, std::uint64_t update) {
    const core::Timestamp now = kNoon + core::seconds(static_cast<std::int64_t>(update));
    core::BookSnapshot made;
    made.instrument = id;
    made.times = {now, now};
    made.last_update_id = update;
    made.bids.push_back({{10'000}, {5}});
    made.asks.push_back({{10'001}, {5}});
    return made;
  }
  /// Of which instruments pictures of the book came, in order.
  static std::vector<std::uint32_t> pictures(Shard& shard) {
    while (shard.do_work() != 0) {
    }
    std::vector<std::uint32_t> of;
    for (const ShardOutput& output : take(shard)) {
      if (const auto* depth = std::get_if<SharedDepth>(&output)) of.push_back((*depth)->instrument.value);
    }
    return of;
  }
  static void give(Shard& shard, FeedItem item) {
    FeedItem* slot = shard.input().try_claim();
    ASSERT_NE(slot, nullptr);
    *slot = std::move(item);
    shard.input().publish();
  }
  void give_candles(Shard& shard, int from, int to) const {
    for (int i = from; i < to; ++i) give(shard, core::Event{closed(btc.id, kNoon + core::minutes(i), 100 + i % 7)});
  }
  /// Works until the input is empty and, as when serving ends, hands out the states.
  static std::vector<ShardOutput> finish(Shard& shard) {
    std::stop_source stop;
    stop.request_stop();
    shard.run(stop.get_token());
    return take(shard);
  }
  static std::vector<ShardOutput> take(Shard& shard) {
    std::vector<ShardOutput> all;
    while (ShardOutput* output = shard.output().peek()) {
      all.push_back(std::move(*output));
      shard.output().release();
    }
    return all;
  }
  /// Candles and what is made of them: all that does not speak of the feed, which was closed in between.
  static std::vector<std::byte> bytes_of(const std::vector<ShardOutput>& outputs) {
    core::ByteWriter writer;
    for (const ShardOutput& output : outputs) {
      const auto* o = std::get_if<engine::Output>(&output);
      if (o == nullptr || std::holds_alternative<core::FeedStatus>(*o)) continue;
      if (!std::holds_alternative<engine::PauseOutput>(*o)) engine::encode(*o, writer);
    }
    return writer.take();
  }

  engine::EngineConfig config;
  core::Instrument btc;
  BookWants books;
  bus::Parker downstream;
  core::ManualClock clock{kNoon};
  ops::Histogram latency;
};

TEST_F(ShardTest, a_state_handed_out_at_the_end_lets_another_shard_go_on_as_if_never_stopped) {
  Shard whole = make();
  give(whole, btc);
  give_candles(whole, 0, 60);
  while (whole.do_work() != 0) {
  }
  (void)take(whole);
  give_candles(whole, 60, 90);
  const auto expected = finish(whole);

  Shard first = make();
  give(first, btc);
  give_candles(first, 0, 60);
  auto outputs = finish(first);
  ASSERT_FALSE(outputs.empty());
  const auto* state = std::get_if<EngineState>(&outputs.back());
  ASSERT_NE(state, nullptr) << "the state comes behind the outputs it includes";
  EXPECT_EQ(engine::read_snapshot_head(state->snapshot)->candles_until, kNoon + core::minutes(60));

  Shard second = make();
  give(second, btc);
  give(second, *state);
  give_candles(second, 60, 90);
  EXPECT_EQ(bytes_of(finish(second)), bytes_of(expected));
}

TEST_F(ShardTest, a_state_is_handed_out_each_interval_of_received_time) {
  Shard shard = make({.interval = core::minutes(10)});
  give(shard, btc);
  int states = 0;
  for (int i = 0; i < 60; ++i) {
    give_candles(shard, i, i + 1);
    while (shard.do_work() != 0) {
    }
    for (const ShardOutput& output : take(shard)) states += std::holds_alternative<EngineState>(output) ? 1 : 0;
  }
  EXPECT_GE(states, 5);
  EXPECT_LE(states, 7);
}

TEST_F(ShardTest, measures_how_long_an_event_waited_for_the_engine) {
  Shard shard = make();
  give(shard, btc);
  give(shard, core::Event{core::Heartbeat{{{}, kNoon - core::hours(1)}}});
  give(shard, core::Event{core::Heartbeat{{{}, kNoon}}});
  clock.advance(core::milliseconds(3));
  (void)finish(shard);
  EXPECT_EQ(latency.count(), 1U) << "what was received before the start is of another time";
  EXPECT_EQ(latency.max_ns(), 3'000'000);
}

TEST_F(ShardTest, without_a_policy_no_state_leaves_it) {
  Shard shard = make({.interval = {}});
  give(shard, btc);
  give_candles(shard, 0, 30);
  for (const ShardOutput& output : finish(shard)) EXPECT_FALSE(std::holds_alternative<EngineState>(output));
}

TEST_F(ShardTest, a_damaged_state_is_not_taken_over_and_the_instrument_begins_anew) {
  Shard shard = make();
  give(shard, btc);
  give(shard, EngineState{btc.id, std::vector<std::byte>(100)});
  give_candles(shard, 0, 3);
  int candles = 0;
  for (const ShardOutput& output : finish(shard)) {
    const auto* said = std::get_if<engine::Output>(&output);
    if (said != nullptr && std::holds_alternative<engine::CandleOutput>(*said)) ++candles;
  }
  EXPECT_GE(candles, 3);
}

TEST_F(ShardTest, books_are_pictured_only_for_who_wants_them) {
  using ::testing::ElementsAre;
  using ::testing::IsEmpty;
  core::Instrument eth = engine::testing::instrument("ETHUSDT");
  eth.id = {1};
  Shard shard = make();
  give(shard, btc);
  give(shard, eth);
  give(shard, core::Event{book(btc.id, 1)});
  give(shard, core::Event{book(eth.id, 1)});
  EXPECT_THAT(pictures(shard), IsEmpty());
  // As it is, without waiting for its next change; then every change.
  books.set({false, true});
  EXPECT_THAT(pictures(shard), ElementsAre(1U));
  give(shard, core::Event{book(btc.id, 2)});
  give(shard, core::Event{book(eth.id, 2)});
  EXPECT_THAT(pictures(shard), ElementsAre(1U));
  books.set({});
  give(shard, core::Event{book(eth.id, 3)});
  EXPECT_THAT(pictures(shard), IsEmpty());
}

}  // namespace
}  // namespace tidemark::app
