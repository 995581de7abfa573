// Market structure as the API serves and streams it; the expected fractal is worked out by hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/zone_fixtures.hpp"

namespace tidemark::api {
namespace {

using testing::code_of;
using testing::Ohlc;

/// Its third candle is higher than the two on either side; no candle is lower than its neighbors.
const std::vector<Ohlc> kPeak{
    {100, 101, 99, 100}, {100, 102, 99.5, 101}, {101, 105, 100, 102}, {102, 103, 99.4, 100}, {100, 101, 99.3, 100}};

class StructureApi : public ::testing::Test {
 protected:
  StructureApi() { store_.put(testing::instrument(0, "BTCUSDT"), testing::candles_of(kPeak)); }
  testing::TestStore store_;
  testing::RunningApi running_{store_.path()};
};

TEST_F(StructureApi, TellsAFractalWithTheCandleThatMadeItKnown) {
  const auto page = running_.json("/api/fractals/BTCUSDT/1m");
  ASSERT_EQ(page.find("events")->array()->size(), 1U);
  const auto& event = page.find("events")->array()->front();
  EXPECT_EQ(*event.find("kind")->text(), "fractal");
  EXPECT_EQ(*event.find("side")->text(), "bearish");
  EXPECT_EQ(event.find("price")->number(), 105);
  EXPECT_EQ(*event.find("time")->text(), "2024-01-01T00:02:00Z");
  EXPECT_EQ(*event.find("known_at")->text(), "2024-01-01T00:05:00Z");  // two candles right of it
  EXPECT_EQ(*page.find("candles")->integer(), 5);
}

TEST_F(StructureApi, SaysOnlyTheKindsAskedFor) {
  EXPECT_EQ(running_.json("/api/structure/BTCUSDT/1m?kinds=fractal").find("events")->array()->size(), 1U);
  EXPECT_EQ(running_.json("/api/structure/BTCUSDT/1m?kinds=fair_value_gap,abc_pattern").find("events")->array()->size(),
            0U);
  const auto code = [&](const std::string& target) { return code_of(running_.get(target)); };
  EXPECT_EQ(code("/api/structure/BTCUSDT/1m?kinds=ghost"), "bad_kind kinds");
  EXPECT_EQ(code("/api/structure/BTCUSDT/1m?kinds=swing,"), "bad_kind kinds");
  EXPECT_EQ(code("/api/structure/NOPE/1m"), "unknown_symbol");
  EXPECT_EQ(code("/api/swings/BTCUSDT/1m?kinds=swing"), "unknown_parameter kinds");
}

TEST_F(StructureApi, StreamsByWhatItIsAbout) {
  net::test::WebSocket client{running_.port(), "/ws/stream"};
  ASSERT_TRUE(client.open());
  client.send_text(R"({"action":"subscribe","channels":["structure:BTCUSDT:1m"]})");
  const auto next = [&] { return net::parse_json(client.read_text()).value(); };
  EXPECT_EQ(*next().find("type")->text(), "subscribed");
  EXPECT_EQ(*next().find("type")->text(), "snapshot");
  using enum analysis::structure::Kind;
  for (const auto& [kind, type] :
       {std::pair{kFractal, "fractal_update"}, std::pair{kSwing, "swing_update"},
        std::pair{kFibonacci, "fibonacci_update"}, std::pair{kFairValueGap, "structure_update"}}) {
    engine::StructureOutput output;
    output.kind = kind;
    output.price = 105;
    running_.api.publish(output);
    const auto message = next();
    EXPECT_EQ(*message.find("type")->text(), type);
    EXPECT_EQ(message.find("data")->find("events")->array()->front().find("price")->number(), 105);
  }
}

TEST(StructureOff, AnswersPlainly) {
  testing::RunningApi running{"", {}, {}, {testing::instrument(0, "BTCUSDT")}, {.structure = std::nullopt}};
  EXPECT_EQ(code_of(running.get("/api/structure/BTCUSDT/1m")), "structure_off");
  EXPECT_EQ(running.get("/api/patterns/BTCUSDT/1m").status, 200);
}

}  // namespace
}  // namespace tidemark::api
