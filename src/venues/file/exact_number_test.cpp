#include "venues/file/exact_number.hpp"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace tidemark::venues::file {
namespace {

using Exact = ExactNumber;

TEST(ExactNumber, KeepsAsManyDecimalsAsNeeded) {
  EXPECT_EQ(parse_exact("28366.61"), (Exact{2'836'661, 2}));
  EXPECT_EQ(parse_exact("1.500000"), (Exact{15, 1}));
  EXPECT_EQ(parse_exact("100"), (Exact{100, 0}));
  EXPECT_EQ(parse_exact("-0.0"), (Exact{0, 0}));
  EXPECT_EQ(parse_exact(".5"), (Exact{5, 1}));
  EXPECT_EQ(parse_exact("+7."), (Exact{7, 0}));
  EXPECT_EQ(parse_exact("-3.25"), (Exact{-325, 2}));
}

TEST(ExactNumber, Exponents) {
  EXPECT_EQ(parse_exact("7.092e-05"), (Exact{7'092, 8}));
  EXPECT_EQ(parse_exact("1.88173E+06"), (Exact{1'881'730, 0}));
  EXPECT_EQ(parse_exact("1e-30"), (Exact{0, 0}));  // below the 18th decimal
  EXPECT_EQ(parse_exact("0e400"), (Exact{0, 0}));
  EXPECT_EQ(parse_exact("7.09e-40"), (Exact{0, 0}));  // found by the fuzzer
  EXPECT_EQ(parse_exact("6e-19"), (Exact{1, 18}));
  EXPECT_EQ(parse_exact("4e-19"), (Exact{0, 0}));
  EXPECT_EQ(parse_exact("5.1e-20"), (Exact{0, 0}));
  EXPECT_EQ(parse_exact("1e18"), std::nullopt);
  EXPECT_EQ(parse_exact("1e999999999999"), std::nullopt);
}

TEST(ExactNumber, RoundsBeyondEighteenDigits) {
  EXPECT_EQ(parse_exact("0.1000000000000000055"), (Exact{100'000'000'000'000'006, 18}));
  EXPECT_EQ(parse_exact("53955.4800000000000000003"), (Exact{5'395'548, 2}));
  EXPECT_EQ(parse_exact("0.99999999999999999999"), (Exact{1, 0}));
}

TEST(ExactNumber, RefusesWhatIsNoNumber) {
  for (const char* text :
       {"", ".", "-", "e5", "1e", "1.2.3", "1,5", "nan", "inf", "0x10", " 1", "1 ", "--1", "1e+-3"}) {
    EXPECT_EQ(parse_exact(text), std::nullopt) << text;
  }
}

TEST(ExactNumber, AgreesWithTheExactDecimalParserOfCore) {
  EXPECT_TRUE(rc::check("same value at nine decimals", [] {
    const auto whole = *rc::gen::inRange<std::int64_t>(0, 100'000'000);
    const auto fraction = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    std::string digits = std::to_string(1'000'000'000 + fraction).substr(1);
    const std::string text = std::to_string(whole) + "." + digits;
    const auto exact = parse_exact(text);
    RC_ASSERT(exact.has_value());
    RC_ASSERT(at_scale(*exact, 9) == core::parse_decimal(text, 9).value);
  }));
}

TEST(ExactNumber, AtACoarserScaleRoundsHalfAwayFromZero) {
  EXPECT_EQ(at_scale({125, 2}, 1), 13);
  EXPECT_EQ(at_scale({-125, 2}, 1), -13);
  EXPECT_EQ(at_scale({124, 2}, 1), 12);
  EXPECT_EQ(at_scale({1, 0}, 18), 1'000'000'000'000'000'000);
  EXPECT_EQ(at_scale({10, 0}, 18), std::nullopt);
}

TEST(ExactNumber, NearlyWholeIsWithinAMillionth) {
  EXPECT_EQ(nearly_whole(*parse_exact("129583.99999999999")), 129'584);
  EXPECT_EQ(nearly_whole(*parse_exact("110651.00000000001")), 110'651);
  EXPECT_EQ(nearly_whole(*parse_exact("131073.0")), 131'073);
  EXPECT_EQ(nearly_whole(*parse_exact("1.000002")), std::nullopt);
  EXPECT_EQ(nearly_whole(*parse_exact("1.5")), std::nullopt);
}

TEST(ScaleFinder, LeavesRoomForSums) {
  ScaleFinder few{1};
  few.look_at(*parse_exact("2697616.0709080002"));
  EXPECT_EQ(few.decimals(), 10);
  EXPECT_FALSE(few.rounds());
  // 2,697,617 * 10^10 * 10,080 would not fit 9.22 * 10^18; 10^8 gives 2.7 * 10^18.
  ScaleFinder week{10'080};
  week.look_at(*parse_exact("2697616.0709080002"));
  EXPECT_EQ(week.decimals(), 8);
  EXPECT_TRUE(week.rounds());
}

}  // namespace
}  // namespace tidemark::venues::file
