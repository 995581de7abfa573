#include <cmath>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "sim/flow/arrivals.hpp"
#include "sim/flow/distributions.hpp"
#include "sim/flow/price_process.hpp"
#include "sim/flow/session.hpp"
#include "sim/flow/symbol_spec.hpp"

namespace tidemark::sim {
namespace {

// Expected moments from the textbook formulas of each distribution; bounds of five standard errors unless said.

TEST(Distributions, poisson_has_equal_mean_and_variance) {
  for (const double mean : {0.05, 1.0, 12.0, 29.9, 80.0}) {
    core::Rng rng{11};
    constexpr int kDraws = 100'000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < kDraws; ++i) {
      const double n = poisson(rng, mean);
      sum += n;
      squares += (n - mean) * (n - mean);
    }
    EXPECT_NEAR(sum / kDraws, mean, 5 * std::sqrt(mean / kDraws)) << mean;
    // Var[(n - m)^2] = m + 2 m^2; a twelfth for rounding the normal.
    EXPECT_NEAR(squares / kDraws, mean, 5 * std::sqrt((mean + 2 * mean * mean) / kDraws) + 1.0 / 12) << mean;
  }
  core::Rng rng{1};
  EXPECT_EQ(poisson(rng, 0.0), 0U);
  EXPECT_EQ(poisson(rng, -1.0), 0U);
}

TEST(Distributions, lognormal_keeps_its_mean) {
  core::Rng rng{12};
  constexpr int kDraws = 200'000;
  double sum = 0;
  for (int i = 0; i < kDraws; ++i) sum += lognormal(rng, 50.0, 0.8);
  EXPECT_NEAR(sum / kDraws, 50.0, 5 * 50.0 * std::sqrt(std::expm1(0.64) / kDraws));
}

TEST(Session, a_day_averages_to_one_and_peaks_at_the_american_open) {
  const core::Timestamp day = core::Timestamp::from_s(1'719'792'000);  // 2024-07-01T00:00Z
  double volume = 0;
  double square = 0;
  for (int m = 0; m < 1440; ++m) {
    const SessionIntensity s = session_intensity(day + core::minutes(m));
    volume += s.volume / 1440;
    square += s.volatility * s.volatility / 1440;
    EXPECT_GT(s.volume, 0.3);
    EXPECT_GT(s.volatility, 0.3);
  }
  EXPECT_NEAR(volume, 1.0, 0.001);
  EXPECT_NEAR(square, 1.0, 0.001);
  EXPECT_GT(session_intensity(day + core::hours(15)).volume, 2 * session_intensity(day + core::hours(4)).volume);
  const double before = session_intensity(day - core::nanoseconds(1)).volume;
  EXPECT_NEAR(before, session_intensity(day).volume, 1e-6);  // no jump at midnight
}

TEST(Arrivals, the_mean_is_kept_at_every_step) {
  for (const double seconds : {0.1, 5.0}) {
    core::Rng rng{13};
    Arrivals arrivals{seconds};
    const int steps = static_cast<int>(400'000 / seconds / 10);
    double sum = 0;
    for (int i = 0; i < steps; ++i) sum += arrivals.step(rng, 2.0);
    // Variance of a Hawkes count over a long time is mean / (1 - branching)^2.
    const double expected = 2.0 * seconds * steps;
    EXPECT_NEAR(sum / expected, 1.0, 5 / (1 - Arrivals::kBranching) / std::sqrt(expected)) << seconds;
  }
}

TEST(Arrivals, counts_in_a_minute_are_overdispersed_as_the_hawkes_formula_says) {
  // Variance over mean of an exponential-kernel Hawkes count in a window T (Hawkes 1971; Da Fonseca and Zaatour 2014):
  // k^2 + (1 - k^2) (1 - e^(-g T)) / (g T), k = 1 / (1 - n), g = (1 - n) / kernel. With n = 0.6, kernel 15 s and
  // T = 60 s: 6.25 - 5.25 x 0.4988 = 3.63. A step of 5 s is a third of the kernel and blurs it a little.
  for (const auto& [seconds, tolerance] : {std::pair{0.1, 0.5}, std::pair{5.0, 0.9}}) {
    core::Rng rng{14};
    Arrivals arrivals{seconds};
    const int per_window = static_cast<int>(std::lround(60 / seconds));
    constexpr int kWindows = 5'000;
    double sum = 0;
    double squares = 0;
    for (int w = 0; w < kWindows; ++w) {
      double n = 0;
      for (int i = 0; i < per_window; ++i) n += arrivals.step(rng, 2.0);
      sum += n;
      squares += n * n;
    }
    const double average = sum / kWindows;
    EXPECT_NEAR((squares / kWindows - average * average) / average, 3.63, tolerance) << seconds;
  }
}

TEST(Regime, all_regimes_are_visited_for_their_share_of_time) {
  core::Rng rng{15};
  RegimeChain chain;
  std::array<double, 4> days{};
  double square = 0;
  constexpr double kStep = 30.0 / 86'400;
  constexpr int kSteps = 3'000'000;
  for (int i = 0; i < kSteps; ++i) {
    chain.step(rng, kStep);
    days[static_cast<std::size_t>(chain.regime())] += kStep;
    square += std::pow(traits_of(chain.regime()).volatility, 2) / kSteps;
    ASSERT_EQ(std::abs(chain.direction()), 1.0);
  }
  for (const double share : days) EXPECT_GT(share, 0.005 * kSteps * kStep);
  // The chain switches about every hour: 3e6 half-minutes hold some 25,000 visits, so 5 % is far beyond chance.
  EXPECT_NEAR(square / long_run_variance().diffusion, 1.0, 0.05);
}

TEST(PriceProcess, the_deviation_over_a_day_is_the_configured_one_at_any_step) {
  for (const double seconds : {5.0, 60.0}) {
    double squares = 0;
    int days = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      PriceProcess process{{0.03, 0.8}, core::Rng{seed}.fork(1), core::Rng{seed}.fork(2)};
      const TimeStep dt{seconds};
      core::Timestamp t = core::Timestamp::from_s(1'719'792'000);
      for (int day = 0; day < 20; ++day, ++days) {
        const double before = process.log_price();
        for (int i = 0; i < static_cast<int>(86'400 / seconds); ++i) {
          process.step(t, dt);
          t = t + core::seconds(static_cast<std::int64_t>(seconds));
        }
        squares += std::pow(process.log_price() - before, 2);
      }
    }
    // 200 days of a fat-tailed, clustered quantity; the trend and range regimes add and take a little. A third either
    // way would still be the market that was asked for.
    EXPECT_NEAR(std::sqrt(squares / days) / 0.03, 1.0, 0.33) << seconds;
  }
}

TEST(SymbolSpec, every_built_in_symbol_can_be_simulated) {
  EXPECT_GE(known_symbols().size(), 8U);
  for (const SymbolSpec& spec : known_symbols()) EXPECT_FALSE(complaint_about(spec)) << spec.symbol;
  ASSERT_TRUE(find_symbol("PEPEUSDT"));
  EXPECT_EQ(find_symbol("PEPEUSDT")->symbol, "PEPEUSDT");
  EXPECT_FALSE(find_symbol("NOPEUSDT"));
}

TEST(SymbolSpec, every_cross_can_be_simulated_and_is_of_symbols_at_whose_quotient_it_starts) {
  for (const SymbolSpec& spec : known_crosses()) {
    EXPECT_FALSE(complaint_about(spec)) << *complaint_about(spec);
    ASSERT_TRUE(find_symbol(spec.symbol));
    const auto over = find_symbol(spec.cross->over);
    const auto under = find_symbol(spec.cross->under);
    ASSERT_TRUE(over && under);
    EXPECT_DOUBLE_EQ(spec.start_price, over->start_price / under->start_price);
    EXPECT_EQ(core::split_symbol(over->symbol).base + core::split_symbol(under->symbol).base, spec.symbol);
  }
  SymbolSpec bad = known_crosses()[0];
  bad.cross->under = "ETHBTC";
  EXPECT_TRUE(complaint_about(bad));
}

TEST(PriceProcess, of_a_cross_is_the_quotient_of_the_two_at_any_time) {
  const core::Rng market = core::Rng{5}.fork(1);
  const core::Rng first = core::Rng{5}.fork(2);
  const core::Rng second = core::Rng{5}.fork(3);
  PriceProcess over{{0.032, 0.9}, market, first};
  PriceProcess under{{0.026, 0.7}, market, second};
  PriceProcess cross{{0.032, 0.9}, market, first};
  cross.divide_by({0.026, 0.7}, second);
  const TimeStep dt{5.0};
  core::Timestamp t = core::Timestamp::from_s(1'719'792'000);
  double activity = 0;
  constexpr int kSteps = 20'000;
  for (int i = 0; i < kSteps; ++i, t = t + core::seconds(5)) {
    over.step(t, dt);
    under.step(t, dt);
    cross.step(t, dt);
    ASSERT_NEAR(cross.log_price(), over.log_price() - under.log_price(), 1e-9);
    activity += cross.activity() / kSteps;
  }
  // As of any symbol: around one over long times.
  EXPECT_NEAR(activity, 1, 0.5);
}

TEST(SymbolSpec, ten_thousand_made_up_symbols_can_be_simulated_and_found_by_name) {
  std::set<std::string> names;
  for (std::uint32_t number = 1; number < kSymbolsMax; ++number) {
    const SymbolSpec spec = made_up_symbol(number);
    ASSERT_FALSE(complaint_about(spec)) << *complaint_about(spec);
    ASSERT_GE(spec.start_price, 1);
    ASSERT_LE(spec.start_price, 100);
    ASSERT_LE(spec.trades_per_second, 2);
    const auto found = find_symbol(spec.symbol);
    ASSERT_TRUE(found) << spec.symbol;
    ASSERT_EQ(found->start_price, spec.start_price);
    names.insert(spec.symbol);
  }
  EXPECT_EQ(names.size(), kSymbolsMax - 1);
  EXPECT_TRUE(names.contains("SIM0001USDT") && names.contains("SIM9999USDT"));
  for (const char* name : {"SIM0000USDT", "SIM001USDT", "SIM00001USDT", "SIM00x1USDT", "SIM0001USDC", "SIM"}) {
    EXPECT_FALSE(find_symbol(name)) << name;
  }
}

TEST(SymbolSpec, impossible_ones_are_refused_with_a_reason) {
  const SymbolSpec good = *find_symbol("BTCUSDT");
  const auto refused = [&](auto spoil) {
    SymbolSpec bad = good;
    spoil(bad);
    return complaint_about(bad).has_value();
  };
  EXPECT_TRUE(refused([](SymbolSpec& s) { s.symbol.clear(); }));
  EXPECT_TRUE(refused([](SymbolSpec& s) { s.start_price = -1; }));
  EXPECT_TRUE(refused([](SymbolSpec& s) { s.start_price = std::nan(""); }));
  EXPECT_TRUE(refused([](SymbolSpec& s) { s.start_price = 1e30; }));
  EXPECT_TRUE(refused([](SymbolSpec& s) { s.tick_size = {0}; }));
  EXPECT_TRUE(refused([](SymbolSpec& s) { s.scale.price_decimals = 19; }));
  EXPECT_TRUE(refused([](SymbolSpec& s) { s.price.market_correlation = 1.01; }));
  EXPECT_TRUE(refused([](SymbolSpec& s) { s.price.daily_deviation = 0; }));
  EXPECT_TRUE(refused([](SymbolSpec& s) { s.trades_per_second = 0; }));
  EXPECT_TRUE(refused([](SymbolSpec& s) { s.levels_per_side = 0; }));
}

}  // namespace
}  // namespace tidemark::sim
