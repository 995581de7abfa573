#include "analysis/parse_parameters.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "analysis/kernel/name_text.hpp"
#include "core/nearest_name.hpp"

namespace tidemark::analysis {
namespace {

using core::ErrorKind;
using core::fail;

/// What remains of a parameter's name when spelling habits are set aside: optInTimePeriod, timeperiod and TimePeriod
/// are TIMEPERIOD; fast_period and FastPeriod are FASTPERIOD.
std::string bare(std::string_view name) {
  std::string result = upper(name);
  std::erase(result, '_');
  if (result.starts_with("OPTIN")) result.erase(0, 5);
  return result;
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string result;
  for (const std::string_view name : names) {
    if (!result.empty()) result += ", ";
    result += name;
  }
  return result;
}

/// "a whole number from 2 to 100000", "one of SMA, EMA (or 0 to 1)".
std::string range_text(const ParameterInfo& parameter) {
  const std::string range = number_text(parameter.min) + " to " + number_text(parameter.max);
  if (!parameter.choices.empty()) {
    return "one of " + joined({parameter.choices.begin(), parameter.choices.end()}) + " (or " + range + ")";
  }
  return std::string{"a "} + (parameter.integer ? "whole " : "") + "number from " + range;
}

core::Status check_parameter(const ParameterTable& table, const ParameterInfo& parameter, double value,
                             std::string_view as_given) {
  const bool inside = value >= parameter.min && value <= parameter.max;  // false for NaN
  if (inside && (!parameter.integer || value == std::trunc(value))) return {};
  std::string message = std::string{table.owner} + ": parameter " + std::string{parameter.name} + " is " +
                        std::string{as_given} + ", but must be " + range_text(parameter);
  return fail(ErrorKind::kInvalidArgument, "bad_parameter", std::move(message));
}

core::Result<std::size_t> find_parameter(const ParameterTable& table, std::string_view name) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < table.parameters.size(); ++i) {
    const ParameterInfo& parameter = table.parameters[i];
    const bool named = bare(name) == bare(parameter.name);
    if (named || (!parameter.talib.empty() && bare(name) == bare(parameter.talib))) return i;
    names.push_back(parameter.name);
  }
  std::string message = std::string{table.owner} + " has no parameter '" + std::string{name} + "'";
  const auto meant = core::nearest_name(name, names);
  if (meant) message += "; did you mean " + std::string{*meant} + "?";
  if (!meant) message += names.empty() ? "; it has none" : "; it has " + joined(names);
  return fail(ErrorKind::kInvalidArgument, "unknown_parameter", std::move(message));
}

/// The number that `text` says: itself, or the place of the choice it names. NaN when it is neither.
double value_of(const ParameterInfo& parameter, std::string_view text) {
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec == std::errc{} && end.ptr == text.data() + text.size()) return value;
  const auto named = [text](std::string_view choice) { return upper(choice) == upper(text); };
  const auto choice = std::ranges::find_if(parameter.choices, named);
  if (choice == parameter.choices.end()) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(choice - parameter.choices.begin());
}

/// Reads one "p=v" into its place.
core::Status read_parameter(const ParameterTable& table, std::string_view text,
                            std::vector<std::optional<double>>& values) {
  const Split pair = split(text, '=');
  if (pair.head.empty() || !pair.rest) {
    return fail(ErrorKind::kInvalidArgument, "bad_parameter",
                std::string{table.owner} + ": '" + std::string{trim(text)} + "' is not of the form parameter=value");
  }
  auto index = find_parameter(table, pair.head);
  if (!index) return core::forward_error(index);
  const ParameterInfo& parameter = table.parameters[*index];
  if (values[*index]) {
    return fail(ErrorKind::kInvalidArgument, "duplicate_parameter",
                std::string{table.owner} + ": parameter " + std::string{parameter.name} + " is given twice");
  }
  const std::string_view digits = trim(*pair.rest);
  const double value = value_of(parameter, digits);
  values[*index] = value;
  return check_parameter(table, parameter, value, digits.empty() ? "empty" : digits);
}

}  // namespace

std::string number_text(double value) {
  if (std::fabs(value) < 1e15 && value == std::trunc(value)) return std::to_string(static_cast<long long>(value));
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end.ptr};
}

core::Status check_parameters(const ParameterTable& table, std::span<const double> values) {
  if (values.size() != table.parameters.size()) {
    return fail(ErrorKind::kInvalidArgument, "bad_parameter",
                std::string{table.owner} + " takes " + std::to_string(table.parameters.size()) + " parameters, not " +
                    std::to_string(values.size()));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto status = check_parameter(table, table.parameters[i], values[i], number_text(values[i]));
    if (!status) return status;
  }
  return {};
}

core::Result<std::vector<double>> parse_parameters(const ParameterTable& table, std::string_view text) {
  std::vector<std::optional<double>> given(table.parameters.size());
  std::optional<std::string_view> rest;
  if (!text.empty()) rest = text;
  while (rest) {
    const Split item = split(*rest, ',');
    auto status = read_parameter(table, item.head, given);
    if (!status) return core::forward_error(status);
    rest = item.rest;
  }
  std::vector<double> values;
  values.reserve(given.size());
  for (std::size_t i = 0; i < given.size(); ++i) values.push_back(given[i].value_or(table.parameters[i].fallback));
  return values;
}

}  // namespace tidemark::analysis
