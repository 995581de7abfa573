#include "ops/config/units.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace tidemark::ops {
namespace {

TEST(Units, reads_spans_of_time) {
  EXPECT_EQ(parse_duration("250ms"), core::milliseconds(250));
  EXPECT_EQ(parse_duration("0s"), core::Duration{});
  EXPECT_EQ(parse_duration("1.5s"), core::milliseconds(1500));
  EXPECT_EQ(parse_duration("2m"), core::minutes(2));
  EXPECT_EQ(parse_duration("12h"), core::hours(12));
  EXPECT_EQ(parse_duration("90d"), core::days(90));
  EXPECT_EQ(parse_duration("4w"), core::days(28));
  EXPECT_EQ(parse_duration("7us"), core::nanoseconds(7000));
  EXPECT_EQ(parse_duration("15000w"), core::days(105'000));  // 287 years
}

TEST(Units, refuses_what_is_no_span_of_time) {
  for (const char* text : {"", "5", "s", "5 s", "-5s", "5sec", "5M", "1e3s", "0.1ns", "1.2.3s", "ms5", "nan", "0x5s",
                           "16000w", "99999999999999999999s"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(Units, prints_spans_in_the_largest_unit_that_is_exact) {
  EXPECT_EQ(format_duration(core::seconds(90)), "90s");
  EXPECT_EQ(format_duration(core::seconds(120)), "2m");
  EXPECT_EQ(format_duration(core::days(14)), "2w");
  EXPECT_EQ(format_duration(core::milliseconds(1500)), "1500ms");
  EXPECT_EQ(format_duration({}), "0s");
}

TEST(Units, every_span_reads_back_as_printed) {
  EXPECT_TRUE(rc::check([] {
    const core::Duration span{*rc::gen::inRange<std::int64_t>(0, core::days(30'000).ns)};
    RC_ASSERT(parse_duration(format_duration(span)) == span);
  }));
}

TEST(Units, reads_and_prints_sizes) {
  EXPECT_EQ(parse_bytes("1MiB"), 1'048'576U);
  EXPECT_EQ(parse_bytes("64KiB"), 65'536U);
  EXPECT_EQ(parse_bytes("123"), 123U);
  EXPECT_EQ(format_bytes(1'048'576), "1MiB");
  EXPECT_EQ(format_bytes(1'048'577), "1048577");
  EXPECT_EQ(format_bytes(0), "0");
  for (const char* text : {"", "-1", "1MB", "1.5MiB", "MiB", "1 MiB", "20000000000GiB", "18446744073709551616"}) {
    EXPECT_EQ(parse_bytes(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace tidemark::ops
