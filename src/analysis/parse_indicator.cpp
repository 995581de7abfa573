#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "analysis/catalogue.hpp"
#include "core/nearest_name.hpp"

namespace tidemark::analysis {
namespace {

using core::ErrorKind;
using core::fail;

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// The text up to `separator`, and what follows it; `rest` is nullopt when there is no separator.
struct Split {
  std::string_view head;
  std::optional<std::string_view> rest;
};

Split split(std::string_view text, char separator) {
  const auto at = text.find(separator);
  if (at == std::string_view::npos) return {trim(text), std::nullopt};
  return {trim(text.substr(0, at)), text.substr(at + 1)};
}

std::string upper(std::string_view text) {
  std::string result{text};
  for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return result;
}

/// What remains of a parameter's name when spelling habits are set aside: optInTimePeriod, timeperiod and TimePeriod
/// are TIMEPERIOD; fast_period and FastPeriod are FASTPERIOD.
std::string bare(std::string_view name) {
  std::string result = upper(name);
  std::erase(result, '_');
  if (result.starts_with("OPTIN")) result.erase(0, 5);
  return result;
}

/// The shortest text that reads back as the same double; whole numbers without an exponent (100000, not 1e+05).
std::string number_text(double value) {
  if (std::fabs(value) < 1e15 && value == std::trunc(value)) return std::to_string(static_cast<long long>(value));
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end.ptr};
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

core::Status check_parameter(const IndicatorInfo& info, const ParameterInfo& parameter, double value,
                             std::string_view as_given) {
  const bool inside = value >= parameter.min && value <= parameter.max;  // false for NaN
  if (inside && (!parameter.integer || value == std::trunc(value))) return {};
  std::string message = std::string{info.id} + ": parameter " + std::string{parameter.name} + " is " +
                        std::string{as_given} + ", but must be " + range_text(parameter);
  return fail(ErrorKind::kInvalidArgument, "bad_parameter", std::move(message));
}

core::Result<const IndicatorInfo*> find_by_name(std::string_view name) {
  const std::string wanted = upper(name);
  if (const auto* info = find_indicator(wanted)) return info;
  std::vector<std::string_view> ids;
  for (const auto& row : catalogue()) ids.push_back(row.id);
  std::optional<std::string_view> meant = core::nearest_name(wanted, ids);
  for (const auto& row : catalogue()) {
    const bool in_title = wanted.size() >= 4 && upper(row.title).find(wanted) != std::string::npos;
    if (!meant && in_title) meant = row.id;
  }
  std::string message = "there is no indicator '" + std::string{name} + "'";
  message += meant ? "; did you mean " + std::string{*meant} + "?" : "; there are " + joined(ids);
  return fail(ErrorKind::kInvalidArgument, "unknown_indicator", std::move(message));
}

core::Result<std::size_t> find_parameter(const IndicatorInfo& info, std::string_view name) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < info.parameters.size(); ++i) {
    const ParameterInfo& parameter = info.parameters[i];
    const bool named = bare(name) == bare(parameter.name);
    if (named || (!parameter.talib.empty() && bare(name) == bare(parameter.talib))) return i;
    names.push_back(parameter.name);
  }
  std::string message = std::string{info.id} + " has no parameter '" + std::string{name} + "'";
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
core::Status read_parameter(const IndicatorInfo& info, std::string_view text,
                            std::vector<std::optional<double>>& values) {
  const Split pair = split(text, '=');
  if (pair.head.empty() || !pair.rest) {
    return fail(ErrorKind::kInvalidArgument, "bad_parameter",
                std::string{info.id} + ": '" + std::string{trim(text)} + "' is not of the form parameter=value");
  }
  auto index = find_parameter(info, pair.head);
  if (!index) return core::forward_error(index);
  const ParameterInfo& parameter = info.parameters[*index];
  if (values[*index]) {
    return fail(ErrorKind::kInvalidArgument, "duplicate_parameter",
                std::string{info.id} + ": parameter " + std::string{parameter.name} + " is given twice");
  }
  const std::string_view digits = trim(*pair.rest);
  const double value = value_of(parameter, digits);
  values[*index] = value;
  return check_parameter(info, parameter, value, digits.empty() ? "empty" : digits);
}

}  // namespace

core::Status check_parameters(const IndicatorInfo& info, std::span<const double> parameters) {
  if (parameters.size() != info.parameters.size()) {
    return fail(ErrorKind::kInvalidArgument, "bad_parameter",
                std::string{info.id} + " takes " + std::to_string(info.parameters.size()) + " parameters, not " +
                    std::to_string(parameters.size()));
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    auto status = check_parameter(info, info.parameters[i], parameters[i], number_text(parameters[i]));
    if (!status) return status;
  }
  return {};
}

std::string IndicatorSpec::text() const {
  std::string result{info->id};
  char separator = ':';
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const ParameterInfo& parameter = info->parameters[i];
    if (parameter.role == ParameterRole::kOption && parameters[i] == parameter.fallback) continue;
    result += std::exchange(separator, ',');
    result += parameter.name;
    result += '=';
    result += number_text(parameters[i]);
  }
  return result;
}

core::Result<IndicatorSpec> parse_indicator(std::string_view text) {
  const Split parts = split(text, ':');
  if (parts.head.empty()) {
    return fail(ErrorKind::kInvalidArgument, "empty_indicator",
                "an indicator has no name; write NAME or NAME:parameter=value, such as RSI:period=14");
  }
  auto info = find_by_name(parts.head);
  if (!info) return core::forward_error(info);

  std::vector<std::optional<double>> given((*info)->parameters.size());
  for (auto rest = parts.rest; rest;) {
    const Split item = split(*rest, ',');
    auto status = read_parameter(**info, item.head, given);
    if (!status) return core::forward_error(status);
    rest = item.rest;
  }
  IndicatorSpec spec{.info = *info, .parameters = {}};
  for (std::size_t i = 0; i < given.size(); ++i) {
    spec.parameters.push_back(given[i].value_or((*info)->parameters[i].fallback));
  }
  return spec;
}

core::Result<std::vector<IndicatorSpec>> parse_indicators(std::string_view text) {
  std::vector<IndicatorSpec> specs;
  if (upper(trim(text)) == "ALL") {
    for (const auto& row : catalogue()) {
      IndicatorSpec spec{.info = &row, .parameters = {}};
      for (const auto& parameter : row.parameters) spec.parameters.push_back(parameter.fallback);
      specs.push_back(std::move(spec));
    }
    return specs;
  }
  for (std::optional<std::string_view> rest = text; rest;) {
    const Split item = split(*rest, ';');
    rest = item.rest;
    if (item.head.empty() && !rest && !specs.empty()) break;  // a closing ';'
    auto spec = parse_indicator(item.head);
    if (!spec) return core::forward_error(spec);
    const auto same = [&spec](const IndicatorSpec& other) {
      return other.info == spec->info && other.parameters == spec->parameters;
    };
    if (std::ranges::any_of(specs, same)) {
      return fail(ErrorKind::kInvalidArgument, "duplicate_indicator", spec->text() + " is asked for twice");
    }
    specs.push_back(std::move(*spec));
  }
  return specs;
}

}  // namespace tidemark::analysis
