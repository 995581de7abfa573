// Expected figures by a computation of its own, in Python's statistics module (mean, stdev) over the same seven
// equities, from the textbook formulas named in performance.hpp:
//   eq = [1000, 1010, 990, 1005, 1005, 980, 1040]; r = [b / a - 1 for a, b in zip(eq, eq[1:])]
//   sharpe = mean(r) / stdev(r) * sqrt(365); sortino = mean(r) / sqrt(sum(min(x, 0)**2 for x in r) / 6) * sqrt(365)
//   cagr = 1.04 ** (365.25 / ((6 * 1440 - 1) / 1440)) - 1; calmar = cagr / (30 / 1010)

#include "journal/performance.hpp"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

#include "journal/equity_curve.hpp"

namespace tidemark::journal {
namespace {

using Holding = PerformanceMeter::Holding;

constexpr core::Timestamp kDay = core::Timestamp::from_s(1'672'531'200);  // 2023-01-01

core::Timestamp evening(std::int64_t day) {
  return kDay + core::days(day) + core::minutes(1439);
}

TEST(Performance, figures_of_six_days_against_python) {
  PerformanceMeter meter{365};
  meter.on_equity(kDay, 1000, Holding::kFlat);
  const std::array equities{1010.0, 990.0, 1005.0, 1005.0, 980.0, 1040.0};
  for (std::size_t i = 0; i < equities.size(); ++i) {
    meter.on_equity(evening(static_cast<std::int64_t>(i)), equities[i], i < 3 ? Holding::kInMarket : Holding::kFlat);
  }
  meter.on_traded(2000);
  meter.on_traded(8.571428571428571);
  const Performance p = meter.result();
  EXPECT_EQ(p.days, 6U);
  EXPECT_NEAR(p.total_return, 0.04, 1e-12);
  EXPECT_NEAR(*p.volatility, 0.5918922186280638, 1e-12);
  EXPECT_NEAR(*p.sharpe, 4.2856668169429675, 1e-9);
  EXPECT_NEAR(*p.sortino, 10.228993695697175, 1e-9);
  EXPECT_NEAR(*p.cagr, 9.889916651711799, 1e-9);
  EXPECT_NEAR(p.max_drawdown, 30.0 / 1010, 1e-12);
  EXPECT_NEAR(*p.calmar, 332.96052727429725, 1e-7);
  EXPECT_EQ(p.max_drawdown_length, core::days(5)) << "from the evening of day 0 to that of day 5";
  EXPECT_NEAR(p.exposure, 3.0 / 7, 1e-12);
  EXPECT_NEAR(p.turnover, 2.0, 1e-12);  // 2008.57… / mean equity 1004.28…
}

TEST(Performance, a_drawdown_that_has_not_ended_counts_to_the_end) {
  PerformanceMeter meter{365};
  meter.on_equity(evening(0), 100, Holding::kFlat);
  meter.on_equity(evening(1), 80, Holding::kFlat);
  meter.on_equity(evening(4), 90, Holding::kFlat);
  const Performance p = meter.result();
  EXPECT_DOUBLE_EQ(p.max_drawdown, 0.2);
  EXPECT_EQ(p.max_drawdown_length, core::days(4));
  EXPECT_DOUBLE_EQ(meter.drawdown(), 0.1);
}

TEST(Performance, what_cannot_be_said_is_not_said) {
  EXPECT_FALSE(PerformanceMeter{365}.result().cagr);
  PerformanceMeter meter{365};
  meter.on_equity(evening(0), 100, Holding::kFlat);
  EXPECT_FALSE(meter.result().cagr) << "no time has passed";
  meter.on_equity(evening(1), 100, Holding::kFlat);
  const Performance p = meter.result();
  EXPECT_DOUBLE_EQ(*p.cagr, 0);
  EXPECT_DOUBLE_EQ(*p.volatility, 0);
  EXPECT_FALSE(p.sharpe);
  EXPECT_FALSE(p.sortino);
  EXPECT_FALSE(p.calmar);
}

TEST(Performance, a_few_hours_say_nothing_of_a_year) {
  PerformanceMeter meter{365};
  meter.on_equity(evening(0), 100, Holding::kFlat);
  meter.on_equity(evening(0) + core::hours(23), 90, Holding::kFlat);
  EXPECT_FALSE(meter.result().cagr);
  EXPECT_FALSE(meter.result().calmar);
  EXPECT_DOUBLE_EQ(meter.result().total_return, -0.1);
}

TEST(EquityCurve, stays_bounded_and_keeps_the_last_point_and_the_deepest_fall) {
  EquityCurve curve;
  constexpr std::int64_t kLooks = 1'000'000;
  for (std::int64_t i = 0; i < kLooks; ++i) {
    curve.add({.at = kDay + core::minutes(i), .equity = 1, .benchmark = 1, .drawdown = i == 123'457 ? 0.5 : 0.0});
  }
  const auto points = curve.points();
  EXPECT_LE(points.size(), EquityCurve::kMost + 1);
  EXPECT_GE(points.size(), EquityCurve::kMost / 2 - 1);
  EXPECT_EQ(points.back().at, kDay + core::minutes(kLooks - 1));
  double deepest = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    deepest = std::max(deepest, points[i].drawdown);
    if (i > 0) {
      EXPECT_LT(points[i - 1].at, points[i].at);
    }
  }
  EXPECT_DOUBLE_EQ(deepest, 0.5);
}

}  // namespace
}  // namespace tidemark::journal
