#include <limits>

#include <gtest/gtest.h>

#include "storage/testing/fixtures.hpp"
#include "storage/transactional_store.hpp"

namespace tidemark::storage {
namespace {

using core::Candle;
using testing::all_of;
using testing::batch_of;
using testing::btc;
using testing::candle_at;
using testing::candles_at;
using testing::kBtc1m;
using testing::value_of;

class Rescale : public ::testing::Test {
 protected:
  std::unique_ptr<TransactionalStore> store_ = value_of(open_transactional_store(":memory:", OpenMode::kCreate));
};

Candle times(Candle c, std::int64_t price, std::int64_t qty) {
  for (core::Price* p : {&c.open, &c.high, &c.low, &c.close}) p->ticks *= price;
  c.volume.lots *= qty;
  c.taker_buy.lots *= qty;
  return c;
}

TEST_F(Rescale, a_finer_batch_raises_the_units_of_what_is_stored) {
  value_of(store_->put_candles(batch_of({candle_at(0)}, btc({2, 5}))));
  const Candle finer = times(candle_at(1), 1000, 10);
  EXPECT_EQ(value_of(store_->put_candles(batch_of({finer}, btc({5, 6})))).inserted, 1U);
  const CandlePage page = value_of(store_->candles(all_of(kBtc1m)));
  EXPECT_EQ(page.scale, (core::Scale{5, 6}));
  EXPECT_EQ(page.candles, (std::vector{times(candle_at(0), 1000, 10), finer}));
}

TEST_F(Rescale, a_coarser_batch_is_brought_up_and_found_unchanged) {
  value_of(store_->put_candles(batch_of({times(candle_at(0), 100, 1000)}, btc({4, 8}))));
  EXPECT_EQ(value_of(store_->put_candles(batch_of({candle_at(0)}, btc({2, 5})))).unchanged, 1U);
  EXPECT_EQ(value_of(store_->candles(all_of(kBtc1m))).scale, (core::Scale{4, 8}));
}

TEST_F(Rescale, each_unit_rises_by_itself) {
  value_of(store_->put_candles(batch_of({candle_at(0)}, btc({2, 5}))));
  value_of(store_->put_candles(batch_of({times(candle_at(1), 10, 1)}, btc({3, 0}))));  // volume in whole coins
  const CandlePage page = value_of(store_->candles(all_of(kBtc1m)));
  EXPECT_EQ(page.scale, (core::Scale{3, 5}));
  EXPECT_EQ(page.candles, (std::vector{times(candle_at(0), 10, 1), times(candle_at(1), 10, 100'000)}));
}

TEST_F(Rescale, steps_rise_with_the_units) {
  auto instrument = btc({2, 5});
  instrument.tick_size = {5};
  instrument.lot_size = {10};
  ASSERT_TRUE(store_->put_instrument(instrument));
  value_of(store_->put_candles(batch_of({times(candle_at(1), 10, 10)}, btc({3, 6}))));
  EXPECT_EQ(value_of(store_->instruments()).at(0).tick_size.ticks, 50);
  EXPECT_EQ(value_of(store_->instruments()).at(0).lot_size.lots, 100);
}

TEST_F(Rescale, an_overflow_of_stored_rows_is_refused_and_changes_nothing) {
  Candle huge = candle_at(0);
  huge.volume.lots = std::numeric_limits<std::int64_t>::max() / 10 + 1;
  value_of(store_->put_candles(batch_of({huge}, btc({2, 5}))));
  const auto volume = store_->put_candles(batch_of({candle_at(1)}, btc({2, 6})));
  ASSERT_FALSE(volume);
  EXPECT_EQ(volume.error().code, "scale_overflow");
  EXPECT_NE(volume.error().message.find("volume"), std::string::npos);
  const auto price = store_->put_instrument(btc({16, 5}));  // 42,000.00 at 16 decimals needs 21 digits
  ASSERT_FALSE(price);
  EXPECT_EQ(price.error().code, "scale_overflow");
  const CandlePage page = value_of(store_->candles(all_of(kBtc1m)));
  EXPECT_EQ(page.scale, (core::Scale{2, 5}));
  EXPECT_EQ(page.candles, std::vector{huge});
}

TEST_F(Rescale, an_overflow_of_a_coarser_batch_is_refused) {
  value_of(store_->put_candles(batch_of({times(candle_at(0), 1, 1000)}, btc({2, 8}))));
  Candle huge = candle_at(1);
  huge.volume.lots = std::numeric_limits<std::int64_t>::max() / 1000 + 1;
  const auto result = store_->put_candles(batch_of({huge}, btc({2, 5})));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "scale_overflow");
}

TEST_F(Rescale, a_volume_marked_as_overflown_stays_at_its_maximum) {
  Candle full = candle_at(0);
  full.volume.lots = std::numeric_limits<std::int64_t>::max();
  full.flags = static_cast<std::uint8_t>(core::CandleFlag::kVolumeOverflow);
  value_of(store_->put_candles(batch_of({full}, btc({2, 5}))));
  value_of(store_->put_candles(batch_of({times(candle_at(1), 1, 10)}, btc({2, 6}))));
  const auto stored = value_of(store_->candles(all_of(kBtc1m))).candles;
  EXPECT_EQ(stored[0].volume, full.volume);
  EXPECT_EQ(stored[0].taker_buy.lots, full.taker_buy.lots * 10);
  EXPECT_EQ(value_of(store_->put_candles(batch_of({full}, btc({2, 5})))).unchanged, 1U);
}

TEST_F(Rescale, only_the_instrument_concerned_changes) {
  auto eth = btc({2, 5});
  eth.symbol = "ETHUSDT";
  value_of(store_->put_candles(batch_of({candle_at(0)}, eth)));
  value_of(store_->put_candles(batch_of({candle_at(0)}, btc({2, 5}))));
  value_of(store_->put_candles(batch_of({times(candle_at(1), 10, 1)}, btc({3, 5}))));
  const CandlePage page = value_of(store_->candles(all_of({"binance", "ETHUSDT", core::Timeframe::k1m})));
  EXPECT_EQ(page.scale, (core::Scale{2, 5}));
  EXPECT_EQ(page.candles, std::vector{candle_at(0)});
}

}  // namespace
}  // namespace tidemark::storage
