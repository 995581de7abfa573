#include "core/utf8.hpp"

#include <gtest/gtest.h>

namespace tidemark::core {
namespace {

// Rows of the table in Unicode 15, 3.9 D92 (well-formed UTF-8), and its neighbors.
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
}  // namespace tidemark::core
