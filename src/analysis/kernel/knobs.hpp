#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/catalogue.hpp"
#include "analysis/kernel/check_range.hpp"

namespace tidemark::analysis {

/// One tunable of a struct of settings, by name: what checks, configuration, snapshots and machine output walk. An
/// enumeration is the number of its choice.
template <class Settings>
struct Knob {
  ParameterInfo info;
  double (*get)(const Settings&);
  void (*set)(Settings&, double);
};

/// The knob of a member: `knob<&SwingSettings::left>(period_parameter(…))`. Its default is the member's own.
template <auto kMember, class Settings, class T>
constexpr Knob<Settings> knob_of(ParameterInfo info, T Settings::* /*member*/) {
  info.fallback = static_cast<double>(Settings{}.*kMember);
  return {.info = info,
          .get = [](const Settings& s) { return static_cast<double>(s.*kMember); },
          .set = [](Settings& s, double value) { s.*kMember = static_cast<T>(value); }};
}
template <auto kMember>
constexpr auto knob(const ParameterInfo& info) {
  return knob_of<kMember>(info, kMember);
}

/// The knob of a member of a member: `knob_in<&All::swings, &SwingSettings::left>(…)`.
template <auto kOuter, auto kInner, class Settings, class Inner, class T>
constexpr Knob<Settings> knob_in_of(ParameterInfo info, Inner Settings::* /*outer*/, T Inner::* /*inner*/) {
  info.fallback = static_cast<double>((Settings{}.*kOuter).*kInner);
  return {.info = info,
          .get = [](const Settings& s) { return static_cast<double>((s.*kOuter).*kInner); },
          .set = [](Settings& s, double value) { (s.*kOuter).*kInner = static_cast<T>(value); }};
}
template <auto kOuter, auto kInner>
constexpr auto knob_in(const ParameterInfo& info) {
  return knob_in_of<kOuter, kInner>(info, kOuter, kInner);
}

/// A whole number of candles or things.
[[nodiscard]] constexpr ParameterInfo whole_knob(std::string_view name, std::string_view title, double min, double max,
                                                 std::string_view unit = "candles") {
  return {.name = name, .title = title, .min = min, .max = max, .unit = unit};
}
[[nodiscard]] constexpr ParameterInfo real_knob(std::string_view name, std::string_view title, double min, double max,
                                                std::string_view unit = "") {
  return {.name = name, .title = title, .min = min, .max = max, .unit = unit, .integer = false};
}
[[nodiscard]] constexpr ParameterInfo choice_knob(std::string_view name, std::string_view title,
                                                  std::span<const std::string_view> choices) {
  return {.name = name,
          .title = title,
          .min = 0,
          .max = static_cast<double>(choices.size() - 1),
          .unit = "",
          .choices = choices};
}

/// kInvalidArgument, unknown_parameter: names `name` and the nearest of `names`.
[[nodiscard]] core::Status unknown_parameter(std::string_view who, std::string_view name,
                                             std::span<const std::string_view> names);
/// A number, or the name of one of the choices. kInvalidArgument, bad_parameter.
[[nodiscard]] core::Result<double> parse_value(std::string_view who, const ParameterInfo& info, std::string_view text);

/// Every value within its range; the message names parameter, value and range (kInvalidArgument, bad_parameter).
template <class Settings>
[[nodiscard]] core::Status check_knobs(std::string_view who, const Settings& settings,
                                       std::span<const Knob<Settings>> knobs) {
  for (const auto& [info, get, set] : knobs) {
    auto status = check_range(who, info.name, get(settings), {.min = info.min, .max = info.max},
                              info.integer ? NumberKind::kWhole : NumberKind::kReal);
    if (!status) return status;
  }
  return {};
}

/// Sets the knob of that name. kInvalidArgument, unknown_parameter, with a did-you-mean; ranges are check_knobs()'s.
template <class Settings>
[[nodiscard]] core::Status set_knob(std::string_view who, Settings& settings, std::span<const Knob<Settings>> knobs,
                                    std::string_view name, double value) {
  std::vector<std::string_view> names;
  for (const auto& one : knobs) {
    if (one.info.name == name) {
      one.set(settings, value);
      return {};
    }
    names.push_back(one.info.name);
  }
  return unknown_parameter(who, name, names);
}

/// "NAME=VALUE", the value a number or the name of a choice, to what set_knob() takes. kInvalidArgument, bad_parameter.
template <class Settings>
[[nodiscard]] core::Result<std::pair<std::string, double>> parse_knob(std::string_view who, std::string_view text,
                                                                      std::span<const Knob<Settings>> knobs) {
  const auto equals = text.find('=');
  const std::string_view name = text.substr(0, equals);
  for (const auto& one : knobs) {
    if (one.info.name != name || equals == std::string_view::npos) continue;
    auto value = parse_value(who, one.info, text.substr(equals + 1));
    if (!value) return core::forward_error(value);
    return std::pair{std::string{name}, *value};
  }
  std::vector<std::string_view> names;
  for (const auto& one : knobs) names.push_back(one.info.name);
  auto refused = unknown_parameter(who, name, names);
  return core::forward_error(refused);
}

/// What tells one set of settings from another, as numbers.
template <class Settings>
[[nodiscard]] std::vector<double> numbers_of(const Settings& settings, std::span<const Knob<Settings>> knobs) {
  std::vector<double> numbers;
  for (const auto& one : knobs) numbers.push_back(one.get(settings));
  return numbers;
}

}  // namespace tidemark::analysis
