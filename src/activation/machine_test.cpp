// Stories of every promotion and every rollback the specification names (04-trading, staged activation). What each
// trigger measures is worked out by hand.

#include "activation/machine.hpp"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "activation/testing.hpp"
#include "activation/watch.hpp"

namespace tidemark::activation {
namespace {

using testing::at;
using testing::do_well;
using ::testing::HasSubstr;
using testing::kAnywhere;
using testing::kPaperOnly;
using testing::settings;
using testing::standing_at;
using testing::trade;
using testing::usd;

class EveryStage : public ::testing::TestWithParam<Stage> {};
INSTANTIATE_TEST_SUITE_P(All, EveryStage, ::testing::ValuesIn(kStages),
                         [](const auto& of) { return std::string{name_of(of.param)}; });

TEST_P(EveryStage, is_left_upward_with_every_criterion_met) {
  Machine machine = standing_at(GetParam());
  ASSERT_EQ(machine.state().stage, GetParam());
  do_well(machine, 10);
  ASSERT_TRUE(is_go(machine.board()));
  const auto promoted = machine.promote(at(11), "enough seen", kAnywhere);
  if (GetParam() == Stage::kFull) {
    ASSERT_FALSE(promoted);
    EXPECT_EQ(promoted.error().code, "no_stage_above");
    return;
  }
  ASSERT_TRUE(promoted) << promoted.error().text();
  EXPECT_EQ(promoted->kind, EventKind::kPromoted);
  EXPECT_EQ(promoted->from, GetParam());
  EXPECT_EQ(promoted->to, *above(GetParam()));
  EXPECT_EQ(promoted->at, at(11));
  EXPECT_EQ(promoted->reason, "enough seen");
  EXPECT_EQ(machine.state().stage, *above(GetParam()));
  EXPECT_EQ(machine.state().since, at(11));
  EXPECT_EQ(machine.state().evidence, Evidence{}) << "each stage is earned anew";
  EXPECT_EQ(machine.state().good, (Good{"a", GetParam()}));
  EXPECT_EQ(machine.promote(at(12), "more", kAnywhere).error().code,
            GetParam() == Stage::kPartialHalf ? "no_stage_above" : "criteria_unmet");
}

struct Fault {
  const char* name;
  Trigger trigger;
  std::function<std::optional<Event>(Machine&)> happens;
  double measured;
  const char* reason;
};

const std::vector<Fault> kFaults{
    // 10,000 -> 9,499: 501 of 10,000 is 5.01 %, more than 5 %; at 9,500 it is not.
    {"drawdown", Trigger::kDrawdown,
     [](Machine& m) {
       m.on(EquitySeen{at(20), usd(10'000)});
       EXPECT_FALSE(m.on(EquitySeen{at(20), usd(9'500)}));
       return m.on(EquitySeen{at(20), usd(9'499)});
     },
     0.0501, "5.01 % below the highest equity, more than 5 %"},
    {"loss_streak", Trigger::kLossStreak,
     [](Machine& m) {
       EXPECT_FALSE(m.on(trade(20, -1)));
       EXPECT_FALSE(m.on(trade(20, 0)));
       EXPECT_FALSE(m.on(trade(20, -1)));
       return m.on(trade(20, -1));
     },
     3, "3 losing trades in a row"},
    // Of the last eight three have won: 37.5 %; never three lost in a row.
    {"win_rate", Trigger::kWinRate,
     [](Machine& m) {
       for (const std::int64_t profit : {-1, 1, -1, -1, 1, -1, -1}) EXPECT_FALSE(m.on(trade(20, profit)));
       return m.on(trade(20, 1));
     },
     0.375, "37.5 % of the last 8 trades won, below 50 %"},
    {"objectives", Trigger::kObjectives,
     [](Machine& m) {
       EXPECT_FALSE(m.on(ObjectivesSeen{at(20), "the store is not written"}));
       EXPECT_FALSE(m.on(ObjectivesSeen{at(20), ""}));
       EXPECT_FALSE(m.on(ObjectivesSeen{at(20), "the store is not written"}));
       EXPECT_FALSE(m.on(ObjectivesSeen{at(20), "the store is not written"}));
       return m.on(ObjectivesSeen{at(20), "the store is not written"});
     },
     3, "the store is not written (3 looks in a row)"},
    {"data_quality", Trigger::kData,
     [](Machine& m) {
       EXPECT_FALSE(m.on(QualitySeen{at(20), 0.5, 240, "test:BTCUSDT"}));
       return m.on(QualitySeen{at(20), 0.49, 240, "test:BTCUSDT"});
     },
     0.49, "data of test:BTCUSDT scores 49 %, below 50 %"},
    {"data_fault", Trigger::kData, [](Machine& m) { return m.on(FaultSeen{at(20), "books differ"}); }, 0,
     "books differ"},
    {"manual", Trigger::kManual,
     [](Machine& m) { return std::optional{m.roll_back(at(20), "I do not like it").value()}; }, 0, "I do not like it"},
};

class EveryFault : public ::testing::TestWithParam<std::tuple<Stage, std::size_t>> {};
INSTANTIATE_TEST_SUITE_P(All, EveryFault,
                         ::testing::Combine(::testing::ValuesIn(kStages), ::testing::Range<std::size_t>(0, 7)),
                         [](const auto& of) {
                           return std::string{name_of(std::get<0>(of.param))} + "_" +
                                  kFaults[std::get<1>(of.param)].name;
                         });

TEST_P(EveryFault, takes_every_stage_down_at_once) {
  const auto [stage, number] = GetParam();
  const Fault& fault = kFaults[number];
  Machine machine = standing_at(stage);
  const auto event = fault.happens(machine);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->kind, EventKind::kRolledBack);
  EXPECT_EQ(event->trigger, fault.trigger);
  EXPECT_EQ(event->from, stage);
  EXPECT_EQ(event->to, below(stage));
  EXPECT_EQ(event->at, at(20));
  EXPECT_THAT(event->reason, HasSubstr(fault.reason));
  EXPECT_NEAR(event->measured.value_or(0), fault.measured, 1e-9);
  EXPECT_EQ(event->restored, "a");
  EXPECT_EQ(machine.state().stage, below(stage));
  EXPECT_EQ(machine.state().evidence, Evidence{});
  EXPECT_EQ(machine.multiplier(), multiplier_of(below(stage)));
  EXPECT_EQ(machine.promote(at(21), "again", kAnywhere).error().code, "criteria_unmet");
}

struct Lack {
  const char* name;
  Criterion criterion;
  std::function<void(Machine&)> spoil;
};

const std::vector<Lack> kLacks{
    {"trades", Criterion::kTrades,
     [](Machine& m) {
       Machine fresh{settings()};
       fresh.configure(at(0), "a", kAnywhere);
       for (int n = 0; n < 9; ++n) fresh.on(trade(1, n == 4 ? -10 : 40));
       m = fresh;
     }},
    {"win_rate", Criterion::kWinRate, [](Machine& m) { m.on(trade(1, -10)); }},                   // 8 of 11
    {"risk_reward", Criterion::kRiskReward, [](Machine& m) { m.on(trade(1, -100)); }},            // 40 : 40
    {"drawdown", Criterion::kDrawdown, [](Machine& m) { m.on(EquitySeen{at(1), usd(9'799)}); }},  // with 2 % allowed
    {"objectives", Criterion::kObjectives, [](Machine& m) { m.on(ObjectivesSeen{at(1), "late"}); }},
    {"latency", Criterion::kLatency, [](Machine& m) { m.on(LatencySeen{1000, core::milliseconds(201), {}, {}}); }},
    {"quality", Criterion::kQuality, [](Machine& m) { m.on(QualitySeen{at(1), 0.94, 240, "test:BTCUSDT"}); }},
};

class EveryCriterion : public ::testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(All, EveryCriterion, ::testing::Range<std::size_t>(0, 7),
                         [](const auto& of) { return kLacks[of.param].name; });

TEST_P(EveryCriterion, keeps_a_stage_from_being_left) {
  const Lack& lack = kLacks[GetParam()];
  Settings with = settings();
  with.criteria.drawdown_max = 0.02;
  Machine machine{with};
  machine.configure(at(0), "a", kAnywhere);
  do_well(machine);
  ASSERT_TRUE(is_go(machine.board()));
  lack.spoil(machine);
  EXPECT_NE(machine.board()[static_cast<std::size_t>(lack.criterion)].verdict, Verdict::kMet);
  const auto promoted = machine.promote(at(2), "please", kAnywhere);
  ASSERT_FALSE(promoted);
  EXPECT_EQ(promoted.error().code, "criteria_unmet");
  EXPECT_THAT(promoted.error().message,
              HasSubstr(std::string{criteria_info()[static_cast<std::size_t>(lack.criterion)].title}));
  EXPECT_EQ(machine.state().stage, Stage::kShadow);
}

TEST(Machine, an_account_of_play_money_goes_no_further_than_paper) {
  Machine machine = standing_at(Stage::kPaper);
  do_well(machine);
  const auto promoted = machine.promote(at(2), "enough seen", kPaperOnly);
  ASSERT_FALSE(promoted);
  EXPECT_EQ(promoted.error().code, "beyond_account");
  EXPECT_EQ(promoted.error().message, kPaperOnly.why);
  EXPECT_EQ(machine.state().stage, Stage::kPaper);
}

TEST(Machine, another_configuration_earns_its_stage_itself) {
  Machine machine = standing_at(Stage::kPartialHalf);
  const auto changed = machine.configure(at(30), "b", kAnywhere);
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->kind, EventKind::kConfigured);
  EXPECT_EQ(changed->from, Stage::kPartialHalf);
  EXPECT_EQ(changed->to, Stage::kShadow);
  EXPECT_EQ(changed->configuration, "b");
  EXPECT_FALSE(machine.configure(at(31), "b", kAnywhere)) << "nothing changed";
  do_well(machine);
  ASSERT_TRUE(machine.promote(at(32), "b is good", kAnywhere));
  EXPECT_EQ(machine.state().good, (Good{"a", Stage::kPartialHalf})) << "b has not come as far yet";
}

TEST(Machine, a_rollback_of_another_configuration_restores_the_last_good_one_and_its_stage) {
  Machine machine = standing_at(Stage::kPartialHalf);
  machine.configure(at(30), "b", kAnywhere);
  do_well(machine);
  ASSERT_TRUE(machine.promote(at(32), "b is good", kAnywhere));
  const auto event = machine.on(FaultSeen{at(33), "books differ"});
  ASSERT_TRUE(event);
  EXPECT_EQ(event->to, Stage::kShadow);
  EXPECT_EQ(event->restored, "a");
  EXPECT_TRUE(machine.state().rejected);
  do_well(machine);
  EXPECT_EQ(machine.promote(at(34), "again", kAnywhere).error().code, "configuration_rejected");
  const auto back = machine.configure(at(35), "a", kAnywhere);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->to, Stage::kPartialHalf);
  EXPECT_THAT(back->reason, HasSubstr("last good"));
  EXPECT_FALSE(machine.state().rejected);
}

TEST(Machine, a_rejected_configuration_may_try_again_when_somebody_says_so) {
  Machine machine = standing_at(Stage::kMicro);
  machine.configure(at(30), "b", kAnywhere);
  machine.on(FaultSeen{at(31), "books differ"});
  ASSERT_TRUE(machine.state().rejected);
  const Event event = machine.restart(at(32), "mended");
  EXPECT_EQ(event.kind, EventKind::kRestarted);
  EXPECT_EQ(event.to, Stage::kShadow);
  do_well(machine);
  EXPECT_TRUE(machine.promote(at(33), "again", kAnywhere));
}

TEST(Machine, a_stage_beyond_the_account_is_left_when_the_process_begins) {
  Machine machine = standing_at(Stage::kMicro);
  const auto event = machine.configure(at(40), "a", kPaperOnly);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->to, Stage::kPaper);
  EXPECT_EQ(event->reason, kPaperOnly.why);
  Machine other = standing_at(Stage::kFull);
  other.configure(at(40), "b", kAnywhere);
  const auto back = other.configure(at(41), "a", kPaperOnly);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->to, Stage::kPaper);
  EXPECT_THAT(back->reason, HasSubstr(kPaperOnly.why));
}

TEST(Machine, goes_further_down_when_asked_to_but_not_up) {
  Machine machine = standing_at(Stage::kPartialHalf);
  EXPECT_EQ(machine.roll_back(at(20), "oops", Stage::kFull).error().code, "not_below");
  EXPECT_EQ(machine.roll_back(at(20), "oops", Stage::kPartialHalf).error().code, "not_below");
  const auto event = machine.roll_back(at(20), "all of it", Stage::kShadow);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->to, Stage::kShadow);
}

TEST(Machine, bad_data_falls_once_however_long_it_stays_bad) {
  Machine machine = standing_at(Stage::kFull);
  EXPECT_TRUE(machine.on(QualitySeen{at(20), 0.2, 240, "test:BTCUSDT"}));
  EXPECT_FALSE(machine.on(QualitySeen{at(21), 0.1, 240, "test:BTCUSDT"}));
  EXPECT_FALSE(machine.on(QualitySeen{at(22), 0.9, 240, "test:BTCUSDT"}));
  EXPECT_TRUE(machine.on(QualitySeen{at(23), 0.2, 240, "test:BTCUSDT"}));
  EXPECT_EQ(machine.state().stage, Stage::kPartialQuarter);
}

TEST(Machine, says_how_near_each_trigger_is) {
  Machine machine = standing_at(Stage::kPaper);
  const auto measured = [&](std::size_t n) { return watches_of(machine)[n].measured; };
  EXPECT_EQ(measured(0), std::nullopt);
  EXPECT_EQ(measured(2), std::nullopt) << "of fewer than eight trades";
  machine.on(EquitySeen{at(2), usd(10'000)});
  machine.on(EquitySeen{at(2), usd(9'800)});
  for (const std::int64_t profit : {1, 1, 1, 1, 1, 1, -1, -1}) machine.on(trade(2, profit));
  machine.on(ObjectivesSeen{at(2), "late"});
  machine.on(QualitySeen{at(2), 0.6, 240, "test:BTCUSDT"});
  EXPECT_NEAR(*measured(0), 0.02, 1e-12);
  EXPECT_EQ(measured(1), 2.0);
  EXPECT_EQ(measured(2), 0.75);
  EXPECT_EQ(measured(3), 1.0);
  EXPECT_EQ(measured(4), 0.6);
  EXPECT_EQ(watches_of(machine)[1].limit, 3);
}

TEST(Machine, drawdown_begins_anew_with_another_account) {
  Machine machine = standing_at(Stage::kPaper);
  machine.on(EquitySeen{at(20), usd(20'000)});
  machine.forget_highest();
  EXPECT_FALSE(machine.on(EquitySeen{at(21), usd(10'000)})) << "another account, not half of it lost";
  EXPECT_DOUBLE_EQ(machine.state().evidence.drawdown, 0);
}

}  // namespace
}  // namespace tidemark::activation
