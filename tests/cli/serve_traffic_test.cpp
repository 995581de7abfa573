// The whole program under the traffic of a dashboard and of programs: under the sanitizers (`./dev sanitize`) this is
// where its threads meet.

#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/json_reader.hpp"
#include "net/test_client.hpp"
#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"

namespace tidemark {
namespace {

using testing::HasSubstr;

std::uint16_t port_of(const std::string& out) {
  const std::size_t at = out.find("127.0.0.1:");
  return at == std::string::npos ? std::uint16_t{0} : static_cast<std::uint16_t>(std::stoi(out.substr(at + 10)));
}

/// Every GET address of the interface's own document, with values for the parts in braces.
std::vector<std::string> addresses(std::uint16_t port) {
  std::vector<std::string> all;
  const auto document = net::parse_json(net::test::get(port, "/openapi.json").body).value();
  const auto* paths = document.find("paths");
  if (paths == nullptr) return all;
  for (const auto& [pattern, operations] : *paths->members()) {
    if (operations.find("get") == nullptr || pattern.find("/ws/") != std::string::npos) continue;
    std::string address = pattern;
    for (std::size_t open = 0; (open = address.find('{')) != std::string::npos;) {
      const std::size_t close = address.find('}', open);
      const std::string part = address.substr(open + 1, close - open - 1);
      address.replace(open, close - open + 1, part == "timeframe" ? "1m" : part == "symbol" ? "BTCUSDT" : "1");
    }
    all.push_back(address);
  }
  return all;
}

TEST(ServeTraffic, every_address_and_a_crowd_of_streams_while_the_market_runs) {
  const test::TemporaryFolder folder;
  test::Process server{{"serve", "--source", "sim", "--port", "0", "--symbols", "BTCUSDT,ETHUSDT", "--speed", "60",
                        "--set", "engine.shards=2"},
                       folder.path().string()};
  ASSERT_TRUE(server.wait_for_output("source: ")) << server.err();
  const std::uint16_t port = port_of(server.out());
  const auto paths = addresses(port);
  ASSERT_GE(paths.size(), 8U);
  {
    std::vector<std::jthread> clients;
    for (int c = 0; c < 4; ++c) {
      clients.emplace_back([&] {
        for (const std::string& path : paths) {
          const auto reply = net::test::get(port, path, "Accept-Encoding: gzip\r\n");
          EXPECT_LT(reply.status, 500) << path << ": " << reply.body;
        }
      });
      clients.emplace_back([&] {
        net::test::WebSocket stream{port, "/ws/stream"};
        ASSERT_TRUE(stream.open());
        stream.send_text(R"({"action":"subscribe","channels":["candles:BTCUSDT:1m","candles:ETHUSDT:5m","system"]})");
        for (int message = 0; message < 30; ++message) ASSERT_FALSE(stream.read_text().empty());
        stream.send_text(R"({"action":"unsubscribe","channels":["candles:ETHUSDT:5m"]})");
        for (int message = 0; message < 10; ++message) ASSERT_FALSE(stream.read_text().empty());
      });
    }
  }
  // Those who are still there when it ends are told so: 1001, going away.
  net::test::WebSocket last{port, "/ws/stream"};
  ASSERT_TRUE(last.open()) << server.wait().err;  // it is gone
  last.send_text(R"({"action":"subscribe","channels":["candles:BTCUSDT:1m"]})");
  ASSERT_FALSE(last.read_text().empty());
  server.signal(SIGTERM);
  EXPECT_EQ(last.read_until_close(), 1001);
  const auto done = server.wait();
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.err, HasSubstr("stopped cleanly"));
}

}  // namespace
}  // namespace tidemark
