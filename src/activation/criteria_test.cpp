// Targets are those of the specification (04-trading, go/no-go); measured values are worked out by hand.

#include "activation/criteria.hpp"

#include <gtest/gtest.h>

#include "activation/testing.hpp"

namespace tidemark::activation {
namespace {

using testing::at;
using testing::trade;
using testing::usd;

const Judgement& of(const Board& board, Criterion criterion) {
  return board[static_cast<std::size_t>(criterion)];
}

/// 24 of 30 won, 60 each; lost 20 each.
Evidence thirty_trades() {
  Evidence evidence;
  for (int n = 0; n < 30; ++n) evidence.add(trade(n, n % 5 == 4 ? -20 : 60));
  return evidence;
}

TEST(Criteria, targets_are_those_of_the_specification) {
  const Board board = judge({}, {}, {});
  EXPECT_DOUBLE_EQ(of(board, Criterion::kWinRate).target, 0.8);
  EXPECT_DOUBLE_EQ(of(board, Criterion::kRiskReward).target, 3);
  EXPECT_DOUBLE_EQ(of(board, Criterion::kDrawdown).target, 0.05);
  EXPECT_DOUBLE_EQ(of(board, Criterion::kObjectives).target, 1);
  EXPECT_DOUBLE_EQ(of(board, Criterion::kLatency).target, 200);
  for (const Judgement& j : board) EXPECT_EQ(j.verdict, Verdict::kTooFew) << describe(j);
  EXPECT_FALSE(is_go(board));
}

TEST(Criteria, rates_and_ratios_of_thirty_trades) {
  const Board board = judge({}, thirty_trades(), {});
  const Judgement& rate = of(board, Criterion::kWinRate);
  EXPECT_EQ(rate.verdict, Verdict::kMet);
  EXPECT_DOUBLE_EQ(*rate.measured, 0.8);
  EXPECT_EQ(rate.sample, 30U);
  // Wilson of 24 in 30: (0.8 + 0.064027 +- 0.156806) / 1.128053.
  EXPECT_NEAR(rate.interval->low, 0.6269, 1e-4);
  EXPECT_NEAR(rate.interval->high, 0.9050, 1e-4);
  const Judgement& payoff = of(board, Criterion::kRiskReward);
  EXPECT_EQ(payoff.verdict, Verdict::kMet);
  EXPECT_DOUBLE_EQ(*payoff.measured, 3);
  EXPECT_EQ(of(board, Criterion::kTrades).verdict, Verdict::kMet);
}

TEST(Criteria, a_trade_less_is_too_few_and_a_win_less_is_not_enough) {
  Evidence fewer = thirty_trades();
  fewer.trades.pop_back();
  const Board few = judge({}, fewer, {});
  EXPECT_EQ(of(few, Criterion::kWinRate).verdict, Verdict::kTooFew);
  EXPECT_EQ(of(few, Criterion::kRiskReward).verdict, Verdict::kTooFew);
  EXPECT_EQ(of(few, Criterion::kTrades).verdict, Verdict::kTooFew);
  Evidence worse = thirty_trades();
  worse.trades[0] = trade(0, -20);  // 23 of 30: 76.7 %
  EXPECT_EQ(of(judge({}, worse, {}), Criterion::kWinRate).verdict, Verdict::kUnmet);
  Evidence even = thirty_trades();
  even.trades[0] = trade(0, 0);  // neither won nor lost: 23 of 30 won
  EXPECT_EQ(of(judge({}, even, {}), Criterion::kWinRate).verdict, Verdict::kUnmet);
  Evidence small = thirty_trades();
  for (TradeSeen& one : small.trades) {
    if (one.profit.units > 0) one = trade(0, 59);  // 59 : 20 = 2.95
  }
  EXPECT_EQ(of(judge({}, small, {}), Criterion::kRiskReward).verdict, Verdict::kUnmet);
}

TEST(Criteria, without_a_loss_nobody_knows_what_was_risked) {
  Evidence wins;
  for (int n = 0; n < 40; ++n) wins.add(trade(n, 60));
  EXPECT_EQ(of(judge({}, wins, {}), Criterion::kRiskReward).verdict, Verdict::kTooFew);
  Evidence losses;
  for (int n = 0; n < 40; ++n) losses.add(trade(n, -60));
  EXPECT_EQ(of(judge({}, losses, {}), Criterion::kRiskReward).verdict, Verdict::kUnmet);
}

TEST(Criteria, the_deepest_drawdown_counts) {
  Evidence evidence;
  for (const std::int64_t equity : {10'000, 10'500, 10'080, 10'600}) evidence.add(EquitySeen{at(0), usd(equity)});
  EXPECT_NEAR(evidence.drawdown, 0.04, 1e-12);  // 420 of 10,500
  Criteria criteria;
  criteria.minutes_min = 4;
  EXPECT_EQ(of(judge(criteria, evidence, {}), Criterion::kDrawdown).verdict, Verdict::kMet);
  evidence.add(EquitySeen{at(1), usd(10'017)});  // 583 of 10,600: 5.5 %
  EXPECT_EQ(of(judge(criteria, evidence, {}), Criterion::kDrawdown).verdict, Verdict::kUnmet);
  criteria.minutes_min = 6;
  EXPECT_EQ(of(judge(criteria, evidence, {}), Criterion::kDrawdown).verdict, Verdict::kTooFew);
}

TEST(Criteria, one_breach_is_not_all) {
  Criteria criteria;
  criteria.minutes_min = 4;
  Evidence evidence;
  for (int n = 0; n < 4; ++n) evidence.add(ObjectivesSeen{at(n), ""});
  EXPECT_EQ(of(judge(criteria, evidence, {}), Criterion::kObjectives).verdict, Verdict::kMet);
  evidence.add(ObjectivesSeen{at(5), "the store is not written"});
  const Board board = judge(criteria, evidence, {});
  EXPECT_EQ(of(board, Criterion::kObjectives).verdict, Verdict::kUnmet);
  EXPECT_DOUBLE_EQ(*of(board, Criterion::kObjectives).measured, 0.8);
}

TEST(Criteria, latency_and_quality_are_those_of_now) {
  Present present;
  present.latency = {100, core::milliseconds(200), core::milliseconds(150), core::milliseconds(260)};
  present.quality = QualitySeen{at(0), 0.95, 240, "test:BTCUSDT"};
  Board board = judge({}, {}, present);
  EXPECT_EQ(of(board, Criterion::kLatency).verdict, Verdict::kMet);
  EXPECT_DOUBLE_EQ(of(board, Criterion::kLatency).interval->high, 260);
  EXPECT_EQ(of(board, Criterion::kQuality).verdict, Verdict::kMet);
  present.latency.samples = 99;
  present.quality->lowest = 0.94;
  board = judge({}, {}, present);
  EXPECT_EQ(of(board, Criterion::kLatency).verdict, Verdict::kTooFew);
  EXPECT_EQ(of(board, Criterion::kQuality).verdict, Verdict::kUnmet);
  present.latency = {1000, core::milliseconds(201), {}, {}};
  EXPECT_EQ(of(judge({}, {}, present), Criterion::kLatency).verdict, Verdict::kUnmet);
}

TEST(Criteria, are_described_with_their_sample) {
  Evidence evidence;
  for (int n = 0; n < 8; ++n) evidence.add(trade(n, n < 5 ? 60 : -20));
  EXPECT_EQ(describe(of(judge({}, evidence, {}), Criterion::kWinRate)),
            "Win rate 62.5 %, at least 80 % (8 of 30 trades closed at this stage)");
  EXPECT_EQ(describe(of(judge({}, {}, {}), Criterion::kLatency)),
            "Latency, 95th percentile not known, at most 200 ms (0 of 100 events since the start)");
}

TEST(Criteria, the_newest_thousand_trades_are_kept) {
  Evidence evidence;
  for (int n = 0; n < 1001; ++n) evidence.add(trade(n, n == 0 ? -1 : 1));
  EXPECT_EQ(evidence.trades.size(), 1000U);
  EXPECT_EQ(outcomes_of(evidence.trades).losses.size(), 0U) << "the first has gone";
}

}  // namespace
}  // namespace tidemark::activation
