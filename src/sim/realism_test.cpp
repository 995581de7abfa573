#include <cmath>
#include <map>
#include <memory>
#include <numeric>

#include <gtest/gtest.h>

#include "sim/exchange.hpp"

namespace tidemark::sim {
namespace {

// The stylized facts of R. Cont, "Empirical properties of asset returns: stylized facts and statistical issues",
// Quantitative Finance 1 (2001) 223-236: absence of autocorrelations, heavy tails, volatility clustering with slow
// decay, volume/volatility correlation. Seeds are fixed; the bounds are those of the fact, not of our output. For
// orientation, Binance BTCUSDT 1m of 2023-03/05 has kurtosis 33, |return| autocorrelation 0.37, 0.25, 0.17 at 1, 10 and
// 60 minutes and return autocorrelation 0.02.

constexpr core::Timestamp kStart = core::Timestamp::from_s(1'719'792'000);  // 2024-07-01T00:00Z

struct Series {
  std::vector<double> returns;
  std::vector<double> sizes;  ///< |return|
  std::vector<double> volumes;
};

Series series_of(std::span<const core::Candle> candles) {
  Series s;
  for (std::size_t i = 1; i < candles.size(); ++i) {
    s.returns.push_back(
        std::log(static_cast<double>(candles[i].close.ticks) / static_cast<double>(candles[i - 1].close.ticks)));
    s.sizes.push_back(std::abs(s.returns.back()));
    s.volumes.push_back(static_cast<double>(candles[i].volume.lots));
  }
  return s;
}

double mean(const std::vector<double>& x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

double correlation(const std::vector<double>& x, const std::vector<double>& y, std::size_t lag = 0) {
  const double mx = mean(x);
  const double my = mean(y);
  double xy = 0;
  double xx = 0;
  double yy = 0;
  for (std::size_t i = 0; i + lag < x.size(); ++i) xy += (x[i] - mx) * (y[i + lag] - my);
  for (const double v : x) xx += (v - mx) * (v - mx);
  for (const double v : y) yy += (v - my) * (v - my);
  return xy / std::sqrt(xx * yy);
}

double kurtosis(const std::vector<double>& x) {
  const double m = mean(x);
  double second = 0;
  double fourth = 0;
  for (const double v : x) {
    second += (v - m) * (v - m);
    fourth += std::pow(v - m, 4);
  }
  const auto n = static_cast<double>(x.size());
  return fourth / n / (second / n * (second / n));
}

double deviation(const std::vector<double>& x) {
  const double m = mean(x);
  double sum = 0;
  for (const double v : x) sum += (v - m) * (v - m);
  return std::sqrt(sum / static_cast<double>(x.size()));
}

/// Two weeks of one-minute candles: 20,160 returns, for which chance alone gives autocorrelations of 0.007 (0.03 with
/// fat tails).
class GeneratedHistory : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::vector<std::string> symbols{"BTCUSDT", "ETHUSDT", "DOGEUSDT"};
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      const Exchange exchange{
          {.seed = seed, .start = kStart, .listings = *listings_for(symbols), .history = core::days(14)}};
      Market& market = markets_.emplace_back();
      for (const auto& i : exchange.instruments()) market.push_back(series_of(exchange.history(i.id, 1'000'000)));
    }
  }
  static void TearDownTestSuite() { markets_.clear(); }

  using Market = std::vector<Series>;          // of the three symbols
  static inline std::vector<Market> markets_;  // one a seed
};

TEST_F(GeneratedHistory, shows_the_stylized_facts) {
  for (const Market& market : markets_) {
    for (const Series& s : market) {
      EXPECT_GT(kurtosis(s.returns), 4.0);  // normal: 3
      EXPECT_NEAR(correlation(s.returns, s.returns, 1), 0.0, 0.1);
      EXPECT_NEAR(correlation(s.returns, s.returns, 10), 0.0, 0.05);
      const double at_one = correlation(s.sizes, s.sizes, 1);
      const double at_ten = correlation(s.sizes, s.sizes, 10);
      const double at_sixty = correlation(s.sizes, s.sizes, 60);
      EXPECT_GT(at_one, 0.15);
      EXPECT_GT(at_ten, 0.08);
      EXPECT_GT(at_sixty, 0.03);
      EXPECT_GT(at_one, at_ten);
      EXPECT_GT(at_ten, at_sixty);
      EXPECT_GT(correlation(s.sizes, s.volumes), 0.2);
    }
  }
}

TEST_F(GeneratedHistory, symbols_are_correlated_as_configured) {
  // Product of the market correlations: BTC-ETH 0.81, BTC-DOGE 0.675. Volatile hours weigh most, so two weeks hold far
  // fewer independent observations than candles: 0.15 either way.
  double btc_eth = 0;
  double btc_doge = 0;
  for (const Market& market : markets_) {
    btc_eth += correlation(market[0].returns, market[1].returns) / 3;
    btc_doge += correlation(market[0].returns, market[2].returns) / 3;
  }
  EXPECT_NEAR(btc_eth, 0.81, 0.15);
  EXPECT_NEAR(btc_doge, 0.675, 0.15);
}

TEST_F(GeneratedHistory, the_day_has_its_shape) {
  // Volume at 13-16 h against 3-6 h UTC is 2.2 in the profile; a volatile night may hide much of it in one fortnight.
  double busy = 0;
  double quiet = 0;
  for (const Market& market : markets_) {
    for (std::size_t i = 0; i < market[0].volumes.size(); ++i) {
      const std::size_t hour = (i + 1) / 60 % 24;  // the series begins with the second minute of a day
      if (hour >= 13 && hour < 16) busy += market[0].volumes[i];
      if (hour >= 3 && hour < 6) quiet += market[0].volumes[i];
    }
  }
  EXPECT_GT(busy, 1.4 * quiet);
  EXPECT_LT(busy, 4.0 * quiet);
}

TEST_F(GeneratedHistory, the_deviation_is_near_the_configured_one) {
  double ratio = 0;
  for (const Market& market : markets_) {
    ratio += deviation(market[0].returns) * std::sqrt(1440.0) / 0.026 / 3;
  }
  EXPECT_NEAR(ratio, 1.0, 0.4);
}

/// Candles that were really traded: eight hours through the book.
class LiveMarket : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::vector<std::string> symbols{"BTCUSDT", "SOLUSDT", "PEPEUSDT"};
    exchange_ = std::make_unique<Exchange>(ExchangeConfig{
        .seed = 21, .start = kStart + core::hours(9), .listings = *listings_for(symbols), .history = core::days(2)});
    std::vector<core::Event> events;
    for (int minute = 0; minute < 8 * 60; ++minute) {
      events.clear();
      exchange_->advance(exchange_->now() + core::minutes(1), events);
      for (const core::Event& e : events) note(e);
    }
  }
  static void TearDownTestSuite() {
    exchange_.reset();
    candles_.clear();
    spreads_.clear();
  }
  static void note(const core::Event& e) {
    if (const auto* v = std::get_if<core::VenueCandle>(&e)) {
      if (v->state == core::CandleState::kClosed) candles_[v->instrument.value].push_back(v->candle);
    } else if (const auto* q = std::get_if<core::Quote>(&e)) {
      spreads_[q->instrument.value].push_back(static_cast<double>(q->ask.ticks - q->bid.ticks) /
                                              static_cast<double>(q->bid.ticks));
    }
  }

  static inline std::unique_ptr<Exchange> exchange_;
  static inline std::map<std::uint32_t, std::vector<core::Candle>> candles_;
  static inline std::map<std::uint32_t, std::vector<double>> spreads_;
};

TEST_F(LiveMarket, returns_have_fat_tails_and_clusters) {
  for (const std::uint32_t id : {0U, 1U}) {  // 480 candles: chance gives 0.046
    const Series s = series_of(candles_[id]);
    EXPECT_GT(kurtosis(s.returns), 3.2) << id;
    EXPECT_GT(correlation(s.sizes, s.sizes, 1), 0.05) << id;
    EXPECT_NEAR(correlation(s.returns, s.returns, 1), 0.0, 0.2) << id;
    EXPECT_GT(correlation(s.sizes, s.volumes), 0.1) << id;
  }
  EXPECT_GT(correlation(series_of(candles_[0]).returns, series_of(candles_[1]).returns), 0.4);
}

TEST_F(LiveMarket, spreads_are_positive_and_move) {
  for (const auto& [id, spreads] : spreads_) {
    ASSERT_GT(spreads.size(), 10'000U);
    for (const double s : spreads) ASSERT_GT(s, 0.0);
    EXPECT_LT(mean(spreads), 0.005) << id;
    EXPECT_GT(deviation(spreads), 0.1 * mean(spreads)) << id;
  }
}

TEST_F(LiveMarket, every_minute_trades) {
  for (const auto& [id, candles] : candles_) {
    EXPECT_EQ(candles.size(), 479U);  // the last close is still on its way
    for (const core::Candle& c : candles) EXPECT_GT(c.volume.lots, 0) << id;
  }
}

TEST_F(LiveMarket, the_generated_past_looks_like_the_traded_present) {
  // Eight busy hours against two days: volatility regimes make a factor of two ordinary, three would be a broken seam.
  for (const std::uint32_t id : {0U, 1U, 2U}) {
    const Series past = series_of(exchange_->history({id}, 1'000'000));
    const Series live = series_of(candles_[id]);
    for (const double ratio :
         {deviation(live.returns) / deviation(past.returns), mean(live.volumes) / mean(past.volumes)}) {
      EXPECT_GT(ratio, 1.0 / 3) << id;
      EXPECT_LT(ratio, 3.0) << id;
    }
  }
}

}  // namespace
}  // namespace tidemark::sim
