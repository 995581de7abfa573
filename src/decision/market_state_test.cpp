#include <gtest/gtest.h>

#include "decision/decider.hpp"

namespace tidemark::decision {
namespace {

using core::Timeframe;

class MarketStateTest : public ::testing::Test {
 protected:
  /// Candles without a shadow that go `step` a candle.
  void feed(Timeframe timeframe, int candles, double step) {
    for (int i = 0; i < candles; ++i) {
      const core::Timestamp open_time = core::Timestamp{} + core::duration_of(timeframe) * i;
      const double from = 1000 + step * i;
      const double to = from + step;
      const core::CandleF candle{open_time, from, std::max(from, to), std::min(from, to), to, 1};
      decider_.on(timeframe).on_candle(candle, open_time + core::duration_of(timeframe));
    }
  }
  void zone(Timeframe timeframe, std::uint32_t id, analysis::zones::ZoneStatus status) {
    decider_.on(timeframe).on(analysis::zones::Zone{.id = id, .status = status, .top = 10, .bottom = 9}, {});
  }

  DecisionSettings settings_;
  Decider decider_{core::Instrument{}, settings_, default_weights()};
};

// The row REGIME needs 114 candles. A straight line has an ADX of 100, which is a trend from 25 on; its range stays the
// same while the price rises, so relative to it the range is the lowest of its past: not volatile. While the price
// falls, it is the highest.
TEST_F(MarketStateTest, the_regime_of_an_hour_or_of_what_comes_next_below) {
  EXPECT_FALSE(decider_.market_state().regime);
  feed(Timeframe::k1m, 200, -1);
  EXPECT_EQ(decider_.market_state().regime, (RegimeReading{Timeframe::k1m, -1, true}));
  feed(Timeframe::k15m, 200, 1);
  EXPECT_EQ(decider_.market_state().regime, (RegimeReading{Timeframe::k15m, 1, false}));
  feed(Timeframe::k1h, 100, 1);  // too young
  feed(Timeframe::k4h, 200, 1);  // not asked
  EXPECT_EQ(decider_.market_state().regime->timeframe, Timeframe::k15m);
  feed(Timeframe::k1h, 200, -1);
  EXPECT_EQ(decider_.market_state().regime, (RegimeReading{Timeframe::k1h, -1, true}));
}

TEST_F(MarketStateTest, zones_count_while_they_hold) {
  using enum analysis::zones::ZoneStatus;
  EXPECT_EQ(decider_.market_state().live_zones, 0U);
  zone(Timeframe::k1m, 1, kActive);
  zone(Timeframe::k1m, 2, kTested);
  zone(Timeframe::k4h, 1, kActive);
  EXPECT_EQ(decider_.market_state().live_zones, 3U);
  zone(Timeframe::k1m, 2, kTested);
  EXPECT_EQ(decider_.market_state().live_zones, 3U);
  zone(Timeframe::k1m, 2, kBroken);
  zone(Timeframe::k4h, 1, kExpired);
  EXPECT_EQ(decider_.market_state().live_zones, 1U);
}

TEST_F(MarketStateTest, it_is_the_same_after_a_restart) {
  feed(Timeframe::k1h, 200, -1);
  zone(Timeframe::k1h, 1, analysis::zones::ZoneStatus::kActive);
  core::ByteWriter writer;
  decider_.snapshot(writer);
  Decider other{core::Instrument{}, settings_, default_weights()};
  core::ByteReader reader{writer.bytes()};
  ASSERT_TRUE(other.restore(reader));
  EXPECT_EQ(other.market_state(), decider_.market_state());
  EXPECT_TRUE(other.market_state().regime->volatile_);
}

}  // namespace
}  // namespace tidemark::decision
