#include "storage/sqlite/patterns.hpp"

#include <limits>

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

PatternRecord pattern_at(std::int64_t minute, const std::string& name = "CDLHAMMER") {
  return {.series = kBtc1m,
          .pattern = name,
          .value = 100,
          .open_time = kStart + core::minutes(minute),
          .known_at = kStart + core::minutes(minute + 1),
          .price_level = "101.50",
          .confidence = 44.5,
          .strength = "low",
          .volume_confirmation = 0.5,
          .trend_alignment = 0.25,
          .metadata = R"({"base":30})",
          .logic_version = 3};
}

class Patterns : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store_->put_instrument(btc())); }
  std::unique_ptr<Store> store_ = value_of(open_store(":memory:", OpenMode::kCreate));
};

TEST_F(Patterns, come_back_with_every_field_in_order_of_time) {
  const PatternRecord later = pattern_at(7, "CDLDOJI");
  const PatternRecord earlier = pattern_at(5);
  ASSERT_TRUE(store_->put_patterns({later, earlier}));
  const auto rows = value_of(store_->patterns({.series = kBtc1m}));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0], earlier);
  EXPECT_EQ(rows[1], later);
}

TEST_F(Patterns, are_kept_once_and_replaced_by_a_later_word) {
  PatternRecord row = pattern_at(5);
  ASSERT_TRUE(store_->put_patterns({row}));
  row.confidence = 91;
  row.strength = "extreme";
  ASSERT_TRUE(store_->put_patterns({row}));
  const auto rows = value_of(store_->patterns({.series = kBtc1m}));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0], row);
}

TEST_F(Patterns, a_range_and_a_limit_cut_them) {
  for (int minute = 0; minute < 6; ++minute) ASSERT_TRUE(store_->put_patterns({pattern_at(minute)}));
  const auto rows = value_of(store_->patterns(
      {.series = kBtc1m, .from = kStart + core::minutes(1), .to = kStart + core::minutes(5), .limit = 2}));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].open_time, kStart + core::minutes(3));
  EXPECT_EQ(rows[1].open_time, kStart + core::minutes(4));
}

TEST_F(Patterns, of_an_unknown_instrument_are_not_found) {
  PatternRecord row = pattern_at(0);
  row.series.symbol = "NOPE";
  EXPECT_EQ(store_->put_patterns({row}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(store_->patterns({.series = row.series}).error().kind, ErrorKind::kNotFound);
}

TEST_F(Patterns, the_database_refuses_what_cannot_be) {
  const auto refused = [this](auto change) {
    PatternRecord row = pattern_at(0);
    change(row);
    return !store_->put_patterns({row}).has_value();
  };
  EXPECT_TRUE(refused([](auto& row) { row.value = 50; }));
  EXPECT_TRUE(refused([](auto& row) { row.pattern = ""; }));
  EXPECT_TRUE(refused([](auto& row) { row.confidence = 101; }));
  EXPECT_TRUE(refused([](auto& row) { row.confidence = std::numeric_limits<double>::quiet_NaN(); }));
  EXPECT_TRUE(refused([](auto& row) { row.strength = "huge"; }));
  EXPECT_TRUE(refused([](auto& row) { row.volume_confirmation = 1.5; }));
  EXPECT_TRUE(refused([](auto& row) { row.trend_alignment = -0.1; }));
  EXPECT_TRUE(refused([](auto& row) { row.metadata = "not json"; }));
  EXPECT_TRUE(refused([](auto& row) { row.known_at = row.open_time - core::nanoseconds(1); }));
  EXPECT_TRUE(refused([](auto& row) { row.logic_version = 0; }));
  EXPECT_FALSE(refused([](auto&) {}));
}

}  // namespace
}  // namespace tidemark::storage
