#include "app/serve/sim_feed.hpp"

#include <map>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "engine/testing.hpp"
#include "sim/exchange.hpp"
#include "storage/store.hpp"

namespace tidemark::app {
namespace {

const core::Timestamp kNoon = engine::testing::at("2026-11-26T12:00:00Z");

/// When the trades were made that come between two moments of our clock.
std::vector<core::Timestamp> trades(Feed& feed, core::Timestamp from, core::Timestamp to) {
  std::vector<core::Timestamp> times;
  const FeedSink sink = [&](FeedItem& item) {
    const auto* event = std::get_if<core::Event>(&item);
    const auto* trade = event != nullptr ? std::get_if<core::Trade>(event) : nullptr;
    if (trade != nullptr) times.push_back(trade->times.received);
  };
  EXPECT_TRUE(feed.deliver(from, sink));
  EXPECT_TRUE(feed.deliver(to, sink));
  return times;
}

class SimFeedTest : public ::testing::Test {
 protected:
  SimFeedTest() { config_.symbols = {"BTCUSDT"}; }

  std::unique_ptr<Feed> begin(core::Timestamp now, double speed) {
    return make_sim_feed(config_, speed, {.now = now, .store = *store_, .engine_configuration = {}}).value();
  }
  /// As an earlier run left it.
  void put_minute(core::Timestamp open) {
    const sim::Listing listing = sim::listings_for(config_.symbols).value().at(0);
    const core::Instrument btc = sim::instrument_of(listing.spec, listing.id);
    storage::CandleBatch batch{btc, core::Timeframe::k1m, "test", {}};
    batch.candles.push_back(engine::testing::closed(btc.id, open, 6'000'000).candle);
    ASSERT_TRUE(store_->put_candles(batch));
  }

  ops::Config config_;
  std::unique_ptr<storage::Store> store_ = storage::open_store(":memory:", storage::OpenMode::kCreate).value();
};

TEST_F(SimFeedTest, begins_in_the_present) {
  const auto feed = begin(kNoon, 60);
  const auto made = trades(*feed, kNoon, kNoon + core::seconds(1));
  ASSERT_FALSE(made.empty());
  EXPECT_GE(made.front(), kNoon);
  EXPECT_LE(made.back(), kNoon + core::minutes(1));
}

// The exchange begins at a whole tenth of a second; what it sends is received when it is delivered all the same.
TEST_F(SimFeedTest, is_not_behind_the_present) {
  const core::Timestamp now = kNoon + core::milliseconds(157);
  const auto feed = begin(now, 1);
  const FeedSink ignore = [](FeedItem&) {};
  ASSERT_TRUE(feed->deliver(now, ignore));
  std::optional<core::Timestamp> heartbeat;
  ASSERT_TRUE(feed->deliver(now + core::seconds(2), [&](FeedItem& item) {
    const auto* event = std::get_if<core::Event>(&item);
    if (event != nullptr && std::holds_alternative<core::Heartbeat>(*event)) {
      heartbeat = std::get<core::Heartbeat>(*event).times.received;
    }
  }));
  EXPECT_EQ(heartbeat, now + core::seconds(2));
}

// A market at sixty times our pace had an hour in a minute: what came before that again would be news to nobody.
TEST_F(SimFeedTest, goes_on_where_a_faster_run_stopped) {
  put_minute(kNoon + core::minutes(59));
  const core::Timestamp end = kNoon + core::hours(1);
  const auto feed = begin(kNoon + core::minutes(1), 1);
  const auto made = trades(*feed, kNoon + core::minutes(1), kNoon + core::minutes(1) + core::seconds(20));
  ASSERT_FALSE(made.empty());
  EXPECT_GE(made.front(), end);
  EXPECT_LE(made.back(), end + core::seconds(20)) << "at our pace";
}

// BTC went on from 60,000; ETH and the cross have no past: the cross begins where ETH in BTC does.
TEST_F(SimFeedTest, a_cross_begins_where_its_sides_do) {
  put_minute(kNoon - core::minutes(1));
  config_.symbols = {"BTCUSDT", "ETHUSDT", "ETHBTC"};
  const auto feed = begin(kNoon, 1);
  std::map<std::uint32_t, double> bids;
  ASSERT_TRUE(feed->deliver(kNoon, [](FeedItem&) {}));
  ASSERT_TRUE(feed->deliver(kNoon + core::seconds(1), [&](FeedItem& item) {
    const auto* event = std::get_if<core::Event>(&item);
    const auto* quote = event != nullptr ? std::get_if<core::Quote>(event) : nullptr;
    if (quote == nullptr) return;
    const core::Scale scale = feed->instruments().get(quote->instrument).scale;
    bids[quote->instrument.value] = core::to_double(quote->bid, scale);
  }));
  ASSERT_EQ(bids.size(), 3U);
  EXPECT_NEAR(bids[0], 60'000, 60);
  EXPECT_NEAR(bids[2] / (bids[1] / bids[0]), 1, 0.002);
}

}  // namespace
}  // namespace tidemark::app
