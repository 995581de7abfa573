#include "storage/sqlite/indicators.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "storage/store.hpp"
#include "storage/testing/fixtures.hpp"
#include "storage/write_record.hpp"

namespace tidemark::storage {
namespace {

using core::ErrorKind;
using testing::btc;
using testing::kBtc1m;
using testing::kStart;
using testing::value_of;

core::Timestamp minute(std::int64_t n) {
  return kStart + core::minutes(n);
}

class Indicators : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store_->put_instrument(btc())); }
  core::Status put(std::vector<IndicatorBatch::Row> rows) {
    return store_->put_indicators({.series = kBtc1m, .types = types_, .rows = std::move(rows)});
  }
  std::vector<IndicatorValue> get(const std::string& type, std::int64_t from, std::int64_t to) {
    return value_of(store_->indicators({.series = kBtc1m, .type = type, .range = {minute(from), minute(to)}}));
  }

  std::unique_ptr<Store> store_ = value_of(open_store(":memory:", OpenMode::kCreate));
  std::shared_ptr<const std::vector<IndicatorType>> types_ =
      std::make_shared<const std::vector<IndicatorType>>(std::vector<IndicatorType>{
          {"RSI:period=14", "Real"}, {"MACD", "MACD"}, {"MACD", "MACDSignal", 1, R"({"unit":"price"})"}});
};

TEST_F(Indicators, come_back_by_type_in_order_of_time) {
  ASSERT_TRUE(put({{minute(2), 1, -0.5}, {minute(1), 0, 55.25}, {minute(1), 1, 0.125}, {minute(1), 2, 1e-12}}));
  EXPECT_EQ(get("RSI:period=14", 0, 10), (std::vector<IndicatorValue>{{minute(1), "Real", 55.25, 1}}));
  EXPECT_EQ(get("MACD", 0, 10),
            (std::vector<IndicatorValue>{
                {minute(1), "MACD", 0.125, 1}, {minute(1), "MACDSignal", 1e-12, 1}, {minute(2), "MACD", -0.5, 1}}));
  EXPECT_TRUE(get("OBV", 0, 10).empty());
}

TEST_F(Indicators, a_range_has_its_beginning_and_not_its_end) {
  ASSERT_TRUE(put({{minute(1), 0, 1}, {minute(2), 0, 2}, {minute(3), 0, 3}}));
  EXPECT_EQ(get("RSI:period=14", 1, 3).size(), 2U);
  EXPECT_EQ(get("RSI:period=14", 1, 3).front().value, 1);
}

TEST_F(Indicators, are_kept_once_and_replaced_by_a_later_word) {
  ASSERT_TRUE(put({{minute(1), 0, 50}}));
  ASSERT_TRUE(put({{minute(1), 0, 60}}));
  EXPECT_EQ(get("RSI:period=14", 0, 10), (std::vector<IndicatorValue>{{minute(1), "Real", 60, 1}}));
}

TEST_F(Indicators, of_two_logics_stand_beside_each_other_the_newer_last) {
  ASSERT_TRUE(put({{minute(1), 0, 50}, {minute(2), 0, 51}}));
  types_ = std::make_shared<const std::vector<IndicatorType>>(1, IndicatorType{"RSI:period=14", "Real", 2});
  ASSERT_TRUE(put({{minute(1), 0, 60}}));
  EXPECT_EQ(get("RSI:period=14", 0, 10),
            (std::vector<IndicatorValue>{
                {minute(1), "Real", 50, 1}, {minute(1), "Real", 60, 2}, {minute(2), "Real", 51, 1}}));
}

TEST_F(Indicators, of_an_unknown_instrument_are_not_found) {
  SeriesKey nope = kBtc1m;
  nope.symbol = "NOPE";
  EXPECT_EQ(store_->put_indicators({.series = nope, .types = types_, .rows = {}}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(store_->indicators({.series = nope, .type = "OBV", .range = {}}).error().kind, ErrorKind::kNotFound);
}

TEST_F(Indicators, the_database_refuses_what_is_no_number) {
  EXPECT_FALSE(put({{minute(1), 0, std::numeric_limits<double>::quiet_NaN()}}));
  EXPECT_FALSE(put({{minute(1), 0, std::numeric_limits<double>::infinity()}}));
  EXPECT_TRUE(put({{minute(1), 0, std::numeric_limits<double>::max()}}));
  EXPECT_TRUE(put({{minute(2), 0, std::numeric_limits<double>::denorm_min()}}));
}

TEST_F(Indicators, count_in_the_writers_queue_as_many_rows_as_they_are) {
  EXPECT_EQ(rows_of(IndicatorBatch{.series = kBtc1m, .types = types_, .rows = {{}, {}, {}}}), 3U);
  EXPECT_EQ(rows_of(IndicatorBatch{.series = kBtc1m, .types = types_, .rows = {}}), 1U);
}

}  // namespace
}  // namespace tidemark::storage
