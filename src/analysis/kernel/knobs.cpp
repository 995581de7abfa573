#include "analysis/kernel/knobs.hpp"

#include <charconv>
#include <string>

#include "core/nearest_name.hpp"

namespace tidemark::analysis {

core::Status unknown_parameter(std::string_view who, std::string_view name, std::span<const std::string_view> names) {
  std::string message = std::string{who} + ": no parameter is called " + std::string{name};
  if (const auto meant = core::nearest_name(name, names)) message += "; did you mean " + std::string{*meant} + "?";
  return core::fail(core::ErrorKind::kInvalidArgument, "unknown_parameter", message);
}

core::Result<double> parse_value(std::string_view who, const ParameterInfo& info, std::string_view text) {
  for (std::size_t i = 0; i < info.choices.size(); ++i) {
    if (info.choices[i] == text) return static_cast<double>(i);
  }
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (!text.empty() && end.ec == std::errc{} && end.ptr == text.data() + text.size()) return value;
  std::string message =
      std::string{who} + ": parameter " + std::string{info.name} + " is \"" + std::string{text} + "\", but must be ";
  if (info.choices.empty()) message += "a number";
  for (std::size_t i = 0; i < info.choices.size(); ++i) {
    message += (i == 0 ? "" : ", ") + std::string{info.choices[i]};
  }
  return core::fail(core::ErrorKind::kInvalidArgument, "bad_parameter", message);
}

}  // namespace tidemark::analysis
