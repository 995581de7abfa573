#include "app/serve/alert_happenings.hpp"

#include <gtest/gtest.h>

#include "app/serve/alert_intake.hpp"
#include "engine/testing.hpp"

namespace tidemark::app {
namespace {

using alerts::Direction;
using alerts::Happening;
using alerts::Kind;

constexpr core::Scale kScale{2, 3};
constexpr std::uint32_t kAll = 0xFF;

std::vector<Happening> happenings(const engine::Output& output, std::uint32_t wanted = kAll) {
  std::vector<Happening> all;
  give_happenings(output, kScale, wanted, [&](const Happening& happening) { all.push_back(happening); });
  return all;
}

const core::Timestamp kOpen = engine::testing::at("2026-01-05T10:00:00Z");

engine::CandleOutput candle(core::CandleState state, core::Timestamp known_at) {
  engine::CandleOutput output{{3}, core::Timeframe::k1m, state, {}, known_at};
  output.candle.open_time = kOpen;
  output.candle.open = output.candle.high = output.candle.low = {10000};
  output.candle.close = {10050};
  return output;
}

TEST(AlertHappenings, a_trade_is_a_price) {
  const auto all = happenings(engine::testing::trade({3}, kOpen, kOpen + core::milliseconds(7), 6500025, 10, 1));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].kind, Kind::kPrice);
  EXPECT_EQ(all[0].instrument.value, 3U);
  EXPECT_EQ(all[0].price, 65000.25);
  EXPECT_EQ(all[0].time, kOpen);
  EXPECT_EQ(all[0].known_at, kOpen + core::milliseconds(7));
}

TEST(AlertHappenings, a_closed_candle_is_a_candle_and_a_price) {
  const core::Timestamp end = kOpen + core::minutes(1);
  const auto all = happenings(candle(core::CandleState::kClosed, end));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].kind, Kind::kCandle);
  EXPECT_EQ(all[0].time, kOpen);
  EXPECT_EQ(all[1].kind, Kind::kPrice);
  EXPECT_EQ(all[1].price, 100.5);
  EXPECT_EQ(all[1].price_of, Happening::PriceOf::kCandle);
  EXPECT_EQ(happenings(candle(core::CandleState::kForming, kOpen + core::seconds(9))).size(), 1U);
  EXPECT_EQ(happenings(candle(core::CandleState::kClosed, end + core::hours(1))).size(), 1U)
      << "one that was mended later says nothing about the price of now";
}

TEST(AlertHappenings, only_what_is_wanted_is_given) {
  const auto closed = candle(core::CandleState::kClosed, kOpen + core::minutes(1));
  EXPECT_EQ(happenings(closed, 0).size(), 0U);
  EXPECT_EQ(happenings(closed, 1U << static_cast<unsigned>(Kind::kCandle)).size(), 1U);
}

TEST(AlertHappenings, findings_keep_their_names_and_directions) {
  engine::PatternOutput hammer{.instrument = {3}, .value = 100, .price = {10000}};
  hammer.pattern = analysis::candlesticks::find_pattern("CDLHAMMER")->pattern;
  EXPECT_EQ(happenings(hammer)[0].name, "CDLHAMMER");
  EXPECT_EQ(happenings(hammer)[0].direction, Direction::kUp);
  hammer.value = -100;
  EXPECT_EQ(happenings(hammer)[0].direction, Direction::kDown);
  engine::PatternOutput doji{.instrument = {3}, .value = 100, .price = {10000}};
  doji.pattern = analysis::candlesticks::find_pattern("CDLDOJI")->pattern;
  EXPECT_EQ(happenings(doji)[0].direction, Direction::kNeutral) << "a doji points nowhere, whatever its sign";

  engine::ZoneOutput zone{.instrument = {3}, .top = 105, .bottom = 100, .strength = 0.5F};
  zone.kind = analysis::zones::ZoneKind::kSupply;
  zone.event = analysis::zones::ZoneEventKind::kOutcome;
  const auto said = happenings(zone);
  EXPECT_EQ(said[0].name, "bounced");
  EXPECT_EQ(said[0].detail, "supply");
  EXPECT_EQ(said[0].direction, Direction::kDown);
  EXPECT_EQ(said[0].confidence, 50);
  zone.continuation = true;
  EXPECT_EQ(happenings(zone)[0].detail, "continuation");
}

TEST(AlertHappenings, the_vocabulary_names_what_is_given) {
  const auto words = alert_vocabulary();
  EXPECT_EQ(words.of(Kind::kCandlestick).names.size(), 61U);  // TA-Lib's patterns
  EXPECT_EQ(words.of(Kind::kChartPattern).names.size(), 20U);
  EXPECT_EQ(words.of(Kind::kVolume).names.size(), 12U);
  EXPECT_EQ(words.of(Kind::kZone).details.size(), 3U);
}

TEST(AlertIntakeTest, takes_what_is_wanted_and_counts_what_finds_no_room) {
  AlertIntake intake;
  const auto trade = engine::testing::trade({3}, kOpen, kOpen, 100, 1, 1);
  EXPECT_FALSE(intake.offer(trade));
  intake.want({3}, kScale, 1U << static_cast<unsigned>(Kind::kPrice));
  EXPECT_TRUE(intake.offer(trade));
  EXPECT_FALSE(intake.offer(engine::testing::trade({4}, kOpen, kOpen, 100, 1, 1)));
  for (std::size_t i = 1; i < AlertIntake::kCapacity + 3; ++i) (void)intake.offer(trade);
  EXPECT_EQ(intake.lost(), 3U);
  std::size_t taken = 0;
  EXPECT_EQ(intake.drain([&](const Happening&) { ++taken; }, SIZE_MAX), AlertIntake::kCapacity);
  EXPECT_EQ(taken, AlertIntake::kCapacity);
  intake.want({3}, kScale, 0);
  EXPECT_FALSE(intake.offer(trade));
}

}  // namespace
}  // namespace tidemark::app
