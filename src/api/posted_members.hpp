#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/decimal.hpp"
#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/values.hpp"
#include "net/json_reader.hpp"
#include "net/json_writer.hpp"

/// Reading the members of a posted object, each with its name as the place of what is wrong with it.
namespace tidemark::api {

[[nodiscard]] inline std::unexpected<core::Error> bad_member(std::string code, std::string message,
                                                             std::string_view name) {
  return core::fail(core::ErrorKind::kInvalidArgument, std::move(code), std::move(message), std::string{name});
}

/// An object with no other members than these.
[[nodiscard]] inline core::Status check_members(const net::JsonValue& json, std::span<const std::string_view> known) {
  if (json.members() == nullptr) return bad_member("bad_body", "This must be an object.", "body");
  for (const auto& [name, value] : *json.members()) {
    if (std::ranges::find(known, name) == known.end()) {
      return bad_member("unknown_member", "There is no such member here.", name);
    }
  }
  return {};
}

/// The decimal text of a number, or of text that is one; absent: not there, or null.
[[nodiscard]] inline core::Result<std::optional<std::string>> decimal_text(const net::JsonValue& json,
                                                                           std::string_view name) {
  const net::JsonValue* value = json.find(name);
  if (value == nullptr || value->is_null()) return std::optional<std::string>{};
  if (value->text() != nullptr) return std::optional{*value->text()};
  if (value->integer() != nullptr) return std::optional{std::to_string(*value->integer())};
  const auto number = value->number();
  if (!number) return bad_member("bad_number", "This must be a number, or a number as text.", name);
  std::string text;
  net::JsonWriter{text}.number(*number);
  return std::optional{std::move(text)};
}

/// In units of 10^-decimals, above 0.
[[nodiscard]] inline core::Result<std::optional<std::int64_t>> posted_units(const net::JsonValue& json,
                                                                            std::string_view name, int decimals) {
  const auto text = decimal_text(json, name);
  if (!text) return std::unexpected(text.error());
  if (!*text) return std::optional<std::int64_t>{};
  const auto parsed = core::parse_decimal(**text, decimals);
  if (parsed.error == core::DecimalError::kTooPrecise) {
    return bad_member("off_grid",
                      "This has more decimals than the instrument, which has " + std::to_string(decimals) + ".", name);
  }
  if (parsed.error != core::DecimalError::kNone || parsed.value <= 0) {
    return bad_member("bad_number", "This must be a number above 0.", name);
  }
  return std::optional{parsed.value};
}

[[nodiscard]] inline core::Result<std::optional<core::Price>> posted_price(const net::JsonValue& json,
                                                                           std::string_view name, core::Scale scale) {
  const auto units = posted_units(json, name, scale.price_decimals);
  if (!units) return std::unexpected(units.error());
  return *units ? std::optional{core::Price{**units}} : std::nullopt;
}

[[nodiscard]] inline core::Result<std::optional<double>> posted_number(const net::JsonValue& json,
                                                                       std::string_view name) {
  const net::JsonValue* value = json.find(name);
  if (value == nullptr || value->is_null()) return std::optional<double>{};
  const auto number = value->number();
  if (!number) return bad_member("bad_number", "This must be a number.", name);
  return number;
}

/// Percent as a share; within (0, most].
[[nodiscard]] inline core::Result<std::optional<core::Rate>> posted_percent(const net::JsonValue& json,
                                                                            std::string_view name, double most) {
  const auto number = posted_number(json, name);
  if (!number) return std::unexpected(number.error());
  if (!*number) return std::optional<core::Rate>{};
  if (!(**number > 0) || **number > most) return bad_member("bad_number", "This is out of range.", name);
  return std::optional{core::Rate{static_cast<std::int64_t>(**number * static_cast<double>(core::kRateOne) / 100)}};
}

/// Text of at most so many bytes; absent: not there, or null.
[[nodiscard]] inline core::Result<std::optional<std::string>> posted_text(const net::JsonValue& json,
                                                                          std::string_view name, std::size_t most) {
  const net::JsonValue* value = json.find(name);
  if (value == nullptr || value->is_null()) return std::optional<std::string>{};
  if (value->text() == nullptr) return bad_member("bad_value", "This must be text.", name);
  if (value->text()->size() > most) {
    return bad_member("too_long", "This must be at most " + std::to_string(most) + " bytes.", name);
  }
  return std::optional{*value->text()};
}

/// The place of a name among `choices`; the first when it was left out.
[[nodiscard]] inline core::Result<std::size_t> posted_choice(const net::JsonValue& json, std::string_view name,
                                                             std::span<const std::string_view> choices) {
  const net::JsonValue* value = json.find(name);
  if (value == nullptr || value->is_null()) return std::size_t{0};
  const auto at = value->text() == nullptr ? choices.end() : std::ranges::find(choices, *value->text());
  if (at != choices.end()) return static_cast<std::size_t>(at - choices.begin());
  std::string list;
  for (const std::string_view one : choices) list.append(list.empty() ? "" : ", ").append(one);
  return bad_member("bad_value", "This must be one of: " + list + ".", name);
}

[[nodiscard]] inline core::Result<bool> posted_flag(const net::JsonValue& json, std::string_view name) {
  const net::JsonValue* value = json.find(name);
  if (value == nullptr || value->is_null()) return false;
  if (value->boolean() == nullptr) return bad_member("bad_value", "This must be true or false.", name);
  return *value->boolean();
}

[[nodiscard]] inline core::Result<std::optional<core::Timestamp>> posted_time(const net::JsonValue& json,
                                                                              std::string_view name) {
  const net::JsonValue* value = json.find(name);
  if (value == nullptr || value->is_null()) return std::optional<core::Timestamp>{};
  if (value->integer() != nullptr) return std::optional{core::Timestamp::from_ms(*value->integer())};
  const auto time = core::parse_time(value->text() == nullptr ? "" : *value->text());
  if (!time) return bad_member(time.error().code, time.error().message, name);
  return std::optional{*time};
}

}  // namespace tidemark::api
