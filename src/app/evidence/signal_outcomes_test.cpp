#include "app/evidence/signal_outcomes.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/rng.hpp"

namespace tidemark::app::evidence {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::vector<core::CandleF> walk(std::size_t count) {
  core::Rng rng{3};
  std::vector<core::CandleF> candles(count);
  double price = 1000;
  double drift = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (rng.chance(0.01)) drift = 0.15 * rng.normal();
    core::CandleF& c = candles[i];
    c.open_time = core::Timestamp::from_s(1'704'067'200 + 60 * static_cast<std::int64_t>(i));
    c.open = price;
    price = std::round((price + drift + rng.normal()) * 100) / 100;
    c.close = price;
    c.high = std::max(c.open, c.close) + static_cast<double>(rng.below(60)) / 100;
    c.low = std::min(c.open, c.close) - static_cast<double>(rng.below(60)) / 100;
    c.volume = static_cast<double>(1 + rng.below(1000));
  }
  return candles;
}

TEST(SignalOutcomes, each_signal_is_held_against_twenty_random_entries_and_again_the_same) {
  const auto candles = walk(12'000);
  const auto found = measure_signals("WALK", core::MarketType::kCryptoSpot, core::Timeframe::k1m, candles, 0.01, 1);
  const auto ended = found.market.all().ended;
  ASSERT_GT(ended, 0U);
  // Entries near the end of the series may find none of their ends.
  EXPECT_LE(found.control.all().ended, ended * kControlEntries);
  EXPECT_GT(found.control.all().ended, ended * kControlEntries * 9 / 10);
  for (std::size_t type = 0; type < decision::kSignalTypeCount; ++type) {
    const auto signal = static_cast<decision::SignalType>(type);
    EXPECT_LE(found.control.of(signal).ended, found.market.of(signal).ended * kControlEntries);
  }
  const auto again = measure_signals("WALK", core::MarketType::kCryptoSpot, core::Timeframe::k1m, candles, 0.01, 1);
  EXPECT_EQ(again.market, found.market);
  EXPECT_EQ(again.control, found.control);
}

TEST(SignalOutcomes, longer_candles_have_none_and_it_says_so) {
  const auto candles = walk(4000);
  const auto none = measure_signals("WALK", core::MarketType::kCryptoSpot, core::Timeframe::k1h, candles, 0.01, 1);
  EXPECT_EQ(none.market.all().ended, 0U);
  std::ostringstream out;
  write_signal_outcomes(std::vector{none}, out);
  EXPECT_THAT(out.str(), HasSubstr("None: decisions are taken on 1m or 5m candles."));
}

// Wilson by hand: 60 of 100 from 50 to 69 %, 200 of 500 from 36 to 44 %.
TEST(SignalOutcomes, a_type_is_better_only_when_the_intervals_do_not_touch) {
  SignalMarket market{.name = "MADE UP", .candles = 10'000, .market = {}, .control = {}};
  const auto add = [](decision::Calibration& to, decision::SignalType type, int hits, int ended) {
    for (int i = 0; i < ended; ++i) {
      to.add({.type = type,
              .side = decision::Side::kBullish,
              .status = i < hits ? decision::SignalStatus::kTarget : decision::SignalStatus::kStopped,
              .confidence = 50,
              .entry = 100,
              .stop = 98,
              .exit = i < hits ? 103.0 : 98.0});
    }
  };
  add(market.market, decision::SignalType::kBuy, 60, 100);
  add(market.control, decision::SignalType::kBuy, 200, 500);
  add(market.market, decision::SignalType::kSell, 5, 10);
  add(market.control, decision::SignalType::kSell, 200, 500);
  std::ostringstream out;
  write_signal_outcomes(std::vector{market}, out);
  // Mean results: (60 x 1.5 - 40) / 100 and (200 x 1.5 - 300) / 500.
  EXPECT_THAT(out.str(), HasSubstr("| buy | 100 | 60 (50 to 69) | 40 (36 to 44) | 0.50 | 0.00 | **better** |"));
  EXPECT_THAT(out.str(), HasSubstr("| sell | 10 | 50 (24 to 76) | 40 (36 to 44) | 0.25 | 0.00 | too few |"));
  EXPECT_THAT(out.str(), Not(HasSubstr("| strong_buy")));
}

}  // namespace
}  // namespace tidemark::app::evidence
