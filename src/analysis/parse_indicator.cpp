#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "analysis/catalogue.hpp"
#include "analysis/kernel/name_text.hpp"
#include "analysis/parse_parameters.hpp"
#include "core/nearest_name.hpp"

namespace tidemark::analysis {
namespace {

using core::ErrorKind;
using core::fail;

ParameterTable table_of(const IndicatorInfo& info) {
  return {.owner = info.id, .parameters = info.parameters};
}

/// Parameters in parentheses, as charting tools write them: how they are written here, for a name that is known.
std::optional<std::string> written_as_a_call(std::string_view name) {
  const auto open = name.find('(');
  if (open == std::string_view::npos) return std::nullopt;
  const auto* info = find_indicator(upper(trim(name.substr(0, open))));
  if (info == nullptr) return std::nullopt;
  std::string message = "'" + std::string{name} + "' is no indicator; parameters are written after a colon: ";
  IndicatorSpec spec{.info = info, .parameters = {}};
  for (const ParameterInfo& one : info->parameters) spec.parameters.push_back(one.fallback);
  return message + spec.text();
}

core::Result<const IndicatorInfo*> find_by_name(std::string_view name) {
  const std::string wanted = upper(name);
  if (const auto* info = find_indicator(wanted)) return info;
  if (auto message = written_as_a_call(name)) {
    return fail(ErrorKind::kInvalidArgument, "unknown_indicator", std::move(*message));
  }
  std::vector<std::string_view> ids;
  for (const auto& row : catalogue()) ids.push_back(row.id);
  std::optional<std::string_view> meant = core::nearest_name(wanted, ids);
  for (const auto& row : catalogue()) {
    const bool in_title = wanted.size() >= 4 && upper(row.title).find(wanted) != std::string::npos;
    if (!meant && in_title) meant = row.id;
  }
  std::string message = "there is no indicator '" + std::string{name} + "'";
  if (meant) {
    message += "; did you mean " + std::string{*meant} + "?";
  } else {
    for (const auto id : ids) message += (id == ids.front() ? "; there are " : ", ") + std::string{id};
  }
  return fail(ErrorKind::kInvalidArgument, "unknown_indicator", std::move(message));
}

}  // namespace

core::Status check_parameters(const IndicatorInfo& info, std::span<const double> parameters) {
  return check_parameters(table_of(info), parameters);
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

  // A colon promises parameters: nothing behind it is a mistake, not the defaults.
  const std::string_view given = !parts.rest ? "" : parts.rest->empty() ? " " : *parts.rest;
  auto parameters = parse_parameters(table_of(**info), given);
  if (!parameters) return core::forward_error(parameters);
  return IndicatorSpec{.info = *info, .parameters = std::move(*parameters)};
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
