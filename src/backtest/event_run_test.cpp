// Recorded trades and books through the engine: what is decided at a close meets the next trade, or the book.

#include "backtest/event_run.hpp"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "backtest/testing.hpp"

namespace tidemark::backtest {
namespace {

using ::testing::ElementsAre;

class ListFeed final : public EventFeed {
 public:
  explicit ListFeed(std::vector<core::Event> events) : events_{std::move(events)} {}
  core::Result<bool> next(core::Event& out) override {
    if (at_ == events_.size()) return false;
    out = events_[at_++];
    return true;
  }

 private:
  std::vector<core::Event> events_;
  std::size_t at_{0};
};

class EventRun : public ::testing::Test {
 protected:
  EventRun() {
    core::Instrument instrument = testing::setup().instruments[0];
    table_.add(instrument);
    instrument.symbol = "ETHUSDT";
    other_ = table_.add(instrument);
    id_ = *table_.find_any_venue("BTCUSDT");
  }
  static core::Timestamp at(double seconds) {
    return core::Timestamp{1'672'531'200'000'000'000 + static_cast<std::int64_t>(seconds * 1e9)};
  }
  void trade(double seconds, std::int64_t price, core::InstrumentId id) {
    core::Trade t;
    t.instrument = id;
    t.times = {at(seconds), at(seconds)};
    t.price = {price};
    t.qty = {1000};
    t.first_id = t.last_id = ++trades_;
    events_.emplace_back(t);
  }
  void trade(double seconds, std::int64_t price) { trade(seconds, price, id_); }
  void book(double seconds, std::int64_t bid, std::int64_t ask) {
    core::BookSnapshot s;
    s.instrument = id_;
    s.times = {at(seconds), at(seconds)};
    s.last_update_id = ++updates_;
    s.bids = {{{bid}, {5000}}, {{bid - 10}, {5000}}};
    s.asks = {{{ask}, {600}}, {{ask + 10}, {5000}}};
    events_.emplace_back(s);
  }
  std::vector<std::string> fills(std::map<int, std::int64_t> positions) {
    testing::Script strategy{std::move(positions)};
    ListFeed feed{events_};
    testing::Recorder recorder;
    const auto result = run_events(testing::setup(), strategy, Needs::kCandles, table_, id_, feed, &recorder);
    EXPECT_TRUE(result) << result.error().message;
    std::vector<std::string> all;
    for (const auto& event : recorder.events) {
      if (event.fill)
        all.push_back(std::to_string(event.fill->price.ticks) + "x" + std::to_string(event.fill->qty.lots));
    }
    return all;
  }

  core::InstrumentTable table_;
  core::InstrumentId id_;
  core::InstrumentId other_;
  std::vector<core::Event> events_;
  std::uint64_t trades_{0};
  std::uint64_t updates_{0};
};

TEST_F(EventRun, a_decision_at_a_close_meets_the_next_trade) {
  trade(1, 10000);
  trade(30, 10100);
  trade(61, 10200);  // the first trade of the next minute ends the one before
  trade(70, 10300);
  trade(75, 10400);
  trade(130, 10500);
  trade(140, 10600);
  EXPECT_THAT(fills({{0, 1000}}), ElementsAre("10300x1000"));
}

TEST_F(EventRun, with_a_book_it_walks_the_levels) {
  book(0.5, 9990, 10000);
  trade(1, 10000);
  book(61, 10190, 10200);
  trade(70, 10195);
  book(71, 10290, 10300);
  trade(72, 10295);
  // Decided at 70 s, while 102.00 was shown: 0.600 there, the rest at 102.10.
  EXPECT_THAT(fills({{0, 1000}}), ElementsAre("10200x600", "10210x400"));
}

TEST_F(EventRun, other_instruments_and_the_venues_candles_are_passed_by) {
  trade(1, 10000);
  trade(2, 77777, other_);
  events_.emplace_back(core::VenueCandle{.instrument = id_,
                                         .times = {at(60.1), at(60.1)},
                                         .timeframe = core::Timeframe::k1m,
                                         .state = core::CandleState::kClosed,
                                         .candle = testing::candle(0, 1, 1, 1, 1)});
  trade(70, 10100);
  trade(71, 10200);
  EXPECT_THAT(fills({{0, 1000}}), ElementsAre("10200x1000"));
}

TEST_F(EventRun, without_a_closed_candle_there_is_no_result) {
  trade(1, 10000);
  ListFeed feed{events_};
  testing::Script idle{{}};
  EXPECT_EQ(run_events(testing::setup(), idle, Needs::kCandles, table_, id_, feed, nullptr).error().code, "no_candles");
}

}  // namespace
}  // namespace tidemark::backtest
