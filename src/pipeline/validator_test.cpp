#include "pipeline/validator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/rng.hpp"
#include "pipeline/testing.hpp"

namespace tidemark::pipeline {
namespace {

using core::Candle;
using core::FindingCode;
using core::Policy;
using core::Timeframe;
using testing::at;
using testing::candle;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const core::Timestamp kStart = at("2024-01-01T00:00Z");

core::Timestamp minute(int n) {
  return kStart + core::minutes(n);
}

std::vector<FindingCode> codes(const Verdict& verdict) {
  std::vector<FindingCode> all;
  for (const auto& finding : verdict.findings) all.push_back(finding.code);
  return all;
}

Validator make(const ValidatorConfig& config = {}) {
  return Validator{testing::bitcoin(), Timeframe::k1m, Calendar{core::CalendarKind::kAlways}, config};
}

TEST(Validator, an_ordinary_candle_has_no_findings) {
  Validator validator = make();
  const Verdict verdict = validator.check(candle(kStart, 100, 110, 90, 105), std::nullopt);
  EXPECT_TRUE(verdict.accepted());
  EXPECT_EQ(verdict.flags, 0);
  EXPECT_THAT(codes(verdict), IsEmpty());
}

struct ShapeCase {
  const char* name;
  Candle candle;
  std::vector<FindingCode> codes;
};

TEST(Validator, impossible_numbers_are_quarantined_with_every_rule_they_break) {
  using enum FindingCode;
  Candle taker = candle(kStart, 100, 110, 90, 105, 10);
  taker.taker_buy = {11};
  Candle negative_taker = candle(kStart, 100, 110, 90, 105, 10);
  negative_taker.taker_buy = {-1};
  const std::vector<ShapeCase> cases{
      {"zero price", candle(kStart, 0, 110, 0, 105), {kNonPositivePrice}},
      {"negative price", candle(kStart, 100, 110, -5, 105), {kNonPositivePrice}},
      {"high below open", candle(kStart, 100, 99, 90, 95), {kHighBelowBody}},
      {"high below close", candle(kStart, 100, 104, 90, 105), {kHighBelowBody}},
      {"low above open", candle(kStart, 100, 110, 101, 105), {kLowAboveBody}},
      {"low above close", candle(kStart, 100, 110, 96, 95), {kLowAboveBody}},
      {"high below low", candle(kStart, 100, 95, 105, 100), {kHighBelowBody, kLowAboveBody, kHighBelowLow}},
      {"negative volume", candle(kStart, 100, 110, 90, 105, -1), {kNegativeVolume, kTakerBuyAboveVolume}},
      {"taker above volume", taker, {kTakerBuyAboveVolume}},
      {"negative taker", negative_taker, {kNegativeVolume}},
      {"off the grid", candle(kStart + core::seconds(30), 100, 110, 90, 105), {kMisalignedTime}},
  };
  for (const auto& [name, candle, expected] : cases) {
    Validator validator = make();
    const Verdict verdict = validator.check(candle, std::nullopt);
    EXPECT_EQ(codes(verdict), expected) << name;
    EXPECT_EQ(verdict.policy, Policy::kQuarantine) << name;
    EXPECT_FALSE(validator.last()) << name << " left a trace";
  }
}

TEST(Validator, findings_carry_value_and_limit_in_prices) {
  Validator validator = make();
  const Verdict verdict = validator.check(candle(kStart, 10'000, 9'900, 9'000, 9'500), std::nullopt);
  ASSERT_EQ(verdict.findings.size(), 1u);
  EXPECT_EQ(verdict.findings[0].value, 99.0);
  EXPECT_EQ(verdict.findings[0].limit, 100.0);
  EXPECT_EQ(verdict.findings[0].time, kStart);
}

TEST(Validator, a_volume_that_did_not_fit_is_taken_and_said) {
  Validator validator = make();
  Candle c = candle(kStart, 100, 110, 90, 105, INT64_MAX);
  core::set_flag(c.flags, core::CandleFlag::kVolumeOverflow);
  const Verdict verdict = validator.check(c, std::nullopt);
  EXPECT_TRUE(verdict.accepted());
  EXPECT_THAT(codes(verdict), ElementsAre(FindingCode::kNotFinite));
  EXPECT_TRUE(core::has_flag(verdict.flags, core::CandleFlag::kFlagged));
}

TEST(Validator, repeats_and_steps_back_are_told_apart) {
  Validator validator = make();
  ASSERT_TRUE(validator.check(candle(minute(1), 100, 110, 90, 105), std::nullopt).accepted());
  const Verdict same = validator.check(candle(minute(1), 100, 110, 90, 105), std::nullopt);
  EXPECT_THAT(codes(same), ElementsAre(FindingCode::kDuplicate));
  EXPECT_EQ(same.policy, Policy::kReject);
  const Verdict other = validator.check(candle(minute(1), 100, 110, 90, 106), std::nullopt);
  EXPECT_THAT(codes(other), ElementsAre(FindingCode::kConflictingDuplicate));
  EXPECT_EQ(other.policy, Policy::kQuarantine);
  const Verdict back = validator.check(candle(minute(0), 100, 110, 90, 105), std::nullopt);
  EXPECT_THAT(codes(back), ElementsAre(FindingCode::kOutOfOrder));
  EXPECT_FALSE(back.accepted());
  EXPECT_EQ(validator.last()->close.ticks, 105);
}

TEST(Validator, a_candle_may_not_end_in_the_future) {
  Validator validator = make();
  const auto c = candle(minute(10), 100, 110, 90, 105);
  EXPECT_THAT(codes(validator.check(c, minute(9))), ElementsAre(FindingCode::kFutureTime));
  EXPECT_THAT(codes(validator.check(c, minute(10) + core::seconds(30))), ElementsAre(FindingCode::kUnclosedCandle));
  // Within the tolerance of five seconds our clock may be behind the venue's.
  EXPECT_TRUE(validator.check(c, minute(11) - core::seconds(5)).accepted());
}

TEST(Validator, times_at_the_ends_of_the_world_are_refused_whatever_the_rules_say) {
  ValidatorConfig config;
  config.rules.set(FindingCode::kFutureTime, {core::Severity::kInfo, Policy::kAccept});
  config.rules.set(FindingCode::kOutOfOrder, {core::Severity::kInfo, Policy::kAccept});
  for (const std::int64_t ns : {INT64_MIN, INT64_MAX, INT64_MIN / 60 * 60, INT64_MAX / 2 + INT64_MAX / 3}) {
    Validator validator = make(config);
    EXPECT_FALSE(validator.check(candle({ns}, 100, 110, 90, 105), kStart).accepted()) << ns;
    EXPECT_FALSE(validator.check_alone(candle({ns}, 100, 110, 90, 105)).accepted()) << ns;
  }
}

TEST(Validator, a_candle_on_saturday_is_marked_not_refused) {
  Validator validator{testing::forex(), Timeframe::k1h, Calendar{core::CalendarKind::kForexWeek}, {}};
  const Verdict verdict = validator.check(candle(at("2024-01-06T12:00Z"), 100, 110, 90, 105), std::nullopt);
  EXPECT_TRUE(verdict.accepted());
  EXPECT_THAT(codes(verdict), ElementsAre(FindingCode::kMarketClosed));
}

/// A calm random walk: steps of about 0.03 %.
std::vector<Candle> calm(int count, std::uint64_t seed) {
  core::Rng rng{seed};
  std::vector<Candle> all;
  double price = 3'000'000;  // 30,000.00
  for (int i = 0; i < count; ++i) {
    const auto open = static_cast<std::int64_t>(price);
    price *= 1 + 0.0003 * rng.normal();
    const auto close = static_cast<std::int64_t>(price);
    all.push_back(candle(minute(i), open, std::max(open, close) + 100, std::min(open, close) - 100, close,
                         static_cast<std::int64_t>(1000 + 200 * rng.uniform())));
  }
  return all;
}

TEST(Validator, a_move_far_outside_the_recent_ones_is_a_jump_and_passes_marked) {
  Validator validator = make();
  const auto series = calm(200, 1);
  for (const auto& c : series) ASSERT_THAT(codes(validator.check(c, std::nullopt)), IsEmpty());
  const auto last = series.back().close.ticks;
  const auto jumped = last * 122 / 100;  // + 22 %, as DOGE had in an hour of April 2023
  const Verdict verdict = validator.check(candle(minute(200), last, jumped, last, jumped, 1000), std::nullopt);
  EXPECT_TRUE(verdict.accepted());
  EXPECT_THAT(codes(verdict), ElementsAre(FindingCode::kPriceJump));
  EXPECT_GT(verdict.findings[0].value, 100);
  EXPECT_TRUE(core::has_flag(verdict.flags, core::CandleFlag::kFlagged));
}

TEST(Validator, a_spike_that_comes_back_within_the_candle_is_seen) {
  Validator validator = make();
  const auto series = calm(200, 2);
  for (const auto& c : series) ASSERT_TRUE(validator.check(c, std::nullopt).accepted());
  const auto last = series.back().close.ticks;
  EXPECT_THAT(codes(validator.check(candle(minute(200), last, last, last / 2, last, 1000), std::nullopt)),
              ElementsAre(FindingCode::kPriceJump));
}

TEST(Validator, nothing_is_called_a_jump_before_enough_is_known_or_after_a_gap) {
  Validator validator = make();
  ASSERT_TRUE(validator.check(candle(minute(0), 100, 100, 100, 100), std::nullopt).accepted());
  EXPECT_THAT(codes(validator.check(candle(minute(1), 100, 300, 100, 300), std::nullopt)), IsEmpty());
  Validator other = make();
  const auto series = calm(200, 3);
  for (const auto& c : series) ASSERT_TRUE(other.check(c, std::nullopt).accepted());
  const auto price = series.back().close.ticks * 2;
  EXPECT_THAT(codes(other.check(candle(minute(300), price, price, price, price, 1000), std::nullopt)), IsEmpty());
}

TEST(Validator, a_jump_may_be_configured_to_be_refused_and_then_does_not_shift_the_series) {
  ValidatorConfig config;
  config.rules.set(FindingCode::kPriceJump, {core::Severity::kError, Policy::kQuarantine});
  Validator validator = make(config);
  const auto series = calm(200, 4);
  for (const auto& c : series) ASSERT_TRUE(validator.check(c, std::nullopt).accepted());
  const auto last = series.back();
  EXPECT_FALSE(validator.check(testing::flat(minute(200), last.close.ticks * 3, 1000), std::nullopt).accepted());
  EXPECT_EQ(validator.last()->open_time, last.open_time);
}

TEST(Validator, a_volume_far_above_the_recent_ones_is_marked) {
  Validator validator = make();
  const auto series = calm(200, 5);
  for (const auto& c : series) ASSERT_TRUE(validator.check(c, std::nullopt).accepted());
  const auto last = series.back().close.ticks;
  EXPECT_THAT(codes(validator.check(testing::flat(minute(200), last, 100'000), std::nullopt)),
              ElementsAre(FindingCode::kVolumeOutlier));
  EXPECT_THAT(codes(validator.check(testing::flat(minute(201), last, 1), std::nullopt)), IsEmpty());
}

TEST(Validator, flat_empty_candles_in_a_row_are_stale_and_said_once) {
  Validator validator = make();
  ASSERT_TRUE(validator.check(testing::flat(minute(0), 100, 5), std::nullopt).accepted());
  int said = 0;
  int marked = 0;
  for (int i = 1; i <= 30; ++i) {
    const Verdict verdict = validator.check(testing::flat(minute(i), 100, 0), std::nullopt);
    said += static_cast<int>(verdict.findings.size());
    marked += core::has_flag(verdict.flags, core::CandleFlag::kFlagged) ? 1 : 0;
  }
  EXPECT_EQ(said, 1);
  EXPECT_EQ(marked, 21);  // from the tenth on
}

TEST(Validator, restored_it_judges_the_same) {
  const auto series = calm(300, 6);
  Validator one = make();
  for (int i = 0; i < 150; ++i) (void)one.check(series[static_cast<std::size_t>(i)], std::nullopt);
  core::ByteWriter out;
  one.snapshot(out);
  Validator two = make();
  core::ByteReader in{out.bytes()};
  ASSERT_TRUE(two.restore(in));
  auto rest = std::vector<Candle>(series.begin() + 150, series.end());
  rest[20].close.ticks *= 2;
  rest[20].high = rest[20].close;
  for (const auto& c : rest) EXPECT_EQ(codes(one.check(c, std::nullopt)), codes(two.check(c, std::nullopt)));
  core::ByteWriter a;
  core::ByteWriter b;
  one.snapshot(a);
  two.snapshot(b);
  EXPECT_TRUE(std::ranges::equal(a.bytes(), b.bytes()));
}

TEST(RuleTable, every_code_has_a_rule_and_only_holes_are_critical) {
  const RuleTable rules;
  for (std::size_t i = 0; i < core::kFindingCodeCount; ++i) {
    const auto code = static_cast<FindingCode>(i);
    EXPECT_EQ(rules[code].severity == core::Severity::kCritical, code == FindingCode::kGap) << core::name_of(code);
  }
}

}  // namespace
}  // namespace tidemark::pipeline
