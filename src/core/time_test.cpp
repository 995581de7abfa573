#include "core/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/timeframe.hpp"

namespace tidemark::core {
namespace {

// Unix times checked with `date -u -d @…`.
constexpr Timestamp kOutage = Timestamp::from_s(1679661600);  // 2023-03-24T12:40:00Z

TEST(Time, formats_iso_with_as_much_fraction_as_there_is) {
  EXPECT_EQ(format_iso(kOutage), "2023-03-24T12:40:00Z");
  EXPECT_EQ(format_iso(kOutage + milliseconds(7)), "2023-03-24T12:40:00.007Z");
  EXPECT_EQ(format_iso(kOutage + nanoseconds(7000)), "2023-03-24T12:40:00.000007Z");
  EXPECT_EQ(format_iso(Timestamp{-1}), "1969-12-31T23:59:59.999999999Z");
}

TEST(Time, parses_what_users_type) {
  for (const char* text :
       {"2023-03-24T12:40:00Z", "2023-03-24 12:40", "2023-03-24T14:40:00+02:00", "2023-03-24T12:40:00.000",
        "1679661600000", "1679661600", "1679661600000000", "1679661600000000000", "2023-03-24T07:10:00-0530"}) {
    const auto t = parse_time(text);
    ASSERT_TRUE(t) << text;
    EXPECT_EQ(*t, kOutage) << text;
  }
  EXPECT_EQ(*parse_time("1970-01-01"), Timestamp{0});
}

TEST(Time, refuses_what_is_not_a_time) {
  for (const char* text : {"", "now", "2023-02-30", "2023-13-01", "2023-03-24T25:00", "2023-03-24T12:40:00+99:00",
                           "2023-03-24X", "20230324T1240", "2023-03-24T12:40:60Z", "9999-01-01", "12.5", "-"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

TEST(Time, timerange_is_open_on_either_side) {
  const auto both = parse_timerange("20230101-20230201");
  ASSERT_TRUE(both);
  EXPECT_EQ(format_iso(*both->from), "2023-01-01T00:00:00Z");
  EXPECT_EQ(format_iso(*both->to), "2023-02-01T00:00:00Z");
  EXPECT_FALSE(parse_timerange("20230101-")->to);
  EXPECT_FALSE(parse_timerange("-20230101")->from);
  EXPECT_FALSE(parse_timerange("20230101"));
  EXPECT_FALSE(parse_timerange("20231301-"));
}

TEST(Time, iso_text_survives_a_round_trip) {
  rc::check([] {
    const Timestamp t{*rc::gen::inRange<std::int64_t>(-9'000'000'000'000'000'000, 9'000'000'000'000'000'000)};
    const auto parsed = parse_time(format_iso(t));
    RC_ASSERT(parsed.has_value());
    RC_ASSERT(*parsed == t);
  });
}

TEST(Time, milliseconds_round_towards_the_past) {
  EXPECT_EQ(Timestamp{-1}.ms(), -1);
  EXPECT_EQ(Timestamp{1'999'999}.ms(), 1);
}

TEST(Timeframe, accepts_names_and_aliases_but_not_a_month) {
  EXPECT_EQ(*parse_timeframe("M15"), Timeframe::k15m);
  EXPECT_EQ(*parse_timeframe("1H"), Timeframe::k1h);
  EXPECT_EQ(*parse_timeframe("1W"), Timeframe::k1w);
  EXPECT_EQ(*parse_timeframe("60m"), Timeframe::k1h);
  for (const char* text : {"1M", "2h", "3m", "", "m", "1x", "1mmmmmmmmmmmmmmmmmmmmmmmmm"}) {
    EXPECT_FALSE(parse_timeframe(text)) << text;
  }
}

TEST(Timeframe, weeks_open_on_monday_and_days_at_midnight) {
  EXPECT_EQ(format_iso(open_time_of(kOutage, Timeframe::k1w)), "2023-03-20T00:00:00Z");
  EXPECT_EQ(format_iso(open_time_of(kOutage, Timeframe::k1d)), "2023-03-24T00:00:00Z");
  EXPECT_EQ(format_iso(open_time_of(kOutage, Timeframe::k4h)), "2023-03-24T12:00:00Z");
  EXPECT_EQ(format_iso(open_time_of(Timestamp{-1}, Timeframe::k1h)), "1969-12-31T23:00:00Z");
  EXPECT_EQ(civil_of(open_time_of(Timestamp{-1}, Timeframe::k1w)).weekday, 1);
}

TEST(Timeframe, a_moment_lies_inside_its_candle) {
  rc::check([] {
    const Timestamp t{*rc::gen::inRange<std::int64_t>(-4'000'000'000'000'000'000, 4'000'000'000'000'000'000)};
    for (const Timeframe tf : kAllTimeframes) {
      const Timestamp open = open_time_of(t, tf);
      RC_ASSERT(open <= t);
      RC_ASSERT(t < open + duration_of(tf));
      RC_ASSERT(is_aligned(open, tf));
    }
  });
}

}  // namespace
}  // namespace tidemark::core
