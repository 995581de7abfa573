#include "venues/file/file_time.hpp"

#include <gtest/gtest.h>

namespace tidemark::venues::file {
namespace {

std::string iso(std::string_view text) {
  const auto time = parse_file_time(text);
  return time ? core::format_iso(time->time) : "none";
}

TEST(FileTime, UnixTimesByTheirDigits) {
  EXPECT_EQ(iso("1531768140"), "2018-07-16T19:09:00Z");
  EXPECT_EQ(iso("1679004900000"), "2023-03-16T22:15:00Z");
  EXPECT_EQ(iso("1679004900000123"), "2023-03-16T22:15:00.000123Z");
  EXPECT_EQ(iso("1679004900000123456"), "2023-03-16T22:15:00.000123456Z");
  EXPECT_EQ(iso("1633998511.132921"), "2021-10-12T00:28:31.132921Z");
  EXPECT_EQ(iso("1679004900000.0"), "2023-03-16T22:15:00Z");
}

TEST(FileTime, DatesOfAllShapes) {
  EXPECT_EQ(iso("2018-04-17 00:00:00+00:00"), "2018-04-17T00:00:00Z");
  EXPECT_EQ(iso("2018-04-17T09:30:00+02:00"), "2018-04-17T07:30:00Z");
  EXPECT_EQ(iso("2004-08-19"), "2004-08-19T00:00:00Z");
  EXPECT_EQ(iso("2022.10.10 00:15:00"), "2022-10-10T00:15:00Z");
  EXPECT_EQ(iso("2022.10.10"), "2022-10-10T00:00:00Z");
  EXPECT_EQ(iso("2022/10/10 07:05"), "2022-10-10T07:05:00Z");
  EXPECT_EQ(iso("20120201 000000"), "2012-02-01T00:00:00Z");
  EXPECT_EQ(iso("20200101 170000065"), "2020-01-01T17:00:00.065Z");
  EXPECT_EQ(iso("20070101 00:00"), "2007-01-01T00:00:00Z");
  EXPECT_EQ(iso("20090501 00:00:00.296"), "2009-05-01T00:00:00.296Z");
  EXPECT_EQ(iso("20090501"), "2009-05-01T00:00:00Z");
}

TEST(FileTime, TwelveHourClocks) {
  EXPECT_EQ(iso("2019-10-17 09-AM"), "2019-10-17T09:00:00Z");
  EXPECT_EQ(iso("2019-10-17 12-AM"), "2019-10-17T00:00:00Z");
  EXPECT_EQ(iso("2019-10-17 12-PM"), "2019-10-17T12:00:00Z");
  EXPECT_EQ(iso("2019-10-17 11-PM"), "2019-10-17T23:00:00Z");
  EXPECT_EQ(iso("2019-10-17 09:30 PM"), "2019-10-17T21:30:00Z");
  EXPECT_EQ(iso("2019-10-17 9:30:05PM"), "2019-10-17T21:30:05Z");
  EXPECT_EQ(iso("2019-10-17 13-PM"), "none");
  EXPECT_EQ(iso("2019-10-17 00-AM"), "none");
}

TEST(FileTime, WhatIsNoTime) {
  for (const char* text :
       {"", "0", "86340000", "17.10.2019", "10/17/2019", "2019-13-01", "2019-02-30", "2022.13.10", "20121301",
        "9999999999999999999", "99999999999999999999", "1679004900000.x", "AM", "2019-10-17 PM", "20120201 0000",
        "20120201x000000", "2019-10-17 99:00 AM", "2018-04-17 00:00:00+99:00"}) {
    EXPECT_EQ(iso(text), "none") << text;
  }
}

TEST(FileTime, ClockAndTimeOfDay) {
  EXPECT_TRUE(looks_like_clock("14:30"));
  EXPECT_TRUE(looks_like_clock("14:30:05"));
  EXPECT_FALSE(looks_like_clock("1430"));
  EXPECT_TRUE(looks_like_time_of_day("0"));
  EXPECT_TRUE(looks_like_time_of_day("86340000"));
  EXPECT_TRUE(looks_like_time_of_day("79200579.427"));
  EXPECT_FALSE(looks_like_time_of_day("86400000"));
  EXPECT_FALSE(looks_like_time_of_day("1531768140"));
}

}  // namespace
}  // namespace tidemark::venues::file
