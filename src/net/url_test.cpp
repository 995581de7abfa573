#include "net/url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidemark::net {
namespace {

using testing::ElementsAre;

TEST(DecodeSegment, DecodesPercentAndKeepsPlus) {
  EXPECT_EQ(decode_segment("BTC%2FUSDT"), "BTC/USDT");
  EXPECT_EQ(decode_segment("a+b%20c"), "a+b c");
  EXPECT_EQ(decode_segment("%C3%BC"), "\u00fc");
  EXPECT_EQ(decode_segment(""), "");
}

TEST(DecodeSegment, RefusesBrokenEscapesControlsAndBadUtf8) {
  for (const auto* text : {"%", "%2", "%zz", "%G0", "a%00", "%0a", "%7f", "%c3%28", "%ff", "%ed%a0%80"}) {
    EXPECT_EQ(decode_segment(text), std::nullopt) << text;
  }
}

TEST(SplitPath, SplitsBeforeDecoding) {
  EXPECT_THAT(split_path("/api/data/BTC%2FUSDT/1m").value(), ElementsAre("api", "data", "BTC/USDT", "1m"));
  EXPECT_THAT(split_path("/docs/").value(), ElementsAre("docs"));
  EXPECT_THAT(split_path("/").value(), ElementsAre());
}

TEST(SplitPath, RefusesWhatCouldLeaveTheTree) {
  for (const auto* path : {"", "api", "//", "/a//b", "/..", "/a/../b", "/%2e%2e/b", "/.", "/a/%2E"}) {
    EXPECT_EQ(split_path(path), std::nullopt) << path;
  }
}

TEST(ParseQuery, DecodesNamesAndValues) {
  const auto query = parse_query("names=RSI%3Aperiod%3D14%3BMACD&a=x+y&flag&empty=");
  ASSERT_TRUE(query);
  EXPECT_THAT(*query, ElementsAre(NameValue{"names", "RSI:period=14;MACD"}, NameValue{"a", "x y"},
                                  NameValue{"flag", ""}, NameValue{"empty", ""}));
  EXPECT_THAT(parse_query("").value(), ElementsAre());
  EXPECT_THAT(parse_query("&&a=1&").value(), ElementsAre(NameValue{"a", "1"}));
  EXPECT_THAT(parse_query("a=1=2").value(), ElementsAre(NameValue{"a", "1=2"}));
}

TEST(ParseQuery, RefusesARepeatedName) {
  const auto query = parse_query("a=1&b=2&%61=3");
  ASSERT_FALSE(query);
  EXPECT_EQ(query.error().code, "repeated_parameter");
  EXPECT_EQ(query.error().place, "a");
}

TEST(ParseQuery, RefusesBrokenText) {
  for (const auto* text : {"a=%", "%=1", "a=%00", "=1", "a=%ff"}) {
    ASSERT_FALSE(parse_query(text)) << text;
    EXPECT_EQ(parse_query(text).error().code, "bad_query") << text;
  }
}

TEST(EqualIgnoringCase, ComparesAsciiLetters) {
  EXPECT_TRUE(equal_ignoring_case("Content-LENGTH", "content-length"));
  EXPECT_FALSE(equal_ignoring_case("a", "ab"));
}

}  // namespace
}  // namespace tidemark::net
