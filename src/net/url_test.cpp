#include "net/url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/utf8.hpp"

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

// Rows of the table in Unicode 15, 3.9 D92 (well-formed UTF-8), and its neighbours.
TEST(Utf8, KnowsWellFormedSequences) {
  for (const auto* text : {"a", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEF\xBF\xBF",
                           "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_utf8(text));
  }
  for (const auto* text : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                           "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xC2", "\xE1\x80", "\xF1\x80\x80"}) {
    EXPECT_FALSE(is_utf8(text));
  }
}

TEST(Utf8, PrefixDoesNotCutACharacter) {
  EXPECT_EQ(utf8_prefix("a\u00fcb", 2), "a");
  EXPECT_EQ(utf8_prefix("a\u00fcb", 3), "a\u00fc");
  EXPECT_EQ(utf8_prefix("abc", 9), "abc");
}

}  // namespace
}  // namespace tidemark::net
