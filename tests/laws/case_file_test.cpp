#include "tests/laws/case_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidemark::laws {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kGood =
    "# remark\n"
    "indicator SMA\n"
    "case one\n"
    "source hand: two plus three\n"
    "parameters period=2\n"
    "close 1 2\n"
    "close 3\n"
    "tolerance 0.5\n"
    "expect Real 1: 3/2 2.5\n"
    "silent 0-0\n"
    "refuse period=1: from 2\n";

std::string error_of(std::string_view text) {
  const auto file = parse_case_file(text, "x.case");
  return file ? "no error" : file.error().text();
}

std::string replaced(std::string_view what, std::string_view by) {
  std::string text{kGood};
  return text.replace(text.find(what), what.size(), by);
}

TEST(CaseFile, reads_every_kind_of_line) {
  const auto file = parse_case_file(kGood, "x.case");
  ASSERT_TRUE(file) << file.error().text();
  EXPECT_EQ(file->indicator, "SMA");
  ASSERT_EQ(file->cases.size(), 1U);
  const Case& one = file->cases[0];
  EXPECT_EQ(one.source_kind, "hand");
  EXPECT_EQ(one.parameters, "period=2");
  ASSERT_EQ(one.candles.size(), 3U);
  EXPECT_EQ(one.candles[2].close, 3);
  EXPECT_EQ(one.candles[2].high, 3);
  EXPECT_EQ(one.candles[2].volume, 0);
  EXPECT_THAT(one.expectations[0].values, ElementsAre(1.5, 2.5));
  EXPECT_EQ(one.expectations[0].tolerance, 0.5);
  EXPECT_THAT(one.silent, ElementsAre(0U));
  EXPECT_EQ(file->refusals[0].words, "from 2");
}

TEST(CaseFile, names_file_and_line_of_what_it_does_not_understand) {
  EXPECT_THAT(error_of(replaced("tolerance 0.5", "tolerrance 0.5")), HasSubstr("x.case:8: 'tolerrance'"));
  EXPECT_THAT(error_of(replaced("3/2", "3/0")), HasSubstr("x.case:9: bad numbers"));
  EXPECT_THAT(error_of(replaced("close 3", "close three")), HasSubstr("x.case:7: bad number"));
  EXPECT_THAT(error_of(replaced("silent 0-0", "silent 2-1")), HasSubstr("silent needs"));
  EXPECT_THAT(error_of("case one\n"), HasSubstr("first line must be"));
  EXPECT_THAT(error_of(""), HasSubstr("no 'indicator' line"));
}

TEST(CaseFile, refuses_a_case_without_a_source_it_knows) {
  EXPECT_THAT(error_of(replaced("source hand: two plus three\n", "")), HasSubstr("has no source"));
  EXPECT_THAT(error_of(replaced("hand: ", "our own output: ")), HasSubstr("a source is"));
}

TEST(CaseFile, refuses_claims_beyond_the_candles) {
  EXPECT_THAT(error_of(replaced("close 3\n", "")), HasSubstr("more values than candles"));
  EXPECT_THAT(error_of(replaced("silent 0-0", "silent 3")), HasSubstr("silent beyond"));
  EXPECT_THAT(error_of(replaced("close 3\n", "close 3\nhigh 1\n")), HasSubstr("differ in length"));
}

TEST(CaseFile, knows_what_a_row_lacks) {
  EXPECT_THAT(missing_coverage(nullptr), ElementsAre("a case file"));
  const auto good = parse_case_file(kGood, "x");
  EXPECT_TRUE(missing_coverage(&*good).empty());
  const auto only_silent = parse_case_file(replaced("expect Real 1: 3/2 2.5\n", ""), "x");
  EXPECT_THAT(missing_coverage(&*only_silent), ElementsAre(HasSubstr("independent source")));
  CaseFile no_negative = *good;
  no_negative.refusals.clear();
  no_negative.cases[0].silent.clear();
  EXPECT_THAT(missing_coverage(&no_negative), ElementsAre("a negative case"));
}

}  // namespace
}  // namespace tidemark::laws
