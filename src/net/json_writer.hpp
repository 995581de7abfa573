#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tidemark::net {

/// Appends JSON to a string, compactly, with commas where they belong. The caller keeps begin/end and key/value in
/// order. Numbers are exact: integers and decimals digit by digit, doubles in the shortest form that reads back the
/// same.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_{out} {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  /// Followed by exactly one value.
  JsonWriter& key(std::string_view name);

  /// Control characters, quotes and backslashes are escaped; bytes that are not UTF-8 become U+FFFD.
  JsonWriter& text(std::string_view value);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& unsigned_integer(std::uint64_t value);
  /// value * 10^-decimals, as core::format_decimal writes it: a JSON number.
  JsonWriter& decimal(std::int64_t value, int decimals);
  /// null when not finite: JSON has no NaN.
  JsonWriter& number(double value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  /// A complete JSON value made elsewhere.
  JsonWriter& raw(std::string_view json);

 private:
  void separate();
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);

  std::string& out_;
  bool comma_{false};  ///< the next value or key must be separated from what stands before it
};

/// The text as a JSON string with its quotes.
void append_json_text(std::string& out, std::string_view value);

}  // namespace tidemark::net
