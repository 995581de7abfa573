#include "storage/sqlite/confluence.hpp"

#include <gtest/gtest.h>

#include "storage/store.hpp"
#include "storage/testing/fixtures.hpp"

namespace tidemark::storage {
namespace {

using core::ErrorKind;
using testing::btc;
using testing::kBtc1m;
using testing::kStart;
using testing::value_of;

core::Timestamp minute(std::int64_t minutes) {
  return kStart + core::minutes(minutes);
}

const core::Timestamp kEnd = minute(1'000'000);

ConfluenceRecord chart_at(std::int64_t at) {
  const ConfluenceFactorRecord fibonacci{"fibonacci", "1h", 100.5, 0.8, 0.5, 1, 0.25, 0.1, R"({"id":4})"};
  const ConfluenceFactorRecord weaker{"fibonacci", "15m", 100.25, 0.4, 0.5, 1, 0.25, 0, "{}"};
  return {.series = kBtc1m,
          .time = minute(at),
          .known_at = minute(at + 1),
          .zones = {{.direction = "bullish",
                     .price = 100.5,
                     .top = 100.5,
                     .bottom = 100.25,
                     .score = 0.12,
                     .bonus = 0.02,
                     .factor_count = 2,
                     .type_count = 1,
                     .mean_strength = 0.6,
                     .sd_zone_count = 1,
                     .sd_zone_strength_avg = 0.5,
                     .sd_fibonacci_alignment_count = 1,
                     .sd_fresh_zone_count = 1,
                     .sd_tested_zone_count = 0,
                     .factors = {fibonacci, weaker}},
                    {.direction = "bearish", .price = 105, .top = 105, .bottom = 105, .score = 0.05, .factors = {}}},
          .logic_version = 1};
}

class ConfluenceStore : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store_->put_instrument(btc())); }
  std::unique_ptr<Store> store_ = value_of(open_store(":memory:", OpenMode::kCreate));
};

TEST_F(ConfluenceStore, the_newest_chart_comes_back_with_every_zone_and_factor) {
  ASSERT_TRUE(store_->put_confluence({chart_at(10), chart_at(20)}));
  EXPECT_EQ(value_of(store_->confluence(kBtc1m, kEnd)), chart_at(20));
  EXPECT_EQ(value_of(store_->confluence(kBtc1m, minute(20))), chart_at(10));
  EXPECT_EQ(value_of(store_->confluence(kBtc1m, minute(10))), std::nullopt);
}

TEST_F(ConfluenceStore, a_chart_replaces_the_one_of_the_same_candle) {
  ASSERT_TRUE(store_->put_confluence({chart_at(10)}));
  auto other = chart_at(10);
  other.zones.pop_back();
  other.zones.front().factors.pop_back();
  ASSERT_TRUE(store_->put_confluence({other}));
  EXPECT_EQ(value_of(store_->confluence(kBtc1m, kEnd)), other);
}

TEST_F(ConfluenceStore, only_the_newest_candles_are_kept) {
  ASSERT_TRUE(store_->put_confluence({chart_at(0), chart_at(1)}));
  ASSERT_TRUE(store_->put_confluence({chart_at(kConfluenceCandlesKept)}));
  EXPECT_EQ(value_of(store_->confluence(kBtc1m, minute(1))), std::nullopt);
  EXPECT_EQ(value_of(store_->confluence(kBtc1m, minute(2))), chart_at(1));
}

TEST_F(ConfluenceStore, what_is_no_score_is_refused) {
  auto bad = chart_at(1);
  bad.zones.front().score = 1.5;
  EXPECT_FALSE(store_->put_confluence({bad}));
  bad = chart_at(1);
  bad.zones.front().factors.front().type = "astrology";
  EXPECT_FALSE(store_->put_confluence({bad}));
  bad = chart_at(1);
  bad.zones.front().bottom = 101;
  EXPECT_FALSE(store_->put_confluence({bad}));
  EXPECT_EQ(value_of(store_->confluence(kBtc1m, kEnd)), std::nullopt);
  bad = chart_at(1);
  bad.series.symbol = "NOPE";
  EXPECT_EQ(store_->put_confluence({bad}).error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace tidemark::storage
