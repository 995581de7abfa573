#include "storage/sqlite/volume_patterns.hpp"

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

VolumePatternRecord row_at(std::int64_t minute, const std::string& type = "spike") {
  return {.series = kBtc1m,
          .type = type,
          .direction = "bearish",
          .time = kStart + core::minutes(minute),
          .known_at = kStart + core::minutes(minute + 1),
          .strength = "strong",
          .confidence = 83.5,
          .volume_ratio = 4.25,
          .price_change = -1.5,
          .price_level = "101.50",
          .metadata = R"({"measure":4.25})",
          .logic_version = 3};
}

class VolumePatterns : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store_->put_instrument(btc())); }
  std::unique_ptr<Store> store_ = value_of(open_store(":memory:", OpenMode::kCreate));
};

TEST_F(VolumePatterns, come_back_with_every_field_in_order_of_time) {
  const auto later = row_at(7, "dry_up");
  const auto earlier = row_at(5);
  ASSERT_TRUE(store_->put_volume_patterns({later, earlier}));
  const auto rows = value_of(store_->volume_patterns({.series = kBtc1m}));
  EXPECT_EQ(rows, (std::vector{earlier, later}));
}

TEST_F(VolumePatterns, are_kept_once_and_replaced_by_a_later_word) {
  auto row = row_at(5);
  ASSERT_TRUE(store_->put_volume_patterns({row}));
  row.confidence = 91;
  row.strength = "extreme";
  row.direction = "neutral";
  ASSERT_TRUE(store_->put_volume_patterns({row}));
  EXPECT_EQ(value_of(store_->volume_patterns({.series = kBtc1m})), std::vector{row});
}

TEST_F(VolumePatterns, are_cut_by_range_type_strength_and_limit) {
  std::vector<VolumePatternRecord> rows;
  for (int minute = 0; minute < 6; ++minute) {
    rows.push_back(row_at(minute, minute % 2 == 0 ? "spike" : "climax"));
    if (minute >= 4) rows.back().strength = "weak";
  }
  ASSERT_TRUE(store_->put_volume_patterns(rows));
  const auto minutes_of = [this](const VolumePatternQuery& query) {
    std::vector<std::int64_t> minutes;
    for (const auto& row : value_of(store_->volume_patterns(query))) {
      minutes.push_back((row.time - kStart) / core::minutes(1));
    }
    return minutes;
  };
  using Minutes = std::vector<std::int64_t>;
  const auto from = kStart + core::minutes(1);
  const auto to = kStart + core::minutes(5);
  EXPECT_EQ(minutes_of({.series = kBtc1m, .from = from, .to = to}), (Minutes{1, 2, 3, 4}));
  EXPECT_EQ(minutes_of({.series = kBtc1m, .from = from, .to = to, .limit = 2}), (Minutes{3, 4}));
  EXPECT_EQ(minutes_of({.series = kBtc1m, .type = "spike"}), (Minutes{0, 2, 4}));
  EXPECT_EQ(minutes_of({.series = kBtc1m, .strength = "weak"}), (Minutes{4, 5}));
  EXPECT_EQ(minutes_of({.series = kBtc1m, .type = "climax", .strength = "strong"}), (Minutes{1, 3}));
  EXPECT_EQ(minutes_of({.series = kBtc1m, .type = "' OR 1=1 --"}), Minutes{});
  EXPECT_EQ(minutes_of({.series = {"binance", "BTCUSDT", core::Timeframe::k1h}}), Minutes{});
}

TEST_F(VolumePatterns, of_an_unknown_instrument_are_not_found) {
  auto row = row_at(0);
  row.series.symbol = "NOPE";
  EXPECT_EQ(store_->put_volume_patterns({row}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(store_->volume_patterns({.series = row.series}).error().kind, ErrorKind::kNotFound);
}

TEST_F(VolumePatterns, the_database_refuses_what_cannot_be) {
  const auto refused = [this](auto change) {
    auto row = row_at(0);
    change(row);
    return !store_->put_volume_patterns({row}).has_value();
  };
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(refused([](auto& row) { row.type = ""; }));
  EXPECT_TRUE(refused([](auto& row) { row.direction = "up"; }));
  EXPECT_TRUE(refused([](auto& row) { row.strength = "high"; }));
  EXPECT_TRUE(refused([](auto& row) { row.confidence = 101; }));
  EXPECT_TRUE(refused([](auto& row) { row.confidence = -1; }));
  EXPECT_TRUE(refused([](auto& row) { row.confidence = kNaN; }));
  EXPECT_TRUE(refused([](auto& row) { row.volume_ratio = -0.1; }));
  EXPECT_TRUE(refused([](auto& row) { row.volume_ratio = kInfinity; }));
  EXPECT_TRUE(refused([](auto& row) { row.price_change = kInfinity; }));
  EXPECT_TRUE(refused([](auto& row) { row.price_change = kNaN; }));
  EXPECT_TRUE(refused([](auto& row) { row.price_level = ""; }));
  EXPECT_TRUE(refused([](auto& row) { row.metadata = "not json"; }));
  EXPECT_TRUE(refused([](auto& row) { row.known_at = row.time - core::nanoseconds(1); }));
  EXPECT_TRUE(refused([](auto& row) { row.logic_version = 0; }));
  EXPECT_FALSE(refused([](auto&) {}));
}

}  // namespace
}  // namespace tidemark::storage
