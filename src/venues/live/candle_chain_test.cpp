#include "venues/live/candle_chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Minutes are counted from noon; expected orders are by hand.
namespace tidemark::venues {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const core::Timestamp kNoon = core::parse_time("2024-05-01T12:00:00Z").value();

core::Timestamp minute(std::int64_t n) {
  return kNoon + core::minutes(n);
}
core::VenueCandle candle(std::int64_t n, core::CandleState state) {
  core::VenueCandle event;
  event.state = state;
  event.candle.open_time = minute(n);
  return event;
}
core::VenueCandle closed(std::int64_t n) {
  return candle(n, core::CandleState::kClosed);
}
core::VenueCandle forming(std::int64_t n) {
  return candle(n, core::CandleState::kForming);
}

class CandleChainTest : public ::testing::Test {
 protected:
  /// Minutes of the closed candles handed on.
  std::vector<std::int64_t> minutes() const {
    std::vector<std::int64_t> all;
    for (const CandleStep& step : steps) {
      if (step.candle.state == core::CandleState::kClosed) {
        all.push_back((step.candle.candle.open_time - kNoon) / core::minutes(1));
      }
    }
    return all;
  }

  HealConfig config;
  CandleChain chain{config};
  std::vector<CandleStep> steps;
};

TEST_F(CandleChainTest, a_closed_candle_passes_once) {
  EXPECT_EQ(chain.add(forming(0), minute(0), steps), Taken::kPassed);
  EXPECT_EQ(chain.add(closed(0), minute(1), steps), Taken::kPassed);
  EXPECT_EQ(chain.add(closed(0), minute(1), steps), Taken::kDuplicate);
  EXPECT_EQ(chain.add(forming(0), minute(1), steps), Taken::kDuplicate) << "its minute is final";
  EXPECT_THAT(minutes(), ElementsAre(0));
}

TEST_F(CandleChainTest, the_minutes_between_are_fetched_and_marked_before_the_held_one) {
  chain.add(closed(0), minute(1), steps);
  EXPECT_EQ(chain.add(closed(3), minute(4), steps), Taken::kHeld);
  EXPECT_EQ(chain.add(forming(4), minute(4), steps), Taken::kIgnored);
  const core::Timestamp later = minute(4) + core::seconds(1);
  EXPECT_EQ(chain.ask(later), minute(1));
  chain.on_page(std::vector{closed(1), closed(2), closed(3), forming(4)}, CandleChain::Page::kLast, later, steps);
  EXPECT_THAT(minutes(), ElementsAre(0, 1, 2, 3));
  EXPECT_TRUE(core::has_flag(steps[1].candle.candle.flags, core::CandleFlag::kRepaired));
  EXPECT_FALSE(core::has_flag(steps[0].candle.candle.flags, core::CandleFlag::kRepaired));
}

TEST_F(CandleChainTest, the_last_row_of_a_page_is_not_believed_to_be_closed) {
  chain.begin_at(minute(0), minute(2));
  ASSERT_TRUE(chain.ask(minute(2) + core::seconds(1)));
  // By a clock ahead of the venue's the row of 12:01 looks closed, and is still forming there.
  chain.on_page(std::vector{closed(0), closed(1)}, CandleChain::Page::kLast, minute(2) + core::seconds(1), steps);
  EXPECT_THAT(minutes(), ElementsAre(0));
}

TEST_F(CandleChainTest, a_candle_that_is_overdue_is_asked_for) {
  chain.add(closed(0), minute(1), steps);
  EXPECT_EQ(chain.due(), minute(2) + core::seconds(5));
  EXPECT_FALSE(chain.ask(minute(2) + core::seconds(5))) << "once more the grace";
  EXPECT_EQ(chain.ask(minute(2) + core::seconds(6)), minute(1));
}

TEST_F(CandleChainTest, what_cannot_be_fetched_is_given_up_with_exact_bounds) {
  chain.add(closed(0), minute(1), steps);
  chain.add(closed(3), minute(4), steps);
  chain.on_time(minute(5) - core::nanoseconds(1), steps);
  EXPECT_THAT(minutes(), ElementsAre(0));
  chain.on_time(minute(5), steps);
  EXPECT_THAT(minutes(), ElementsAre(0, 3));
  EXPECT_EQ(steps[1].lost, (core::TimeRange{minute(1), minute(3)}));
}

TEST_F(CandleChainTest, minutes_that_the_venue_does_not_have_are_passed_over) {
  chain.add(closed(0), minute(1), steps);
  chain.add(closed(4), minute(5), steps);
  ASSERT_TRUE(chain.ask(minute(5) + core::seconds(1)));
  chain.on_page(std::vector{closed(2), closed(4), forming(5)}, CandleChain::Page::kLast, minute(5), steps);
  EXPECT_THAT(minutes(), ElementsAre(0, 2, 4));
}

}  // namespace
}  // namespace tidemark::venues
