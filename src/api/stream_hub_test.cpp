// The hub on one thread: a loop that runs tasks when the test says so, sessions that keep what they are sent, a clock
// that stands still.

#include "api/stream_hub.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/fixtures.hpp"
#include "net/json_reader.hpp"

namespace tidemark::api {
namespace {

using core::Timeframe;
using testing::candle;
using testing::closed;
using ::testing::ElementsAre;
using testing::forming;
using testing::instrument;

class ManualLoop final : public net::IoLoop {
 public:
  void post(std::move_only_function<void()> task) override { tasks.push_back(std::move(task)); }
  void every(core::Duration, std::function<void()> task) override { periodic = std::move(task); }
  void run() {
    for (auto& task : std::exchange(tasks, {})) task();
  }
  std::vector<std::move_only_function<void()>> tasks;
  std::function<void()> periodic;
};

class FakeSession final : public net::WsSession {
 public:
  explicit FakeSession(std::uint64_t id) : id_{id} {}
  std::uint64_t id() const override { return id_; }
  void send(net::SharedFrame frame, net::FrameKind kind, std::uint64_t) override {
    frames.push_back(frame);
    kinds.push_back(kind);
  }
  void cut() override {}
  void close(net::WsClose code, std::string_view) override { closed = static_cast<int>(code); }
  std::size_t queued() const override { return 0; }
  net::Backlog backlog() const override { return state; }

  /// Each message in short: "candle 3 closed 10005", "snapshot 2", "subscribed".
  std::vector<std::string> told() {
    std::vector<std::string> list;
    for (const auto& frame : std::exchange(frames, {})) {
      const auto message = net::parse_json(frame->payload());
      EXPECT_TRUE(message) << frame->payload();
      std::string text = *message->find("type")->text();
      if (const auto seq = *message->find("seq")->integer(); seq > 0) text += " " + std::to_string(seq);
      const net::JsonValue& data = *message->find("data");
      if (text.starts_with("candle")) {
        const auto& row = *data.find("candle")->array();
        text += " " + *data.find("state")->text() + " " +
                std::to_string((*row[0].integer() - testing::kStart) / testing::kMinute);
      }
      if (text.starts_with("snapshot") && data.find("candles") != nullptr) {
        text += " of " + std::to_string(data.find("candles")->array()->size());
      }
      if (const auto* trades = data.find("trades")) {
        text += " trades";
        for (const auto& trade : *trades->array()) text += " " + std::to_string(*trade.find("id")->integer());
      }
      if (text.starts_with("book") || (text.starts_with("snapshot") && data.find("bids") != nullptr)) {
        text += " " + *data.find("state")->text() + " " + std::to_string(data.find("bids")->array()->size());
      }
      if (const auto* rows = data.find("rows")) {
        for (const auto& row : *rows->array()) text += " " + *row.find("symbol")->text();
      }
      if (const auto* alerts = data.find("alerts")) {
        for (const auto& alert : *alerts->array()) text += " " + *alert.find("id")->text();
      }
      if (message->find("resync") != nullptr) text += " resync";
      if (const auto* kind = data.find("kind")) text += " " + *kind->text();
      if (const auto* code = data.find("code")) text += " " + *code->text();
      list.push_back(text);
    }
    return list;
  }

  std::vector<net::SharedFrame> frames;
  std::vector<net::FrameKind> kinds;
  net::Backlog state{net::Backlog::kLow};
  int closed{0};

 private:
  std::uint64_t id_;
};

class StreamHubTest : public ::testing::Test {
 protected:
  explicit StreamHubTest(Beginning beginning = Beginning::kPresent)
      : live_{{.candles_per_series = 20}, beginning},
        hub_{{.live = live_,
              .alerts = alerts_,
              .trading = trading_,
              .clock = clock_,
              .options = {.snapshot_candles = 5,
                          .channels_per_client = 3,
                          .book_interval = core::milliseconds(100),
                          .trades_interval = core::milliseconds(20),
                          .replay_messages = 4,
                          .beginning = beginning},
              .describe_system = [] { return std::string{R"({"streams":[]})"}; },
              .facts = [](const core::Instrument&) { return MarketFacts{}; }},
             clients_} {
    live_.put_instrument(instrument(0, "BTCUSDT"));
    live_.put_instrument(instrument(1, "ETHUSDT"));
    hub_.attach(loop_);
    hub_.on_open(ada_, {});
    hub_.on_open(bob_, {});
  }
  void publish(const engine::Output& output) {
    live_.apply(output);
    hub_.notify(output);
  }
  void publish_and_run(const engine::Output& output) {
    publish(output);
    loop_.run();
  }
  void subscribe(FakeSession& session, std::string_view channel) {
    hub_.on_message(session, R"({"action":"subscribe","channels":[")" + std::string{channel} + R"("]})");
  }

  LiveState live_;
  core::ManualClock clock_{core::Timestamp::from_ms(testing::kStart)};
  std::atomic<std::size_t> clients_{0};
  ManualLoop loop_;
  AlertFeed alerts_{3};
  TradingFeed trading_{3};
  StreamHub hub_;
  FakeSession ada_{1};
  FakeSession bob_{2};
};

/// Its source plays the past of each instrument first.
class StreamHubPastTest : public StreamHubTest {
 protected:
  StreamHubPastTest() : StreamHubTest{Beginning::kPast} {}
  static core::FeedStatus live(std::uint32_t instrument) { return {{instrument}, {}, core::FeedState::kLive}; }
};

TEST_F(StreamHubTest, SnapshotThenDeltasWithContiguousNumbers) {
  for (int n = 0; n < 8; ++n) publish_and_run(closed(0, candle(n)));
  subscribe(ada_, "candles:BTCUSDT:1m");
  EXPECT_THAT(ada_.told(), ElementsAre("subscribed", "snapshot of 5"));
  publish_and_run(closed(0, candle(8)));
  publish(closed(0, candle(9)));
  publish(forming(0, candle(10)));
  loop_.run();
  EXPECT_THAT(ada_.told(), ElementsAre("candle 1 closed 8", "candle 2 closed 9", "candle 3 forming 10"));
}

TEST_F(StreamHubTest, MessagesAreExactlyAsDocumented) {
  publish_and_run(closed(0, candle(0)));
  hub_.on_message(ada_, R"({"action":"subscribe","channels":["candles:btc/usdt:M1"],"id":7})");
  ASSERT_EQ(ada_.frames.size(), 2U);
  EXPECT_EQ(ada_.frames[0]->payload(),
            R"({"type":"subscribed","channel":"","timestamp":"2024-01-01T00:00:00Z","seq":0,)"
            R"("data":{"channels":["candles:BTCUSDT:1m"]},"id":7})");
  EXPECT_EQ(
      ada_.frames[1]->payload(),
      R"({"type":"snapshot","channel":"candles:BTCUSDT:1m","timestamp":"2024-01-01T00:00:00Z","seq":0,"data":{)"
      R"("symbol":"BTCUSDT","venue":"sim","timeframe":"1m","candles":[[1704067200000,100,100.02,99.99,100.01,1.5]],)"
      R"("forming":null,"has_more":false}})");
  publish_and_run(forming(0, candle(1)));
  EXPECT_EQ(ada_.frames[2]->payload(),
            R"({"type":"candle","channel":"candles:BTCUSDT:1m","timestamp":"2024-01-01T00:00:00Z","seq":1,)"
            R"("data":{"candle":[1704067260000,100.01,100.03,100,100.02,1.5],"state":"forming"}})");
  EXPECT_EQ(ada_.kinds[2], net::FrameKind::kConflate);
}

TEST_F(StreamHubTest, ANewcomerAndTheOthersGoOnFromTheSameNumber) {
  publish_and_run(closed(0, candle(0)));
  subscribe(ada_, "candles:BTCUSDT:1m");
  publish(closed(0, candle(1)));  // applied, but the loop has not told it yet when Bob comes
  subscribe(bob_, "candles:BTCUSDT:1m");
  EXPECT_THAT(ada_.told(), ElementsAre("subscribed", "snapshot of 1", "candle 1 closed 1"));
  EXPECT_THAT(bob_.told(), ElementsAre("subscribed", "snapshot 1 of 2"));
  loop_.run();
  publish_and_run(closed(0, candle(2)));
  EXPECT_THAT(ada_.told(), ElementsAre("candle 2 closed 2"));
  EXPECT_THAT(bob_.told(), ElementsAre("candle 2 closed 2"));
}

TEST_F(StreamHubTest, EveryoneGetsTheSameFrame) {
  subscribe(ada_, "candles:BTCUSDT:1m");
  subscribe(bob_, "candles:BTCUSDT:1m");
  publish_and_run(closed(0, candle(0)));
  EXPECT_EQ(ada_.frames.back(), bob_.frames.back());
}

TEST_F(StreamHubTest, FormingCandlesAreToldAtABoundedRateAndTheLatestIsNotLost) {
  subscribe(ada_, "candles:BTCUSDT:1m");
  core::Candle c = candle(0);
  for (int i = 0; i < 50; ++i) {
    c.close.ticks = 10000 + i;
    publish_and_run(forming(0, c));
    clock_.advance(core::milliseconds(1));
    loop_.periodic();
  }
  EXPECT_THAT(ada_.told(), ElementsAre("subscribed", "snapshot of 0", "candle 1 forming 0"));
  clock_.advance(core::milliseconds(60));
  loop_.periodic();
  ASSERT_EQ(ada_.frames.size(), 1U);
  EXPECT_THAT(std::string{ada_.frames[0]->payload()}, ::testing::HasSubstr(",100.49,"));
  loop_.periodic();
  EXPECT_EQ(ada_.frames.size(), 1U) << "nothing new";
}

TEST_F(StreamHubTest, ClosedCandlesAreNeverHeldBack) {
  subscribe(ada_, "candles:BTCUSDT:1m");
  publish_and_run(forming(0, candle(0)));
  publish_and_run(closed(0, candle(0)));
  publish_and_run(closed(0, candle(1)));
  EXPECT_THAT(ada_.told(), ElementsAre("subscribed", "snapshot of 0", "candle 1 forming 0", "candle 2 closed 0",
                                       "candle 3 closed 1"));
  EXPECT_EQ(ada_.kinds.back(), net::FrameKind::kKeep);
}

TEST_F(StreamHubTest, ALoopThatFellBehindGetsAllThatMemoryHolds) {
  subscribe(ada_, "candles:BTCUSDT:1m");
  for (int n = 0; n < 20; ++n) publish(closed(0, candle(n)));
  loop_.run();
  EXPECT_EQ(ada_.told().size(), 22U);
}

TEST_F(StreamHubTest, ARepairedPastIsToldAsASnapshot) {
  subscribe(ada_, "candles:BTCUSDT:1m");
  publish_and_run(closed(0, candle(0)));
  publish_and_run(closed(0, candle(3)));
  publish_and_run(closed(0, candle(1)));
  EXPECT_THAT(ada_.told(), ElementsAre("subscribed", "snapshot of 0", "candle 1 closed 0", "candle 2 closed 3",
                                       "snapshot 3 of 3 resync"));
  publish_and_run(closed(0, candle(1)));
  EXPECT_TRUE(ada_.told().empty()) << "the same once more is nothing new";
  publish_and_run(closed(0, candle(4)));
  EXPECT_THAT(ada_.told(), ElementsAre("candle 4 closed 4"));
}

TEST_F(StreamHubTest, MoreThanMemoryHoldsIsToldAsASnapshot) {
  subscribe(ada_, "candles:BTCUSDT:1m");
  publish_and_run(closed(0, candle(0)));
  for (int n = 1; n < 50; ++n) publish(closed(0, candle(n)));
  loop_.run();
  EXPECT_THAT(ada_.told(), ElementsAre("subscribed", "snapshot of 0", "candle 1 closed 0", "snapshot 2 of 5 resync"));
  publish_and_run(closed(0, candle(50)));
  EXPECT_THAT(ada_.told(), ElementsAre("candle 3 closed 50"));
}

// Whoever opens a page while a source plays its past must be right as soon as it is over, not hear all of it first.
TEST_F(StreamHubPastTest, APastIsNotToldCandleByCandleButWholeOnceItIsOver) {
  publish_and_run(live(1));
  subscribe(ada_, "candles:BTCUSDT:1m");
  subscribe(ada_, "candles:ETHUSDT:1m");
  loop_.periodic();
  ada_.told();
  for (int n = 0; n < 40; ++n) {
    publish_and_run(closed(0, candle(n)));
    loop_.periodic();
  }
  EXPECT_THAT(ada_.told(), ElementsAre()) << "40 candles of the past";
  publish_and_run(closed(1, candle(0)));
  EXPECT_THAT(ada_.told(), ElementsAre("candle 1 closed 0")) << "the others go on";
  publish_and_run(live(0));
  EXPECT_THAT(ada_.told(), ElementsAre("snapshot 1 of 5 resync"));
  publish_and_run(closed(0, candle(40)));
  EXPECT_THAT(ada_.told(), ElementsAre("candle 2 closed 40"));
}

TEST_F(StreamHubPastTest, ANewcomerSeesHowFarThePastIs) {
  const auto state = [&] {
    std::string found;
    for (const auto& frame : std::exchange(ada_.frames, {})) {
      const auto message = net::parse_json(frame->payload());
      const auto* rows = message->find("data")->find("rows");
      if (rows == nullptr) continue;
      for (const auto& row : *rows->array()) {
        if (*row.find("symbol")->text() == "BTCUSDT") found = *row.find("feed")->find("state")->text();
      }
    }
    return found;
  };
  publish_and_run(core::FeedStatus{{0}, {}, core::FeedState::kClosed});  // an earlier run ended there
  for (int n = 0; n < 3; ++n) publish_and_run(closed(0, candle(n)));
  subscribe(ada_, "candles:BTCUSDT:1m");
  EXPECT_THAT(ada_.told(), ElementsAre("subscribed", "snapshot of 3"));
  subscribe(ada_, "markets");
  EXPECT_EQ(state(), "catching_up");
  publish_and_run(live(0));
  clock_.advance(core::milliseconds(250));
  loop_.periodic();
  EXPECT_EQ(state(), "live");
}

TEST_F(StreamHubTest, NothingIsWokenForSeriesNobodyWatches) {
  publish(closed(0, candle(0)));
  EXPECT_TRUE(loop_.tasks.empty());
  subscribe(ada_, "candles:BTCUSDT:1m");
  publish(closed(0, candle(0), Timeframe::k5m));
  publish(closed(1, candle(0)));
  EXPECT_TRUE(loop_.tasks.empty());
  publish(closed(0, candle(1)));
  publish(closed(0, candle(2)));
  EXPECT_EQ(loop_.tasks.size(), 1U) << "one wake-up for both";
}

TEST_F(StreamHubTest, UnsubscribedMeansSilent) {
  subscribe(ada_, "candles:BTCUSDT:1m");
  hub_.on_message(ada_, R"({"action":"unsubscribe","channels":["candles:BTC-USDT:M1"],"id":3})");
  ada_.frames.clear();
  publish_and_run(closed(0, candle(0)));
  EXPECT_TRUE(ada_.frames.empty());
  hub_.on_message(ada_, R"({"action":"unsubscribe","channels":["candles:BTCUSDT:1m"]})");
  EXPECT_THAT(ada_.told(), ElementsAre("error not_subscribed"));
}

TEST_F(StreamHubTest, AClosedSessionIsForgotten) {
  subscribe(ada_, "candles:BTCUSDT:1m");
  subscribe(ada_, "system");
  EXPECT_EQ(clients_, 2U);
  hub_.on_close(ada_);
  EXPECT_EQ(clients_, 1U);
  ada_.frames.clear();
  publish(closed(0, candle(0)));
  publish(core::FeedStatus{{0}, {}, core::FeedState::kStale});
  loop_.run();
  EXPECT_TRUE(ada_.frames.empty());
}

TEST_F(StreamHubTest, TheSystemChannelTellsTheLatestOfEachThing) {
  subscribe(ada_, "system");
  EXPECT_THAT(ada_.told(), ElementsAre("subscribed", "snapshot"));
  publish(core::FeedStatus{{0}, {}, core::FeedState::kLive});
  publish(core::FeedStatus{{0}, {}, core::FeedState::kStale});
  publish(core::FeedStatus{{1}, {}, core::FeedState::kLive});
  publish(engine::PauseOutput{{0}, engine::SignalGate::kPaused, core::FindingCode::kGap, {}});
  publish(engine::QualityOutput{{0}, Timeframe::k1m, {}, {}});
  publish(core::Gap{{0}, Timeframe::k1m, {candle(1).open_time, candle(2).open_time}, 1, {}, {}, {}});
  publish(engine::BookOutput{{0}, engine::BookState::kLive, 1, {}, {}, {}});
  publish(engine::BookOutput{{0}, engine::BookState::kLive, 2, {}, {}, {}});
  loop_.run();
  ASSERT_EQ(ada_.frames.size(), 6U);
  EXPECT_THAT(std::string{ada_.frames[0]->payload()},
              ::testing::HasSubstr(R"({"kind":"feed","symbol":"BTCUSDT","venue":"sim","feed_state":"stale"})"));
  EXPECT_THAT(ada_.told(), ElementsAre("status 1 feed", "status 2 feed", "status 3 signals", "status 4 quality",
                                       "status 5 gap", "status 6 book"));
  publish(engine::BookOutput{{0}, engine::BookState::kLive, 3, {}, {}, {}});
  EXPECT_TRUE(loop_.tasks.empty()) << "a book that stays live is no news";
}

TEST_F(StreamHubTest, TooMuchStatusNewsIsToldAsASnapshot) {
  subscribe(ada_, "system");
  ada_.frames.clear();
  for (int n = 0; n < 5000; ++n) {
    publish(core::Gap{{0}, Timeframe::k1m, {candle(n).open_time, candle(n + 1).open_time}, 1, {}, {}, {}});
  }
  loop_.run();
  EXPECT_THAT(ada_.told(), ElementsAre("snapshot 1 resync"));
}

core::Trade trade(std::uint64_t id) {
  core::Trade made;
  made.price = {10000};
  made.qty = {1};
  made.first_id = made.last_id = id;
  return made;
}

engine::BookDepth book(std::uint64_t update_id, engine::BookState state = engine::BookState::kLive) {
  engine::BookDepth depth;
  depth.state = state;
  depth.update_id = update_id;
  if (state == engine::BookState::kLive) {
    depth.bid_count = depth.ask_count = 2;
    depth.bid_levels = {{{{10000}, {1}}, {{9999}, {2}}}};
    depth.ask_levels = {{{{10001}, {1}}, {{10002}, {2}}}};
  }
  return depth;
}

TEST_F(StreamHubTest, AClientThatComesBackHearsWhatItMissed) {
  subscribe(ada_, "candles:BTCUSDT:1m");
  publish_and_run(closed(0, candle(0)));
  hub_.on_close(ada_);
  publish_and_run(closed(0, candle(1)));  // nobody listens, but somebody did a moment ago
  publish_and_run(closed(0, candle(2)));
  ada_.frames.clear();
  hub_.on_open(ada_, {});
  hub_.on_message(ada_,
                  R"({"action":"subscribe","channels":["candles:btcusdt:M1"],"resume":{"candles:btcusdt:M1":1}})");
  EXPECT_THAT(std::string{ada_.frames[0]->payload()},
              ::testing::HasSubstr(R"({"channels":["candles:BTCUSDT:1m"],"resumed":["candles:BTCUSDT:1m"]})"));
  EXPECT_THAT(ada_.told(), ElementsAre("subscribed", "candle 2 closed 1", "candle 3 closed 2"));
  publish_and_run(closed(0, candle(3)));
  EXPECT_THAT(ada_.told(), ElementsAre("candle 4 closed 3"));
}

TEST_F(StreamHubTest, AClientThatMissedNothingIsNotToldAnything) {
  subscribe(ada_, "candles:BTCUSDT:1m");
  publish_and_run(closed(0, candle(0)));
  hub_.on_message(bob_,
                  R"({"action":"subscribe","channels":["candles:BTCUSDT:1m"],"resume":{"candles:BTCUSDT:1m":1}})");
  EXPECT_THAT(bob_.told(), ElementsAre("subscribed"));
}

// Four messages are kept: after number 6 those are 3 .. 6, so only who heard 2 can go on.
TEST_F(StreamHubTest, WhatIsNoLongerHeldIsToldAsASnapshot) {
  subscribe(ada_, "candles:BTCUSDT:1m");
  for (int n = 0; n < 6; ++n) publish_and_run(closed(0, candle(n)));
  for (const auto& [seq, first] : std::vector<std::pair<int, std::string>>{
           {1, "snapshot 6 of 5"}, {2, "candle 3 closed 2"}, {7, "snapshot 6 of 5"}}) {
    FakeSession client{100 + static_cast<std::uint64_t>(seq)};
    hub_.on_open(client, {});
    hub_.on_message(client,
                    R"({"action":"subscribe","channels":["candles:BTCUSDT:1m"],"resume":{"candles:BTCUSDT:1m":)" +
                        std::to_string(seq) + "}}");
    const auto told = client.told();
    EXPECT_EQ(told[1], first) << seq;
    EXPECT_EQ(told.size(), seq == 2 ? 5U : 2U);
    hub_.on_close(client);
  }
}

TEST_F(StreamHubTest, AChannelNobodyHeardForLongCannotBeResumed) {
  subscribe(ada_, "candles:BTCUSDT:1m");
  publish_and_run(closed(0, candle(0)));
  hub_.on_close(ada_);
  clock_.advance(core::seconds(31));
  loop_.periodic();
  publish(closed(0, candle(1)));
  EXPECT_TRUE(loop_.tasks.empty()) << "nothing is told to nobody";
  hub_.on_message(bob_,
                  R"({"action":"subscribe","channels":["candles:BTCUSDT:1m"],"resume":{"candles:BTCUSDT:1m":1}})");
  EXPECT_THAT(bob_.told(), ElementsAre("subscribed", "snapshot 2 of 2"));
}

TEST_F(StreamHubTest, OneWithTooMuchWaitingGetsASnapshotWhenItHasCaughtUp) {
  subscribe(ada_, "candles:BTCUSDT:1m");
  subscribe(bob_, "candles:BTCUSDT:1m");
  ada_.frames.clear();
  ada_.state = net::Backlog::kHigh;
  publish_and_run(closed(0, candle(0)));
  ada_.state = net::Backlog::kMiddle;
  publish_and_run(closed(0, candle(1)));
  loop_.periodic();
  EXPECT_TRUE(ada_.frames.empty()) << "closed candles must not come with a hole between them";
  ada_.state = net::Backlog::kLow;
  loop_.periodic();
  publish_and_run(closed(0, candle(2)));
  EXPECT_THAT(ada_.told(), ElementsAre("snapshot 2 of 2 resync", "candle 3 closed 2"));
  EXPECT_THAT(bob_.told(), ElementsAre("subscribed", "snapshot of 0", "candle 1 closed 0", "candle 2 closed 1",
                                       "candle 3 closed 2"));
}

TEST_F(StreamHubTest, OneThatDoesNotCatchUpIsClosed) {
  subscribe(ada_, "candles:BTCUSDT:1m");
  ada_.state = net::Backlog::kHigh;
  publish_and_run(closed(0, candle(0)));
  clock_.advance(core::seconds(9));
  loop_.periodic();
  EXPECT_EQ(ada_.closed, 0);
  clock_.advance(core::seconds(1));
  loop_.periodic();
  EXPECT_EQ(ada_.closed, 1013);
}

TEST_F(StreamHubTest, TradesAreToldEachOnceThoseOfAMomentTogether) {
  publish(trade(1));
  publish(trade(2));
  subscribe(ada_, "trades:BTCUSDT");
  EXPECT_THAT(ada_.told(), ElementsAre("subscribed", "snapshot trades 1 2"));
  publish_and_run(trade(3));
  publish(trade(4));
  publish_and_run(trade(5));
  EXPECT_THAT(ada_.told(), ElementsAre("trades 1 trades 3")) << "the others are too soon after it";
  subscribe(bob_, "trades:BTCUSDT");  // one look for both
  EXPECT_THAT(ada_.told(), ElementsAre("trades 2 trades 4 5"));
  EXPECT_THAT(bob_.told(), ElementsAre("subscribed", "snapshot 2 trades 1 2 3 4 5"));
  clock_.advance(core::milliseconds(20));
  publish_and_run(trade(6));
  EXPECT_THAT(bob_.told(), ElementsAre("trades 3 trades 6"));
}

TEST_F(StreamHubTest, AlertsAreToldEachOnceInOrder) {
  const auto fire = [&](const std::string& id) {
    alerts_.put({R"({"id":")" + id + "\"}", {}});
    hub_.notify_alert();
  };
  fire("a");
  subscribe(ada_, "alerts");
  EXPECT_THAT(ada_.told(), ElementsAre("subscribed", "snapshot a"));
  fire("b");
  fire("c");
  loop_.run();
  EXPECT_THAT(ada_.told(), ElementsAre("alert_triggered 1 b c"));
  hub_.on_message(bob_, R"({"action":"subscribe","channels":["alerts"],"resume":{"alerts":0}})");
  EXPECT_THAT(bob_.told(), ElementsAre("subscribed", "alert_triggered 1 b c"));
  for (const char* id : {"d", "e", "f", "g"}) fire(id);
  loop_.run();
  EXPECT_THAT(ada_.told(), ElementsAre("snapshot 2 e f g resync")) << "memory holds three";
}

TEST_F(StreamHubTest, MoreTradesThanMemoryHoldsAreToldAsASnapshot) {
  subscribe(ada_, "trades:BTCUSDT");
  ada_.frames.clear();
  for (std::uint64_t id = 1; id <= 201; ++id) publish(trade(id));  // memory holds 200
  clock_.advance(core::milliseconds(20));
  loop_.run();
  ASSERT_EQ(ada_.frames.size(), 1U);
  EXPECT_THAT(ada_.told()[0],
              ::testing::AllOf(::testing::StartsWith("snapshot 1 trades 152 "), ::testing::EndsWith(" 201 resync")));
}

TEST_F(StreamHubTest, BooksAreToldWholeAtABoundedRateButAChangeOfStateAtOnce) {
  const auto put = [&](const engine::BookDepth& depth) {
    live_.put_depth(depth);
    hub_.notify_depth({0});
    loop_.run();
  };
  put(book(1));
  subscribe(ada_, "book:BTCUSDT");
  EXPECT_THAT(ada_.told(), ElementsAre("subscribed", "snapshot live 2"));
  put(book(2));
  put(book(3));
  put(book(4));
  EXPECT_THAT(ada_.told(), ElementsAre("book 1 live 2"));
  EXPECT_EQ(ada_.kinds.back(), net::FrameKind::kConflate);
  put(book(4, engine::BookState::kStale));
  EXPECT_THAT(ada_.told(), ElementsAre("book 2 stale 0"));
  clock_.advance(core::milliseconds(100));
  put(book(9));
  put(book(10));
  EXPECT_THAT(ada_.told(), ElementsAre("book 3 live 2"));
  clock_.advance(core::milliseconds(100));
  loop_.periodic();
  EXPECT_THAT(ada_.told(), ElementsAre("book 4 live 2")) << "the last one is not lost";
  loop_.periodic();
  EXPECT_TRUE(ada_.told().empty());
}

TEST_F(StreamHubTest, MarketsTellTheRowsThatChangedFourTimesASecond) {
  subscribe(ada_, "markets");
  EXPECT_THAT(ada_.told(), ElementsAre("subscribed", "snapshot BTCUSDT ETHUSDT"));
  clock_.advance(core::milliseconds(250));
  loop_.periodic();
  EXPECT_TRUE(ada_.told().empty()) << "nothing changed";
  for (int n = 0; n < 5; ++n) publish_and_run(closed(1, candle(n)));
  loop_.periodic();
  EXPECT_TRUE(ada_.told().empty()) << "too soon";
  clock_.advance(core::milliseconds(250));
  loop_.periodic();
  ASSERT_EQ(ada_.frames.size(), 1U);
  EXPECT_THAT(std::string{ada_.frames[0]->payload()}, ::testing::HasSubstr("\"last\":100.05"));
  EXPECT_THAT(ada_.told(), ElementsAre("markets 1 ETHUSDT"));
  publish(core::FeedStatus{{0}, {}, core::FeedState::kStale});
  publish(closed(1, candle(4)));  // as it is already
  clock_.advance(core::milliseconds(250));
  loop_.periodic();
  EXPECT_THAT(ada_.told(), ElementsAre("markets 2 BTCUSDT"));
}

TEST_F(StreamHubTest, RefusesBadMessagesAndGoesOn) {
  for (const auto& [text, code] : std::vector<std::pair<std::string, std::string>>{
           {"hello", "bad_json"},
           {"[]", "bad_message"},
           {R"({"action":"fly"})", "unknown_action"},
           {R"({"action":5})", "unknown_action"},
           {R"({"action":"subscribe"})", "bad_channels"},
           {R"({"action":"subscribe","channels":[]})", "bad_channels"},
           {R"({"action":"subscribe","channels":[1]})", "bad_channels"},
           {R"({"action":"subscribe","channels":["system"],"id":"x"})", "bad_id"},
           {R"({"action":"subscribe","channels":["weather"]})", "unknown_channel"},
           {R"({"action":"subscribe","channels":["candles:1m"]})", "unknown_channel"},
           {R"({"action":"subscribe","channels":["book:"]})", "bad_symbol"},
           {R"({"action":"subscribe","channels":["book:XRPUSDT"]})", "unknown_symbol"},
           {R"({"action":"subscribe","channels":["trades:!"]})", "bad_symbol"},
           {R"({"action":"subscribe","channels":["system"],"resume":[1]})", "bad_resume"},
           {R"({"action":"subscribe","channels":["system"],"resume":{"system":-1}})", "bad_resume"},
           {R"({"action":"subscribe","channels":["system"],"resume":{"system":"1"}})", "bad_resume"},
           {R"({"action":"subscribe","channels":["candles:XRPUSDT:1m"]})", "unknown_symbol"},
       }) {
    hub_.on_message(ada_, text);
    EXPECT_THAT(ada_.told(), ElementsAre("error " + code)) << text;
  }
  hub_.on_message(ada_, R"({"action":"subscribe","channels":["candles:BTCUSDT:2m"]})");
  EXPECT_EQ(ada_.told().size(), 1U);
  hub_.on_message(ada_, R"({"action":"ping","id":4})");
  EXPECT_THAT(ada_.told(), ElementsAre("pong"));
}

TEST_F(StreamHubTest, AClientHasOnlySoManyChannels) {
  hub_.on_message(ada_, R"({"action":"subscribe","channels":["candles:BTCUSDT:1m","candles:BTCUSDT:5m","system"]})");
  ada_.frames.clear();
  subscribe(ada_, "candles:BTCUSDT:1h");
  EXPECT_THAT(ada_.told(), ElementsAre("error too_many_channels"));
  subscribe(ada_, "system");
  EXPECT_THAT(ada_.told(), ElementsAre("subscribed")) << "one it has already is no new one, and no new snapshot";
}

}  // namespace
}  // namespace tidemark::api
