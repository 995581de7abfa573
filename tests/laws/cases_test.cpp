// Holds every row of the catalogue to its text cases (tests/cases), and to having them.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/catalogue.hpp"
#include "tests/laws/case_file.hpp"
#include "tests/laws/rows.hpp"

namespace tidemark::laws {
namespace {

using analysis::catalogue;
using analysis::IndicatorInfo;

std::filesystem::path folder() {
  return std::filesystem::path{TIDEMARK_SOURCE_DIR} / "tests/cases/indicators";
}

std::string file_name(const IndicatorInfo& row) {
  std::string name{row.id};
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return name + ".case";
}

std::string request(const CaseFile& file, const std::string& parameters) {
  return parameters.empty() ? file.indicator : file.indicator + ":" + parameters;
}

void check(const Case& one, const std::vector<analysis::Column>& columns, const IndicatorInfo& row) {
  for (const std::size_t i : one.silent) {
    for (const auto& column : columns) EXPECT_TRUE(std::isnan(column[i])) << one.name << " speaks at candle " << i;
  }
  for (const Expectation& expected : one.expectations) {
    const auto output = std::ranges::find(row.outputs, expected.output, &analysis::OutputInfo::name);
    ASSERT_NE(output, row.outputs.end()) << "line " << expected.line << ": " << row.id << " has no output "
                                         << expected.output;
    const auto& column = columns[static_cast<std::size_t>(output - row.outputs.begin())];
    for (std::size_t k = 0; k < expected.values.size(); ++k) {
      const double want = expected.values[k];
      const double tolerance = expected.tolerance.value_or(1e-12 * std::max(1.0, std::fabs(want)));
      EXPECT_NEAR(column[expected.first + k], want, tolerance)
          << one.name << ", line " << expected.line << ", candle " << expected.first + k << "\nsource: " << one.source;
    }
  }
}

class Cases : public ::testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] const IndicatorInfo& row() const { return *analysis::find_indicator(GetParam()); }
};

TEST_P(Cases, expected_numbers_hold) {
  const auto file = read_case_file(folder() / file_name(row()));
  ASSERT_TRUE(file) << file.error().text();
  ASSERT_EQ(file->indicator, row().id);
  for (const Case& one : file->cases) {
    const auto spec = analysis::parse_indicator(request(*file, one.parameters));
    ASSERT_TRUE(spec) << one.name << ": " << spec.error().text();
    check(one, analysis::compute(*spec, one.candles), row());
  }
}

TEST_P(Cases, bad_parameters_are_refused_in_words) {
  const auto file = read_case_file(folder() / file_name(row()));
  ASSERT_TRUE(file) << file.error().text();
  for (const Refusal& refusal : file->refusals) {
    const auto spec = analysis::parse_indicator(request(*file, refusal.parameters));
    ASSERT_FALSE(spec) << refusal.parameters << " was taken";
    EXPECT_THAT(spec.error().message, ::testing::HasSubstr(refusal.words));
  }
}

TEST_P(Cases, row_is_covered) {
  const auto file = read_case_file(folder() / file_name(row()));
  const auto missing = missing_coverage(file ? &*file : nullptr);
  EXPECT_TRUE(missing.empty()) << row().id << " lacks " << ::testing::PrintToString(missing);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Cases, ::testing::ValuesIn(row_ids()),
                         row_name<::testing::TestParamInfo<std::string>>);

TEST(CaseFolder, holds_no_case_of_an_unknown_row) {
  for (const auto& entry : std::filesystem::directory_iterator{folder()}) {
    const auto owns = [&entry](const IndicatorInfo& row) { return file_name(row) == entry.path().filename(); };
    EXPECT_TRUE(std::ranges::any_of(catalogue(), owns)) << entry.path() << " belongs to no row";
  }
}

}  // namespace
}  // namespace tidemark::laws
