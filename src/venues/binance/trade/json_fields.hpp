#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "net/json_reader.hpp"

/// Members of small JSON objects.
namespace tidemark::venues::binance {

/// Empty when there is none or it is no text.
[[nodiscard]] inline std::string_view text_in(const net::JsonValue& object, std::string_view name) {
  const net::JsonValue* found = object.find(name);
  const std::string* text = found == nullptr ? nullptr : found->text();
  return text == nullptr ? std::string_view{} : std::string_view{*text};
}
[[nodiscard]] inline std::optional<std::int64_t> integer_in(const net::JsonValue& object, std::string_view name) {
  const net::JsonValue* found = object.find(name);
  const std::int64_t* value = found == nullptr ? nullptr : found->integer();
  return value == nullptr ? std::nullopt : std::optional{*value};
}
/// Whether it is there and true.
[[nodiscard]] inline bool is_true(const net::JsonValue& object, std::string_view name) {
  const net::JsonValue* found = object.find(name);
  const bool* value = found == nullptr ? nullptr : found->boolean();
  return value != nullptr && *value;
}
/// Milliseconds since 1970.
[[nodiscard]] inline std::optional<core::Timestamp> time_in(const net::JsonValue& object, std::string_view name) {
  constexpr std::int64_t kMost = 9'000'000'000'000;  // the year 2255: what Timestamp holds
  const auto value = integer_in(object, name);
  if (!value || *value < 0 || *value > kMost) return std::nullopt;
  return core::Timestamp::from_ms(*value);
}

}  // namespace tidemark::venues::binance
