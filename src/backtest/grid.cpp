#include "backtest/grid.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "analysis/parse_parameters.hpp"

namespace tidemark::backtest {
namespace {

using core::ErrorKind;
using core::Result;

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  for (std::size_t end = text.find(by); end != std::string_view::npos; end = text.find(by)) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct Steps {
  double from;
  double to;
  double step;
};

/// FROM:TO:STEP, upward and of no more than kGridMost steps.
std::optional<Steps> steps_of(std::span<const std::string_view> parts) {
  std::array<double, 3> numbers{};
  if (parts.size() != numbers.size()) return std::nullopt;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto number = number_of(parts[i]);
    if (!number) return std::nullopt;
    numbers[i] = *number;
  }
  const auto [from, to, step] = numbers;
  // Written so that it is false of NaN, too.
  const bool counts = step > 0 && to >= from && (to - from) / step <= kGridMost;
  if (!counts) return std::nullopt;
  return Steps{from, to, step};
}

/// "5:20:5" as the texts of 5, 10, 15, 20.
Result<std::vector<std::string>> expand(const std::string& whole, std::string_view values) {
  std::vector<std::string> texts;
  const auto parts = split(values, ':');
  if (parts.size() == 1) {
    for (const std::string_view one : split(values, ',')) texts.emplace_back(one);
    return texts;
  }
  const auto steps = steps_of(parts);
  if (!steps) {
    return core::fail(ErrorKind::kInvalidArgument, "bad_grid",
                      "'" + whole + "' is neither NAME=V,V,… nor NAME=FROM:TO:STEP");
  }
  // Counted, so that steps do not add up their rounding; a hair more, so that the end is not lost to it.
  const auto count = static_cast<std::size_t>((steps->to - steps->from) / steps->step + 1e-9) + 1;
  for (std::size_t i = 0; i < count; ++i) {
    texts.push_back(analysis::number_text(steps->from + static_cast<double>(i) * steps->step));
  }
  return texts;
}

}  // namespace

Result<std::vector<std::vector<double>>> make_grid(const StrategyRow& row, std::span<const std::string> texts) {
  std::vector<std::string> assignments{""};
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      return core::fail(ErrorKind::kInvalidArgument, "bad_grid", "'" + text + "' has no '='");
    }
    auto values = expand(text, std::string_view{text}.substr(equals + 1));
    if (!values) return core::forward_error(values);
    if (assignments.size() * values->size() > kGridMost) {
      return core::fail(ErrorKind::kInvalidArgument, "too_many_combinations",
                        "more than " + std::to_string(kGridMost) + " combinations");
    }
    std::vector<std::string> longer;
    for (const std::string& before : assignments) {
      for (const std::string& value : *values) {
        std::string& one = longer.emplace_back(before);
        if (!one.empty()) one += ',';
        one.append(text, 0, equals + 1).append(value);
      }
    }
    assignments = std::move(longer);
  }
  std::vector<std::vector<double>> grid;
  for (const std::string& assignment : assignments) {
    auto values = analysis::parse_parameters({row.id, row.parameters}, assignment);
    if (!values) return core::forward_error(values);
    grid.push_back(std::move(*values));
  }
  return grid;
}

}  // namespace tidemark::backtest
