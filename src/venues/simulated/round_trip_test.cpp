// Everything the simulated venue sends must be taken by the product's own Binance parser, and mean the same.

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "venues/binance/parser.hpp"
#include "venues/simulated/testing.hpp"

namespace tidemark::venues::simulated {
namespace {

using binance::Market;
using testing::RecordingPeer;

struct Reader {
  explicit Reader(Market market) : parser{{.market = market}, instruments} {}

  void read_instruments(SimVenue& venue, const std::string& url) {
    const auto answer = testing::get(venue, url);
    EventBatch batch;
    const auto outcome = parser.parse_rest({url, answer.body, testing::kStart}, batch);
    ASSERT_EQ(outcome.rule, binance::ParseRule::kParsed) << answer.body;
    ASSERT_GT(instruments.size(), 0U);
  }

  core::InstrumentTable instruments;
  binance::Parser parser;
};

void expect_no_refusal(Reader& reader, const RecordingPeer& peer, EventBatch& batch) {
  for (const std::string& text : peer.texts) {
    const auto outcome = reader.parser.parse(text, testing::kStart, batch);
    ASSERT_FALSE(binance::is_refusal(outcome.rule)) << name_of(outcome.rule) << ": " << text;
  }
}

TEST(RoundTrip, spot_streams_are_parsed_without_refusal) {
  const auto venue = testing::make_venue();
  Reader reader{Market::kSpot};
  reader.read_instruments(*venue, "/api/v3/exchangeInfo");
  RecordingPeer peer;
  ASSERT_TRUE(venue->connect(
      peer,
      "/stream?streams=btcusdt@aggTrade/btcusdt@trade/btcusdt@kline_1m/btcusdt@miniTicker/"
      "btcusdt@ticker/!miniTicker@arr/btcusdt@bookTicker/btcusdt@depth/btcusdt@depth@100ms/btcusdt@depth5/"
      "btcusdt@depth20@100ms/btcusdt@avgPrice/ethusdt@kline_1d@+08:00"));
  venue->advance(testing::kStart + core::minutes(2));
  EventBatch batch;
  expect_no_refusal(reader, peer, batch);
  std::map<std::size_t, int> kinds;
  for (const core::Event& event : batch) ++kinds[event.index()];
  EXPECT_EQ(kinds.size(), 5U) << "trades, quotes, snapshots, deltas, candles";
}

TEST(RoundTrip, usdm_streams_are_parsed_without_refusal) {
  const auto venue = testing::make_venue();
  Reader reader{Market::kUsdm};
  reader.read_instruments(*venue, "/fapi/v1/exchangeInfo");
  RecordingPeer peer;
  ASSERT_TRUE(venue->connect(peer,
                             "/fstream/stream?streams=btcusdt@aggTrade/btcusdt@trade/btcusdt@kline_5m/btcusdt@depth/"
                             "btcusdt@depth@500ms/btcusdt@depth10/btcusdt@markPrice/btcusdt@markPrice@1s/"
                             "btcusdt@forceOrder/!forceOrder@arr/btcusdt@bookTicker/!bookTicker/btcusdt@ticker/"
                             "!markPrice@arr"));
  venue->advance(testing::kStart + core::minutes(5));
  EventBatch batch;
  expect_no_refusal(reader, peer, batch);
  std::map<std::size_t, int> kinds;
  for (const core::Event& event : batch) ++kinds[event.index()];
  EXPECT_EQ(kinds.size(), 7U) << "trades, quotes, snapshots, deltas, candles, mark prices, liquidations";
}

TEST(RoundTrip, rest_answers_are_parsed_without_refusal) {
  const auto venue = testing::make_venue();
  venue->advance(testing::kStart + core::minutes(3));
  Reader spot{Market::kSpot};
  Reader usdm{Market::kUsdm};
  spot.read_instruments(*venue, "/api/v3/exchangeInfo");
  usdm.read_instruments(*venue, "/fapi/v1/exchangeInfo");
  for (const std::string url :
       {"/api/v3/depth?symbol=BTCUSDT&limit=1000", "/api/v3/trades?symbol=BTCUSDT",
        "/api/v3/historicalTrades?symbol=BTCUSDT", "/api/v3/aggTrades?symbol=BTCUSDT",
        "/api/v3/klines?symbol=BTCUSDT&interval=1m", "/api/v3/klines?symbol=BTCUSDT&interval=1w",
        "/api/v3/avgPrice?symbol=BTCUSDT", "/api/v3/ticker/24hr", "/api/v3/ticker/price?symbol=BTCUSDT",
        "/api/v3/ticker/bookTicker", "/api/v3/time", "/api/v3/ping"}) {
    const auto answer = testing::get(*venue, url);
    ASSERT_EQ(answer.status, 200) << url << answer.body;
    EventBatch batch;
    const auto outcome = spot.parser.parse_rest({url, answer.body, testing::kStart}, batch);
    EXPECT_FALSE(binance::is_refusal(outcome.rule)) << name_of(outcome.rule) << ' ' << url << answer.body;
  }
  for (const std::string url :
       {"/fapi/v1/depth?symbol=BTCUSDT", "/fapi/v1/trades?symbol=BTCUSDT", "/fapi/v1/aggTrades?symbol=BTCUSDT",
        "/fapi/v1/klines?symbol=BTCUSDT&interval=1h", "/fapi/v1/premiumIndex?symbol=BTCUSDT", "/fapi/v1/premiumIndex",
        "/fapi/v1/fundingRate?symbol=BTCUSDT", "/fapi/v1/openInterest?symbol=BTCUSDT", "/fapi/v1/ticker/24hr",
        "/fapi/v1/ticker/price", "/fapi/v1/ticker/bookTicker?symbol=BTCUSDT"}) {
    const auto answer = testing::get(*venue, url);
    ASSERT_EQ(answer.status, 200) << url << answer.body;
    EventBatch batch;
    const auto outcome = usdm.parser.parse_rest({url, answer.body, testing::kStart}, batch);
    EXPECT_FALSE(binance::is_refusal(outcome.rule)) << name_of(outcome.rule) << ' ' << url << answer.body;
  }
}

/// The book kept by Binance's rules (source-apis.md section 1, "Order-book sync").
struct KeptBook {
  std::map<std::int64_t, std::int64_t> bids;
  std::map<std::int64_t, std::int64_t> asks;

  static void put(std::map<std::int64_t, std::int64_t>& side, const std::vector<core::BookLevel>& levels) {
    for (const auto& level : levels) {
      side[level.price.ticks] = level.qty.lots;
      if (level.qty.lots == 0) side.erase(level.price.ticks);
    }
  }
  template <class Levels>
  void apply(const Levels& event) {
    put(bids, event.bids);
    put(asks, event.asks);
  }
};

/// A snapshot brought up to date with the deltas that follow on it; checks that they join.
KeptBook synchronized(const core::BookSnapshot& snapshot, const EventBatch& deltas, Market market) {
  KeptBook book;
  book.apply(snapshot);
  std::uint64_t last = snapshot.last_update_id;
  bool synced = false;
  for (const core::Event& event : deltas) {
    const auto& delta = std::get<core::BookDelta>(event);
    if (!synced && delta.last_update_id <= last) continue;
    if (synced) {
      EXPECT_EQ(delta.first_update_id, last + 1);
    }
    if (synced && market == Market::kUsdm) {
      EXPECT_EQ(delta.previous_update_id, last);
    }
    EXPECT_LE(delta.first_update_id, last + 1);
    synced = true;
    book.apply(delta);
    last = delta.last_update_id;
  }
  EXPECT_TRUE(synced);
  return book;
}

core::BookSnapshot snapshot_of(SimVenue& venue, Reader& reader, const std::string& url) {
  EventBatch batch;
  reader.parser.parse_rest({url, testing::get(venue, url).body, testing::kStart}, batch);
  return std::get<core::BookSnapshot>(batch[0]);
}

/// Two snapshots of the exchange's own book, a minute apart, must be the same book once both are brought up to date.
void rebuild_and_compare(Market market, const std::string& stream, const std::string& depth) {
  const auto venue = testing::make_venue();
  Reader reader{market};
  reader.read_instruments(*venue, market == Market::kSpot ? "/api/v3/exchangeInfo" : "/fapi/v1/exchangeInfo");
  venue->advance(testing::kStart + core::milliseconds(1'234));
  RecordingPeer peer;
  ASSERT_TRUE(venue->connect(peer, stream));
  venue->advance(testing::kStart + core::milliseconds(5'678));
  const core::BookSnapshot early = snapshot_of(*venue, reader, depth);
  venue->advance(testing::kStart + core::milliseconds(61'050));
  const core::BookSnapshot late = snapshot_of(*venue, reader, depth);
  venue->advance(testing::kStart + core::seconds(63));
  EventBatch deltas;
  expect_no_refusal(reader, peer, deltas);
  const KeptBook followed = synchronized(early, deltas, market);
  const KeptBook fresh = synchronized(late, deltas, market);
  EXPECT_GT(fresh.bids.size(), 20U);
  EXPECT_EQ(followed.bids, fresh.bids);
  EXPECT_EQ(followed.asks, fresh.asks);
  EXPECT_LT(fresh.bids.rbegin()->first, fresh.asks.begin()->first) << "not crossed";
}

TEST(RoundTrip, spot_deltas_on_a_snapshot_rebuild_the_book) {
  rebuild_and_compare(Market::kSpot, "/ws/btcusdt@depth@100ms", "/api/v3/depth?symbol=BTCUSDT&limit=5000");
  rebuild_and_compare(Market::kSpot, "/ws/btcusdt@depth", "/api/v3/depth?symbol=BTCUSDT&limit=5000");
}

TEST(RoundTrip, usdm_deltas_on_a_snapshot_rebuild_the_book) {
  rebuild_and_compare(Market::kUsdm, "/public/ws/btcusdt@depth@100ms", "/fapi/v1/depth?symbol=BTCUSDT&limit=1000");
  rebuild_and_compare(Market::kUsdm, "/fstream/ws/btcusdt@depth", "/fapi/v1/depth?symbol=BTCUSDT&limit=1000");
}

}  // namespace
}  // namespace tidemark::venues::simulated
