// Several instruments in one account: what must come out the same whatever stands beside it, and what is worked out by
// hand; prices in cents, quantities in thousandths.

#include <algorithm>
#include <array>
#include <deque>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "backtest/run.hpp"
#include "backtest/testing.hpp"

namespace tidemark::backtest {
namespace {

using core::Money;
using testing::candle;
using testing::instrument;
using testing::Recorder;
using testing::Script;
using testing::three;
using testing::walk;
using trading::PositionMode;

Money money(std::string_view text) {
  return core::parse_money(text).value();
}

/// A run of a catalogue strategy over series of its own for each instrument.
struct Ran {
  RunResult result;
  std::vector<journal::ClosedTrade> trades;
  std::vector<Money> profits;
};
Ran run_row(const SessionSetup& setup, std::string_view strategy,
            const std::vector<std::vector<core::Candle>>& series) {
  const StrategyRow& row = *find_strategy(strategy).value();
  std::vector<double> values;
  for (const auto& parameter : row.parameters) values.push_back(parameter.fallback);
  values.back() = 1;  // sides=both
  std::deque<SpanSource> sources;
  std::vector<CandleSource*> pointers;
  for (const auto& one : series) pointers.push_back(&sources.emplace_back(one));
  Recorder recorder;
  auto result = run(setup, row, values, pointers, &recorder);
  EXPECT_TRUE(result) << result.error().message;
  return {std::move(*result), recorder.trades, recorder.profits};
}

void expect_same_trades(const std::vector<journal::ClosedTrade>& a, const std::vector<journal::ClosedTrade>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].entered, b[i].entered);
    EXPECT_EQ(a[i].exited, b[i].exited);
    EXPECT_EQ(a[i].direction, b[i].direction);
    EXPECT_EQ(a[i].qty, b[i].qty);
    EXPECT_EQ(a[i].profit, b[i].profit);
    EXPECT_EQ(a[i].fees, b[i].fees);
    EXPECT_EQ(a[i].setup, b[i].setup);
  }
}

TEST(PortfolioRun, one_instrument_beside_one_that_does_nothing_is_the_run_of_one) {
  for (const std::string_view strategy : {"sma_cross", "breakout", "zone_bounce", "decision"}) {
    SessionSetup one = testing::setup();
    one.paper.taker_fee = *core::parse_rate("0.1%");
    one.limits.drawdown_max = *core::parse_rate("20%");
    const bool decides = strategy == "decision";  // decisions are rare
    const auto candles = walk(7, decides ? 20'000 : 2'000, 10'000);
    const Ran single = run_row(one, strategy, {candles});
    SessionSetup two = one;
    two.instruments.push_back(instrument("ETHBTC"));
    // Its candles end before any strategy has seen enough.
    const Ran both = run_row(two, strategy, {candles, walk(8, 5, 3'000)});
    EXPECT_GT(single.trades.size(), decides ? 0U : 3U) << strategy;
    expect_same_trades(single.trades, both.trades);
    EXPECT_EQ(single.result.equity, both.result.equity) << strategy;
    EXPECT_EQ(single.result.performance.max_drawdown, both.result.performance.max_drawdown) << strategy;
    EXPECT_EQ(single.result.performance.sharpe, both.result.performance.sharpe) << strategy;
  }
}

TEST(PortfolioRun, the_order_of_the_instruments_changes_nothing_but_the_order_of_what_is_told) {
  for (const std::string_view strategy : {"sma_cross", "breakout", "zone_bounce"}) {
    SessionSetup forward = three(PositionMode::kNetting);
    forward.currency = "USDT";
    const std::vector series{walk(1, 1'500, 10'000, 11), walk(2, 1'500, 3'000, 13), walk(3, 1'500, 30'000)};
    const Ran a = run_row(forward, strategy, series);
    SessionSetup backward = forward;
    std::ranges::reverse(backward.instruments);
    const Ran b = run_row(backward, strategy, {series[2], series[1], series[0]});
    EXPECT_GT(a.trades.size(), 10U) << strategy;
    ASSERT_EQ(a.trades.size(), b.trades.size()) << strategy;
    EXPECT_EQ(a.result.equity, b.result.equity) << strategy;
    for (std::size_t i = 0; i < 3; ++i) {
      const InstrumentResult& one = a.result.instruments[i];
      const InstrumentResult& same = b.result.instruments[2 - i];
      EXPECT_EQ(one.profit, same.profit) << strategy << i;
      EXPECT_EQ(one.trades.gross_loss, same.trades.gross_loss) << strategy << i;
      EXPECT_EQ(one.candles, same.candles);
    }
  }
}

TEST(PortfolioRun, a_strategy_earns_the_same_whether_positions_are_netted_or_hedged) {
  for (const std::string_view strategy : {"sma_cross", "breakout", "zone_bounce"}) {
    SessionSetup netting = testing::setup();
    netting.funding = *core::parse_rate("0.01%");
    netting.paper.taker_fee = *core::parse_rate("0.1%");
    const std::vector<std::vector<core::Candle>> series{walk(5, 3'000, 10'000)};
    SessionSetup hedging = netting;
    hedging.positions = PositionMode::kHedging;
    const Ran a = run_row(netting, strategy, series);
    const Ran b = run_row(hedging, strategy, series);
    EXPECT_GT(a.trades.size(), 3U) << strategy;
    expect_same_trades(a.trades, b.trades);
    EXPECT_EQ(a.result.equity, b.result.equity) << strategy;
    EXPECT_EQ(a.result.funding, b.result.funding) << strategy;
    EXPECT_TRUE(strategy != "sma_cross" || a.result.funding != Money{}) << "its positions last";
    EXPECT_EQ(a.result.fees, b.result.fees) << strategy;
    EXPECT_EQ(a.result.open.size(), b.result.open.size()) << strategy;
  }
}

/// Holds a coin on each side of a hedging account from the second candle on.
class BothSides final : public Strategy {
 public:
  void on_candle(const core::Candle&, Trader& trader) override {
    if (number_++ != 0) return;
    for (const core::Side side : {core::Side::kBuy, core::Side::kSell}) {
      core::OrderRequest request;
      request.side = side;
      request.qty = {side == core::Side::kBuy ? 2'000 : 1'000};
      request.position = trading::opened_by(side);
      trader.submit(request);
    }
  }

 private:
  int number_{0};
};

TEST(PortfolioRun, both_sides_of_a_hedging_account_are_funded_valued_and_told) {
  SessionSetup s = testing::setup(core::Timeframe::k4h);
  s.positions = PositionMode::kHedging;
  s.funding = *core::parse_rate("0.01%");
  BothSides strategy;
  std::vector<core::Candle> candles;
  for (int i = 0; i < 5; ++i) {
    const std::int64_t close = i == 4 ? 11'000 : 10'000;
    candles.push_back(candle(i, 10'000, close, 10'000, close, core::Timeframe::k4h));
  }
  SpanSource source{candles};
  const auto result = run(s, strategy, Needs::kCandles, source, nullptr);
  ASSERT_TRUE(result);
  ASSERT_EQ(result->open.size(), 2U);
  EXPECT_EQ(result->open[0].side, core::PositionSide::kLong);
  EXPECT_EQ(result->open[0].unrealized, money("20"));
  EXPECT_EQ(result->open[1].side, core::PositionSide::kShort);
  EXPECT_EQ(result->open[1].lots, -1'000);
  EXPECT_EQ(result->open[1].unrealized, money("-10"));
  // At 08:00 and 16:00 the long pays 0.02 and the short receives 0.01.
  EXPECT_EQ(result->funding, money("-0.02"));
  EXPECT_EQ(result->equity, money("1009.98"));
  EXPECT_NEAR(result->performance.last, 1009.98, 1e-9);
}

std::vector<core::Candle> flat(const std::vector<std::int64_t>& prices) {
  std::vector<core::Candle> candles;
  int number = 0;
  for (const std::int64_t price : prices) candles.push_back(candle(number++, price, price, price, price));
  return candles;
}

core::Result<RunResult> run_scripts(const SessionSetup& setup, std::vector<std::map<int, std::int64_t>> positions,
                                    const std::vector<std::vector<core::Candle>>& series, RunObserver* observer) {
  std::deque<Script> scripts;
  std::vector<Strategy*> strategies;
  for (auto& one : positions) strategies.push_back(&scripts.emplace_back(std::move(one)));
  std::deque<SpanSource> sources;
  std::vector<CandleSource*> pointers;
  for (const auto& one : series) pointers.push_back(&sources.emplace_back(one));
  return run(setup, strategies, Needs::kCandles, pointers, observer);
}

TEST(PortfolioRun, what_is_earned_in_another_currency_moves_with_its_rate) {
  SessionSetup s = testing::setup();
  s.instruments = {instrument("BTCUSDT"), instrument("ETHBTC")};
  Recorder recorder;
  // Ten ETH from 0.50 to 0.60 BTC: one BTC earned, when it was worth 110 USDT; at the end it is worth 130.
  const auto result =
      run_scripts(s, {{}, {{0, 10'000}, {2, 0}}},
                  {flat({10'000, 10'000, 11'000, 12'000, 13'000}), flat({50, 50, 55, 60, 60})}, &recorder);
  ASSERT_TRUE(result);
  ASSERT_EQ(recorder.trades.size(), 1U);
  EXPECT_EQ(recorder.trades[0].profit, money("1"));
  EXPECT_EQ(recorder.profits[0], money("110")) << "sold at the fourth open, when the third close was the last price";
  EXPECT_EQ(result->trades.all().profit(), money("110"));
  EXPECT_EQ(result->equity, money("1130"));
  EXPECT_EQ(result->realized, money("130"));
  EXPECT_EQ(result->instruments[1].realized, money("1"));
  EXPECT_EQ(result->instruments[1].profit, money("130"));
  EXPECT_EQ(result->instruments[0].profit, money("0"));
  EXPECT_NEAR(result->performance.last, 1130, 1e-9);
  // 500 USDT each. Five BTC at 100.00. What a BTC costs was known at the second open: 5 BTC buy ten ETH at 0.50.
  EXPECT_NEAR(result->benchmark.last, 5 * 130 + 10 * 0.6 * 130, 1e-9);
}

TEST(PortfolioRun, without_a_rate_nothing_is_entered_and_it_is_counted) {
  SessionSetup s = testing::setup();
  s.instruments = {instrument("ETHBTC")};
  s.rates = {instrument("BTCUSDT")};
  s.currency = "USDT";
  ASSERT_TRUE(check_setup(s));
  std::vector<core::Candle> rate = flat({10'000, 10'000, 10'000, 10'000});
  rate.erase(rate.begin(), rate.begin() + 2);
  const auto result = run_scripts(s, {{{0, 1'000}, {2, 1'000}}}, {flat({50, 50, 50, 50}), rate}, nullptr);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->rejected[static_cast<std::size_t>(core::OrderReason::kNoRate)], 1U);
  EXPECT_EQ(result->instruments[0].unrated, 2U);
  EXPECT_EQ(result->candles, 4U) << "a rate's candles are not traded";
  ASSERT_EQ(result->open.size(), 1U);
  EXPECT_EQ(result->open[0].lots, 1'000);
}

TEST(PortfolioRun, leverage_is_that_of_the_whole_account) {
  SessionSetup s = testing::setup();
  s.instruments = {instrument("BTCUSDT"), instrument("ETHUSDT")};
  s.limits.leverage_max = core::Rate{core::kRateOne};
  // 600 of the 1000 in one, then 600 in the other: too much; 400 is not.
  const auto result =
      run_scripts(s, {{{0, 6'000}}, {{1, 6'000}, {2, 4'000}}},
                  {flat({10'000, 10'000, 10'000, 10'000}), flat({10'000, 10'000, 10'000, 10'000})}, nullptr);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->rejected[static_cast<std::size_t>(core::OrderReason::kLeverage)], 1U);
  ASSERT_EQ(result->open.size(), 2U);
  EXPECT_EQ(result->open[1].lots, 4'000);
  EXPECT_EQ(result->open[1].instrument, 1U);
}

TEST(PortfolioSetup, spot_says_what_a_currency_is_worth_before_a_perpetual_and_a_dated_contract_never_does) {
  SessionSetup s = testing::setup();
  s.currency = "USDT";
  s.instruments = {instrument("ETHBTC")};
  s.rates = {instrument("BTCUSDT_240628")};
  EXPECT_EQ(check_setup(s).error().code, "no_rate");
  s.rates = {instrument("BTCUSDT"), instrument("BTCUSDT")};
  s.rates[0].venue = "test_usdm";
  s.rates[0].market_type = core::MarketType::kCryptoPerpetual;
  // One ETH earns 1.00 BTC; a BTC is 100 USDT at spot, and 120 as a perpetual.
  const auto result = run_scripts(
      s, {{{0, 1'000}, {1, 0}}},
      {flat({50, 50, 150, 150}), flat({12'000, 12'000, 12'000, 12'000}), flat({10'000, 10'000, 10'000, 10'000})},
      nullptr);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->equity, money("1100"));
}

TEST(PortfolioSetup, what_has_no_name_is_alone_and_in_its_own_currency) {
  SessionSetup s = testing::setup();
  s.instruments = {instrument("")};
  EXPECT_TRUE(check_setup(s));
  s.currency = "EUR";
  EXPECT_EQ(check_setup(s).error().code, "symbol_needed");
  s.currency.clear();
  s.instruments.push_back(instrument("ETHBTC"));
  EXPECT_EQ(check_setup(s).error().code, "symbol_needed");
}

TEST(PortfolioSetup, what_cannot_be_reckoned_is_refused_before_the_run) {
  SessionSetup s = testing::setup();
  s.instruments = {instrument("ETHBTC"), instrument("SOLUSDT")};
  EXPECT_EQ(check_setup(s).error().code, "no_rate") << "USDT in BTC";
  s.rates = {instrument("BTCUSDT")};
  EXPECT_TRUE(check_setup(s));
  EXPECT_EQ(s.account_currency(), "BTC");
  s.currency = "EUR";
  EXPECT_EQ(check_setup(s).error().code, "no_rate");
  s.rates.push_back(instrument("EURUSDT"));
  EXPECT_TRUE(check_setup(s));
  s.instruments.push_back(instrument("BTCUSDT"));
  EXPECT_EQ(check_setup(s).error().code, "instrument_twice");
  s.instruments.clear();
  EXPECT_EQ(check_setup(s).error().code, "bad_setting");
}

TEST(CandleMerge, goes_by_time_and_then_by_the_order_of_the_sources) {
  const auto a = flat({1, 2, 3});
  auto b = flat({10, 20, 30, 40});
  b.erase(b.begin() + 1);
  SpanSource first{a};
  SpanSource second{b};
  const std::array<CandleSource*, 2> sources{&first, &second};
  CandleMerge merge{sources};
  std::vector<std::vector<std::int64_t>> seen;
  for (auto together = merge.next(); !together->empty(); together = merge.next()) {
    auto& row = seen.emplace_back();
    for (const NumberedCandle& one : *together) row.push_back(one.candle->close.ticks);
  }
  EXPECT_EQ(seen, (std::vector<std::vector<std::int64_t>>{{1, 10}, {2}, {3, 30}, {40}}));
}

}  // namespace
}  // namespace tidemark::backtest
