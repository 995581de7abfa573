#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.hpp"

namespace tidemark::net {

/// A parsed JSON value, for small bodies and messages (market data goes through the venues' own parsers).
class JsonValue {
 public:
  struct Null {
    friend bool operator==(Null, Null) = default;
  };
  using Array = std::vector<JsonValue>;
  using Members = std::vector<std::pair<std::string, JsonValue>>;
  using Data = std::variant<Null, bool, std::int64_t, double, std::string, Array, Members>;

  JsonValue() = default;
  explicit JsonValue(Data data);

  [[nodiscard]] bool is_null() const { return std::holds_alternative<Null>(data_); }
  [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&data_); }
  /// Whole numbers within 64 bits.
  [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data_); }
  /// Any number.
  [[nodiscard]] std::optional<double> number() const;
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&data_); }
  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&data_); }
  [[nodiscard]] const Members* members() const { return std::get_if<Members>(&data_); }
  /// The member of this name; nullptr when there is none or this is not an object.
  [[nodiscard]] const JsonValue* find(std::string_view name) const;

 private:
  Data data_;
};

/// Strict JSON (RFC 8259), UTF-8, at most 32 levels deep, each name of an object once and at
/// most 1000 of them; numbers are read exactly.
/// Errors: kParse "bad_json" with the byte offset as place.
[[nodiscard]] core::Result<JsonValue> parse_json(std::string_view text);

}  // namespace tidemark::net
