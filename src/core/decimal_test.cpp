#include "core/decimal.hpp"

#include <cstdlib>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace tidemark::core {
namespace {

TEST(Decimal, parses_venue_text_exactly) {
  EXPECT_EQ(parse_decimal("61837.63000000", 2).value, 6183763);
  EXPECT_EQ(parse_decimal("0.00001234", 8).value, 1234);
  EXPECT_EQ(parse_decimal("6.14e-06", 8).value, 614);
  EXPECT_EQ(parse_decimal("-0.5", 1).value, -5);
  EXPECT_EQ(parse_decimal(".5", 1).value, 5);
  EXPECT_EQ(parse_decimal("5.", 1).value, 50);
  EXPECT_EQ(parse_decimal("1e3", 0).value, 1000);
  EXPECT_EQ(parse_decimal("0e400", 18).value, 0);
}

TEST(Decimal, names_why_a_text_is_refused) {
  for (const char* text :
       {"", "-", ".", "1.2.3", "1,5", "abc", "1e", "1e+", "1e+-3", "0x10", "1 ", "nan", "inf", "--1", "1e9999"}) {
    EXPECT_EQ(parse_decimal(text, 8).error, DecimalError::kMalformed) << text;
  }
  EXPECT_EQ(parse_decimal("0.123", 2).error, DecimalError::kTooPrecise);
  EXPECT_EQ(parse_decimal("1e-9", 8).error, DecimalError::kTooPrecise);
  EXPECT_EQ(parse_decimal("9223372036854775808", 0).error, DecimalError::kOverflow);
  EXPECT_EQ(parse_decimal("92233720369", 8).error, DecimalError::kOverflow);
  EXPECT_EQ(parse_decimal("99999999999999999999999999999", 0).error, DecimalError::kOverflow);
}

TEST(Decimal, holds_meme_coin_volume_at_its_own_scale) {
  // A day of PEPEUSDT on Binance trades some 1e13 coins; lots are whole coins.
  EXPECT_EQ(parse_decimal("31415926535897.00", 0).value, 31415926535897);
  EXPECT_EQ(parse_decimal("31415926535897.00", 8).error, DecimalError::kOverflow);
}

TEST(Decimal, says_how_many_decimals_a_text_needs) {
  EXPECT_EQ(decimals_needed("61837.63000000"), 2);
  EXPECT_EQ(decimals_needed("6.14e-06"), 8);
  EXPECT_EQ(decimals_needed("1200"), 0);
  EXPECT_EQ(decimals_needed("1.5e3"), 0);
  EXPECT_EQ(decimals_needed("0.000"), 0);
  EXPECT_EQ(decimals_needed("x"), std::nullopt);
  EXPECT_EQ(decimals_needed("1e-30"), std::nullopt);
}

TEST(Decimal, formats_the_shortest_exact_text) {
  EXPECT_EQ(format_decimal(6183763, 2), "61837.63");
  EXPECT_EQ(format_decimal(100, 2), "1");
  EXPECT_EQ(format_decimal(-5, 1), "-0.5");
  EXPECT_EQ(format_decimal(0, 8), "0");
  EXPECT_EQ(format_decimal(std::numeric_limits<std::int64_t>::min(), 18), "-9.223372036854775808");
}

TEST(Decimal, text_survives_a_round_trip) {
  rc::check([](std::int64_t value) {
    const int decimals = *rc::gen::inRange(0, kDecimalsMax + 1);
    if (value == std::numeric_limits<std::int64_t>::min()) return;
    const auto parsed = parse_decimal(format_decimal(value, decimals), decimals);
    RC_ASSERT(parsed.error == DecimalError::kNone);
    RC_ASSERT(parsed.value == value);
  });
}

TEST(Decimal, double_equals_strtod_of_the_text) {
  const auto same_as_strtod = [](std::int64_t value, int decimals) {
    return to_double(value, decimals) == std::strtod(format_decimal(value, decimals).c_str(), nullptr);
  };
  rc::check([&] {
    const auto value = *rc::gen::inRange<std::int64_t>(-kExactDoubleMax, kExactDoubleMax);
    RC_ASSERT(same_as_strtod(value, *rc::gen::inRange(0, kDecimalsMax + 1)));
  });
  rc::check("beyond what a double holds exactly", [&] {
    const auto value = *rc::gen::inRange<std::int64_t>(kExactDoubleMax, std::numeric_limits<std::int64_t>::max());
    const int decimals = *rc::gen::inRange(0, kDecimalsMax + 1);
    RC_ASSERT(same_as_strtod(value, decimals));
    RC_ASSERT(same_as_strtod(-value, decimals));
  });
  // A volume of binance_usdm XRPUSDT 1h in November 2021, with the 17 digits its file gives.
  EXPECT_EQ(to_double(11759138472952001, 9), 11759138.472952001);
}

TEST(Decimal, rescaling_never_loses_digits_or_overflows) {
  EXPECT_EQ(rescale(123, 2), 12300);
  EXPECT_EQ(rescale(12300, -2), 123);
  EXPECT_EQ(rescale(123, -1), std::nullopt);
  EXPECT_EQ(rescale(std::numeric_limits<std::int64_t>::max(), 1), std::nullopt);
  EXPECT_EQ(rescale(0, 30), 0);
  EXPECT_EQ(checked_add(std::numeric_limits<std::int64_t>::max(), 1), std::nullopt);
}

}  // namespace
}  // namespace tidemark::core
