#include "venues/binance/live/live_session.hpp"

#include <gtest/gtest.h>

#include "venues/live/testing.hpp"

// Messages follow the forms of Binance's documentation (source-apis.md, section 1): fields of aggTrade, kline,
// depthUpdate and bookTicker, {"result":null,"id":n} for control messages, klines of twelve columns.
namespace tidemark::venues::binance {
namespace {

using core::FeedState;
using testing::KeepingSink;
using testing::ScriptedTransport;

constexpr std::string_view kInfo =
    R"({"symbols":[{"symbol":"BTCUSDT","filters":[{"filterType":"PRICE_FILTER","tickSize":"0.01"},)"
    R"({"filterType":"LOT_SIZE","stepSize":"0.001"}]}]})";

core::Timestamp at_ms(std::int64_t ms) {
  return core::parse_time("2024-05-01T12:00:10Z").value() + core::milliseconds(ms);
}
std::string ms_of(core::Timestamp t) {
  return std::to_string(t.ms());
}

std::string trade(std::uint64_t number, core::Timestamp at) {
  const std::string n = std::to_string(number);
  return R"({"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":)" + ms_of(at) + R"(,"s":"BTCUSDT","a":)" + n +
         R"(,"p":"60000.10","q":"0.002","f":)" + n + R"(,"l":)" + n + R"(,"T":)" + ms_of(at) +
         R"(,"m":true,"M":true}})";
}
std::string rest_trade(std::uint64_t number, core::Timestamp at) {
  const std::string n = std::to_string(number);
  return R"({"a":)" + n + R"(,"p":"60000.10","q":"0.002","f":)" + n + R"(,"l":)" + n + R"(,"T":)" + ms_of(at) +
         R"(,"m":true,"M":true})";
}
std::string delta(std::uint64_t first, std::uint64_t last, core::Timestamp at) {
  return R"({"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":)" + ms_of(at) + R"(,"s":"BTCUSDT","U":)" +
         std::to_string(first) + R"(,"u":)" + std::to_string(last) + R"(,"b":[["60000.00","1.5"]],"a":[]}})";
}
std::string snapshot(std::uint64_t id) {
  return R"({"lastUpdateId":)" + std::to_string(id) + R"(,"bids":[["59999.00","1"]],"asks":[["60001.00","2"]]})";
}
std::string kline(core::Timestamp open, std::string_view closed, core::Timestamp at) {
  return R"({"stream":"btcusdt@kline_1m","data":{"e":"kline","E":)" + ms_of(at) + R"(,"s":"BTCUSDT","k":{"t":)" +
         ms_of(open) + R"(,"T":)" + ms_of(open + core::milliseconds(59'999)) +
         R"(,"s":"BTCUSDT","i":"1m","f":1,"L":2,"o":"60000","c":"60001","h":"60002","l":"59999","v":"3","n":2,"x":)" +
         std::string{closed} + R"(,"q":"180000","V":"1","Q":"60000","B":"0"}}})";
}
std::string row(core::Timestamp open) {
  return "[" + ms_of(open) + R"(,"60000","60002","59999","60001","3",)" + ms_of(open + core::milliseconds(59'999)) +
         R"(,"180000",2,"1","60000","0"])";
}

/// A session subscribed to BTCUSDT without history, played by hand.
struct Played {
  explicit Played(LiveConfig with = quiet()) : config{std::move(with)} { session.start(now); }

  static LiveConfig quiet() {
    LiveConfig config;
    config.first_history = {};
    return config;
  }
  TransportEvents& events() { return session.transport_events(); }
  void tick(core::Duration step = {}) {
    now = now + step;
    for (int i = 0; i < 100 && session.on_time(now) <= now; ++i) {
    }
  }
  void list() {
    tick();
    transport.reply(events(), transport.asking("exchangeInfo"), 200, std::string{kInfo}, now);
    tick();
  }
  void text(std::string_view message) { ScriptedTransport::text(events(), link(), message, now); }
  LinkId link() const { return transport.newest(); }
  /// The link opens and the venue accepts all that is subscribed.
  void connect() {
    events().on_open(link(), now);
    tick();
    text(R"({"result":null,"id":1})");
    tick();
  }
  void live(std::uint64_t update_id = 100) {
    ASSERT_TRUE(session.subscribe("BTCUSDT", {}, now));
    list();
    connect();
    text(delta(update_id + 1, update_id + 2, now));
    tick();
    transport.reply(events(), transport.asking("depth"), 200, snapshot(update_id), now);
    tick();
  }

  core::Timestamp now{at_ms(0)};
  LiveConfig config;
  ScriptedTransport transport;
  core::InstrumentTable table;
  KeepingSink sink;
  LiveSession session{config, transport, table, sink};
};

TEST(LiveSession, announces_an_instrument_with_its_listed_scale_before_its_first_event) {
  Played played;
  ASSERT_TRUE(played.session.subscribe("BTCUSDT", {}, played.now));
  EXPECT_TRUE(played.sink.instruments.empty());
  played.list();
  ASSERT_EQ(played.sink.instruments.size(), 1U);
  EXPECT_EQ(played.sink.instruments[0].symbol, "BTCUSDT");
  EXPECT_EQ(played.sink.instruments[0].venue, "binance");
  EXPECT_EQ(played.sink.states(), (std::vector{FeedState::kConnecting}));
}

TEST(LiveSession, subscribes_all_streams_of_a_spot_symbol_on_the_combined_path) {
  Played played;
  ASSERT_TRUE(played.session.subscribe("BTCUSDT", {}, played.now));
  played.list();
  EXPECT_EQ(played.transport.links.at(1).url, "wss://stream.binance.com:9443/stream");
  played.events().on_open(played.link(), played.now);
  played.tick();
  ASSERT_EQ(played.transport.links.at(1).sent.size(), 1U);
  EXPECT_EQ(played.transport.links.at(1).sent[0],
            R"({"method":"SUBSCRIBE","params":["btcusdt@aggTrade","btcusdt@bookTicker","btcusdt@depth@100ms",)"
            R"("btcusdt@kline_1m"],"id":1})");
}

TEST(LiveSession, is_live_once_streams_are_accepted_and_a_snapshot_joins) {
  Played played;
  played.live();
  EXPECT_EQ(played.sink.states(), (std::vector{FeedState::kConnecting, FeedState::kResyncing, FeedState::kLive}));
  EXPECT_EQ(played.sink.only<core::BookDelta>().size(), 1U);
  EXPECT_EQ(played.sink.only<core::BookSnapshot>().size(), 1U);
  played.text(trade(7, played.now));
  ASSERT_EQ(played.sink.only<core::Trade>().size(), 1U);
  EXPECT_EQ(played.sink.only<core::Trade>()[0].price.ticks, 6'000'010'000);  // two decimals and three of room
}

TEST(LiveSession, asks_for_another_snapshot_when_one_is_older_than_the_first_delta) {
  Played played;
  ASSERT_TRUE(played.session.subscribe("BTCUSDT", {}, played.now));
  played.list();
  played.connect();
  played.text(delta(101, 102, played.now));
  played.tick();
  played.transport.reply(played.events(), played.transport.asking("depth"), 200, snapshot(90), played.now);
  EXPECT_TRUE(played.sink.only<core::BookSnapshot>().empty());
  played.tick(core::seconds(1));
  played.transport.reply(played.events(), played.transport.asking("depth"), 200, snapshot(101), played.now);
  EXPECT_EQ(played.sink.only<core::BookSnapshot>().size(), 1U);
  EXPECT_EQ(played.sink.states().back(), FeedState::kLive);
}

TEST(LiveSession, says_resyncing_and_fetches_a_snapshot_when_update_ids_skip) {
  Played played;
  played.live();
  played.text(delta(110, 111, played.now));
  EXPECT_EQ(played.sink.states().back(), FeedState::kResyncing);
  played.tick();
  ASSERT_NE(played.transport.asking("depth").value, 0U);
  played.transport.reply(played.events(), played.transport.asking("depth"), 200, snapshot(115), played.now);
  EXPECT_EQ(played.sink.states().back(), FeedState::kLive);
}

TEST(LiveSession, fetches_missed_trades_and_hands_them_over_before_those_held_back) {
  Played played;
  played.live();
  played.text(trade(7, played.now));
  played.text(trade(10, played.now));
  EXPECT_EQ(played.sink.only<core::Trade>().size(), 1U);
  played.tick(core::milliseconds(250));
  const RequestId request = played.transport.asking("aggTrades");
  ASSERT_NE(request.value, 0U);
  EXPECT_NE(played.transport.requests.at(request.value).url.find("fromId=8&"), std::string::npos);
  played.transport.reply(
      played.events(), request, 200,
      "[" + rest_trade(8, played.now) + "," + rest_trade(9, played.now) + "," + rest_trade(10, played.now) + "]",
      played.now);
  std::vector<std::uint64_t> ids;
  for (const core::Trade& each : played.sink.only<core::Trade>()) ids.push_back(each.first_id);
  EXPECT_EQ(ids, (std::vector<std::uint64_t>{7, 8, 9, 10}));
}

TEST(LiveSession, drops_repeated_trades_and_sorts_those_that_overtook_each_other_without_asking) {
  Played played;
  played.live();
  for (const std::uint64_t number : {7U, 9U, 8U, 8U, 9U, 10U}) played.text(trade(number, played.now));
  std::vector<std::uint64_t> ids;
  for (const core::Trade& each : played.sink.only<core::Trade>()) ids.push_back(each.first_id);
  EXPECT_EQ(ids, (std::vector<std::uint64_t>{7, 8, 9, 10}));
  played.tick(core::seconds(1));
  EXPECT_EQ(played.transport.asking("aggTrades").value, 0U);
}

TEST(LiveSession, fetches_candles_since_the_store_ended_and_marks_them_repaired) {
  Played played;
  const core::Timestamp minute = core::open_time_of(played.now, core::Timeframe::k1m);
  const Resume resume{.last_candle = minute - core::minutes(3), .last_trade = {}};
  ASSERT_TRUE(played.session.subscribe("BTCUSDT", resume, played.now));
  played.list();
  played.tick(core::milliseconds(250));
  const RequestId request = played.transport.asking("klines");
  ASSERT_NE(request.value, 0U);
  EXPECT_NE(played.transport.requests.at(request.value).url.find("startTime=" + ms_of(minute - core::minutes(2))),
            std::string::npos);
  played.transport.reply(
      played.events(), request, 200,
      "[" + row(minute - core::minutes(2)) + "," + row(minute - core::minutes(1)) + "," + row(minute) + "]",
      played.now);
  std::vector<core::VenueCandle> closed;
  for (const core::VenueCandle& candle : played.sink.only<core::VenueCandle>()) {
    if (candle.state == core::CandleState::kClosed) closed.push_back(candle);
  }
  ASSERT_EQ(closed.size(), 2U);  // the last row is still forming
  EXPECT_EQ(closed[0].candle.open_time, minute - core::minutes(2));
  EXPECT_TRUE(core::has_flag(closed[0].candle.flags, core::CandleFlag::kRepaired));
}

TEST(LiveSession, refuses_a_symbol_that_the_venue_does_not_list) {
  Played played;
  ASSERT_TRUE(played.session.subscribe("NOSUCH", {}, played.now));
  played.list();
  ASSERT_EQ(played.sink.refused.size(), 1U);
  EXPECT_EQ(played.sink.refused[0].first, "NOSUCH");
  EXPECT_FALSE(played.session.subscribe("NOSUCH", {}, played.now));
}

TEST(LiveSession, unsubscribes_at_runtime_and_says_closed) {
  Played played;
  played.live();
  ASSERT_TRUE(played.session.unsubscribe("BTCUSDT", played.now));
  EXPECT_EQ(played.sink.states().back(), FeedState::kClosed);
  const std::size_t before = played.sink.events.size();
  played.text(trade(7, played.now));
  EXPECT_EQ(played.sink.events.size(), before);
  EXPECT_FALSE(played.session.unsubscribe("BTCUSDT", played.now));
}

TEST(LiveSession, waits_as_long_as_retry_after_says) {
  Played played;
  ASSERT_TRUE(played.session.subscribe("BTCUSDT", {}, played.now));
  played.tick();
  played.transport.reply(played.events(), played.transport.asking("exchangeInfo"), 429, "{}", played.now,
                         {{"retry-after", "7"}});
  played.tick(core::seconds(6));
  EXPECT_EQ(played.transport.asking("exchangeInfo").value, 0U);
  EXPECT_EQ(played.session.status().banned_until, at_ms(7000));
  played.tick(core::seconds(1));
  EXPECT_NE(played.transport.asking("exchangeInfo").value, 0U);
}

TEST(LiveSession, gives_a_hole_up_when_it_cannot_be_fetched_and_says_gapped_before_going_on) {
  Played played;
  played.live();
  const core::Timestamp minute = core::open_time_of(played.now, core::Timeframe::k1m);
  played.text(kline(minute, "true", played.now));
  played.text(kline(minute + core::minutes(3), "true", played.now));
  EXPECT_EQ(played.sink.only<core::VenueCandle>().size(), 1U);
  for (int i = 0; i < 130; ++i) {
    played.tick(core::milliseconds(500));
    while (played.transport.asking("klines").value != 0) {
      played.transport.reply(played.events(), played.transport.asking("klines"), 500, "", played.now);
    }
    played.text(trade(static_cast<std::uint64_t>(i) + 1, played.now));  // the link is alive
  }
  const auto candles = played.sink.only<core::VenueCandle>();
  ASSERT_EQ(candles.size(), 2U);
  EXPECT_EQ(candles[1].candle.open_time, minute + core::minutes(3));
  const auto states = played.sink.states();
  EXPECT_NE(std::ranges::find(states, FeedState::kGapped), states.end());
}

}  // namespace
}  // namespace tidemark::venues::binance
