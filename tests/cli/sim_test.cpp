// `sim` as a user starts it: an address, Binance's answers, a clean stop, and one clear line for what is in the way.

#include <algorithm>
#include <chrono>
#include <fstream>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"

namespace tidemark {
namespace {

using testing::HasSubstr;

std::uint16_t port_of(const std::string& out) {
  const std::size_t at = out.find("127.0.0.1:");
  return at == std::string::npos ? std::uint16_t{0} : static_cast<std::uint16_t>(std::stoi(out.substr(at + 10)));
}

/// One request over a plain socket; the whole answer.
std::string ask(std::uint16_t port, const std::string& line, const std::string& body = {}) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0) {
    const std::string request = line + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                                "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                                body;
    if (write(fd, request.data(), request.size()) > 0) {
      char buffer[65536];
      for (ssize_t size = 0; (size = read(fd, buffer, sizeof buffer)) > 0;)
        answer.append(buffer, static_cast<std::size_t>(size));
    }
  }
  close(fd);
  return answer;
}

class Sim : public testing::Test {
 protected:
  [[nodiscard]] std::string home() const { return folder_.path().string(); }
  test::TemporaryFolder folder_;
};

TEST_F(Sim, answers_as_binance_does_and_stops_cleanly) {
  test::Process sim{{"sim", "--port", "0", "--symbols", "BTC/USDT,ethusdt", "--seed", "5"}, home()};
  ASSERT_TRUE(sim.wait_for_output("ccxt")) << sim.err();
  EXPECT_THAT(sim.out(), HasSubstr("not real prices"));
  const std::uint16_t port = port_of(sim.out());
  ASSERT_NE(port, 0) << sim.out();
  EXPECT_THAT(ask(port, "GET /api/v3/ping"), HasSubstr("\r\n\r\n{}"));
  EXPECT_THAT(ask(port, "GET /api/v3/depth?symbol=BTCUSDT&limit=5"), HasSubstr("X-MBX-USED-WEIGHT-1M: "));
  EXPECT_THAT(ask(port, "GET /api/v3/depth?symbol=NOPE"), HasSubstr(R"({"code":-1121,"msg":"Invalid symbol."})"));
  EXPECT_THAT(ask(port, "GET /api/v3/depth?symbol=BTCUSDT&symbol=BTCUSDT"), HasSubstr(R"("code":-1101)"));
  EXPECT_THAT(ask(port, "GET /fapi/v1/premiumIndex?symbol=ETHUSDT"), HasSubstr("lastFundingRate"));
  EXPECT_THAT(ask(port, "GET /api/v3/account"), HasSubstr("-2014"));
  EXPECT_THAT(ask(port, "POST /sim/faults", "limit:by=3s"), HasSubstr("limit"));
  EXPECT_THAT(ask(port, "GET /api/v3/ping"), HasSubstr("Retry-After: 3"));
  sim.signal(SIGINT);
  const auto done = sim.wait();
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.err, HasSubstr("stopped cleanly"));
}

TEST_F(Sim, lists_as_many_symbols_on_the_markets_asked_for) {
  test::Process sim{{"sim", "--port", "0", "--symbol-count", "12", "--markets", "spot", "--history", "90m"}, home()};
  ASSERT_TRUE(sim.wait_for_output("ccxt")) << sim.err();
  const std::uint16_t port = port_of(sim.out());
  EXPECT_THAT(ask(port, "GET /api/v3/ticker/price?symbol=SIM0002USDT"), HasSubstr(R"("price":)"));
  EXPECT_THAT(ask(port, "GET /api/v3/ticker/price?symbol=SIM0003USDT"), HasSubstr("-1121"));
  EXPECT_THAT(ask(port, "GET /fapi/v1/ticker/price?symbol=BTCUSDT"), HasSubstr("404"));
  // 90 one-minute candles and the one that forms.
  const std::string candles = ask(port, "GET /api/v3/klines?symbol=SIM0001USDT&interval=1m&limit=1000");
  EXPECT_THAT(std::ranges::count(candles, '['), testing::AllOf(testing::Ge(91), testing::Le(93)));
}

TEST_F(Sim, has_the_time_of_the_clock_however_long_its_past_took_to_make) {
  test::Process sim{{"sim", "--port", "0", "--markets", "spot", "--history", "10d"}, home()};
  ASSERT_TRUE(sim.wait_for_output("ccxt")) << sim.err();
  const auto now_ms = [] {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  };
  const std::int64_t before = now_ms();
  const std::string answer = ask(port_of(sim.out()), "GET /api/v3/time");
  const std::size_t at = answer.find("serverTime\":");
  ASSERT_NE(at, std::string::npos) << answer;
  // Two clocks of one machine, which may be set a little while the venue runs.
  constexpr std::int64_t kSlack = 100;
  EXPECT_GE(std::stoll(answer.substr(at + 12)), before - kSlack);
  EXPECT_LE(std::stoll(answer.substr(at + 12)), now_ms() + kSlack);
}

TEST_F(Sim, says_what_is_wrong_with_a_length_of_time) {
  test::Process sim{{"sim", "--port", "0", "--history", "soon"}, home()};
  const auto done = sim.wait();
  EXPECT_NE(done.exit_code, 0);
  EXPECT_THAT(done.err, HasSubstr("90m, 6h or 3d"));
}

TEST_F(Sim, replays_a_candle_file_at_its_own_time) {
  std::string csv = "open_time_ms,open,high,low,close,volume\n";
  for (long long i = 0; i < 50; ++i) csv += std::to_string(1672617600000 + i * 60000) + ",100,101,99,100.5,10\n";
  std::ofstream{folder_.file("morning.csv")} << csv;
  test::Process sim{{"sim", "--port", "0", "--replay", folder_.file("morning.csv"), "--symbols", "BTCUSDT",
                     "--timeframe", "1m", "--speed", "100000", "--json"},
                    home()};
  ASSERT_TRUE(sim.wait_for_output("}\n")) << sim.err();
  const std::uint16_t port = port_of(sim.out());
  const std::string last =
      "[1672620540000,\"100.00000000\",\"101.00000000\",\"99.00000000\",\"100.50000000\",\"10.00000000\"";
  std::string answer;
  for (int i = 0; i < 1000 && answer.find(last) == std::string::npos; ++i) {
    answer = ask(port, "GET /api/v3/klines?symbol=BTCUSDT&interval=1m&limit=100");
    poll(nullptr, 0, 20);
  }
  EXPECT_THAT(answer, HasSubstr(last)) << "the 50th candle";
  EXPECT_THAT(ask(port, "POST /api/v3/order"), HasSubstr("Market is closed."));
  sim.signal(SIGTERM);
  EXPECT_EQ(sim.wait().exit_code, 0);
}

TEST_F(Sim, what_is_in_the_way_is_one_clear_line) {
  const auto symbol = test::run({"sim", "--port", "0", "--symbols", "NOPE"}, home());
  EXPECT_EQ(symbol.exit_code, 2);
  EXPECT_THAT(symbol.err, HasSubstr("does not list 'NOPE'"));
  const auto cross = test::run({"sim", "--port", "0", "--symbols", "ETHBTC"}, home());
  EXPECT_EQ(cross.exit_code, 2);
  EXPECT_THAT(cross.err, HasSubstr("ETHBTC is not listed here"));
  const auto faults = test::run({"sim", "--port", "0", "--faults", "discnnect@3s"}, home());
  EXPECT_EQ(faults.exit_code, 2);
  EXPECT_THAT(faults.err, HasSubstr("did you mean 'disconnect'?"));
  const auto file = test::run({"sim", "--port", "0", "--replay", folder_.file("none.csv")}, home());
  EXPECT_NE(file.exit_code, 0);
  EXPECT_THAT(file.err, HasSubstr("none.csv"));
  test::Process first{{"sim", "--port", "0", "--symbols", "BTCUSDT"}, home()};
  ASSERT_TRUE(first.wait_for_output("ccxt")) << first.err();
  const auto second =
      test::run({"sim", "--symbols", "BTCUSDT", "--port", std::to_string(port_of(first.out()))}, home());
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_THAT(second.err, HasSubstr("is in use by another program"));
}

}  // namespace
}  // namespace tidemark
