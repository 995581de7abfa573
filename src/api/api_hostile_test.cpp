// Addresses, parameters and messages nobody should send. Each must end in an answer of the documented kind, and the
// server must be as it was before.

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/route_table.hpp"
#include "api/testing/fixtures.hpp"
#include "core/rng.hpp"
#include "ops/process_stats.hpp"

namespace tidemark::api {
namespace {

using ::testing::HasSubstr;

class ApiHostileTest : public ::testing::Test {
 protected:
  ApiHostileTest() {
    for (int n = 0; n < 50; ++n) running_.api.publish(testing::closed(0, testing::candle(n)));
  }
  void TearDown() override {
    EXPECT_EQ(running_.get("/api/symbols").status, 200);
    EXPECT_EQ(running_.get("/api/data/BTCUSDT/1m").status, 200);
  }
  std::string pick(const std::vector<std::string>& from) { return from[rng_.below(from.size())]; }

  /// A value for a parameter: sometimes right, mostly not.
  std::string value() {
    static const std::vector<std::string> kValues{"BTCUSDT",
                                                  "1m",
                                                  "1",
                                                  "0",
                                                  "-1",
                                                  "50",
                                                  "9223372036854775807",
                                                  "9223372036854775808",
                                                  "99999999999999999999999",
                                                  "1e9",
                                                  "0x10",
                                                  "NaN",
                                                  "",
                                                  "%",
                                                  "%zz",
                                                  "%00",
                                                  "%FF%FE",
                                                  "%C0%AF",
                                                  "..",
                                                  "%2e%2e%2f",
                                                  "a%2Fb",
                                                  "json",
                                                  "csv",
                                                  "binary",
                                                  "2024-01-01",
                                                  "2024-13-45",
                                                  "9999-12-31T23:59:59Z",
                                                  "-9223372036854775808",
                                                  "before:1",
                                                  "after:x",
                                                  "RSI:period=14",
                                                  "HAMMER,DOJI",
                                                  "before:1704067200000:3",
                                                  "RSI:period=1e308",
                                                  "%F0%9F%92%A9",
                                                  "'%20OR%201=1",
                                                  "<script>",
                                                  "1D",
                                                  "240",
                                                  "null",
                                                  "true"};
    if (rng_.chance(0.1)) return std::string(rng_.below(3000), 'A');
    return pick(kValues);
  }
  /// An address of the table with random values, and random parameters of its own and of others.
  std::string target(const RouteInfo& route) {
    std::string text;
    for (std::size_t at = 0; at < route.pattern.size();) {
      if (route.pattern[at] != '{') {
        text += route.pattern[at++];
        continue;
      }
      text += value();
      at = route.pattern.find('}', at) + 1;
    }
    char separator = '?';
    for (const ParamInfo& param : route.params) {
      if (param.place == ParamPlace::kPath || rng_.chance(0.4)) continue;
      text += separator + std::string{param.name} + "=" + value();
      separator = '&';
    }
    if (rng_.chance(0.1)) text += separator + value() + "=" + value();
    return text;
  }

  testing::FakeSubscriptions subscriptions_;
  testing::RunningApi running_{"", {}, {}, {testing::instrument(0, "BTCUSDT")}, {.subscriptions = &subscriptions_}};
  core::Rng rng_{20'261'126};
};

TEST_F(ApiHostileTest, WhateverTheAddressThereIsADocumentedAnswer) {
  const std::set<int> answers{200, 202, 304, 400, 404, 405, 409, 414, 422, 426, 431, 503};
  std::map<int, int> seen;
  for (int round = 0; round < 60; ++round) {
    net::test::Socket socket{running_.port()};
    for (const RouteInfo& route : route_table()) {
      const std::string_view method = rng_.chance(0.1) ? "DELETE" : net::name_of(route.method);
      const std::string text = target(route);
      if (!socket.send(net::test::request_text(method, text))) break;
      const auto reply = net::test::read_reply(socket);
      EXPECT_TRUE(answers.contains(reply.status)) << reply.status << " to " << text;
      ++seen[reply.status];
      if (reply.status >= 400 && reply.status != 503) {
        const bool is_json = net::parse_json(reply.body).has_value();
        EXPECT_TRUE(is_json) << text << ": " << reply.body;
      }
      if (reply.header("connection") != "keep-alive") break;
    }
  }
  EXPECT_GT(seen[422], 100) << "most of it should get as far as being refused for a reason";
  EXPECT_GT(seen[200], 10);
}

TEST_F(ApiHostileTest, BodiesThatAreNotAskedForDoNoHarm) {
  for (const std::string& body : {std::string{"{\"a\":"}, std::string{"\xff\xfe\x00", 3}, std::string(900'000, '[')}) {
    net::test::Socket socket{running_.port()};
    socket.send(net::test::request_text("POST", "/api/symbols/ETHUSDT/subscription", "", body));
    EXPECT_EQ(net::test::read_reply(socket).status, 202);
  }
  net::test::Socket socket{running_.port()};
  socket.send(net::test::request_text("POST", "/api/symbols/ETHUSDT/subscription", "Content-Length: 99999999\r\n"));
  EXPECT_EQ(net::test::read_reply(socket).status, 413);
}

TEST_F(ApiHostileTest, MessagesThatAreNoneAreRefusedAndTheSessionGoesOn) {
  net::test::WebSocket client{running_.port(), "/ws/stream"};
  ASSERT_TRUE(client.open());
  const std::string good = R"({"action":"subscribe","channels":["candles:BTCUSDT:1m"],"resume":{"markets":1},"id":7})";
  for (int round = 0; round < 500; ++round) {
    std::string text = good;
    for (std::uint64_t changes = rng_.below(4) + 1; changes > 0; --changes) {
      // Printable only: what is not UTF-8 rightly ends a session (net's own tests).
      const char c = static_cast<char>(' ' + static_cast<char>(rng_.below(95)));
      const std::size_t place = rng_.below(text.size());
      if (rng_.chance(0.5)) {
        text[place] = c;
      } else {
        text.erase(place, rng_.below(8) + 1);
      }
    }
    client.send_text(text);
  }
  client.send_text(std::string(60'000, '['));
  client.send_text(R"({"action":"ping","id":123456})");
  for (std::string text = client.read_text(); !text.contains("123456"); text = client.read_text()) {
    ASSERT_FALSE(text.empty()) << "the session ended";
  }
}

TEST_F(ApiHostileTest, MemoryDoesNotGrowWithRudeRequests) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer keeps what was freed";
#endif
  const auto be_rude = [&](int times) {
    for (int i = 0; i < times; ++i) {
      net::test::WebSocket client{running_.port(), "/ws/stream"};
      client.send_text(
          R"({"action":"subscribe","channels":["candles:BTCUSDT:1m","markets","book:X","trades:btcusdt"]})");
      client.read_text();
      net::test::Socket socket{running_.port()};
      socket.send("GET /api/data/" + std::string(static_cast<std::size_t>(i % 2000), 'B') + "/1m?limit=" + value() +
                  " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      if (i % 3 != 0) net::test::read_reply(socket);
      running_.api.publish(testing::forming(0, testing::candle(50)));
    }
  };
  be_rude(300);
  const std::uint64_t before = ops::read_process_stats().rss_bytes;
  be_rude(1500);
  const std::uint64_t after = ops::read_process_stats().rss_bytes;
  EXPECT_LT(after, before + 16'000'000) << "five times as many of them cost nothing more";
}

}  // namespace
}  // namespace tidemark::api
