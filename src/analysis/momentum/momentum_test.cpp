#include "analysis/momentum/momentum.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "core/rng.hpp"

namespace tidemark::analysis::momentum {
namespace {

core::CandleF flat(int minute, double price) {
  return {core::Timestamp::from_s(60LL * minute), price, price, price, price, 1};
}

// By hand. A price that rises by 1 a candle has an ATR of 1 and an RSI of 100; its averages of any length trail it by a
// constant, so the MACD is constant and its histogram 0; over n candles it changes by n, which counts n / (n + sqrt n);
// nothing accelerates.
TEST(Momentum, a_straight_line_by_hand) {
  MomentumAnalyzer analyzer;
  for (int i = 0; i < 60; ++i) analyzer.update(flat(i, 100 + i));
  ASSERT_TRUE(analyzer.now());
  const Momentum& m = *analyzer.now();
  const double changes = (5 / (5 + std::sqrt(5.0)) + 10 / (10 + std::sqrt(10.0)) + 20 / (20 + std::sqrt(20.0))) / 3;
  EXPECT_NEAR(m.atr, 1, 1e-12);
  EXPECT_NEAR(m.changes, changes, 1e-12);
  EXPECT_NEAR(m.rsi, 1, 1e-12);
  EXPECT_NEAR(m.macd, 0, 1e-9);
  EXPECT_NEAR(m.acceleration, 0, 1e-12);
  EXPECT_NEAR(m.score, 0.4 * changes + 0.25, 1e-9);
  EXPECT_FALSE(m.regime_known);  // needs 114 candles
}

TEST(Momentum, falling_is_rising_upside_down) {
  MomentumAnalyzer up;
  MomentumAnalyzer down;
  core::Rng rng{4};
  double walk = 0;
  for (int i = 0; i < 200; ++i) {
    walk += rng.normal();
    up.update(flat(i, 1000 + walk));
    down.update(flat(i, 1000 - walk));
  }
  EXPECT_NEAR(up.now()->score, -down.now()->score, 1e-9);
  EXPECT_TRUE(up.now()->regime_known);
}

TEST(Momentum, speaks_when_everything_it_needs_is_there) {
  MomentumAnalyzer analyzer;
  int first = -1;
  for (int i = 0; i < 60 && first < 0; ++i) {
    analyzer.update(flat(i, 100 + i % 3));
    if (analyzer.now()) first = i;
  }
  EXPECT_EQ(first, 33);  // TA-Lib's lookback of MACD(12, 26, 9)
}

TEST(Momentum, stays_finite_on_a_flat_market_and_refuses_what_is_not) {
  MomentumAnalyzer analyzer;
  for (int i = 0; i < 60; ++i) analyzer.update(flat(i, 100));
  ASSERT_TRUE(analyzer.now());
  EXPECT_TRUE(std::isfinite(analyzer.now()->score));
  const double before = analyzer.now()->score;
  analyzer.update(flat(61, std::nan("")));
  EXPECT_EQ(analyzer.now()->score, before);
}

TEST(Momentum, restored_it_goes_on_as_if_never_stopped) {
  core::Rng rng{5};
  MomentumAnalyzer one;
  double price = 1000;
  for (int i = 0; i < 150; ++i) one.update(flat(i, price += rng.normal()));
  core::ByteWriter writer;
  one.snapshot(writer);
  MomentumAnalyzer two;
  core::ByteReader reader{writer.bytes()};
  ASSERT_TRUE(two.restore(reader));
  EXPECT_EQ(reader.remaining(), 0U);
  for (int i = 150; i < 200; ++i) {
    const auto candle = flat(i, price += rng.normal());
    one.update(candle);
    two.update(candle);
    EXPECT_EQ(one.now()->score, two.now()->score);
  }
}

}  // namespace
}  // namespace tidemark::analysis::momentum
