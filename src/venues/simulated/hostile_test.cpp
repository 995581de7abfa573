// Clients that mean no good: mutated requests, handshakes and messages by the thousand. Nothing may crash; every answer
// is a status with readable JSON, and the market goes on. (fuzz/sim_venue_fuzz.cpp goes on from here.)

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/rng.hpp"
#include "venues/simulated/testing.hpp"

namespace tidemark::venues::simulated {
namespace {

using testing::RecordingPeer;

constexpr std::array<std::string_view, 14> kTargets{
    "/api/v3/depth?symbol=BTCUSDT&limit=5",
    "/api/v3/klines?symbol=BTCUSDT&interval=1M&timeZone=-11:30&startTime=1&endTime=99999999999999999&limit=3",
    "/api/v3/aggTrades?symbol=BTCUSDT&fromId=18446744073709551615",
    "/api/v3/ticker/24hr?symbols=%5B%22BTCUSDT%22%5D&type=MINI",
    "/api/v3/order?symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=0.01&price=50000&timestamp=1&signature=00",
    "/api/v3/userDataStream?listenKey=x",
    "/fapi/v1/fundingRate?symbol=BTCUSDT&limit=1000&startTime=0",
    "/sim/faults",
    "/sim/state",
    "/stream?streams=btcusdt@depth5@100ms/!miniTicker@arr/btcusdt@kline_3d",
    "/public/ws/btcusdt@depth",
    "/ws-api/v3",
    "/ws/%2e%2e/%00",
    "//"};
constexpr std::array<std::string_view, 8> kMessages{
    R"({"method":"SUBSCRIBE","params":["btcusdt@trade","x@y"],"id":1})",
    R"({"method":"SET_PROPERTY","params":["combined",true],"id":null})",
    R"({"id":1,"method":"klines","params":{"symbol":"BTCUSDT","interval":"1w","limit":99999}})",
    R"({"id":"a","method":"order.place","params":{"apiKey":"simulated-key-of-alice","timestamp":1e300,"signature":[]}})",
    R"({"id":2,"method":"userDataStream.unsubscribe","params":{"subscriptionId":99999999999}})",
    R"([[[[[[[[]]]]]]]])",
    "cut@1s:every=2s,gap:p=0.5,mix=9s",
    "\xff\xfe\x00"};

std::string mutated(std::string_view seed, core::Rng& rng) {
  std::string text{seed};
  for (std::uint64_t edits = rng.below(5); edits > 0 && !text.empty(); --edits) {
    const std::size_t at = rng.below(text.size());
    switch (rng.below(4)) {
      case 0:
        text[at] = static_cast<char>(rng.below(256));
        break;
      case 1:
        text.erase(at, 1 + rng.below(8));
        break;
      case 2:
        text.insert(at, text.substr(rng.below(text.size()), rng.below(40)));
        break;
      default:
        text.insert(at, 1 + rng.below(20), "0123456789&=%/\"{[,:-."[rng.below(21)]);
        break;
    }
  }
  return text;
}

TEST(Hostile, mutated_clients_are_refused_and_the_market_goes_on) {
  SimVenueConfig config = testing::small_config();
  config.symbols = {"BTCUSDT"};
  config.history = core::minutes(5);
  const auto venue = testing::make_venue(config);
  core::Rng rng{99};
  RecordingPeer peer;
  bool connected = false;
  for (int i = 0; i < 20'000; ++i) {
    const std::string target = mutated(kTargets[rng.below(kTargets.size())], rng);
    const std::string body = rng.chance(0.3) ? mutated(kMessages[rng.below(kMessages.size())], rng) : std::string{};
    if (rng.chance(0.1)) {
      if (connected && !peer.ended) venue->disconnect(peer);
      peer.texts.clear();
      peer.ended.reset();
      connected = venue->connect(peer, target);
    } else if (connected && !peer.ended && rng.chance(0.3)) {
      venue->receive(peer, body);
    } else {
      net::Request request = testing::request_for(target, static_cast<net::Method>(rng.below(net::kMethodCount)));
      request.headers.push_back({"X-MBX-APIKEY", "simulated-key-of-alice"});
      request.body = body;
      request.peer = std::to_string(rng.below(50));
      const auto reply = venue->handle(request);
      ASSERT_GE(reply.response.status, 200) << target;
      ASSERT_LE(reply.response.status, 599) << target;
      if (reply.response.content_type.starts_with("application/json")) {
        ASSERT_TRUE(net::parse_json(reply.response.body.bytes()).has_value()) << target;
      }
    }
    if (i % 10 == 0) venue->advance(venue->now() + core::milliseconds(50));
  }
  venue->handle(testing::request_for("/sim/faults", net::Method::kDelete));
  EXPECT_EQ(testing::get(*venue, "/api/v3/time").status, 200);
}

}  // namespace
}  // namespace tidemark::venues::simulated
