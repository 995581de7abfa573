#include "sim/candle_builder.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace tidemark::sim {
namespace {

constexpr core::Timestamp kOpen = core::Timestamp::from_s(1'719'792'000);

CandleBuilder::Prints print(std::int64_t price, std::int64_t qty, std::int64_t bought) {
  return {.first = {price}, .high = {price}, .low = {price}, .last = {price}, .volume = {qty}, .taker_buy = {bought}};
}

TEST(CandleBuilder, the_first_trade_opens_and_the_last_closes) {
  CandleBuilder builder{kOpen, core::Price{500}};
  builder.add(print(100, 2, 2));
  builder.add(print(120, 3, 0));
  builder.add(print(90, 1, 1));
  builder.add(print(110, 4, 4));
  const core::Candle expected{.open_time = kOpen,
                              .open = {100},
                              .high = {120},
                              .low = {90},
                              .close = {110},
                              .volume = {10},
                              .taker_buy = {7},
                              .trades = 4};
  EXPECT_EQ(builder.candle(), expected);
}

TEST(CandleBuilder, a_minute_without_trades_is_flat_at_the_last_price) {
  const CandleBuilder builder{kOpen, core::Price{500}};
  EXPECT_EQ(builder.candle().open, core::Price{500});
  EXPECT_EQ(builder.candle().high, core::Price{500});
  EXPECT_EQ(builder.candle().low, core::Price{500});
  EXPECT_EQ(builder.candle().close, core::Price{500});
  EXPECT_EQ(builder.candle().volume, core::Qty{0});
  EXPECT_EQ(builder.candle().trades, 0U);
}

TEST(CandleBuilder, a_volume_that_does_not_fit_stands_at_its_maximum_and_says_so) {
  CandleBuilder builder{kOpen, core::Price{1}};
  builder.add(print(1, std::numeric_limits<std::int64_t>::max(), 0));
  builder.add(print(1, 1, 0));
  EXPECT_EQ(builder.candle().volume.lots, std::numeric_limits<std::int64_t>::max());
  EXPECT_TRUE(core::has_flag(builder.candle().flags, core::CandleFlag::kVolumeOverflow));
}

}  // namespace
}  // namespace tidemark::sim
