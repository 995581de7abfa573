// `serve` as a user starts it: an address within seconds, candles that move, a clean stop, one clear line for what is
// in the way, and a recording whose replay says the same.

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/http.hpp"
#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"

namespace tidemark {
namespace {

using testing::HasSubstr;

using test::get;
using test::port_of;

/// Asks until the answer holds `text`, for a minute at most; the last answer.
std::string get_until(std::uint16_t port, const std::string& path, const std::string& text) {
  return test::get_until(port, path, [&](const std::string& answer) { return answer.find(text) != std::string::npos; });
}

class Serve : public testing::Test {
 protected:
  [[nodiscard]] std::string home() const { return folder_.path().string(); }
  test::TemporaryFolder folder_;
};

TEST_F(Serve, shows_the_simulated_exchange_and_stops_cleanly) {
  test::Process server{{"serve", "--source", "sim", "--port", "0", "--symbols", "BTCUSDT,ETHUSDT"}, home()};
  ASSERT_TRUE(server.wait_for_output("source: ")) << server.err();
  const std::uint16_t port = port_of(server.out());
  ASSERT_NE(port, 0) << server.out();
  EXPECT_THAT(server.out(), HasSubstr("not real prices"));
  EXPECT_THAT(get(port, "/api/symbols"), HasSubstr("BTCUSDT"));
  EXPECT_THAT(get(port, "/health"), HasSubstr("200"));
  EXPECT_THAT(get(port, "/metrics"), HasSubstr("tidemark_"));
  EXPECT_THAT(get(port, "/api/data/NOPE/1m"), HasSubstr("404"));
  EXPECT_THAT(get(port, "/api/data/BTCUSDT/7m"), HasSubstr("422"));
  EXPECT_THAT(test::request(port, "POST", "/intelligence/bulk-analyze", R"({"symbols":["BTCUSDT","ETHUSDT","NOPE"]})"),
              HasSubstr(R"("analyzed":2,"failed":1)"));
  server.signal(SIGINT);
  const auto done = server.wait();
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.err, HasSubstr("stopped cleanly"));
}

TEST_F(Serve, refuses_live_trading_it_cannot_do_with_one_clear_line) {
  struct Case {
    std::vector<std::string> args;
    const char* says;
  };
  for (const Case& one :
       {Case{{"--source", "sim", "--set", "trading.mode=live"}, "needs its own market data: --source binance"},
        Case{{"--source", "binance", "--set", "trading.mode=live"}, "TIDEMARK_TRADING__API_KEY"},
        Case{{"--source", "sim", "--set", "trading.api_secret=hunter2"}, "read from the environment only"},
        Case{{"--source", "sim", "--set", "trading.mode=real"}, "expected off, paper or live"},
        Case{{"--source", "binance", "--set", "trading.mode=live", "--set", "trading.positions=hedging"},
             "hedging is for paper only"},
        Case{{"--source", "sim", "--set", "trading.positions=both"}, "expected netting or hedging"}}) {
    std::vector<std::string> args{"serve", "--port", "0"};
    args.insert(args.end(), one.args.begin(), one.args.end());
    test::Process server{args, home()};
    const auto done = server.wait();
    EXPECT_NE(done.exit_code, 0);
    EXPECT_THAT(done.err, HasSubstr(one.says));
    EXPECT_THAT(done.err, testing::Not(HasSubstr("hunter2")));
  }
}

TEST_F(Serve, a_signal_stops_all_trading_and_nothing_else) {
  const std::vector<std::string> command{"serve",   "--source",          "sim", "--port", "0", "--symbols", "BTCUSDT",
                                         "--store", folder_.file("t.db")};
  for (const bool first : {true, false}) {
    test::Process server{command, home()};
    ASSERT_TRUE(server.wait_for_output("source: ")) << server.err();
    const std::uint16_t port = port_of(server.out());
    EXPECT_THAT(get(port, "/api/kill-switch"), HasSubstr(first ? R"("engaged":false)" : R"("engaged":true)"));
    server.signal(SIGUSR1);
    EXPECT_THAT(get_until(port, "/api/kill-switch", R"("reason":"signal USR1")"), HasSubstr(R"("engaged":true)"));
    EXPECT_THAT(get(port, "/health"), HasSubstr("200"));
    server.signal(SIGTERM);
    EXPECT_EQ(server.wait().exit_code, 0);
  }
}

TEST_F(Serve, a_recording_replays_to_the_same_outputs) {
  const std::string recording = folder_.file("run.tmrec");
  {
    test::Process server{{"serve", "--source", "sim", "--port", "0", "--symbols", "BTCUSDT,SOLUSDT", "--speed", "30",
                          "--record", recording, "--set", "engine.shards=2"},
                         home()};
    ASSERT_TRUE(server.wait_for_output("source: ")) << server.err();
    // Until live trading (not only the generated past) is in the recording.
    const std::uint16_t port = port_of(server.out());
    const std::string forming = "\"forming\":[";
    ASSERT_THAT(get_until(port, "/api/data/SOLUSDT/1m?limit=1", forming), HasSubstr(forming));
    server.signal(SIGTERM);
    const auto done = server.wait();
    ASSERT_EQ(done.exit_code, 0) << done.err;
  }
  setenv("TIDEMARK_ENGINE__SHARDS", "2", 1);
  const auto replay = test::run({"replay", recording, "--verify"}, home());
  unsetenv("TIDEMARK_ENGINE__SHARDS");
  EXPECT_EQ(replay.exit_code, 0) << replay.out << replay.err;
  EXPECT_THAT(replay.out, HasSubstr("same as the live run"));
  const auto other = test::run({"replay", recording, "--verify"}, home());
  EXPECT_EQ(other.exit_code, 1) << "another configuration cannot be compared";
}

TEST_F(Serve, plays_a_file) {
  std::string csv = "open_time_ms,open,high,low,close,volume\n";
  for (long long i = 0; i < 200; ++i) csv += std::to_string(1672617600000 + i * 60000) + ",100,101,99,100.5,10\n";
  std::ofstream{folder_.file("day 1, morning.csv")} << csv;
  test::Process server{{"serve", "--source", folder_.file("day 1, morning.csv"), "--symbols", "BTCUSDT", "--timeframe",
                        "1m", "--port", "0", "--speed", "1000000"},
                       home()};
  ASSERT_TRUE(server.wait_for_output("source: ")) << server.err();
  const std::uint16_t port = port_of(server.out());
  const std::string last = "1672629540000";  // the 200th candle
  EXPECT_THAT(get_until(port, "/api/data/BTCUSDT/1m", last), HasSubstr(last));
  server.signal(SIGINT);
  EXPECT_EQ(server.wait().exit_code, 0);
}

TEST_F(Serve, what_is_in_the_way_is_one_clear_line) {
  test::Process first{{"serve", "--source", "sim", "--port", "0", "--symbols", "BTCUSDT"}, home()};
  ASSERT_TRUE(first.wait_for_output("source: ")) << first.err();
  const auto busy = test::run(
      {"serve", "--source", "sim", "--port", std::to_string(port_of(first.out())), "--store", folder_.file("other.db")},
      home());
  EXPECT_EQ(busy.exit_code, 1);
  EXPECT_THAT(busy.err, HasSubstr("in use"));

  const auto config = test::run({"serve", "--set", "server.prot=1"}, home());
  EXPECT_EQ(config.exit_code, 2);
  EXPECT_THAT(config.err, HasSubstr("prot"));

  const auto source = test::run(
      {"serve", "--source", folder_.file("nothing.csv"), "--port", "0", "--store", folder_.file("c.db")}, home());
  EXPECT_EQ(source.exit_code, 3);
  EXPECT_THAT(source.err, HasSubstr("nothing.csv"));

  const auto folder = test::run({"serve", "--source", "sim", "--port", "0", "--store", "/proc/nowhere/t.db"}, home());
  EXPECT_EQ(folder.exit_code, 1);
  EXPECT_THAT(folder.err, HasSubstr("/proc/nowhere"));
}

}  // namespace
}  // namespace tidemark
