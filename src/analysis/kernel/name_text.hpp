#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Small steps of reading names and lists that people type.
namespace tidemark::analysis {

[[nodiscard]] inline std::string_view trim(std::string_view text) {
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

[[nodiscard]] inline Split split(std::string_view text, char separator) {
  const auto at = text.find(separator);
  if (at == std::string_view::npos) return {trim(text), std::nullopt};
  return {trim(text.substr(0, at)), text.substr(at + 1)};
}

[[nodiscard]] inline std::string upper(std::string_view text) {
  std::string result{text};
  for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return result;
}

}  // namespace tidemark::analysis
