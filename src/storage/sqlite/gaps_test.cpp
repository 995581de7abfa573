#include <gtest/gtest.h>

#include "storage/store.hpp"
#include "storage/testing/fixtures.hpp"

namespace tidemark::storage {
namespace {

using core::Gap;
using core::GapReason;
using core::GapState;
using core::TimeRange;
using testing::btc;
using testing::kBtc1m;
using testing::kStart;
using testing::value_of;

TimeRange minutes_between(std::int64_t from, std::int64_t to) {
  return {.from = kStart + core::minutes(from), .to = kStart + core::minutes(to)};
}

Gap gap_between(std::int64_t from, std::int64_t to, GapReason reason = GapReason::kMissing) {
  Gap gap;
  gap.timeframe = core::Timeframe::k1m;
  gap.range = minutes_between(from, to);
  gap.candles = static_cast<std::uint32_t>(to - from);
  gap.reason = reason;
  gap.known_at = kStart + core::nanoseconds(123'456'789);
  return gap;
}

class Gaps : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store_->put_instrument(btc())); }

  std::vector<Gap> ledger() {
    std::vector<Gap> all;
    for (const GapRecord& record : value_of(store_->gaps("BTCUSDT", {}))) {
      EXPECT_EQ(record.series, kBtc1m);
      all.push_back(record.gap);
    }
    return all;
  }
  void put(const std::vector<Gap>& gaps) {
    std::vector<GapRecord> records;
    for (const Gap& gap : gaps) records.push_back({.series = kBtc1m, .gap = gap});
    ASSERT_TRUE(store_->put_gaps(records));
  }

  std::unique_ptr<Store> store_ = value_of(open_store(":memory:", OpenMode::kCreate));
};

TEST_F(Gaps, come_back_in_order_of_time_with_every_field) {
  Gap outage = gap_between(100, 180, GapReason::kVenueOutage);
  outage.state = GapState::kUnrecoverable;
  put({outage, gap_between(10, 12)});
  EXPECT_EQ(ledger(), (std::vector{gap_between(10, 12), outage}));
}

TEST_F(Gaps, holes_among_trades_stand_beside_those_among_candles_and_imports_leave_them_alone) {
  Gap trades = gap_between(10, 12, GapReason::kSequence);
  trades.candles = 0;
  trades.trades = core::TradeIds{1000, 1041};
  put({trades, gap_between(10, 12)});
  EXPECT_EQ(ledger(), (std::vector{gap_between(10, 12), trades}));
  trades.state = GapState::kUnrecoverable;
  put({trades});
  ASSERT_TRUE(store_->replace_gaps(kBtc1m, minutes_between(0, 100), {}));
  EXPECT_EQ(ledger(), (std::vector{trades}));
}

TEST_F(Gaps, putting_the_same_twice_keeps_one) {
  put({gap_between(10, 12)});
  put({gap_between(10, 12)});
  EXPECT_EQ(ledger().size(), 1U);
}

TEST_F(Gaps, a_change_of_state_or_end_replaces_by_start) {
  put({gap_between(10, 20)});
  Gap shrunk = gap_between(10, 15);
  shrunk.state = GapState::kRepairing;
  put({shrunk});
  EXPECT_EQ(ledger(), std::vector{shrunk});
}

TEST_F(Gaps, a_gap_filled_from_its_front_or_middle_replaces_its_former_bounds) {
  put({gap_between(10, 20)});
  put({gap_between(15, 20)});
  EXPECT_EQ(ledger(), std::vector{gap_between(15, 20)});
  put({gap_between(15, 16), gap_between(18, 20)});
  EXPECT_EQ(ledger(), (std::vector{gap_between(15, 16), gap_between(18, 20)}));
}

TEST_F(Gaps, another_reason_does_not_displace_an_overlapping_gap) {
  put({gap_between(10, 20)});
  put({gap_between(12, 13, GapReason::kDisconnect)});
  EXPECT_EQ(ledger().size(), 2U);
}

TEST_F(Gaps, replacing_a_range_sets_it_to_exactly_what_is_given) {
  put({gap_between(0, 5), gap_between(10, 20), gap_between(30, 40), gap_between(50, 60)});
  ASSERT_TRUE(store_->replace_gaps(kBtc1m, minutes_between(10, 45), {gap_between(33, 36)}));
  EXPECT_EQ(ledger(), (std::vector{gap_between(0, 5), gap_between(33, 36), gap_between(50, 60)}));
  ASSERT_TRUE(store_->replace_gaps(kBtc1m, minutes_between(0, 100), {}));
  EXPECT_TRUE(ledger().empty());
}

TEST_F(Gaps, replacing_a_range_cuts_a_gap_that_reaches_out_of_it_on_both_sides) {
  put({gap_between(10, 40)});
  ASSERT_TRUE(store_->replace_gaps(kBtc1m, minutes_between(20, 30), {gap_between(22, 24)}));
  EXPECT_EQ(ledger(), (std::vector{gap_between(10, 20), gap_between(22, 24), gap_between(30, 40)}));
}

TEST_F(Gaps, of_another_series_are_untouched) {
  put({gap_between(10, 20)});
  const SeriesKey hourly{"binance", "BTCUSDT", core::Timeframe::k1h};
  ASSERT_TRUE(store_->replace_gaps(hourly, minutes_between(0, 600), {gap_between(60, 120)}));
  EXPECT_EQ(value_of(store_->gaps("BTCUSDT", core::Timeframe::k1m)).size(), 1U);
  EXPECT_EQ(value_of(store_->gaps("BTCUSDT", core::Timeframe::k1h)).size(), 1U);
  EXPECT_EQ(value_of(store_->gaps("BTCUSDT", {})).size(), 2U);
  EXPECT_TRUE(value_of(store_->gaps("ETHUSDT", {})).empty());
}

TEST_F(Gaps, that_end_before_they_start_or_belong_to_nobody_are_refused) {
  EXPECT_EQ(store_->put_gaps({{.series = kBtc1m, .gap = gap_between(20, 10)}}).error().kind, core::ErrorKind::kRefused);
  const SeriesKey unknown{"binance", "ETHUSDT", core::Timeframe::k1m};
  EXPECT_EQ(
      store_->put_gaps({{.series = kBtc1m, .gap = gap_between(1, 2)}, {.series = unknown, .gap = gap_between(1, 2)}})
          .error()
          .kind,
      core::ErrorKind::kNotFound);
  EXPECT_TRUE(ledger().empty());
}

}  // namespace
}  // namespace tidemark::storage
