// Expectations are hand arithmetic on the grammar in fault_plan.hpp.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/faults/fault_dice.hpp"
#include "sim/faults/fault_plan.hpp"

namespace tidemark::sim {
namespace {

using ::testing::HasSubstr;

constexpr core::Timestamp kStart = core::Timestamp::from_s(1'700'000'000);

FaultPlan plan_of(std::string_view text) {
  auto plan = parse_fault_plan(text);
  EXPECT_TRUE(plan.has_value()) << (plan ? "" : plan.error().message);
  return plan.value_or(FaultPlan{});
}

std::string complaint(std::string_view text) {
  const auto plan = parse_fault_plan(text);
  return plan ? "accepted" : plan.error().place + ": " + plan.error().message;
}

TEST(FaultPlan, reads_windows_chances_and_amounts) {
  const FaultPlan plan =
      plan_of("seed=9, cut@30s-90s:every=20s, gap:p=0.015, skew@1.5m:by=-2500ms, error:status=502, quiet=5m");
  EXPECT_EQ(plan.seed, 9U);
  EXPECT_EQ(plan.quiet, core::minutes(5));
  ASSERT_EQ(plan.faults.size(), 4U);
  EXPECT_EQ(
      plan.faults[0],
      (Fault{
          .kind = FaultKind::kCut, .from = core::seconds(30), .until = core::seconds(90), .every = core::seconds(20)}));
  EXPECT_DOUBLE_EQ(plan.faults[1].chance, 0.015);
  EXPECT_EQ(plan.faults[2].from, core::seconds(90));
  EXPECT_EQ(plan.faults[2].by, core::milliseconds(-2500));
  EXPECT_EQ(plan.faults[3].status, 502);
  EXPECT_TRUE(plan_of("").faults.empty());
}

TEST(FaultPlan, complaints_name_the_item_and_what_was_meant) {
  EXPECT_THAT(complaint("gap,discnnect@3s"),
              HasSubstr("fault 'discnnect@3s': the fault 'discnnect' is not known; did you "
                        "mean 'disconnect'?"));
  EXPECT_THAT(complaint("gap:q=0.1"), HasSubstr("the key 'q' is not known"));
  EXPECT_THAT(complaint("gap:evry=1s"), HasSubstr("did you mean 'every'?"));
  EXPECT_THAT(complaint("gap:p=1.5"), HasSubstr("not a chance between 0 and 1"));
  EXPECT_THAT(complaint("stall@10"), HasSubstr("'10' is not a time"));
  EXPECT_THAT(complaint("stall@10s-5s"), HasSubstr("ends before it begins"));
  EXPECT_THAT(complaint("slow:by=-1s"), HasSubstr("must not be negative"));
  EXPECT_THAT(complaint("error:status=404"), HasSubstr("500 to 599"));
  EXPECT_THAT(complaint("quiet=400d"), HasSubstr("not a time"));
  EXPECT_THAT(complaint("gap@9999999h"), HasSubstr("over a year"));
  EXPECT_THAT(complaint(",,"), HasSubstr("is not known"));
}

TEST(FaultPlan, text_of_a_drawn_plan_reads_back_to_the_same) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    FaultPlan plan{.faults = random_faults(seed, core::minutes(1)), .seed = seed, .quiet = core::minutes(2)};
    const std::string text = to_text(plan);
    const auto again = parse_fault_plan(text);
    ASSERT_TRUE(again.has_value()) << text;
    EXPECT_EQ(*again, plan) << text;
    EXPECT_EQ(random_faults(seed, core::minutes(1)), plan.faults);
  }
}

TEST(FaultDice, strikes_only_within_the_window_and_never_when_quiet) {
  FaultDice dice{plan_of("gap@10s-20s:p=1,stall@60s:p=1,quiet=70s"), kStart};
  EXPECT_EQ(dice.message(kStart + core::milliseconds(9'999)), MessageFate::kPass);
  EXPECT_EQ(dice.message(kStart + core::seconds(10)), MessageFate::kDrop);
  EXPECT_EQ(dice.message(kStart + core::milliseconds(19'999)), MessageFate::kDrop);
  EXPECT_EQ(dice.message(kStart + core::seconds(20)), MessageFate::kPass);
  EXPECT_EQ(dice.message(kStart + core::seconds(61)), MessageFate::kDrop);
  EXPECT_EQ(dice.message(kStart + core::seconds(70)), MessageFate::kPass);
}

TEST(FaultDice, occasions_fall_every_so_often) {
  const FaultDice dice{plan_of("cut@30s-80s:every=20s,disconnect@5s"), kStart};  // 30, 50, 70; and 5 once
  const auto at = [&](int s) { return kStart + core::seconds(s); };
  EXPECT_EQ(dice.occasions(at(0), at(100)).size(), 4U);
  EXPECT_EQ(dice.occasions(at(30), at(50)).size(), 1U) << "from is excluded, to included";
  EXPECT_EQ(dice.next_occasion(at(0)), at(5));
  EXPECT_EQ(dice.next_occasion(at(5)), at(30));
  EXPECT_EQ(dice.next_occasion(at(50)), at(70));
  EXPECT_EQ(dice.next_occasion(at(70)), std::nullopt);
}

TEST(FaultDice, requests_can_suffer_several_things_at_once) {
  FaultDice dice{plan_of("slow:p=1:by=3s,swallow:p=1,ban:p=1:by=1m,stale:p=1:by=9s,skew:by=2s,skew:by=-500ms,refuse"),
                 kStart};
  const RequestFate fate = dice.request(kStart);
  EXPECT_EQ(fate.delay, core::seconds(3));
  EXPECT_TRUE(fate.swallowed);
  EXPECT_EQ(fate.status, 418);
  EXPECT_EQ(fate.retry_after, core::minutes(1));
  EXPECT_TRUE(fate.stale);
  EXPECT_EQ(dice.stale_age(), core::seconds(9));
  EXPECT_EQ(dice.skew(kStart), core::milliseconds(1500));
  EXPECT_TRUE(dice.refuses(kStart));
}

TEST(FaultDice, chances_come_true_about_as_often_as_they_say) {
  FaultDice dice{plan_of("gap:p=0.25"), kStart};
  int dropped = 0;
  for (int i = 0; i < 10'000; ++i) dropped += dice.message(kStart) == MessageFate::kDrop ? 1 : 0;
  EXPECT_NEAR(dropped, 2500, 5 * 43);  // five standard deviations of a binomial
}

TEST(FaultDice, injected_faults_count_from_now_and_end_the_quiet) {
  FaultDice dice{plan_of("gap:p=1,quiet=1s"), kStart};
  dice.clear();
  dice.add(*parse_fault("duplicate@5s:p=1"), kStart + core::seconds(60));
  EXPECT_EQ(dice.message(kStart + core::seconds(64)), MessageFate::kPass);
  EXPECT_EQ(dice.message(kStart + core::seconds(65)), MessageFate::kTwice);
}

}  // namespace
}  // namespace tidemark::sim
