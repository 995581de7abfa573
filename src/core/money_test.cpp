// Expected values by hand arithmetic; the product of 126 bits by Python's decimal.

#include "core/money.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tidemark::core {
namespace {

constexpr Scale kBtc{2, 5};

TEST(Money, a_notional_is_exact) {
  // 61837.63 * 0.12345 = 7633.8554235
  EXPECT_EQ(format_money(*notional_of({6183763}, {12345}, kBtc)), "7633.8554235");
  EXPECT_EQ(format_money(*notional_of({6183763}, {-12345}, kBtc)), "-7633.8554235");
  // 0.00000001 * 0.0000000001 = 10^-18, the last unit there is
  EXPECT_EQ(format_money(*notional_of({1}, {1}, {8, 10})), "0.000000000000000001");
  // 92233.72036854775807 * 922337203685477.5807: both factors fill 63 bits, the product needs 126
  EXPECT_EQ(format_money(*notional_of({9223372036854775807}, {9223372036854775807}, {14, 4})),
            "85070591730234615847.396907784232501249");
}

TEST(Money, what_does_not_fit_is_said) {
  EXPECT_FALSE(notional_of({1}, {1}, {10, 9}));  // 19 decimals
  EXPECT_FALSE(notional_of({9223372036854775807}, {9223372036854775807}, {2, 2}));
  EXPECT_TRUE(notional_of({9'999'999'999}, {9'999'999'999}, {0, 0}));
}

TEST(Money, text_goes_both_ways) {
  for (const char* text : {"0", "1", "-1", "0.1", "-0.000000000000000001", "99999999999999999999.999999999999999999"}) {
    ASSERT_TRUE(parse_money(text)) << text;
    EXPECT_EQ(format_money(*parse_money(text)), text);
  }
  EXPECT_EQ(format_money(*parse_money("+007.500")), "7.5");
  for (const char* text : {"", "-", ".", "1.", ".5", "1e5", "1.2.3", "0.0000000000000000001", "100000000000000000000.",
                           "123456789012345678901", " 1", "1 "}) {
    EXPECT_FALSE(parse_money(text)) << text;
  }
}

TEST(Money, rounds_half_away_from_zero_only_when_shown) {
  EXPECT_EQ(format_money(*parse_money("2.345"), 2), "2.35");
  EXPECT_EQ(format_money(*parse_money("-2.345"), 2), "-2.35");
  EXPECT_EQ(format_money(*parse_money("-0.004"), 2), "0.00");
  EXPECT_EQ(format_money(*parse_money("12"), 2), "12.00");
  EXPECT_EQ(format_money(*parse_money("12.5"), 0), "13");
}

TEST(Money, a_share_is_cut_off_below_the_last_unit) {
  // 0.1 % of 7633.8554235 = 7.6338554235
  EXPECT_EQ(format_money(share_of(*parse_money("7633.8554235"), {100'000})), "7.6338554235");
  EXPECT_EQ(share_of({19}, {kRateOne / 10}), Money{1});
  EXPECT_EQ(share_of({-19}, {kRateOne / 10}), Money{-1});
  EXPECT_EQ(share_of(*parse_money("99999999999999999999"), {kRateOne}), *parse_money("99999999999999999999"));
}

TEST(Money, a_multiple_fits_or_is_nothing) {
  EXPECT_EQ(times(*parse_money("12.5"), {3 * kRateOne}), parse_money("37.5"));
  EXPECT_EQ(times(*parse_money("-12.5"), {kRateOne / 2}), parse_money("-6.25"));
  EXPECT_FALSE(times(*parse_money("50000000000000000000"), {2 * kRateOne}));
}

TEST(Money, a_third_leaves_its_rest_behind) {
  EXPECT_EQ(part_of({10}, 1, 3), Money{3});
  EXPECT_EQ(part_of({-10}, 2, 3), Money{-6});
  EXPECT_EQ(part_of({10}, 3, 3), Money{10});
  EXPECT_EQ(part_of({10}, 0, 3), Money{0});
}

RC_GTEST_PROP(Money, a_part_and_its_rest_are_within_one_unit_of_the_whole, ()) {
  const auto whole = *rc::gen::inRange<std::int64_t>(1, 1'000'000);
  const auto part = *rc::gen::inRange<std::int64_t>(0, whole + 1);
  const Money amount{static_cast<Int128>(*rc::gen::arbitrary<std::int64_t>()) * 1'000'000'007};
  const Int128 off = amount.units - part_of(amount, part, whole).units - part_of(amount, whole - part, whole).units;
  RC_ASSERT(off <= 1 && off >= -1);
}

TEST(Rate, is_read_as_share_percent_or_basis_points) {
  EXPECT_EQ(parse_rate("0.001"), Rate{100'000});
  EXPECT_EQ(parse_rate("0.1%"), Rate{100'000});
  EXPECT_EQ(parse_rate("10bp"), Rate{100'000});
  EXPECT_EQ(parse_rate("-0.01%"), Rate{-10'000});
  EXPECT_EQ(parse_rate("1"), Rate{kRateOne});
  for (const char* text : {"", "%", "bp", "1.1", "101%", "0.000000001", "x", "5 %"}) EXPECT_FALSE(parse_rate(text));
}

}  // namespace
}  // namespace tidemark::core
