// Recorded data through the same wire. What must come out is what was written into the files by hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "venues/simulated/testing.hpp"
#include "venues/testing.hpp"

namespace tidemark::venues::simulated {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::json_of;
using testing::RecordingPeer;

constexpr std::int64_t kMorning = 1'672'617'600'000;  // 2023-01-02 00:00:00 UTC

core::Timestamp at(std::int64_t ms) {
  return core::Timestamp::from_ms(kMorning + ms);
}

class Replay : public ::testing::Test {
 protected:
  std::unique_ptr<SimVenue> play(const std::string& path, std::optional<core::Timeframe> timeframe = {}) {
    SimVenueConfig config{.symbols = {"BTCUSDT"}, .replay = {path}, .replay_timeframe = timeframe};
    return testing::make_venue(config);
  }
  /// A Binance capture: "<ns received> <json>" lines.
  std::string capture() {
    const auto line = [](std::int64_t ms, const std::string& json) {
      return std::to_string((kMorning + ms) * 1'000'000) + " " + json + "\n";
    };
    return folder_.put(
        "capture.txt",
        line(0, R"({"lastUpdateId":100,"bids":[["99.5","1"],["99","2"]],"asks":[["100.5","3"]]})") +
            line(
                50,
                R"({"e":"depthUpdate","E":1672617600050,"s":"BTCUSDT","U":101,"u":103,"b":[["99.5","0"],["99.25","4"]],"a":[]})") +
            line(
                70,
                R"({"e":"aggTrade","E":1672617600070,"s":"BTCUSDT","a":7,"p":"100.5","q":"0.25","f":11,"l":12,"T":1672617600069,"m":false,"M":true})") +
            line(
                900,
                R"({"e":"aggTrade","E":1672617600900,"s":"BTCUSDT","a":8,"p":"99.25","q":"1.5","f":13,"l":13,"T":1672617600899,"m":true,"M":true})") +
            line(
                61'000,
                R"({"e":"aggTrade","E":1672617661000,"s":"BTCUSDT","a":9,"p":"99","q":"1","f":14,"l":14,"T":1672617661000,"m":true,"M":true})"));
  }
  venues::testing::TempFolder folder_;
};

TEST_F(Replay, trades_books_and_candles_of_a_capture_come_over_the_wire) {
  const auto venue = play(capture());
  ASSERT_NE(venue, nullptr);
  EXPECT_EQ(venue->now(), at(0)) << "on the recording's clock";
  RecordingPeer trades;
  RecordingPeer depth;
  ASSERT_TRUE(venue->connect(trades, "/ws/btcusdt@aggTrade"));
  ASSERT_TRUE(venue->connect(depth, "/ws/btcusdt@depth@100ms"));
  venue->advance(at(65'000));
  ASSERT_EQ(trades.texts.size(), 3U);
  const auto first = json_of(trades.texts[0]);
  EXPECT_EQ(*first.find("p")->text(), "100.50000000");
  EXPECT_EQ(*first.find("f")->integer(), 11);
  EXPECT_EQ(*first.find("l")->integer(), 12);
  EXPECT_FALSE(*first.find("m")->boolean());
  ASSERT_EQ(depth.texts.size(), 1U);
  EXPECT_THAT(depth.texts[0],
              HasSubstr(R"("U":101,"u":103,"b":[["99.50000000","0.00000000"],["99.25000000","4.00000000"]],"a":[])"));
  EXPECT_EQ(testing::get(*venue, "/api/v3/depth?symbol=BTCUSDT").body,
            R"({"lastUpdateId":103,"bids":[["99.25000000","4.00000000"],["99.00000000","2.00000000"]],)"
            R"("asks":[["100.50000000","3.00000000"]]})");
  EXPECT_THAT(testing::get(*venue, "/api/v3/ticker/bookTicker?symbol=BTCUSDT").body,
              HasSubstr(R"("bidPrice":"99.25000000","bidQty":"4.00000000","askPrice":"100.50000000")"));
  const auto candles = json_of(testing::get(*venue, "/api/v3/klines?symbol=BTCUSDT&interval=1m").body);
  ASSERT_EQ(candles.array()->size(), 2U);
  const auto& minute = *candles.array()->at(0).array();
  // 100.5 * 0.25 + 99.25 * 1.5 = 25.125 + 148.875
  EXPECT_EQ(*minute[1].text(), "100.50000000");
  EXPECT_EQ(*minute[3].text(), "99.25000000");
  EXPECT_EQ(*minute[5].text(), "1.75000000");
  EXPECT_EQ(*minute[7].text(), "174.00000000");
}

TEST_F(Replay, recorded_candles_are_given_as_they_are_and_longer_ones_made_of_them) {
  std::string csv = "open_time_ms,open,high,low,close,volume\n";
  for (std::int64_t i = 0; i < 6; ++i) {
    csv += std::to_string(kMorning + i * 3'600'000) + ",10" + std::to_string(i) + ",120,90,105,10\n";
  }
  const auto venue = play(folder_.put("hours.csv", csv), core::Timeframe::k1h);
  ASSERT_NE(venue, nullptr);
  venue->advance(at(6 * 3'600'000));
  const auto hours =
      json_of(testing::get(*venue, "/api/v3/klines?symbol=BTCUSDT&interval=1h&startTime=0&limit=3").body);
  ASSERT_EQ(hours.array()->size(), 3U);
  EXPECT_EQ(*hours.array()->at(1).array()->at(1).text(), "101.00000000");
  const auto four = json_of(testing::get(*venue, "/api/v3/klines?symbol=BTCUSDT&interval=4h&startTime=0&limit=1").body);
  EXPECT_EQ(*four.array()->at(0).array()->at(5).text(), "40.00000000") << "four hours of ten";
  EXPECT_EQ(testing::get(*venue, "/api/v3/klines?symbol=BTCUSDT&interval=1m").body, "[]") << "nothing is invented";
}

TEST_F(Replay, the_same_file_gives_the_same_bytes) {
  const std::string path = capture();
  std::vector<std::vector<std::string>> runs;
  for (int run = 0; run < 2; ++run) {
    const auto venue = play(path);
    RecordingPeer peer;
    ASSERT_TRUE(venue->connect(peer, "/stream?streams=btcusdt@trade/btcusdt@depth/btcusdt@kline_1m"));
    for (int s = 1; s < 70; s += 1 + run) venue->advance(at(s * 1000));
    venue->advance(at(70'000));
    runs.push_back(peer.texts);
  }
  EXPECT_FALSE(runs[0].empty());
  EXPECT_EQ(runs[0], runs[1]);
}

TEST_F(Replay, nothing_can_be_traded_and_bad_files_are_refused_with_their_place) {
  const auto venue = play(capture());
  const auto order = venue->handle(testing::request_for("/api/v3/order", net::Method::kPost)).response;
  EXPECT_THAT(std::string{order.body.bytes()}, HasSubstr(R"({"code":-1013,"msg":"Market is closed."})"));
  const auto missing = SimVenue::make({.replay = {folder_.file("none.csv")}});
  ASSERT_FALSE(missing.has_value());
  EXPECT_THAT(missing.error().text(), HasSubstr("none.csv"));
}

}  // namespace
}  // namespace tidemark::venues::simulated
