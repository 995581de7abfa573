// What the rows say about themselves must be complete and consistent.
#include "analysis/catalogue.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace tidemark::laws {
namespace {

using analysis::catalogue;

bool is_snake_case(std::string_view name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && std::ranges::all_of(name, fits);
}

TEST(Catalogue, is_sorted_by_id_without_repetition) {
  ASSERT_FALSE(catalogue().empty());
  for (std::size_t i = 1; i < catalogue().size(); ++i) EXPECT_LT(catalogue()[i - 1].id, catalogue()[i].id);
}

TEST(Catalogue, finds_each_row_and_no_other) {
  for (const auto& row : catalogue()) EXPECT_EQ(analysis::find_indicator(row.id), &row);
  for (const auto* id : {"", "AAA", "ZZZ", "RS", "RSII", "rsi"}) EXPECT_EQ(analysis::find_indicator(id), nullptr) << id;
}

TEST(Catalogue, rows_are_complete) {
  const std::set<std::string_view> inputs{"time", "open", "high", "low", "close", "volume"};
  for (const auto& row : catalogue()) {
    SCOPED_TRACE(std::string{row.id});
    EXPECT_FALSE(row.title.empty());
    EXPECT_TRUE(is_snake_case(row.family));
    EXPECT_GT(row.formula.size(), 20U);
    EXPECT_GT(row.source.size(), 5U);
    EXPECT_GE(row.logic_version, 1);
    ASSERT_NE(row.warm_up, nullptr);
    ASSERT_NE(row.make, nullptr);
    std::string_view rest = row.inputs;
    EXPECT_FALSE(rest.empty());
    EXPECT_EQ(rest.starts_with("time"), row.reach_s != nullptr) << "what reads times must say how far back";
    while (!rest.empty()) {
      const auto blank = std::min(rest.find(' '), rest.size());
      EXPECT_TRUE(inputs.contains(rest.substr(0, blank))) << rest;
      rest.remove_prefix(std::min(blank + 1, rest.size()));
    }
  }
}

TEST(Catalogue, outputs_are_named_once_and_have_a_range) {
  for (const auto& row : catalogue()) {
    std::set<std::string_view> names;
    EXPECT_FALSE(row.outputs.empty()) << row.id;
    EXPECT_LE(row.outputs.size(), analysis::kOutputsMax) << row.id;
    for (const auto& output : row.outputs) {
      EXPECT_TRUE(names.insert(output.name).second) << row.id << ' ' << output.name;
      EXPECT_LT(output.min, output.max) << row.id << ' ' << output.name;
    }
  }
}

TEST(Catalogue, defaults_are_inside_the_range_and_whole_where_they_must_be) {
  for (const auto& row : catalogue()) {
    std::set<std::string_view> names;
    std::vector<double> defaults;
    for (const auto& parameter : row.parameters) {
      SCOPED_TRACE(std::string{row.id} + " " + std::string{parameter.name});
      EXPECT_TRUE(is_snake_case(parameter.name));
      EXPECT_FALSE(parameter.title.empty());
      EXPECT_TRUE(names.insert(parameter.name).second);
      EXPECT_TRUE(std::isfinite(parameter.min) && std::isfinite(parameter.max));
      EXPECT_LT(parameter.min, parameter.max);
      if (!parameter.choices.empty()) {
        EXPECT_TRUE(parameter.integer);
        EXPECT_EQ(parameter.min, 0);
        EXPECT_EQ(parameter.max, static_cast<double>(parameter.choices.size() - 1));
      }
      if (parameter.integer) {
        EXPECT_EQ(parameter.min, std::trunc(parameter.min));
        EXPECT_EQ(parameter.max, std::trunc(parameter.max));
      }
      defaults.push_back(parameter.fallback);
    }
    const auto status = analysis::check_parameters(row, defaults);
    EXPECT_TRUE(status) << status.error().text();
  }
}

TEST(Catalogue, a_bad_value_of_any_parameter_is_refused_naming_parameter_value_and_range) {
  for (const auto& row : catalogue()) {
    std::vector<double> good;
    for (const auto& parameter : row.parameters) good.push_back(parameter.fallback);
    for (std::size_t i = 0; i < good.size(); ++i) {
      const auto& parameter = row.parameters[i];
      std::vector<std::string> bad{
          "nan", "inf", "-inf", "nothing", std::to_string(parameter.min - 1), std::to_string(parameter.max + 1)};
      if (parameter.integer) bad.push_back(std::to_string(parameter.min + 0.5));
      for (const std::string& value : bad) {
        const std::string text = std::string{row.id} + ":" + std::string{parameter.name} + "=" + value;
        const auto spec = analysis::parse_indicator(text);
        ASSERT_FALSE(spec) << text << " was taken";
        EXPECT_EQ(spec.error().code, "bad_parameter") << text;
        const std::string start = "parameter " + std::string{parameter.name} + " is " + value + ", but must be ";
        EXPECT_NE(spec.error().message.find(start), std::string::npos) << spec.error().message;
      }
      auto numbers = good;
      numbers[i] = std::numeric_limits<double>::quiet_NaN();
      EXPECT_FALSE(analysis::check_parameters(row, numbers)) << row.id << ' ' << parameter.name;
      numbers[i] = parameter.max + 1;
      EXPECT_FALSE(analysis::check_parameters(row, numbers)) << row.id << ' ' << parameter.name;
    }
  }
}

TEST(Catalogue, every_row_can_be_made_at_the_ends_of_its_ranges) {
  for (const auto& row : catalogue()) {
    analysis::IndicatorSpec spec{.info = &row, .parameters = {}};
    for (const auto& parameter : row.parameters) spec.parameters.push_back(parameter.max);
    std::vector<double> values(row.outputs.size());
    const auto ready =
        spec.make()->update({.open_time = {}, .open = 1, .high = 1, .low = 1, .close = 1, .volume = 1}, values);
    const bool may_wait = row.start == analysis::Start::kAtTime;
    EXPECT_TRUE(may_wait || (ready == analysis::Indicator::Ready::kReady) == (spec.warm_up() == 0)) << row.id;
    EXPECT_GE(spec.warm_up(), 0);
  }
}

TEST(Catalogue, canonical_text_reads_back_as_the_same_indicator) {
  for (const auto& row : catalogue()) {
    const auto spec = analysis::parse_indicator(row.id);
    ASSERT_TRUE(spec);
    const auto again = analysis::parse_indicator(spec->text());
    ASSERT_TRUE(again) << spec->text();
    EXPECT_EQ(again->parameters, spec->parameters);
    EXPECT_EQ(again->text(), spec->text());
  }
}

}  // namespace
}  // namespace tidemark::laws
