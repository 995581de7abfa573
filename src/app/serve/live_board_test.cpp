#include "app/serve/live_board.hpp"

#include <gtest/gtest.h>

#include "engine/testing.hpp"

namespace tidemark::app {
namespace {

using Action = api::SubscriptionChange::Action;
using api::SubscriptionState;
using core::FeedState;
using engine::testing::at;
using venues::StreamKind;

class LiveBoardTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* symbol : {"ETHUSDT", "BTCUSDT", "BTCEUR"}) {
      core::Instrument instrument;
      instrument.venue = "binance";
      instrument.symbol = symbol;
      directory.add(instrument);
    }
  }
  [[nodiscard]] VenueView view(std::vector<venues::StreamStatus> streams, std::size_t open = 1) const {
    VenueView view{.venue = "binance", .status = {}, .streams = std::move(streams)};
    view.status.links_open = open;
    view.status.links_wanted = 1;
    return view;
  }
  static venues::StreamStatus stream(std::uint32_t id, FeedState state, std::string reason = {}) {
    return {.instrument = {id},
            .kind = StreamKind::kTrades,
            .state = state,
            .since = {},
            .last_message = {},
            .reason = std::move(reason)};
  }

  core::ManualClock clock{at("2026-11-26T12:00:00Z")};
  LiveBoard board{clock};
  core::InstrumentTable directory;
};

TEST_F(LiveBoardTest, lists_what_the_venue_lists_sorted_and_searchable) {
  board.post_directory(directory);
  const auto all = board.available("", 2);
  EXPECT_EQ(all.total, 3U);
  ASSERT_EQ(all.symbols.size(), 2U);
  EXPECT_EQ(all.symbols[0].symbol, "BTCEUR");
  EXPECT_EQ(board.available("eth", 10).symbols.at(0).symbol, "ETHUSDT");
  EXPECT_EQ(board.available("xyz", 10).total, 0U);
}

TEST_F(LiveBoardTest, takes_a_change_once_and_wakes_the_feed) {
  board.post_directory(directory);
  int woken = 0;
  board.set_wake([&] { ++woken; });
  const api::SubscriptionChange change{Action::kSubscribe, {"", "ETHUSDT"}};
  EXPECT_EQ(board.request(change)->state, SubscriptionState::kSubscribing);
  EXPECT_EQ(board.request(change)->state, SubscriptionState::kSubscribing);
  EXPECT_EQ(woken, 1);
  const auto changes = board.take_changes();
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].name.venue, "binance");
  EXPECT_TRUE(board.take_changes().empty());
  board.post_subscription({"binance", "ETHUSDT"}, SubscriptionState::kSubscribed);
  EXPECT_EQ(board.request({Action::kUnsubscribe, {"binance", "ETHUSDT"}})->state, SubscriptionState::kUnsubscribing);
}

TEST_F(LiveBoardTest, refuses_what_no_venue_lists_and_more_than_it_can_hold) {
  EXPECT_EQ(board.request({Action::kSubscribe, {"", "ETHUSDT"}}).error().code, "unknown_symbol");
  for (std::size_t i = 0; i < LiveBoard::kChangesMax + 1; ++i) {
    core::Instrument instrument;
    instrument.venue = "binance";
    instrument.symbol = "S" + std::to_string(i);
    directory.add(instrument);
  }
  board.post_directory(directory);
  for (std::size_t i = 0; i < LiveBoard::kChangesMax; ++i) {
    ASSERT_TRUE(board.request({Action::kSubscribe, {"", "S" + std::to_string(i)}}));
  }
  EXPECT_EQ(board.request({Action::kSubscribe, {"", "BTCUSDT"}}).error().kind, core::ErrorKind::kExhausted);
}

TEST_F(LiveBoardTest, shows_a_kind_of_stream_as_its_worst_instrument_is) {
  board.post({view({stream(0, FeedState::kLive), stream(1, FeedState::kGapped, "trades 5 to 9 are lost"),
                    stream(2, FeedState::kPolling, "polled")})});
  const auto links = board.links();
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(links[0].stream, "trades");
  EXPECT_EQ(links[0].symbols, 3U);
  EXPECT_EQ(links[0].state, FeedState::kGapped);
  EXPECT_EQ(links[0].reason, "trades 5 to 9 are lost");
  EXPECT_EQ(board.reason({2}), "polled");
  EXPECT_EQ(board.reason({0}), "");
}

TEST_F(LiveBoardTest, tells_since_when_a_part_is_as_it_is) {
  board.post({view({}, 1)});
  clock.advance(core::minutes(5));
  board.post({view({}, 1)});
  EXPECT_EQ(board.parts().at(1).since, at("2026-11-26T12:00:00Z"));
  EXPECT_EQ(board.parts().at(1).state, api::PartState::kRunning);
  board.post({view({}, 0)});
  EXPECT_EQ(board.parts().at(1).since, at("2026-11-26T12:05:00Z"));
  EXPECT_EQ(board.parts().at(1).circuit, api::Circuit::kOpen);
}

TEST_F(LiveBoardTest, passes_on_which_books_are_needed_anew_each_once) {
  int woken = 0;
  board.set_wake([&] { ++woken; });
  board.ask_book({3});
  board.ask_book({3});
  board.ask_book({1});
  EXPECT_EQ(board.take_books(), (std::vector<core::InstrumentId>{{1}, {3}}));
  EXPECT_TRUE(board.take_books().empty());
  EXPECT_GE(woken, 1);
}

TEST_F(LiveBoardTest, shows_a_ban_as_an_open_circuit) {
  VenueView banned = view({});
  banned.status.banned_until = at("2026-11-26T12:02:00Z");
  board.post({banned});
  const auto parts = board.parts();
  EXPECT_EQ(parts.at(0).name, "binance rest");
  EXPECT_EQ(parts.at(0).circuit, api::Circuit::kOpen);
  EXPECT_NE(parts.at(0).reason.find("12:02"), std::string::npos);
}

}  // namespace
}  // namespace tidemark::app
