// Commands and messages of market streams: web-socket-streams.md ("Live Subscribing/Unsubscribing", "Error Messages",
// the payload of each stream), source-apis.md sections 1 and 2.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "venues/simulated/testing.hpp"

namespace tidemark::venues::simulated {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::json_of;
using testing::kStart;
using testing::names_of;
using testing::RecordingPeer;

class Streams : public ::testing::Test {
 protected:
  /// The first message of a stream.
  net::JsonValue first_of(const std::string& target, core::Duration within = core::minutes(2)) {
    RecordingPeer peer;
    EXPECT_TRUE(venue_->connect(peer, target)) << target;
    venue_->advance(venue_->now() + within);
    venue_->disconnect(peer);
    EXPECT_FALSE(peer.texts.empty()) << target;
    return peer.texts.empty() ? net::JsonValue{} : json_of(peer.texts.front());
  }
  std::string command(RecordingPeer& peer, const std::string& text) {
    venue_->advance(venue_->now() + core::seconds(1));
    const std::size_t before = peer.texts.size();
    venue_->receive(peer, text);
    return peer.texts.size() > before ? peer.texts.back() : "";
  }
  std::unique_ptr<SimVenue> venue_ = testing::make_venue();
};

TEST_F(Streams, spot_messages_have_the_documented_fields) {
  EXPECT_THAT(names_of(first_of("/ws/btcusdt@aggTrade")),
              ElementsAre("e", "E", "s", "a", "p", "q", "f", "l", "T", "m", "M"));
  EXPECT_THAT(names_of(first_of("/ws/btcusdt@trade")), ElementsAre("e", "E", "s", "t", "p", "q", "T", "m", "M"));
  const auto kline = first_of("/ws/btcusdt@kline_1m");
  EXPECT_THAT(names_of(kline), ElementsAre("e", "E", "s", "k"));
  EXPECT_THAT(names_of(*kline.find("k")),
              ElementsAre("t", "T", "s", "i", "f", "L", "o", "c", "h", "l", "v", "n", "x", "q", "V", "Q", "B"));
  EXPECT_THAT(names_of(first_of("/ws/btcusdt@miniTicker")), ElementsAre("e", "E", "s", "c", "o", "h", "l", "v", "q"));
  EXPECT_THAT(names_of(first_of("/ws/btcusdt@ticker")),
              ElementsAre("e", "E", "s", "p", "P", "w", "x", "c", "Q", "b", "B", "a", "A", "o", "h", "l", "v", "q", "O",
                          "C", "F", "L", "n"));
  EXPECT_THAT(names_of(first_of("/ws/btcusdt@bookTicker")), ElementsAre("u", "s", "b", "B", "a", "A"));
  EXPECT_THAT(names_of(first_of("/ws/btcusdt@depth5")), ElementsAre("lastUpdateId", "bids", "asks"));
  EXPECT_THAT(names_of(first_of("/ws/btcusdt@depth@100ms")), ElementsAre("e", "E", "s", "U", "u", "b", "a"));
  EXPECT_THAT(names_of(first_of("/ws/btcusdt@avgPrice")), ElementsAre("e", "E", "s", "i", "w", "T"));
  EXPECT_EQ(first_of("/ws/!miniTicker@arr").array()->size(), 2U);
}

TEST_F(Streams, usdm_messages_have_the_documented_fields) {
  EXPECT_THAT(names_of(first_of("/market/ws/btcusdt@aggTrade")),
              ElementsAre("e", "E", "s", "a", "p", "q", "f", "l", "T", "m"));
  EXPECT_THAT(names_of(first_of("/market/ws/btcusdt@markPrice@1s")),
              ElementsAre("e", "E", "s", "p", "i", "P", "r", "T"));
  EXPECT_THAT(names_of(first_of("/public/ws/btcusdt@depth")),
              ElementsAre("e", "E", "T", "s", "U", "u", "pu", "b", "a"));
  EXPECT_THAT(names_of(first_of("/public/ws/btcusdt@bookTicker")),
              ElementsAre("e", "E", "u", "T", "s", "b", "B", "a", "A"));
  const auto forced = first_of("/market/ws/!forceOrder@arr", core::minutes(30));
  EXPECT_THAT(names_of(*forced.find("o")), ElementsAre("s", "S", "o", "f", "q", "p", "ap", "X", "l", "z", "T"));
}

TEST_F(Streams, combined_messages_name_their_stream) {
  const auto message = first_of("/stream?streams=btcusdt@trade/ethusdt@trade");
  EXPECT_THAT(names_of(message), ElementsAre("stream", "data"));
  EXPECT_THAT(*message.find("stream")->text(), HasSubstr("@trade"));
}

TEST_F(Streams, a_candle_closes_once_and_equals_the_one_over_rest) {
  RecordingPeer peer;
  ASSERT_TRUE(venue_->connect(peer, "/ws/btcusdt@kline_1m"));
  venue_->advance(kStart + core::minutes(3) + core::seconds(1));
  std::vector<net::JsonValue> closed;
  for (const std::string& text : peer.texts) {
    const auto message = json_of(text);
    if (*message.find("k")->find("x")->boolean()) closed.push_back(message);
  }
  ASSERT_EQ(closed.size(), 3U);
  const auto rest = json_of(testing::get(*venue_, "/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=4").body);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& row = *rest.array()->at(i).array();
    const auto& kline = *closed[i].find("k");
    EXPECT_EQ(*kline.find("t")->integer(), *row[0].integer());
    EXPECT_EQ(*kline.find("T")->integer(), *row[6].integer());
    const std::pair<const char*, std::size_t> texts[] = {{"o", 1}, {"h", 2}, {"l", 3}, {"c", 4},
                                                         {"v", 5}, {"q", 7}, {"V", 9}, {"Q", 10}};
    for (const auto& [name, column] : texts) EXPECT_EQ(*kline.find(name)->text(), *row[column].text()) << name;
    EXPECT_EQ(*kline.find("n")->integer(), *row[8].integer());
    const auto count = *kline.find("L")->integer() - *kline.find("f")->integer() + 1;
    EXPECT_EQ(*kline.find("n")->integer(), count) << "ids count through";
  }
}

TEST_F(Streams, subscriptions_change_while_connected) {
  RecordingPeer peer;
  ASSERT_TRUE(venue_->connect(peer, "/ws"));
  EXPECT_EQ(command(peer, R"({"method":"SUBSCRIBE","params":["btcusdt@trade","ethusdt@kline_1m"],"id":1})"),
            R"({"result":null,"id":1})");
  EXPECT_EQ(command(peer, R"({"method":"LIST_SUBSCRIPTIONS","id":3})"),
            R"({"result":["btcusdt@trade","ethusdt@kline_1m"],"id":3})");
  EXPECT_EQ(command(peer, R"({"method":"UNSUBSCRIBE","params":["btcusdt@trade"],"id":"x"})"),
            R"({"result":null,"id":"x"})");
  EXPECT_EQ(command(peer, R"({"method":"GET_PROPERTY","params":["combined"],"id":2})"), R"({"result":false,"id":2})");
  EXPECT_EQ(command(peer, R"({"method":"SET_PROPERTY","params":["combined",true],"id":5})"),
            R"({"result":null,"id":5})");
  venue_->advance(venue_->now() + core::seconds(4));
  EXPECT_THAT(peer.texts.back(), HasSubstr(R"({"stream":"ethusdt@kline_1m","data":)"));
  EXPECT_EQ(command(peer, R"({"method":"UNSUBSCRIBE","params":["ethusdt@kline_1m"],"id":6})"),
            R"({"result":null,"id":6})");
  const std::size_t before = peer.texts.size();
  venue_->advance(venue_->now() + core::seconds(10));
  EXPECT_EQ(peer.texts.size(), before);
}

TEST_F(Streams, broken_commands_get_binances_errors) {
  RecordingPeer peer;
  ASSERT_TRUE(venue_->connect(peer, "/ws"));
  EXPECT_THAT(command(peer, "nonsense"), HasSubstr(R"({"code":3,"msg":"Invalid JSON)"));
  EXPECT_THAT(command(peer, R"({"id":1})"), HasSubstr(R"({"code":2,"msg":"Invalid request: missing field `method`)"));
  EXPECT_THAT(command(peer, R"({"method":"SHOUT","id":1})"), HasSubstr("unknown variant `SHOUT`, expected one of"));
  EXPECT_THAT(command(peer, R"({"method":"SUBSCRIBE","params":["a@trade"],"id":-1})"),
              HasSubstr("request ID must be an unsigned integer"));
  EXPECT_THAT(command(peer, R"({"method":"SUBSCRIBE","params":[7],"id":1})"), HasSubstr("\"code\":2"));
  EXPECT_EQ(command(peer, R"({"method":"GET_PROPERTY","params":["color"],"id":1})"),
            R"({"code":0,"msg":"Unknown property","id":1})");
  EXPECT_EQ(command(peer, R"({"method":"SET_PROPERTY","params":["combined","yes"],"id":1})"),
            R"({"code":1,"msg":"Invalid value type: expected Boolean","id":1})");
}

TEST_F(Streams, too_many_messages_or_streams_are_not_taken) {
  RecordingPeer chatty;
  ASSERT_TRUE(venue_->connect(chatty, "/ws"));
  for (int i = 0; i < 5; ++i) venue_->receive(chatty, R"({"method":"LIST_SUBSCRIPTIONS","id":1})");
  EXPECT_EQ(chatty.ended, std::nullopt);
  venue_->receive(chatty, R"({"method":"LIST_SUBSCRIPTIONS","id":1})");
  EXPECT_EQ(chatty.ended, SimPeer::Ending::kClose) << "the sixth within a second";
  std::string target = "/stream?streams=";
  for (int i = 0; i < 1024; ++i) target += "s" + std::to_string(i) + "@trade/";
  RecordingPeer full;
  EXPECT_TRUE(venue_->connect(full, target));
  EXPECT_THAT(command(full, R"({"method":"SUBSCRIBE","params":["btcusdt@trade"],"id":1})"), HasSubstr("at most 1024"));
  RecordingPeer over;
  EXPECT_FALSE(venue_->connect(over, target + "one@trade"));
}

TEST_F(Streams, a_connection_lives_a_day) {
  SimVenueConfig config = testing::small_config();
  config.markets = {binance::Market::kSpot};
  config.symbols = {"ADAUSDT"};
  const auto venue = testing::make_venue(config);
  RecordingPeer peer;
  ASSERT_TRUE(venue->connect(peer, "/ws"));
  EXPECT_EQ(venue->next_due(), kStart + core::hours(24));
  venue->advance(kStart + core::hours(24));
  EXPECT_EQ(peer.ended, SimPeer::Ending::kClose);
}

TEST_F(Streams, paths_are_binances) {
  RecordingPeer peer;
  for (const char* target : {"/ws", "/ws/btcusdt@trade", "/stream", "/stream?streams=btcusdt%40trade", "/ws-api/v3",
                             "/public/ws", "/market/stream?streams=btcusdt@aggTrade", "/private/ws", "/fstream/ws"}) {
    EXPECT_EQ(venue_->refusal(target), std::nullopt) << target;
  }
  for (const char* target : {"", "/", "/wss", "/api/v3/ping", "/ws-fapi/v1", "/ws/%zz"}) {
    EXPECT_EQ(venue_->refusal(target), 404) << target;
    EXPECT_FALSE(venue_->connect(peer, target)) << target;
  }
}

}  // namespace
}  // namespace tidemark::venues::simulated
