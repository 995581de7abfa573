// What a client sees of each fault. Plans are in the grammar of sim/faults/fault_plan.hpp.

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "venues/simulated/testing.hpp"

namespace tidemark::venues::simulated {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kStart;
using ::testing::Not;
using testing::RecordingPeer;

std::unique_ptr<SimVenue> venue_with(std::string_view plan) {
  SimVenueConfig config = testing::small_config();
  auto faults = sim::parse_fault_plan(plan);
  EXPECT_TRUE(faults.has_value()) << plan;
  config.faults = faults.value_or(sim::FaultPlan{});
  return testing::make_venue(config);
}

struct Listener {
  explicit Listener(SimVenue& venue, std::string_view target = "/ws/btcusdt@trade")
      : open{venue.connect(peer, target)} {}
  RecordingPeer peer;
  bool open;
};

std::vector<std::string> trades_of_ten_seconds(std::string_view plan) {
  const auto venue = venue_with(plan);
  Listener listener{*venue};
  venue->advance(kStart + core::seconds(10));
  return listener.peer.texts;
}

TEST(VenueFaults, the_undisturbed_run_is_the_same_every_time) {
  const auto once = trades_of_ten_seconds("");
  EXPECT_THAT(once, Not(IsEmpty()));
  EXPECT_EQ(trades_of_ten_seconds(""), once);
  EXPECT_EQ(trades_of_ten_seconds("gap:p=0.3,seed=4"), trades_of_ten_seconds("gap:p=0.3,seed=4"));
  EXPECT_NE(trades_of_ten_seconds("gap:p=0.3,seed=4"), trades_of_ten_seconds("gap:p=0.3,seed=5"));
}

TEST(VenueFaults, gaps_duplicates_and_reordering_change_which_messages_come_not_their_text) {
  const auto all = trades_of_ten_seconds("");
  const auto gaps = trades_of_ten_seconds("gap:p=0.2");
  EXPECT_LT(gaps.size(), all.size());
  EXPECT_TRUE(std::ranges::includes(std::multiset<std::string>(all.begin(), all.end()),
                                    std::multiset<std::string>(gaps.begin(), gaps.end())));
  const auto twice = trades_of_ten_seconds("duplicate:p=1");
  ASSERT_EQ(twice.size(), 2 * all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(twice[2 * i], all[i]);
    EXPECT_EQ(twice[2 * i + 1], all[i]);
  }
  const auto swapped = trades_of_ten_seconds("reorder:p=0.3");
  EXPECT_NE(swapped, all);
  EXPECT_THAT(swapped, ::testing::UnorderedElementsAreArray(all));
}

TEST(VenueFaults, spoiled_messages_are_never_json) {
  for (const std::string_view plan : {"malformed:p=1", "truncated:p=1", "junk:p=1"}) {
    for (const std::string& text : trades_of_ten_seconds(plan)) {
      EXPECT_FALSE(net::parse_json(text).has_value()) << plan << ' ' << text;
    }
  }
}

TEST(VenueFaults, a_stalled_link_stays_open_and_silent) {
  const auto venue = venue_with("stall@2s-8s");
  Listener listener{*venue};
  venue->advance(kStart + core::milliseconds(1'999));
  const std::size_t before = listener.peer.texts.size();
  venue->advance(kStart + core::milliseconds(7'999));
  EXPECT_EQ(listener.peer.texts.size(), before);
  EXPECT_EQ(listener.peer.ended, std::nullopt);
  venue->advance(kStart + core::seconds(12));
  EXPECT_GT(listener.peer.texts.size(), before);
}

TEST(VenueFaults, connections_end_cleanly_or_cut_when_the_plan_says) {
  const auto venue = venue_with("disconnect@2s,cut@5s,refuse@6s-7s");
  Listener first{*venue};
  EXPECT_EQ(venue->next_due(), kStart + core::milliseconds(20));
  venue->advance(kStart + core::seconds(3));
  EXPECT_EQ(first.peer.ended, SimPeer::Ending::kClose);
  Listener second{*venue};
  venue->advance(kStart + core::seconds(5));
  EXPECT_EQ(second.peer.ended, SimPeer::Ending::kCut);
  venue->advance(kStart + core::seconds(6));
  EXPECT_FALSE(Listener{*venue}.open);
  venue->advance(kStart + core::seconds(7));
  Listener third{*venue};
  EXPECT_TRUE(third.open);
  venue->disconnect(third.peer);
}

TEST(VenueFaults, a_shutdown_is_announced_before_connections_close) {
  const auto venue = venue_with("shutdown@1s:by=3s");
  Listener listener{*venue, "/ws/nothing@trade"};
  venue->advance(kStart + core::seconds(1));
  // {"e":"serverShutdown","E":…} as in web-socket-streams.md.
  ASSERT_EQ(listener.peer.texts.size(), 1U);
  EXPECT_EQ(listener.peer.texts[0], R"({"e":"serverShutdown","E":1725000001000})");
  EXPECT_EQ(venue->next_due(), kStart + core::seconds(4));
  venue->advance(kStart + core::seconds(4));
  EXPECT_EQ(listener.peer.ended, SimPeer::Ending::kClose);
}

TEST(VenueFaults, requests_are_late_lost_or_refused) {
  const std::string time = "/api/v3/time";
  const auto slow = venue_with("slow:p=1:by=4s")->handle(testing::request_for(time));
  EXPECT_EQ(slow.after, core::seconds(4));
  EXPECT_EQ(slow.response.status, 200);
  EXPECT_TRUE(venue_with("swallow:p=1")->handle(testing::request_for(time)).never);
  const auto limited = testing::get(*venue_with("limit:by=7s"), time);
  EXPECT_EQ(limited.status, 429);
  EXPECT_EQ(limited.header("Retry-After"), "7");
  EXPECT_THAT(limited.body, HasSubstr(R"("code":-1003)"));
  const auto banned = testing::get(*venue_with("ban"), time);
  EXPECT_EQ(banned.status, 418);
  EXPECT_EQ(banned.header("Retry-After"), "120");
  EXPECT_THAT(banned.body, HasSubstr("IP banned until 1725000120000"));
  EXPECT_EQ(testing::get(*venue_with("error:p=1:status=502"), time).status, 502);
}

TEST(VenueFaults, a_skewed_clock_shows_in_event_times_and_server_time_only) {
  const auto venue = venue_with("skew:by=-90s");
  Listener listener{*venue};
  venue->advance(kStart + core::seconds(10));
  EXPECT_EQ(testing::get(*venue, "/api/v3/time").body, R"({"serverTime":1724999920000})");
  const auto trade = testing::json_of(listener.peer.texts.at(0));
  EXPECT_EQ(*trade.find("E")->integer(), *trade.find("T")->integer() - 90'000);
}

TEST(VenueFaults, a_stale_snapshot_is_older_than_the_stream) {
  const auto venue = venue_with("stale:p=1:by=5s");
  const auto fresh = testing::make_venue();
  const std::string depth = "/api/v3/depth?symbol=BTCUSDT&limit=20";
  std::vector<std::string> true_books;
  for (int s = 1; s <= 30; ++s) {
    venue->advance(kStart + core::seconds(s));
    fresh->advance(kStart + core::seconds(s));
    true_books.push_back(testing::get(*fresh, depth).body);
  }
  const auto age = true_books.end() - std::ranges::find(true_books, testing::get(*venue, depth).body) - 1;
  EXPECT_GE(age, 5);
  EXPECT_LT(age, 10);
}

TEST(VenueFaults, can_be_injected_and_ended_while_it_runs) {
  const auto venue = venue_with("");
  net::Request inject = testing::request_for("/sim/faults", net::Method::kPost);
  inject.body = "limit:by=3s";
  EXPECT_EQ(venue->handle(inject).response.status, 200);
  EXPECT_EQ(testing::get(*venue, "/api/v3/ping").status, 429);
  EXPECT_THAT(testing::get(*venue, "/sim/state").body, HasSubstr("limit:by=3000ms"));
  EXPECT_EQ(venue->handle(testing::request_for("/sim/faults", net::Method::kDelete)).response.status, 200);
  EXPECT_EQ(testing::get(*venue, "/api/v3/ping").status, 200);
  inject.body = "limitt";
  const auto refused = venue->handle(inject).response;
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(std::string{refused.body.bytes()}, HasSubstr("did you mean 'limit'?"));
}

TEST(VenueFaults, hundreds_of_drawn_plans_leave_the_same_market_behind) {
  SimVenueConfig config = testing::small_config();
  config.markets = {binance::Market::kSpot};
  config.symbols = {"BTCUSDT"};
  const auto undisturbed = testing::make_venue(config);
  undisturbed->advance(kStart + core::seconds(40));
  const std::string trades = testing::get(*undisturbed, "/api/v3/aggTrades?symbol=BTCUSDT&limit=1000").body;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    config.faults = {.faults = sim::random_faults(seed, core::seconds(30)), .seed = seed, .quiet = core::seconds(31)};
    const auto venue = testing::make_venue(config);
    std::optional<Listener> listener{std::in_place, *venue, "/stream?streams=btcusdt@depth@100ms/btcusdt@aggTrade"};
    for (int s = 1; s <= 40; ++s) {
      venue->advance(kStart + core::seconds(s));
      if (listener->open && !listener->peer.ended) continue;
      listener.emplace(*venue, "/stream?streams=btcusdt@depth@100ms/btcusdt@aggTrade");
    }
    EXPECT_EQ(testing::get(*venue, "/api/v3/aggTrades?symbol=BTCUSDT&limit=1000").body, trades) << seed;
    EXPECT_TRUE(listener->open && !listener->peer.ended) << "everything heals when it is quiet, seed " << seed;
  }
}

}  // namespace
}  // namespace tidemark::venues::simulated
