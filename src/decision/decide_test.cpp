#include "decision/decide.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "decision/testing.hpp"

namespace tidemark::decision {
namespace {

using testing::factor;

/// A clear buy at 100, pip 1, ATR 2: trend and momentum up, a demand level under the price, the way free to 106.
struct Case {
  std::vector<Factor> factors{factor(FactorType::kFibonacci, Side::kBullish, 99),
                              factor(FactorType::kVolume, Side::kBullish, 100),
                              factor(FactorType::kCandlestick, Side::kBullish, 100)};
  DecisionSettings settings;
  Calibration history;

  [[nodiscard]] DecisionInputs inputs() const {
    DecisionInputs in;
    in.instrument = {7};
    in.candle = {core::Timestamp::from_s(600), 99, 100.5, 98.5, 100, 10};
    in.moment = core::Timestamp::from_s(660);
    in.known_at = core::Timestamp::from_s(661);
    in.tick = 0.01;
    in.structure = {Part{core::Timeframe::k4h, true, 0.6}, Part{core::Timeframe::k1h, true, 1}};
    in.momentum = {Part{core::Timeframe::k1h, true, 0.5}, Part{core::Timeframe::k15m, true, 0.25}};
    in.liquidity = {Part{core::Timeframe::k15m, true, 0.2}, Part{core::Timeframe::k5m, false, 0}};
    in.factors = factors;
    in.frame = testing::frame(100);
    in.entry.candle = in.candle;
    in.entry.pip = 1;
    in.entry.spread = 1;
    in.atr = 2;
    in.trend = 1;
    in.convergence = {0.8, 0};
    return in;
  }
  [[nodiscard]] Trace decided(const DecisionInputs& in) const {
    Trace trace;
    decide(in, settings, history, trace);
    return trace;
  }
};

// By hand. Structure 0.6 x 0.6 + 0.4 x 1 = 0.76; momentum 0.6 x 0.5 + 0.4 x 0.25 = 0.4; liquidity 0.2, its one known
// part; confluence 5/21 + 1/7 + 1/7 = 11/21. Score 0.35 x 0.76 + 0.25 x 0.4 + 0.15 x 0.2 + 0.25 x 11/21 = 0.52695.
// Confidence 30 x 1 + 25 x (1 + 0.76)/2 + 20 x 1 + 15 x 0 + 10 x 0.8 = 80.
TEST(Decide, a_strong_buy_by_hand) {
  const Case given;
  const Trace trace = given.decided(given.inputs());
  EXPECT_DOUBLE_EQ(trace.readings[0].value, 0.76);
  EXPECT_DOUBLE_EQ(trace.readings[1].value, 0.4);
  EXPECT_DOUBLE_EQ(trace.readings[2].value, 0.2);
  EXPECT_NEAR(trace.readings[3].value, 11.0 / 21, 1e-15);
  EXPECT_NEAR(trace.score, 0.266 + 0.1 + 0.03 + 0.25 * 11 / 21, 1e-15);
  EXPECT_EQ(trace.leaning, SignalType::kStrongBuy);
  EXPECT_NEAR(trace.confidence, 80, 1e-12);
  EXPECT_EQ(trace.verdict, Verdict::kSignal);
  EXPECT_EQ(trace.type, SignalType::kStrongBuy);
  // Filters: spread and candle pass, no sweep; the others do not apply: two of three.
  EXPECT_DOUBLE_EQ(trace.gates[static_cast<std::size_t>(GateId::kEntryFilters)].value, 2.0 / 3);
  // The stop under the Fibonacci level, 0.25 ATR beyond it; two risks ahead, as no level lies there.
  EXPECT_DOUBLE_EQ(trace.plan.stop, 98.5);
  EXPECT_DOUBLE_EQ(trace.plan.targets.front(), 103);

  const Signal signal = signal_of(trace, core::Timestamp::from_s(660), given.settings, 3);
  EXPECT_EQ(signal.number, 3U);
  EXPECT_EQ(signal.entry, 100);
  EXPECT_EQ(signal.known_at, core::Timestamp::from_s(661));
  EXPECT_EQ(signal.expires, core::Timestamp::from_s(660 + 240 * 60));
  EXPECT_EQ(signal.types, 0b111U);
}

TEST(Decide, the_mirror_image_is_a_sell) {
  Case given;
  for (Factor& one : given.factors) {
    one.side = Side::kBearish;
    one.price = 200 - one.price;
  }
  DecisionInputs in = given.inputs();
  in.candle.open = in.entry.candle.open = 101;
  in.candle.high = in.entry.candle.high = 101.5;
  in.candle.low = in.entry.candle.low = 99.5;
  for (auto* reading : {&in.structure, &in.momentum, &in.liquidity}) {
    for (Part& part : *reading) part.value = -part.value;
  }
  in.trend = -1;
  in.convergence = {0, 0.8};
  const Trace trace = given.decided(in);
  EXPECT_EQ(trace.type, SignalType::kStrongSell);
  EXPECT_NEAR(trace.score, -(0.266 + 0.1 + 0.03 + 0.25 * 11 / 21), 1e-15);
  EXPECT_NEAR(trace.confidence, 80, 1e-12);
  EXPECT_DOUBLE_EQ(trace.plan.stop, 101.5);
  EXPECT_DOUBLE_EQ(trace.plan.targets.front(), 97);
}

TEST(Decide, seven_types_by_the_score) {
  const DecisionSettings settings;
  EXPECT_EQ(type_of(0.45, settings), SignalType::kStrongBuy);
  EXPECT_EQ(type_of(0.44, settings), SignalType::kBuy);
  EXPECT_EQ(type_of(0.3, settings), SignalType::kBuy);
  EXPECT_EQ(type_of(0.29, settings), SignalType::kWeakBuy);
  EXPECT_EQ(type_of(0.2, settings), SignalType::kWeakBuy);
  EXPECT_EQ(type_of(0.19, settings), SignalType::kNeutral);
  EXPECT_EQ(type_of(0, settings), SignalType::kNeutral);
  EXPECT_EQ(type_of(-0.2, settings), SignalType::kWeakSell);
  EXPECT_EQ(type_of(-0.3, settings), SignalType::kSell);
  EXPECT_EQ(type_of(-0.45, settings), SignalType::kStrongSell);
}

/// The gates that failed, each alone.
TEST(Decide, each_gate_can_stop_a_signal) {
  const Case given;
  const auto failed = [&](const DecisionInputs& in, const DecisionSettings& settings) {
    Case other = given;
    other.settings = settings;
    const Trace trace = other.decided(in);
    EXPECT_EQ(trace.verdict, Verdict::kNoSignal);
    EXPECT_EQ(trace.type, SignalType::kNeutral);
    const auto changes = nearest_change(trace);
    EXPECT_EQ(changes.size(), 1U);
    return changes.empty() ? GateId::kData : changes.front().gate;
  };
  DecisionInputs in = given.inputs();
  DecisionSettings settings;
  in.data = DataState::kPaused;
  EXPECT_EQ(failed(in, settings), GateId::kData);
  in.data = DataState::kLate;
  EXPECT_EQ(failed(in, settings), GateId::kData);
  in = given.inputs();
  in.momentum[0].known = in.momentum[1].known = false;
  EXPECT_EQ(failed(in, settings), GateId::kWarmUp);
  in = given.inputs();
  settings.weak_from = settings.plain_from = settings.strong_from = 0.6;
  EXPECT_EQ(failed(in, settings), GateId::kDirection);
  settings = {};
  settings.confluence_min = 0.53;
  EXPECT_EQ(failed(in, settings), GateId::kConfluence);
  settings = {};
  settings.filters_min = 0.7;
  EXPECT_EQ(failed(in, settings), GateId::kEntryFilters);
  settings = {};
  settings.confidence_min = 81;
  EXPECT_EQ(failed(in, settings), GateId::kConfidence);
  settings = {};
  settings.risk_reward_min = 2.1;
  EXPECT_EQ(failed(in, settings), GateId::kRiskReward);
  settings = {};
  in.barred_until[0] = in.known_at + core::minutes(1);
  EXPECT_EQ(failed(in, settings), GateId::kRepeat);
  in = given.inputs();
  in.structure[0].value = in.structure[1].value = -0.01;
  in.momentum[0].value = in.momentum[1].value = 1;
  EXPECT_EQ(failed(in, settings), GateId::kStructure);
}

TEST(Decide, what_stops_both_sides_is_known_before_factors_are_looked_at) {
  const Case given;
  const DecisionInputs good = given.inputs();
  EXPECT_TRUE(open_sides(good, given.settings).any());
  const auto with = [&](const auto& change) {
    DecisionInputs in = given.inputs();
    change(in);
    return open_sides(in, given.settings).any();
  };
  EXPECT_FALSE(with([](DecisionInputs& in) { in.data = DataState::kLate; }));
  EXPECT_FALSE(with([](DecisionInputs& in) { in.atr.reset(); }));
  EXPECT_FALSE(with([](DecisionInputs& in) { in.entry.spread = 50; }));
  EXPECT_FALSE(with([](DecisionInputs& in) { in.barred_until[0] = in.moment + core::minutes(1); }));
  // Without confluence 0.35 x 0.038 + 0.25 x 0.02 + 0.15 x 0.2 = 0.0483; with all there could be of it 0.2983.
  DecisionSettings strict = given.settings;
  strict.weak_from = 0.4;
  DecisionInputs faint = given.inputs();
  for (Part& part : faint.structure) part.value /= 20;
  for (Part& part : faint.momentum) part.value /= 20;
  EXPECT_FALSE(open_sides(faint, strict).any());
}

// Confidence as in a_strong_buy_by_hand: 50 without volume, and 30 x what volume is worth. The bears' would be
// 25 x (1 - 0.76)/2 + 30 x volume = 3 and so on.
TEST(Decide, what_cannot_convince_is_known_before_levels_are_looked_at) {
  const Case given;
  const DecisionInputs in = given.inputs();
  const auto may = [&](const OpenSides& sides, const std::array<double, 2>& volume, double least) {
    DecisionSettings settings = given.settings;
    settings.confidence_min = least;
    return may_convince(in, sides, volume, settings, given.history);
  };
  constexpr OpenSides kBulls{{true, false}};
  constexpr OpenSides kBears{{false, true}};
  EXPECT_TRUE(may(kBulls, {1, 0}, 80));
  EXPECT_FALSE(may(kBulls, {1, 0}, 80.1));
  EXPECT_TRUE(may(kBulls, {0.5, 0}, 65));
  EXPECT_FALSE(may(kBulls, {0.5, 1}, 65.1));
  EXPECT_TRUE(may(kBears, {0, 1}, 33));
  EXPECT_FALSE(may(kBears, {1, 1}, 33.1));
  EXPECT_FALSE(may({}, {1, 1}, 0));
}

TEST(Decide, before_anything_is_known_there_is_no_side_and_nothing_more_is_asked) {
  Case given;
  given.factors.clear();
  DecisionInputs in = given.inputs();
  in.structure = in.momentum = in.liquidity = {};
  in.atr.reset();
  const Trace trace = given.decided(in);
  EXPECT_EQ(trace.verdict, Verdict::kNoSignal);
  EXPECT_EQ(trace.side, Side::kNone);
  EXPECT_FALSE(trace.gates[static_cast<std::size_t>(GateId::kConfluence)].asked);
  EXPECT_EQ(nearest_change(trace).size(), 2U);  // warm_up and direction
}

TEST(Decide, the_trace_of_a_signal_names_the_gate_nearest_to_failing) {
  const Case given;
  const auto changes = nearest_change(given.decided(given.inputs()));
  ASSERT_EQ(changes.size(), 1U);
  // Margins: direction 0.33, structure 0.76, confluence 0.42, filters 0.07, confidence 0.4, risk:reward 0.33.
  EXPECT_EQ(changes.front().gate, GateId::kEntryFilters);
  EXPECT_DOUBLE_EQ(changes.front().to, 0.6);
}

TEST(Decide, history_counts_only_when_there_is_enough_of_it) {
  Case given;
  Signal hit{.type = SignalType::kStrongBuy,
             .side = Side::kBullish,
             .status = SignalStatus::kTarget,
             .confidence = 80,
             .entry = 100,
             .stop = 98};
  for (int i = 0; i < 9; ++i) given.history.add(hit);
  EXPECT_EQ(given.decided(given.inputs()).confidence_parts.historical_success, 0);
  given.history.add(hit);
  // Wilson's lower end for 10 of 10 at z = 1.96: 10 / (10 + 1.96^2) = 0.7225 (Wilson 1927).
  EXPECT_NEAR(given.decided(given.inputs()).confidence_parts.historical_success, 10 / (10 + 1.96 * 1.96), 1e-12);
}

DecisionInputs any_inputs(core::Rng& rng, const Case& given) {
  DecisionInputs in = given.inputs();
  for (auto* reading : {&in.structure, &in.momentum, &in.liquidity}) {
    for (Part& part : *reading) part = {part.timeframe, rng.chance(0.8), 2 * rng.uniform() - 1};
  }
  in.entry.spread = 4 * rng.uniform();
  in.trend = static_cast<int>(rng.below(3)) - 1;
  in.convergence = {rng.uniform(), 0};
  if (rng.chance(0.1)) in.barred_until[rng.below(2)] = in.known_at + core::minutes(5);
  return in;
}

RC_GTEST_PROP(DecideLaws, contributions_sum_to_the_score_exactly, (std::uint64_t seed)) {
  core::Rng rng{seed};
  Case given;
  given.factors = testing::any_factors(rng);
  const Trace trace = given.decided(any_inputs(rng, given));
  double score = 0;
  for (const Reading& reading : trace.readings) score += reading.contribution;
  RC_ASSERT(score == trace.score);
  double confluence = 0;
  for (const TraceFactor& one : trace.factors.items()) confluence += one.contribution;
  RC_ASSERT(confluence + trace.bonus == trace.confluence);
  RC_ASSERT(trace.confidence >= 0 && trace.confidence <= 100);
}

RC_GTEST_PROP(DecideLaws, the_change_it_names_flips_the_outcome, (std::uint64_t seed)) {
  core::Rng rng{seed};
  Case given;
  given.factors = testing::any_factors(rng);
  Trace trace = given.decided(any_inputs(rng, given));
  const auto changes = nearest_change(trace);
  RC_ASSERT(!changes.empty());
  const auto passes = [&trace] {
    return std::ranges::all_of(trace.gates,
                               [](const Gate& gate) { return !gate.asked || gate.value >= gate.threshold; });
  };
  RC_ASSERT(passes() == (trace.verdict == Verdict::kSignal));
  for (const Change& change : changes.items()) {
    Gate& gate = trace.gates[static_cast<std::size_t>(change.gate)];
    gate.value = trace.verdict == Verdict::kSignal ? std::nextafter(change.to, -1e9) : change.to;
  }
  RC_ASSERT(passes() != (trace.verdict == Verdict::kSignal));
}

RC_GTEST_PROP(DecideLaws, a_reading_of_the_value_it_names_reaches_the_threshold, (std::uint64_t seed)) {
  core::Rng rng{seed};
  Case given;
  given.factors = testing::any_factors(rng);
  DecisionInputs in = any_inputs(rng, given);
  const Trace trace = given.decided(in);
  const auto needed = reading_needed(trace, Component::kMomentum, given.settings.weak_from);
  if (!needed) return;
  for (Part& part : in.momentum) part = {part.timeframe, true, *needed};
  const Trace other = given.decided(in);
  RC_ASSERT(std::fabs(std::fabs(other.score) - given.settings.weak_from) < 1e-9);
}

// A short cut may take no signal away.
RC_GTEST_PROP(DecideLaws, where_none_may_come_there_is_no_signal, (std::uint64_t seed)) {
  core::Rng rng{seed};
  Case given;
  given.factors = testing::any_factors(rng);
  given.settings.confluence_min = given.settings.confidence_min = given.settings.risk_reward_min = 0;
  const DecisionInputs in = any_inputs(rng, given);
  const bool is_signal = given.decided(in).verdict == Verdict::kSignal;
  RC_CLASSIFY(is_signal);
  if (!open_sides(in, given.settings).any()) RC_ASSERT(!is_signal);
}

RC_GTEST_PROP(DecideLaws, what_convinces_might_have, (std::uint64_t seed)) {
  core::Rng rng{seed};
  Case given;
  given.factors = testing::any_factors(rng);
  given.settings.confluence_min = given.settings.risk_reward_min = 0;
  given.settings.confidence_min = 20 + 60 * rng.uniform();
  const DecisionInputs in = any_inputs(rng, given);
  const bool is_signal = given.decided(in).verdict == Verdict::kSignal;
  RC_CLASSIFY(is_signal);
  std::array<double, 2> volume{};
  for (const Factor& one : given.factors) {
    if (one.type != FactorType::kVolume || one.side == Side::kNone) continue;
    double& most = volume[one.side == Side::kBullish ? 0 : 1];
    most = std::max(most, one.value());
  }
  const OpenSides sides = open_sides(in, given.settings);
  if (!may_convince(in, sides, volume, given.settings, given.history)) RC_ASSERT(!is_signal);
}

// More agreeing evidence: a factor of the score's side never lowers the score towards that side.
RC_GTEST_PROP(DecideLaws, more_agreeing_evidence_never_lowers_the_score, (std::uint64_t seed)) {
  core::Rng rng{seed};
  Case given;
  given.factors = testing::any_factors(rng);
  const DecisionInputs in = any_inputs(rng, given);
  const Trace before = given.decided(in);
  Factor more = testing::any_factor(rng);
  more.side = Side::kBullish;
  Case richer = given;
  richer.factors.push_back(more);
  DecisionInputs same = in;
  same.factors = richer.factors;
  RC_ASSERT(richer.decided(same).score >= before.score);
}

}  // namespace
}  // namespace tidemark::decision
