#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "storage/sqlite/names.hpp"
#include "storage/store.hpp"
#include "storage/testing/fixtures.hpp"

namespace tidemark::storage {
namespace {

using core::ErrorKind;
using core::FindingCode;
using testing::btc;
using testing::kBtc1m;
using testing::kStart;
using testing::value_of;

QuarantineRecord record_at(std::int64_t minute, FindingCode code = FindingCode::kHighBelowBody) {
  QuarantineRecord record{.series = kBtc1m, .finding = {}, .payload = "2024,1,2,\"3\""};
  record.finding = {.code = code,
                    .severity = core::Severity::kCritical,
                    .policy = core::Policy::kQuarantine,
                    .instrument = {},
                    .timeframe = core::Timeframe::k1m,
                    .time = kStart + core::minutes(minute),
                    .known_at = kStart + core::nanoseconds(1),
                    .value = 0.1 + 0.2,
                    .limit = -7};
  return record;
}

class Findings : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store_->put_instrument(btc())); }
  std::unique_ptr<Store> store_ = value_of(open_store(":memory:", OpenMode::kCreate));
};

TEST_F(Findings, quarantined_rows_come_back_with_every_field) {
  const QuarantineRecord put = record_at(5);
  ASSERT_TRUE(store_->put_quarantine({put}));
  const QuarantinePage page = value_of(store_->quarantine({}));
  ASSERT_EQ(page.rows.size(), 1U);
  EXPECT_FALSE(page.next);
  const QuarantineRecord& got = page.rows[0];
  EXPECT_EQ(got.series, put.series);
  EXPECT_EQ(got.payload, put.payload);
  EXPECT_EQ(got.finding.code, put.finding.code);
  EXPECT_EQ(got.finding.severity, put.finding.severity);
  EXPECT_EQ(got.finding.policy, put.finding.policy);
  EXPECT_EQ(got.finding.time, put.finding.time);
  EXPECT_EQ(got.finding.known_at, put.finding.known_at);
  EXPECT_EQ(got.finding.value, put.finding.value);
  EXPECT_EQ(got.finding.limit, put.finding.limit);
}

TEST_F(Findings, every_code_severity_and_policy_can_be_stored_and_read) {
  std::vector<QuarantineRecord> rows;
  for (std::size_t i = 0; i < core::kFindingCodeCount; ++i) {
    rows.push_back(record_at(static_cast<std::int64_t>(i), static_cast<FindingCode>(i)));
    rows.back().finding.severity = static_cast<core::Severity>(i % 4);
    rows.back().finding.policy = static_cast<core::Policy>(i % 5);
  }
  ASSERT_TRUE(store_->put_quarantine(rows));
  const auto got = value_of(store_->quarantine({})).rows;
  ASSERT_EQ(got.size(), rows.size());
  for (std::size_t i = 0; i < got.size(); ++i) EXPECT_EQ(got[i].finding.code, rows[i].finding.code);
}

TEST_F(Findings, the_same_row_quarantined_again_is_one_entry) {
  ASSERT_TRUE(store_->put_quarantine({record_at(1), record_at(2)}));
  ASSERT_TRUE(store_->put_quarantine({record_at(2), record_at(3)}));
  EXPECT_EQ(value_of(store_->quarantine({})).rows.size(), 3U);
}

TEST_F(Findings, a_payload_may_hold_any_bytes_and_a_value_may_be_no_number) {
  QuarantineRecord odd = record_at(1);
  odd.payload = std::string("'; DROP TABLE assets; --\0\xff\xfe", 27);
  odd.finding.value = std::numeric_limits<double>::quiet_NaN();
  odd.finding.limit = std::numeric_limits<double>::infinity();
  ASSERT_TRUE(store_->put_quarantine({odd}));
  const auto got = value_of(store_->quarantine({})).rows.at(0);
  EXPECT_EQ(got.payload, odd.payload);
  EXPECT_TRUE(std::isnan(got.finding.value));
  EXPECT_TRUE(std::isinf(got.finding.limit));
  EXPECT_EQ(value_of(store_->instruments()).size(), 1U);
}

TEST_F(Findings, pages_follow_each_other_without_overlap_or_loss) {
  std::vector<QuarantineRecord> rows;
  for (std::int64_t i = 0; i < 10; ++i) rows.push_back(record_at(i));
  ASSERT_TRUE(store_->put_quarantine(rows));
  PageRequest request{.symbol = "BTCUSDT", .timeframe = core::Timeframe::k1m, .after = 0, .limit = 4};
  std::vector<std::size_t> sizes;
  std::int64_t minute = 0;
  for (;;) {
    const QuarantinePage page = value_of(store_->quarantine(request));
    sizes.push_back(page.rows.size());
    for (const auto& row : page.rows) EXPECT_EQ(row.finding.time, kStart + core::minutes(minute++));
    if (!page.next) break;
    request.after = *page.next;
  }
  EXPECT_EQ(sizes, (std::vector<std::size_t>{4, 4, 2}));
  request.after = std::numeric_limits<std::uint64_t>::max();
  EXPECT_TRUE(value_of(store_->quarantine(request)).rows.empty());
}

TEST_F(Findings, filters_by_symbol_and_timeframe) {
  ASSERT_TRUE(store_->put_quarantine({record_at(1)}));
  EXPECT_TRUE(value_of(store_->quarantine({.symbol = "ETHUSDT", .timeframe = {}})).rows.empty());
  EXPECT_TRUE(value_of(store_->quarantine({.symbol = {}, .timeframe = core::Timeframe::k1h})).rows.empty());
  EXPECT_EQ(value_of(store_->quarantine({.symbol = "BTCUSDT", .timeframe = {}})).rows.size(), 1U);
}

TEST_F(Findings, of_an_unknown_instrument_are_refused) {
  QuarantineRecord stray = record_at(1);
  stray.series.symbol = "ETHUSDT";
  EXPECT_EQ(store_->put_quarantine({record_at(1), stray}).error().kind, ErrorKind::kNotFound);
  EXPECT_TRUE(value_of(store_->quarantine({})).rows.empty());
  EXPECT_EQ(store_->put_quality({{.series = stray.series, .time = kStart, .quality = {}}}).error().kind,
            ErrorKind::kNotFound);
}

TEST_F(Findings, the_latest_quality_is_the_one_of_the_latest_window) {
  EXPECT_FALSE(value_of(store_->latest_quality(kBtc1m)));
  const core::QualityScore good{.completeness = 1,
                                .consistency = 0.9,
                                .timeliness = 0.8,
                                .plausibility = 0.7,
                                .score = 0.875,
                                .candles = 59,
                                .expected = 60};
  core::QualityScore poor = good;
  poor.score = 0.25;
  ASSERT_TRUE(store_->put_quality({{kBtc1m, kStart + core::hours(2), good}, {kBtc1m, kStart + core::hours(1), poor}}));
  const auto latest = value_of(store_->latest_quality(kBtc1m));
  ASSERT_TRUE(latest);
  EXPECT_EQ(latest->time, kStart + core::hours(2));
  EXPECT_EQ(latest->quality.score, 0.875);
  EXPECT_EQ(latest->quality.consistency, 0.9);
  EXPECT_EQ(latest->quality.timeliness, 0.8);
  EXPECT_EQ(latest->quality.plausibility, 0.7);
  EXPECT_EQ(latest->quality.candles, 59U);
  EXPECT_EQ(latest->quality.expected, 60U);
  ASSERT_TRUE(store_->put_quality({{kBtc1m, kStart + core::hours(2), poor}}));  // judged again
  EXPECT_EQ(value_of(store_->latest_quality(kBtc1m))->quality.score, 0.25);
}

TEST_F(Findings, a_quality_outside_0_to_1_is_refused) {
  core::QualityScore impossible;
  impossible.score = 1.5;
  EXPECT_EQ(store_->put_quality({{kBtc1m, kStart, impossible}}).error().kind, ErrorKind::kRefused);
  impossible.score = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(store_->put_quality({{kBtc1m, kStart, impossible}}).error().kind, ErrorKind::kRefused);
}

TEST(Names, of_enumerations_go_there_and_back) {
  for (std::size_t i = 0; i < 3; ++i) {
    const auto calendar = static_cast<core::CalendarKind>(i);
    EXPECT_EQ(sqlite::parse_calendar(sqlite::name_of_calendar(calendar)), calendar);
  }
  for (const core::Timeframe tf : core::kAllTimeframes) EXPECT_EQ(sqlite::timeframe_of(sqlite::seconds_of(tf)), tf);
  EXPECT_FALSE(sqlite::parse_gap_state("ajar"));
  EXPECT_FALSE(sqlite::parse_gap_reason(""));
  EXPECT_FALSE(sqlite::parse_finding_code("GAP"));
  EXPECT_FALSE(sqlite::timeframe_of(61));
}

}  // namespace
}  // namespace tidemark::storage
