// The conformance cards of live venues, played for Binance spot and USD-M against the simulated venue.

#include <algorithm>
#include <map>
#include <memory>

#include <gtest/gtest.h>

#include "tests/conformance/cards/venue_cards.hpp"
#include "tests/live/compare.hpp"
#include "tests/live/live_world.hpp"

namespace tidemark::test {
namespace {

using core::FeedState;
using venues::binance::Market;

constexpr core::Duration kLength = core::seconds(160);
constexpr core::Duration kSettled = core::seconds(12);  ///< by then a session has become live on a calm day
const std::string kFirst = "BTCUSDT";
const std::string kOther = "ETHUSDT";

LiveWorld::Options options_of(Market market, const VenueCard& card) {
  LiveWorld::Options options{.market = market, .symbols = {kFirst, kOther}, .config = quick_config(market)};
  options.faults = sim::parse_fault_plan(card.plan).value();
  if (card.act == Act::kAgeLinks) options.config.link_age_max = core::seconds(25);
  if (card.act == Act::kSmallBudget) options.config.weight_limit = 120;
  return options;
}

std::unique_ptr<LiveWorld> play(Market market, const VenueCard& card) {
  auto world = std::make_unique<LiveWorld>(options_of(market, card));
  world->keep_books();
  world->run_until(kWorldStart + core::seconds(30));
  if (card.act == Act::kUnsubscribe || card.act == Act::kSubscribeBack) {
    EXPECT_TRUE(world->session().unsubscribe(kFirst, world->now()));
  }
  world->run_until(kWorldStart + core::seconds(40));
  if (card.act == Act::kSubscribeBack) {
    EXPECT_TRUE(world->session().subscribe(kFirst, {}, world->now()));
  }
  world->run_until(kWorldStart + kLength);
  return world;
}

LiveWorld& calm_world(Market market) {
  static std::map<Market, std::unique_ptr<LiveWorld>> worlds;
  auto& world = worlds[market];
  if (!world) world = play(market, kVenueCards[0]);
  return *world;
}

bool said(const SymbolRecord& record, FeedState state) {
  return std::ranges::any_of(record.states, [&](const auto& each) { return each.second == state; });
}

bool calm(const SymbolRecord& record) {
  return std::ranges::none_of(record.states, [](const auto& each) {
    return each.first > kWorldStart + kSettled && each.second != FeedState::kLive;
  });
}

bool patient(const SimulatedNetwork::Log& log) {
  const auto waited = [&](const core::TimeRange& wait) {
    return std::ranges::none_of(log.requests, [&](core::Timestamp at) { return wait.from < at && at < wait.to; });
  };
  return !log.told_to_wait.empty() && std::ranges::all_of(log.told_to_wait, waited);
}

/// No window of this length, from any of the times on, holds more than `most` of them.
bool sparse(const std::vector<core::Timestamp>& times, core::Duration window, std::size_t most) {
  for (std::size_t i = 0; i + most < times.size(); ++i) {
    if (times[i + most] - times[i] < window) return false;
  }
  return true;
}

bool slow_control(const SimulatedNetwork::Log& log) {
  std::map<std::uint64_t, std::vector<core::Timestamp>> by_link;
  for (const auto& [link, at] : log.sends) by_link[link].push_back(at);
  return std::ranges::all_of(by_link, [](const auto& each) { return sparse(each.second, core::seconds(1), 5); });
}

bool closed(const SymbolRecord& record, Act act) {
  const auto at = std::ranges::find(record.states, FeedState::kClosed, &std::pair<core::Timestamp, FeedState>::second);
  if (at == record.states.end()) return false;
  const core::Timestamp back = kWorldStart + (act == Act::kSubscribeBack ? core::seconds(40) : kLength * 2);
  const bool quiet = std::ranges::none_of(record.trades, [&](const core::Trade& trade) {
    return at->first < trade.times.received && trade.times.received < back;
  });
  return quiet && (act == Act::kUnsubscribe || record.states.back().second == FeedState::kLive);
}

std::uint64_t total(LiveWorld& world, auto member) {
  std::uint64_t sum = 0;
  for (const venues::StreamStatus& status : world.session().streams()) sum += status.*member;
  return sum;
}

std::string difference(Market market, LiveWorld& world, const VenueCard& card) {
  const Times times = card.plan.contains("skew") ? Times::kIgnored : Times::kCompared;
  for (const std::string& symbol : {kFirst, kOther}) {
    if (auto found = compare(calm_world(market), world, symbol, times); !found.empty()) return symbol + ": " + found;
  }
  return {};
}

void expect_seen(Seen seen, Market market, LiveWorld& world, const VenueCard& card) {
  const SymbolRecord& first = world.of(kFirst);
  const std::size_t lines = market == Market::kSpot ? 1 : 2;
  switch (seen) {
    case Seen::kAnnounced:
      EXPECT_FALSE(world.unannounced());
      break;
    case Seen::kHealed:
      EXPECT_EQ(difference(market, world, card), "");
      break;
    case Seen::kCalmFeed:
      EXPECT_TRUE(calm(first));
      break;
    case Seen::kStale:
      EXPECT_TRUE(said(first, FeedState::kStale));
      break;
    case Seen::kResyncing:
      EXPECT_TRUE(said(first, FeedState::kResyncing));
      break;
    case Seen::kPolling:
      EXPECT_TRUE(said(first, FeedState::kPolling));
      break;
    case Seen::kReconnected:
      EXPECT_GT(total(world, &venues::StreamStatus::reconnects), 0U);
      break;
    case Seen::kHandedOver:
      EXPECT_GT(world.log().most_links, lines);
      break;
    case Seen::kDuplicates:
      EXPECT_GT(total(world, &venues::StreamStatus::duplicates), 0U);
      break;
    case Seen::kBadFrames:
      EXPECT_GT(world.session().status().bad_frames, 0U);
      break;
    case Seen::kPatience:
      EXPECT_TRUE(patient(world.log()));
      break;
    case Seen::kBudget:
      EXPECT_LE(world.most_weight(), 120U);
      break;
    case Seen::kSlowControl:
      EXPECT_TRUE(slow_control(world.log()));
      break;
    case Seen::kFewAttempts:
      EXPECT_TRUE(sparse(world.log().opens, core::minutes(5), 300));
      break;
    case Seen::kClosed:
      EXPECT_TRUE(closed(first, card.act));
      break;
    case Seen::kOthersUnmoved:
      EXPECT_TRUE(calm(world.of(kOther)));
      break;
  }
}

class Cards : public ::testing::TestWithParam<std::tuple<Market, VenueCard>> {};

TEST_P(Cards, pass) {
  const auto& [market, card] = GetParam();
  const auto world = play(market, card);
  for (std::size_t i = 0; i < card.seen_count; ++i) {
    SCOPED_TRACE(std::string{card.happens} + ", check " + std::to_string(i + 1));
    expect_seen(card.must_see[i], market, *world, card);
  }
}

INSTANTIATE_TEST_SUITE_P(Binance, Cards,
                         ::testing::Combine(::testing::Values(Market::kSpot, Market::kUsdm),
                                            ::testing::ValuesIn(kVenueCards)),
                         [](const auto& each) {
                           return std::string{std::get<1>(each.param).id} +
                                  (std::get<0>(each.param) == Market::kSpot ? "_spot" : "_usdm");
                         });

}  // namespace
}  // namespace tidemark::test
