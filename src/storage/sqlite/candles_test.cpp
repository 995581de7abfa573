#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/testing/fixtures.hpp"
#include "storage/transactional_store.hpp"

namespace tidemark::storage {
namespace {

using core::Candle;
using core::ErrorKind;
using core::Timeframe;
using testing::all_of;
using testing::batch_of;
using testing::btc;
using testing::candle_at;
using testing::candles_at;
using testing::kBtc1m;
using testing::kStart;
using testing::value_of;

class Candles : public ::testing::Test {
 protected:
  std::unique_ptr<TransactionalStore> store_ = value_of(open_transactional_store(":memory:", OpenMode::kCreate));
};

TEST_F(Candles, come_back_as_they_were_put) {
  const auto candles = candles_at(0, 100);
  const WriteResult result = value_of(store_->put_candles(batch_of(candles)));
  EXPECT_EQ(result.inserted, 100U);
  EXPECT_EQ(result.unchanged, 0U);
  EXPECT_EQ(result.replaced, 0U);
  const CandlePage page = value_of(store_->candles(all_of(kBtc1m)));
  EXPECT_EQ(page.scale, btc().scale);
  EXPECT_EQ(page.candles, candles);
}

TEST_F(Candles, count_what_a_repeated_import_does_row_by_row) {
  value_of(store_->put_candles(batch_of(candles_at(0, 10))));
  auto again = candles_at(5, 10);  // five known, five new
  again[1].volume.lots += 1;
  again[2].flags = 1;
  const WriteResult result = value_of(store_->put_candles(batch_of(again)));
  EXPECT_EQ(result.inserted, 5U);
  EXPECT_EQ(result.replaced, 2U);
  EXPECT_EQ(result.unchanged, 3U);
  EXPECT_EQ(value_of(store_->candles(all_of(kBtc1m))).candles[6], again[1]);
}

TEST_F(Candles, every_single_field_that_differs_replaces_the_row) {
  const Candle before = candle_at(0);
  const std::vector<void (*)(Candle&)> changes{
      [](Candle& c) { c.open.ticks += 1; },  [](Candle& c) { c.high.ticks += 1; },
      [](Candle& c) { c.low.ticks -= 1; },   [](Candle& c) { c.close.ticks -= 1; },
      [](Candle& c) { c.volume.lots += 1; }, [](Candle& c) { c.taker_buy.lots += 1; },
      [](Candle& c) { c.trades += 1; },      [](Candle& c) { c.flags = 4; },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    value_of(store_->put_candles(batch_of({before})));
    Candle after = before;
    changes[i](after);
    EXPECT_EQ(value_of(store_->put_candles(batch_of({after}))).replaced, 1U) << "change " << i;
    EXPECT_EQ(value_of(store_->candles(all_of(kBtc1m))).candles.at(0), after) << "change " << i;
  }
}

TEST_F(Candles, keep_the_source_of_each_row_until_it_is_replaced) {
  auto batch = batch_of({candle_at(0), candle_at(1)});
  batch.source = "import:a.csv";
  value_of(store_->put_candles(batch));
  batch.candles[1].volume.lots += 1;
  batch.source = "binance";
  value_of(store_->put_candles(batch));
  EXPECT_EQ(value_of(store_->source_of(kBtc1m, candle_at(0).open_time)), "import:a.csv");
  EXPECT_EQ(value_of(store_->source_of(kBtc1m, candle_at(1).open_time)), "binance");
}

TEST_F(Candles, hold_the_extremes_of_their_types) {
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  Candle c = candle_at(0);
  c.open = c.close = c.high = {kMax};
  c.low = {1};
  c.volume = c.taker_buy = {kMax};
  c.trades = std::numeric_limits<std::uint32_t>::max();
  c.flags = 255;
  Candle old = candle_at(0);
  old.open_time = core::open_time_of(core::Timestamp::from_s(-9'000'000'000), Timeframe::k1m);  // the year 1684
  value_of(store_->put_candles(batch_of({old, c})));
  EXPECT_EQ(value_of(store_->candles(all_of(kBtc1m))).candles, (std::vector{old, c}));
}

TEST_F(Candles, that_break_an_invariant_are_refused_and_nothing_of_the_batch_stays) {
  const std::vector<void (*)(Candle&)> breaks{
      [](Candle& c) { c.open_time.ns += 1; },
      [](Candle& c) { c.open_time = c.open_time + core::seconds(30); },
      [](Candle& c) { c.high.ticks = c.open.ticks - 1; },
      [](Candle& c) { c.low.ticks = std::max(c.open, c.close).ticks + 1; },
      [](Candle& c) { c.low.ticks = 0; },
      [](Candle& c) {
        c.volume.lots = -1;
        c.taker_buy.lots = -1;
      },
      [](Candle& c) { c.taker_buy.lots = -1; },
      [](Candle& c) { c.taker_buy.lots = c.volume.lots + 1; },
  };
  for (std::size_t i = 0; i < breaks.size(); ++i) {
    auto candles = candles_at(0, 3);
    breaks[i](candles[2]);
    const auto result = store_->put_candles(batch_of(candles));
    ASSERT_FALSE(result) << "break " << i;
    EXPECT_EQ(result.error().kind, ErrorKind::kRefused) << "break " << i;
    EXPECT_EQ(result.error().code, "bad_candle") << "break " << i;
    EXPECT_EQ(result.error().place, "binance:BTCUSDT 1m") << "break " << i;
    EXPECT_TRUE(value_of(store_->series()).empty()) << "break " << i;
  }
}

TEST_F(Candles, several_batches_are_one_transaction) {
  auto bad = batch_of({candle_at(0)});
  bad.instrument.symbol = "ETHUSDT";
  bad.candles[0].low.ticks = -5;
  EXPECT_FALSE(store_->put_candles({batch_of(candles_at(0, 5)), bad}));
  EXPECT_TRUE(value_of(store_->instruments()).empty());
  bad.candles[0] = candle_at(0);
  EXPECT_EQ(value_of(store_->put_candles({batch_of(candles_at(0, 5)), bad})).inserted, 6U);
}

TEST_F(Candles, weeks_open_on_monday) {
  auto batch = batch_of({candle_at(0, Timeframe::k1w), candle_at(1, Timeframe::k1w)});
  batch.timeframe = Timeframe::k1w;
  EXPECT_EQ(value_of(store_->put_candles(batch)).inserted, 2U);
  batch.candles = {candle_at(0, Timeframe::k1w)};
  batch.candles[0].open_time = kStart + core::days(3);  // a Thursday, as the epoch
  EXPECT_FALSE(store_->put_candles(batch));
}

TEST_F(Candles, a_limit_cuts_the_asked_end_and_rows_ascend_either_way) {
  value_of(store_->put_candles(batch_of(candles_at(0, 10))));
  CandleQuery query = all_of(kBtc1m);
  query.limit = 3;
  EXPECT_EQ(value_of(store_->candles(query)).candles, candles_at(0, 3));
  query.order = Order::kNewestFirst;
  EXPECT_EQ(value_of(store_->candles(query)).candles, candles_at(7, 3));
  query.limit = 0;
  EXPECT_TRUE(value_of(store_->candles(query)).candles.empty());
}

TEST_F(Candles, a_range_includes_its_start_and_excludes_its_end) {
  value_of(store_->put_candles(batch_of(candles_at(0, 10))));
  CandleQuery query = all_of(kBtc1m);
  query.from = candle_at(2).open_time;
  query.to = candle_at(5).open_time;
  EXPECT_EQ(value_of(store_->candles(query)).candles, candles_at(2, 3));
  query.from->ns += 1;  // just after the third candle opened
  query.to->ns += 1;    // just after the sixth did
  EXPECT_EQ(value_of(store_->candles(query)).candles, candles_at(3, 3));
}

TEST_F(Candles, of_an_unknown_instrument_are_an_error_of_an_unused_timeframe_an_empty_page) {
  const auto unknown = store_->candles(all_of(kBtc1m));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kNotFound);
  value_of(store_->put_candles(batch_of(candles_at(0, 1))));
  EXPECT_TRUE(value_of(store_->candles(all_of({"binance", "BTCUSDT", Timeframe::k1d}))).candles.empty());
}

TEST_F(Candles, series_tell_their_bounds_and_counts_after_writes_and_removals) {
  value_of(store_->put_candles(batch_of(candles_at(0, 10))));
  value_of(store_->put_candles(batch_of(candles_at(5, 10))));
  ASSERT_EQ(value_of(store_->series()).size(), 1U);
  EXPECT_EQ(value_of(store_->remove_candles(kBtc1m, {candle_at(0).open_time, candle_at(4).open_time})), 4U);
  const SeriesInfo info = value_of(store_->series()).at(0);
  EXPECT_EQ(info.series, kBtc1m);
  EXPECT_EQ(info.candles, 11U);
  EXPECT_EQ(info.first, candle_at(4).open_time);
  EXPECT_EQ(info.last, candle_at(14).open_time);
  EXPECT_TRUE(store_->check());
}

TEST_F(Candles, retention_removes_what_is_older_in_one_timeframe_only) {
  value_of(store_->put_candles(batch_of(candles_at(0, 10))));
  auto daily = batch_of({candle_at(0, Timeframe::k1d)});
  daily.timeframe = Timeframe::k1d;
  value_of(store_->put_candles(daily));
  EXPECT_EQ(value_of(store_->retain(Timeframe::k1m, candle_at(6).open_time)), 6U);
  EXPECT_EQ(value_of(store_->candles(all_of(kBtc1m))).candles, candles_at(6, 4));
  EXPECT_EQ(value_of(store_->candles(all_of({"binance", "BTCUSDT", Timeframe::k1d}))).candles.size(), 1U);
  EXPECT_EQ(value_of(store_->retain(Timeframe::k1m, candle_at(100).open_time)), 4U);
  EXPECT_EQ(value_of(store_->series()).size(), 1U);
}

TEST_F(Candles, an_abandoned_transaction_leaves_nothing_and_takes_nothing_more) {
  const auto outcome = store_->in_transaction([&]() -> core::Status {
    value_of(store_->put_candles(batch_of(candles_at(0, 3))));
    auto bad = batch_of(candles_at(3, 1));
    bad.candles[0].low.ticks = 0;
    EXPECT_FALSE(store_->put_candles(bad));
    const auto more = store_->put_candles(batch_of(candles_at(4, 1)));
    EXPECT_FALSE(more);
    return {};  // the failure was swallowed: the commit must not
  });
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, "transaction_abandoned");
  EXPECT_TRUE(value_of(store_->instruments()).empty());
  EXPECT_EQ(value_of(store_->put_candles(batch_of(candles_at(0, 3)))).inserted, 3U);
}

TEST_F(Candles, instruments_without_a_name_or_with_impossible_units_are_refused) {
  auto nameless = btc();
  nameless.symbol.clear();
  EXPECT_EQ(store_->put_instrument(nameless).error().kind, ErrorKind::kInvalidArgument);
  auto deep = btc({.price_decimals = 19, .qty_decimals = 0});
  EXPECT_EQ(store_->put_instrument(deep).error().kind, ErrorKind::kInvalidArgument);
}

TEST_F(Candles, instruments_come_back_with_their_facts) {
  core::Instrument gold;
  gold.venue = "oanda";
  gold.symbol = "XAUUSD";
  gold.market_type = core::MarketType::kMetal;
  gold.calendar = core::CalendarKind::kForexWeek;
  gold.scale = {.price_decimals = 3, .qty_decimals = 0};
  gold.tick_size = {5};
  gold.lot_size = {2};
  gold.pip_size = 0.1;
  ASSERT_TRUE(store_->put_instrument(gold));
  ASSERT_TRUE(store_->put_instrument(gold));
  const auto all = value_of(store_->instruments());
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].key(), "oanda:XAUUSD");
  EXPECT_EQ(all[0].market_type, gold.market_type);
  EXPECT_EQ(all[0].calendar, gold.calendar);
  EXPECT_EQ(all[0].scale, gold.scale);
  EXPECT_EQ(all[0].tick_size, gold.tick_size);
  EXPECT_EQ(all[0].lot_size, gold.lot_size);
  EXPECT_EQ(all[0].pip_size, gold.pip_size);
}

}  // namespace
}  // namespace tidemark::storage
