// Runs over a handful of candles, worked out by hand; prices in cents, quantities in thousandths.

#include "backtest/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "backtest/run.hpp"
#include "backtest/testing.hpp"

namespace tidemark::backtest {
namespace {

using testing::candle;
using testing::Recorder;
using testing::Script;
using testing::setup;

core::Money money(std::string_view text) {
  return core::parse_money(text).value();
}

TEST(Session, an_order_of_one_close_meets_the_next_open_and_the_books_add_up) {
  SessionSetup s = setup();
  s.paper.taker_fee = *core::parse_rate("0.1%");
  Script script{{{0, 1000}, {2, 0}}};  // after the first candle one coin, after the third none
  const std::vector<core::Candle> candles{candle(0, 10000, 10100, 9900, 10050), candle(1, 10060, 10200, 10000, 10150),
                                          candle(2, 10160, 10300, 10100, 10200), candle(3, 10250, 10260, 10200, 10210)};
  SpanSource source{candles};
  Recorder recorder;
  const auto result = run(s, script, Needs::kCandles, source, &recorder);
  ASSERT_TRUE(result);
  ASSERT_EQ(recorder.trades.size(), 1U);
  // Bought at 100.60, sold at 102.50; fees 0.1006 and 0.1025.
  EXPECT_EQ(recorder.trades[0].profit, money("1.6969"));
  EXPECT_EQ(recorder.trades[0].best, money("2.4"));  // the high of 103.00; candle 1 only touched 102.00
  EXPECT_EQ(recorder.trades[0].worst, money("-0.6"));
  EXPECT_EQ(result->equity, money("1001.6969"));
  EXPECT_EQ(result->realized - result->fees, money("1.6969"));
  EXPECT_EQ(result->orders, 2U);
  EXPECT_EQ(result->fills, 2U);
  EXPECT_EQ(result->faults, 0U);
  EXPECT_TRUE(result->open.empty());
  EXPECT_NEAR(result->performance.exposure, 2.0 / 5, 1e-12) << "at two of four closes and the beginning";
  EXPECT_NEAR(result->performance.last, 1001.6969, 1e-9);
  // Everything at 100.00 with a fee of 0.1 %: 9.990 coins (999.00 + 0.999), 102.10 at the end.
  EXPECT_NEAR(result->benchmark.last, 0.001 + 9.990 * 102.10, 1e-9);
}

TEST(Session, what_is_still_open_is_valued_at_the_last_close) {
  Script script{{{0, -1000}}};
  const std::vector<core::Candle> candles{candle(0, 10000, 10000, 10000, 10000), candle(1, 10000, 10000, 9000, 9500)};
  SpanSource source{candles};
  Recorder recorder;
  const auto result = run(setup(), script, Needs::kCandles, source, &recorder);
  ASSERT_TRUE(result && result->open.size() == 1);
  EXPECT_TRUE(recorder.trades.empty());
  EXPECT_EQ(result->open[0].lots, -1000);
  EXPECT_EQ(result->open[0].unrealized, money("5"));
  EXPECT_EQ(result->equity, money("1005"));
  EXPECT_NEAR(result->performance.last, 1005, 1e-9);
}

TEST(Session, longs_pay_funding_at_eight_oclock) {
  SessionSetup s = setup(core::Timeframe::k4h);
  s.funding = *core::parse_rate("0.01%");
  Script script{{{0, 1000}}};
  std::vector<core::Candle> candles;
  for (int i = 0; i < 5; ++i) candles.push_back(candle(i, 10000, 10000, 10000, 10000, core::Timeframe::k4h));
  SpanSource source{candles};
  const auto result = run(s, script, Needs::kCandles, source, nullptr);
  ASSERT_TRUE(result);
  // Bought at 04:00; paid at 08:00 and 16:00, 0.01 each.
  EXPECT_EQ(result->funding, money("-0.02"));
}

TEST(Session, the_gate_refuses_and_says_why) {
  SessionSetup s = setup();
  s.limits.leverage_max = core::Rate{core::kRateOne};
  Script script{{{0, 10'001}, {1, 10'000}}};
  const std::vector<core::Candle> candles{candle(0, 10000, 10000, 10000, 10000), candle(1, 10000, 10000, 10000, 10000),
                                          candle(2, 10000, 10000, 10000, 10000)};
  SpanSource source{candles};
  const auto result = run(s, script, Needs::kCandles, source, nullptr);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->rejected[static_cast<std::size_t>(core::OrderReason::kLeverage)], 1U);
  EXPECT_EQ(result->open[0].lots, 10'000);
}

TEST(Session, a_drawdown_halt_lets_no_more_entries_out) {
  SessionSetup s = setup();
  s.limits.drawdown_max = *core::parse_rate("4%");
  Script script{{{0, 5000}, {1, 0}, {2, 5000}}};
  const std::vector<core::Candle> candles{candle(0, 10000, 10000, 10000, 10000), candle(1, 10000, 10000, 9200, 9200),
                                          candle(2, 9200, 9200, 9200, 9200), candle(3, 9200, 9200, 9200, 9200)};
  SpanSource source{candles};
  const auto result = run(s, script, Needs::kCandles, source, nullptr);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->equity, money("960"));  // 5 coins, 8.00 each
  EXPECT_EQ(result->rejected[static_cast<std::size_t>(core::OrderReason::kHalted)], 1U);
}

TEST(Session, months_are_cut_at_their_ends) {
  SessionSetup s = setup(core::Timeframe::k1d);
  Script script{{{0, 10'000}}};
  std::vector<core::Candle> candles;
  // 2023-01-01 on: 100.00 through January, 110.00 through February, 99.00 in March.
  for (int day = 0; day < 61; ++day) {
    const std::int64_t price = day < 31 ? 10000 : day < 59 ? 11000 : 9900;
    candles.push_back(candle(day, price, price, price, price, core::Timeframe::k1d));
  }
  SpanSource source{candles};
  const auto result = run(s, script, Needs::kCandles, source, nullptr);
  ASSERT_TRUE(result);
  ASSERT_EQ(result->months.size(), 3U);
  EXPECT_NEAR(result->months[0].value, 0, 1e-12);
  EXPECT_NEAR(result->months[1].value, 0.1, 1e-12);
  EXPECT_NEAR(result->months[2].value, -0.1, 1e-12);
  EXPECT_EQ(result->months[2].month, 3);
}

TEST(Session, wrong_setups_are_refused) {
  SessionSetup s = setup();
  s.capital = {};
  EXPECT_EQ(check_setup(s).error().code, "bad_setting");
  s = setup();
  s.instruments[0].scale = {10, 9};
  EXPECT_EQ(check_setup(s).error().code, "scale_too_fine");
  s = setup();
  s.paper.slippage = core::Rate{core::kRateOne};
  EXPECT_EQ(check_setup(s).error().code, "bad_setting");
  EXPECT_TRUE(check_setup(setup()));
}

TEST(Run, without_a_candle_there_is_no_result) {
  Script script{{}};
  SpanSource source{{}};
  EXPECT_EQ(run(setup(), script, Needs::kCandles, source, nullptr).error().code, "no_candles");
}

TEST(Session, trades_say_in_which_regime_of_their_market_they_were_entered) {
  SessionSetup s = testing::three(trading::PositionMode::kNetting);
  s.instruments.resize(2);
  const std::vector<std::vector<core::Candle>> markets{testing::walk(7, 60 * 300, 100'000),
                                                       testing::walk(8, 60 * 300, 100'000)};
  std::map<int, std::int64_t> positions;
  for (int i = 0; i < 60 * 300; i += 50) positions[i] = i % 100 == 0 ? 10 : 0;
  Script first{positions};
  Script second{positions};
  Recorder recorder;
  const std::vector<Strategy*> strategies{&first, &second};
  Session session{s, strategies, &recorder};
  for (std::size_t i = 0; i < markets[0].size(); ++i) {
    for (std::size_t m = 0; m < 2; ++m) session.on_market(m, markets[m][i]);
    for (std::size_t m = 0; m < 2; ++m) session.on_close(m, markets[m][i]);
    session.on_moment(markets[0][i].open_time, markets[0][i].open_time + core::minutes(1));
    for (std::size_t m = 0; m < 2; ++m) session.decide(m, markets[m][i]);
    session.end_moment();
  }
  std::map<std::string, std::uint64_t> counted;
  for (const journal::ClosedTrade& trade : recorder.trades) {
    const auto& minutes = markets[trade.instrument.value];
    RegimeTrack track{core::Timeframe::k1m, s.instruments[trade.instrument.value].scale};
    for (std::size_t i = 0; minutes[i].open_time < trade.entered; ++i) track.on_candle(minutes[i]);
    ASSERT_EQ(trade.regime, track.regime()) << core::format_iso(trade.entered);
    ++counted[trade.regime];
  }
  const RunResult result = session.finish();
  EXPECT_GT(result.trades.by_regime().size(), 2U);
  EXPECT_GT(counted[""], 0U) << "before there is one";
  counted.erase("");
  for (const auto& [regime, count] : counted) EXPECT_EQ(result.trades.by_regime().at(regime).trades, count) << regime;
}

}  // namespace
}  // namespace tidemark::backtest
