#include "storage/sqlite/chart_patterns.hpp"

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

core::Timestamp minute(std::int64_t minutes) {
  return kStart + core::minutes(minutes);
}

ChartPatternRecord forming_at(std::int64_t began, const std::string& pattern = "double_top") {
  return {.series = kBtc1m,
          .pattern = pattern,
          .began = minute(began),
          .start = minute(began - 30),
          .end = minute(began - 2),
          .updated = minute(began),
          .known_at = minute(began + 1),
          .state = "forming",
          .reason = "none",
          .direction = "bearish",
          .completion = 75.5,
          .confidence = 51.25,
          .strength = "low",
          .reliability = 33,
          .anchors = R"([{"time":"2026-01-01T00:00:00Z","price":110}])",
          .boundaries = R"({"upper":{},"lower":{}})",
          .target = "90.00",
          .invalidation = "111.50",
          .breakout = {},
          .breakout_price = {},
          .outcome = "none",
          .regime = "unknown",
          .metadata = R"({"scale":"minor"})",
          .logic_version = 2};
}

/// The same pattern some candles later.
ChartPatternRecord complete_at(std::int64_t began, std::int64_t now) {
  auto row = forming_at(began);
  row.updated = minute(now - 1);
  row.known_at = minute(now);
  row.state = "complete";
  row.completion = 100;
  row.breakout = minute(now - 3);
  row.breakout_price = "99.00";
  row.outcome = "hit_target";
  row.outcome_candles = 2;
  row.mfe_atr = 9.5;
  row.mae_atr = 0.25;
  row.mfe_percent = 9;
  row.mae_percent = 0.5;
  return row;
}

class ChartPatterns : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store_->put_instrument(btc())); }
  std::unique_ptr<Store> store_ = value_of(open_store(":memory:", OpenMode::kCreate));
};

TEST_F(ChartPatterns, come_back_with_every_field_in_the_order_they_began) {
  const auto later = complete_at(50, 60);
  auto earlier = forming_at(40, "rectangle");
  earlier.direction = "neutral";
  earlier.target.reset();
  earlier.invalidation.reset();
  ASSERT_TRUE(store_->put_chart_patterns({later, earlier}));
  EXPECT_EQ(value_of(store_->chart_patterns({.series = kBtc1m})), (std::vector{earlier, later}));
}

TEST_F(ChartPatterns, go_on_under_their_identity_and_never_back) {
  ASSERT_TRUE(store_->put_chart_patterns({forming_at(50)}));
  const auto known = complete_at(50, 60);
  ASSERT_TRUE(store_->put_chart_patterns({known}));
  // History is read again after a restart: what is said of the past changes nothing.
  ASSERT_TRUE(store_->put_chart_patterns({forming_at(50)}));
  EXPECT_EQ(value_of(store_->chart_patterns({.series = kBtc1m})), std::vector{known});
}

// History that was fetched at 100 is known at 100, of whatever candle it speaks; read from the database after a
// restart, what the next candles made known came at their ends, before that.
TEST_F(ChartPatterns, go_on_by_candle_whenever_that_was_known) {
  auto fetched = forming_at(50);
  fetched.known_at = minute(100);
  ASSERT_TRUE(store_->put_chart_patterns({fetched}));
  const auto read_again = complete_at(50, 60);
  ASSERT_TRUE(store_->put_chart_patterns({read_again}));
  EXPECT_EQ(value_of(store_->chart_patterns({.series = kBtc1m})), std::vector{read_again});
  auto once_more = read_again;
  once_more.known_at = minute(120);
  ASSERT_TRUE(store_->put_chart_patterns({once_more}));
  EXPECT_EQ(value_of(store_->chart_patterns({.series = kBtc1m})), std::vector{read_again});
}

TEST_F(ChartPatterns, are_cut_by_range_pattern_state_and_limit) {
  auto early = complete_at(50, 60);   // anchors from 20 on, known until 60
  const auto open = forming_at(100);  // anchors from 70 on, known at 101
  const auto other = forming_at(120, "rectangle");
  ASSERT_TRUE(store_->put_chart_patterns({early, open, other}));
  const auto began = [this](const ChartPatternQuery& query) {
    std::vector<std::int64_t> minutes;
    for (const auto& row : value_of(store_->chart_patterns(query))) {
      minutes.push_back((row.began - kStart) / core::minutes(1));
    }
    return minutes;
  };
  using Minutes = std::vector<std::int64_t>;
  EXPECT_EQ(began({.series = kBtc1m, .from = minute(60), .to = minute(70)}), (Minutes{50}));
  EXPECT_EQ(began({.series = kBtc1m, .from = minute(61), .to = minute(91)}), (Minutes{100, 120}));
  EXPECT_EQ(began({.series = kBtc1m, .from = minute(1000)}), (Minutes{100, 120}));  // nothing has ended these
  EXPECT_EQ(began({.series = kBtc1m, .patterns = {"double_top"}}), (Minutes{50, 100}));
  EXPECT_EQ(began({.series = kBtc1m, .patterns = {"flag", "rectangle"}}), (Minutes{120}));
  EXPECT_EQ(began({.series = kBtc1m, .states = {"forming"}}), (Minutes{100, 120}));
  EXPECT_EQ(began({.series = kBtc1m, .states = {"forming", "complete"}}), (Minutes{50, 100, 120}));
  EXPECT_EQ(began({.series = kBtc1m, .limit = 1}), (Minutes{120}));
  EXPECT_EQ(began({.series = kBtc1m, .patterns = {"' OR 1=1 --"}}), Minutes{});
  EXPECT_EQ(began({.series = {"binance", "BTCUSDT", core::Timeframe::k1h}}), Minutes{});
}

TEST_F(ChartPatterns, are_read_page_by_page_with_none_left_out_or_told_twice) {
  ASSERT_TRUE(store_->put_chart_patterns(
      {forming_at(50), forming_at(50, "rectangle"), forming_at(50, "triple_top"), forming_at(60)}));
  std::vector<std::string> names;
  ChartPatternQuery query{.series = kBtc1m, .limit = 1};
  for (;;) {
    const auto page = value_of(store_->chart_patterns(query));
    if (page.empty()) break;
    names.push_back(page.front().pattern);
    query.before = ChartPatternCursor{page.front().began, page.front().pattern};
  }
  EXPECT_EQ(names, (std::vector<std::string>{"double_top", "triple_top", "rectangle", "double_top"}));
}

TEST_F(ChartPatterns, say_when_the_first_of_a_series_began) {
  EXPECT_EQ(value_of(store_->first_chart_pattern(kBtc1m)), std::nullopt);
  ASSERT_TRUE(store_->put_chart_patterns({forming_at(60), forming_at(50)}));
  EXPECT_EQ(value_of(store_->first_chart_pattern(kBtc1m)), minute(50));
  EXPECT_EQ(store_->first_chart_pattern({"binance", "NOPE", core::Timeframe::k1m}).error().kind, ErrorKind::kNotFound);
}

TEST_F(ChartPatterns, of_an_unknown_instrument_are_not_found) {
  auto row = forming_at(50);
  row.series.symbol = "NOPE";
  EXPECT_EQ(store_->put_chart_patterns({row}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(store_->chart_patterns({.series = row.series}).error().kind, ErrorKind::kNotFound);
}

TEST_F(ChartPatterns, the_database_refuses_what_cannot_be) {
  const auto refused = [this](auto change) {
    auto row = complete_at(50, 60);
    change(row);
    return !store_->put_chart_patterns({row}).has_value();
  };
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(refused([](auto& row) { row.pattern = ""; }));
  EXPECT_TRUE(refused([](auto& row) { row.state = "broken"; }));
  EXPECT_TRUE(refused([](auto& row) { row.state = "forming"; }));  // with a breakout
  EXPECT_TRUE(refused([](auto& row) { row.reason = "too_late"; }));
  EXPECT_TRUE(refused([](auto& row) { row.breakout.reset(); }));
  EXPECT_TRUE(refused([](auto& row) { row.breakout = row.began - core::minutes(1); }));
  EXPECT_TRUE(refused([](auto& row) { row.outcome = "none"; }));
  EXPECT_TRUE(refused([](auto& row) { row.outcome = "won"; }));
  EXPECT_TRUE(refused([](auto& row) { row.target.reset(); }));
  EXPECT_TRUE(refused([](auto& row) { row.target = ""; }));
  EXPECT_TRUE(refused([](auto& row) { row.direction = "neutral"; }));
  EXPECT_TRUE(refused([](auto& row) { row.completion = 101; }));
  EXPECT_TRUE(refused([](auto& row) { row.confidence = kNaN; }));
  EXPECT_TRUE(refused([](auto& row) { row.reliability = -1; }));
  EXPECT_TRUE(refused([](auto& row) { row.strength = "strong"; }));
  EXPECT_TRUE(refused([](auto& row) { row.anchors = "[]"; }));
  EXPECT_TRUE(refused([](auto& row) { row.anchors = "no json"; }));
  EXPECT_TRUE(refused([](auto& row) { row.boundaries = "no json"; }));
  EXPECT_TRUE(refused([](auto& row) { row.metadata = "no json"; }));
  EXPECT_TRUE(refused([](auto& row) { row.mfe_atr = kInfinity; }));
  EXPECT_TRUE(refused([](auto& row) { row.mae_percent = -0.5; }));
  EXPECT_TRUE(refused([](auto& row) { row.outcome_candles = -1; }));
  EXPECT_TRUE(refused([](auto& row) { row.end = row.start - core::minutes(1); }));
  EXPECT_TRUE(refused([](auto& row) { row.known_at = row.began - core::minutes(1); }));
  EXPECT_TRUE(refused([](auto& row) { row.logic_version = 0; }));
  EXPECT_FALSE(refused([](auto&) {}));
}

}  // namespace
}  // namespace tidemark::storage
