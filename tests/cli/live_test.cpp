// `serve` against a live venue as a user runs it: two real programs over loopback, `tidemark sim` in the venue's place.

#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/http.hpp"
#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"

namespace tidemark {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string body_of(const std::string& answer) {
  const std::size_t end = answer.find("\r\n\r\n");
  return end == std::string::npos ? "" : answer.substr(end + 4);
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

class Live : public testing::Test {
 protected:
  void SetUp() override { start_venue("0"); }

  void start_venue(const std::string& port) {
    venue_ = std::make_unique<test::Process>(
        std::vector<std::string>{"sim", "--port", port, "--symbols", "BTCUSDT,ETHUSDT,SOLUSDT"}, home());
    ASSERT_TRUE(venue_->wait_for_output("is listening on")) << venue_->err();
    venue_port_ = test::port_of(venue_->out());
  }
  [[nodiscard]] std::string home() const { return folder_.path().string(); }
  [[nodiscard]] std::unique_ptr<test::Process> serve(const std::string& source) const {
    const std::string host = "127.0.0.1:" + std::to_string(venue_port_);
    auto server = std::make_unique<test::Process>(
        std::vector<std::string>{"serve", "--source", source, "--port", "0", "--symbols", "BTCUSDT,ETHUSDT", "--store",
                                 folder_.file("live.db"), "--set", "venues.binance.rest_url=http://" + host, "--set",
                                 "venues.binance.stream_url=ws://" + host, "--set", "venues.history=2h"},
        home());
    EXPECT_TRUE(server->wait_for_output("source: ")) << server->err();
    return server;
  }
  /// Until both instruments are live with a book.
  static void wait_until_live(std::uint16_t port) {
    for (const char* symbol : {"BTCUSDT", "ETHUSDT"}) {
      const auto live = [](const std::string& a) { return a.find(R"("state":"live")") != std::string::npos; };
      ASSERT_TRUE(live(test::get_until(port, std::string{"/api/orderbook/"} + symbol, live))) << symbol;
    }
    const auto both = [](const std::string& a) { return count(a, R"("feed_state":"live")") == 2; };
    ASSERT_TRUE(both(test::get_until(port, "/api/symbols", both)));
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<test::Process> venue_;
  std::uint16_t venue_port_{0};
};

TEST_F(Live, auto_takes_the_venue_when_it_answers_and_says_so) {
  const auto server = serve("auto");
  EXPECT_THAT(server->out(), HasSubstr("Binance, live public data - the venue answers"));
  wait_until_live(test::port_of(server->out()));
}

TEST_F(Live, auto_takes_the_simulated_exchange_when_the_venue_does_not_answer_and_says_why) {
  venue_.reset();
  const auto server = serve("auto");
  EXPECT_THAT(server->out(), HasSubstr("Simulated exchange (not real prices) - the live venue cannot be reached"));
  EXPECT_THAT(server->out(), HasSubstr("127.0.0.1:" + std::to_string(venue_port_)));
}

TEST_F(Live, shows_the_venues_own_candles_without_a_hole) {
  const auto server = serve("binance");
  const std::uint16_t port = test::port_of(server->out());
  wait_until_live(port);
  // Two hours of the venue's history, each candle as the venue gives it.
  const auto whole = [](const std::string& a) { return count(a, "[1") >= 90; };
  const std::string candles = body_of(test::get_until(port, "/api/data/BTCUSDT/1m?limit=90", whole));
  // Far more than ours: the venue runs on while we ask.
  const std::string klines = body_of(test::get(venue_port_, "/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1000"));
  EXPECT_EQ(count(candles, "[1"), 90U + count(candles, R"("forming":[)")) << candles;
  const std::size_t first = candles.find("[1");
  EXPECT_NE(klines.find(candles.substr(first, 14)), std::string::npos) << "the same open times";
  EXPECT_THAT(test::get(port, "/api/gaps/BTCUSDT"), HasSubstr(R"("gaps":[])"));
}

TEST_F(Live, killed_and_started_again_it_goes_on_without_a_hole) {
  {
    const auto server = serve("binance");
    wait_until_live(test::port_of(server->out()));
    const auto stored = [](const std::string& a) { return count(a, "[1") > 30; };
    ASSERT_TRUE(stored(test::get_until(test::port_of(server->out()), "/api/data/BTCUSDT/1m?limit=60", stored)));
    server->signal(SIGKILL);
    (void)server->wait();
  }
  const auto again = serve("binance");
  const std::uint16_t port = test::port_of(again->out());
  wait_until_live(port);
  EXPECT_THAT(test::get(port, "/api/gaps/BTCUSDT"), HasSubstr(R"("gaps":[])"));
  EXPECT_THAT(test::get(port, "/api/quarantine"), HasSubstr(R"("rows":[])"));
}

TEST_F(Live, fetch_downloads_what_is_missing_and_nothing_twice) {
  const std::vector<std::string> fetch{
      "fetch",       "--symbol",
      "BTCUSDT",     "--timeframe",
      "1m",          "--json",
      "--timerange", "20200101-",
      "--store",     folder_.file("fetch.db"),
      "--set",       "venues.binance.rest_url=http://127.0.0.1:" + std::to_string(venue_port_)};
  const auto first = test::run(fetch, home());
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr(R"("layout":"binance klines")"));
  EXPECT_THAT(first.out, HasSubstr(R"("gaps":[])"));
  EXPECT_THAT(first.err, HasSubstr("stored 1000 candles"));
  const auto again = test::run(fetch, home());
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_LT(count(again.err, "stored"), 2U) << again.err;
  venue_.reset();
  const auto gone = test::run(fetch, home());
  EXPECT_EQ(gone.exit_code, 5);
  EXPECT_THAT(gone.err, HasSubstr("goes on where it stopped"));
}

TEST_F(Live, fetch_refuses_what_makes_no_sense_with_one_clear_line) {
  const auto run = [&](std::vector<std::string> more) {
    std::vector<std::string> all{"fetch", "--store", folder_.file("fetch.db"), "--set",
                                 "venues.binance.rest_url=http://127.0.0.1:" + std::to_string(venue_port_)};
    all.insert(all.end(), more.begin(), more.end());
    return test::run(all, home());
  };
  EXPECT_EQ(run({"--symbol", "BTCUSDT", "--timeframe", "7m"}).exit_code, 2);
  EXPECT_EQ(run({"--symbol", "BTCUSDT", "--timeframe", "1m", "--venue", "nyse"}).exit_code, 2);
  EXPECT_EQ(run({"--symbol", "BTCUSDT", "--timeframe", "1m", "--from", "2999-01-01"}).exit_code, 2);
  const auto unknown = run({"--symbol", "NOPENOPE", "--timeframe", "1m"});
  EXPECT_NE(unknown.exit_code, 0);
  EXPECT_EQ(count(unknown.err, "\n"), 1U) << unknown.err;
}

TEST_F(Live, symbols_come_and_go_while_it_runs) {
  const auto server = serve("binance");
  const std::uint16_t port = test::port_of(server->out());
  wait_until_live(port);
  const auto listed = [](const std::string& a) { return a.find("SOLUSDT") != std::string::npos; };
  EXPECT_TRUE(listed(test::get_until(port, "/api/symbols/available?search=sol", listed)));
  EXPECT_THAT(test::request(port, "POST", "/api/symbols/NOPEUSDT/subscription"), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(test::request(port, "POST", "/api/symbols/SOLUSDT/subscription"), StartsWith("HTTP/1.1 202"));
  const auto live = [](const std::string& a) { return a.find(R"("state":"live")") != std::string::npos; };
  EXPECT_TRUE(live(test::get_until(port, "/api/orderbook/SOLUSDT", live))) << test::get(port, "/api/system");
  EXPECT_THAT(test::request(port, "DELETE", "/api/symbols/SOLUSDT/subscription"), StartsWith("HTTP/1.1 202"));
  const auto gone = [](const std::string& a) { return a.find(R"("state":"live")") == std::string::npos; };
  EXPECT_TRUE(gone(test::get_until(port, "/api/orderbook/SOLUSDT", gone)));
  wait_until_live(port);
}

TEST_F(Live, a_venue_that_goes_is_seen_and_one_that_comes_back_is_taken_up_again) {
  const auto server = serve("binance");
  const std::uint16_t port = test::port_of(server->out());
  wait_until_live(port);
  const std::string venue_port = std::to_string(venue_port_);
  venue_.reset();
  const auto down = [](const std::string& a) { return count(a, R"("feed_state":"live")") == 0; };
  EXPECT_TRUE(down(test::get_until(port, "/api/symbols", down)));
  EXPECT_THAT(test::get(port, "/services/status"), HasSubstr(R"("circuit":"open")"));
  start_venue(venue_port);
  wait_until_live(port);
  server->signal(SIGINT);
  EXPECT_EQ(server->wait().exit_code, 0);
}

}  // namespace
}  // namespace tidemark
