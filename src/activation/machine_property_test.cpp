// Laws of the specification over random lives: never up with a criterion unmet, never more than a step; down at once,
// always lower or at the bottom already; the same inputs give the same state and events, also with a restart between.

#include <vector>

#include <gtest/gtest.h>

#include "activation/testing.hpp"
#include "core/rng.hpp"

namespace tidemark::activation {
namespace {

using testing::at;
using testing::kAnywhere;
using testing::kPaperOnly;
using testing::usd;

/// One thing that happens, drawn at random; what is good is likelier, so that stages are earned now and then.
std::optional<Event> live(Machine& machine, core::Rng& rng, std::int64_t minute) {
  switch (rng.below(12)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return machine.on(testing::trade(minute, rng.chance(0.85) ? 40 : -10));
    case 4:
    case 5:
      return machine.on(EquitySeen{at(minute), usd(10'000 - static_cast<std::int64_t>(rng.below(520)))});
    case 6:
    case 7:
      return machine.on(ObjectivesSeen{at(minute), rng.chance(0.97) ? "" : "late"});
    case 8:
      return machine.on(QualitySeen{at(minute), rng.uniform(0.45, 1.9), 240, "test:BTCUSDT"});
    case 9:
      machine.on(LatencySeen{1000, core::milliseconds(static_cast<std::int64_t>(rng.below(220))), {}, {}});
      return std::nullopt;
    case 10: {
      const auto promoted = machine.promote(at(minute), "asked", rng.chance(0.9) ? kAnywhere : kPaperOnly);
      return promoted ? std::optional{*promoted} : std::nullopt;
    }
    default:
      if (rng.chance(0.9)) return std::nullopt;
      if (rng.chance(0.3)) return machine.configure(at(minute), rng.chance(0.5) ? "a" : "b", kAnywhere);
      if (rng.chance(0.5)) return machine.restart(at(minute), "asked");
      return machine.on(FaultSeen{at(minute), "books differ"});
  }
}

TEST(MachineLaws, hold_over_random_lives) {
  int promotions = 0;
  int rollbacks = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    core::Rng rng{seed};
    Machine machine{testing::settings()};
    std::uint64_t events = 0;
    if (machine.configure(at(0), "a", kAnywhere)) ++events;
    for (std::int64_t minute = 1; minute <= 600; ++minute) {
      const Machine before = machine;
      const auto event = live(machine, rng, minute);
      if (!event) {
        ASSERT_EQ(machine.state().stage, before.state().stage) << "no step without an event";
        continue;
      }
      ASSERT_EQ(event->number, ++events);
      ASSERT_EQ(event->from, before.state().stage);
      ASSERT_EQ(event->to, machine.state().stage);
      if (event->kind == EventKind::kPromoted) {
        ++promotions;
        ASSERT_TRUE(is_go(before.board()));
        ASSERT_EQ(event->to, *above(event->from));
      } else if (event->kind == EventKind::kRolledBack) {
        ++rollbacks;
        ASSERT_TRUE(event->trigger);
        ASSERT_TRUE(event->to < event->from || event->to == Stage::kShadow);
      }
    }
  }
  EXPECT_GT(promotions, 20) << "a test in which nothing is ever promoted shows nothing";
  EXPECT_GT(rollbacks, 20);
}

TEST(MachineLaws, the_same_life_gives_the_same_state_with_and_without_a_restart) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    core::Rng rng{seed};
    core::Rng same{seed};
    Machine once{testing::settings()};
    Machine often{testing::settings()};
    std::vector<Event> told;
    std::vector<Event> retold;
    for (std::int64_t minute = 1; minute <= 400; ++minute) {
      if (auto event = live(once, rng, minute)) told.push_back(*event);
      if (minute % 37 == 0) often = Machine{often.settings(), often.state()};
      if (auto event = live(often, same, minute)) retold.push_back(*event);
    }
    ASSERT_EQ(told, retold);
    ASSERT_EQ(once.state(), often.state());
  }
}

}  // namespace
}  // namespace tidemark::activation
