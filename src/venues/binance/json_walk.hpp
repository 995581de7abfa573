#pragma once

#include <string_view>
#include <utility>

#include <simdjson.h>

#include "venues/binance/fields.hpp"
#include "venues/binance/parse_rule.hpp"

namespace tidemark::venues::binance {

namespace ondemand = simdjson::ondemand;

[[nodiscard]] ParseRule rule_of(simdjson::error_code error) noexcept;

/// Passes once over an object and keeps the raw tokens of the keys we know. The object under "data" (combined streams)
/// or "error" is laid over its parent; the one under "k" or "o" goes to `inner`. A list under "data" is handed to
/// `on_list`, which must read it to its end. `levels` bounds the recursion: objects deeper than that are passed over
/// unread.
template <class OnList>
[[nodiscard]] ParseRule walk_object(ondemand::object object, MessageFields& fields, OnList&& on_list, int levels = 2);

/// True when nothing but blanks follows what was read.
[[nodiscard]] inline bool read_to_end(ondemand::document& document) {
  return document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

namespace detail {

/// Whole text of a list; the iterator stands behind it afterwards.
[[nodiscard]] inline ParseRule take_list_text(ondemand::value& value, std::string_view& out) {
  ondemand::array list;
  if (const auto error = value.get_array().get(list); error != simdjson::SUCCESS) return rule_of(error);
  if (const auto error = list.raw_json().get(out); error != simdjson::SUCCESS) return rule_of(error);
  // raw_json() reaches to the next token: cut the comma and blanks off.
  while (!out.empty() && out.back() != ']') out.remove_suffix(1);
  return ParseRule::kParsed;
}

[[nodiscard]] inline ParseRule walk_inner(ondemand::value& value, Fields& fields) {
  ondemand::object object;
  if (const auto error = value.get_object().get(object); error != simdjson::SUCCESS) return rule_of(error);
  for (auto entry : object) {
    if (entry.error() != simdjson::SUCCESS) return rule_of(entry.error());
    ondemand::field& field = entry.value_unsafe();
    const char* key = field.key().raw();
    if (Fields::is_letter(key[0]) && key[1] == '"') fields.set(key[0], field.value().raw_json_token());
  }
  return ParseRule::kParsed;
}

/// The long key of a raw key text, found without reading past its end (the text has padding behind it).
[[nodiscard]] inline std::size_t long_key_at(const char* key) {
  constexpr std::size_t kLengthMax = 17;
  for (std::size_t length = 0; length <= kLengthMax; ++length) {
    if (key[length] == '"') return find_long_key({key, length});
  }
  return kLongKeyCount;
}

}  // namespace detail

template <class OnList>
ParseRule walk_object(ondemand::object object, MessageFields& fields, OnList&& on_list, int levels) {
  for (auto entry : object) {
    if (entry.error() != simdjson::SUCCESS) return rule_of(entry.error());
    // Used where it stands: a copy reads in one piece what was written in two, and waits for both.
    ondemand::field& field = entry.value_unsafe();
    const char* key = field.key().raw();
    ondemand::value& value = field.value();
    std::string_view token = value.raw_json_token();
    const char first = token.empty() ? '\0' : token.front();
    ParseRule rule = ParseRule::kParsed;
    if (Fields::is_letter(key[0]) && key[1] == '"') {
      if (first == '{') {
        if (key[0] == 'k' || key[0] == 'o') rule = detail::walk_inner(value, fields.inner);
      } else {
        if (first == '[') rule = detail::take_list_text(value, token);
        fields.outer.set(key[0], token);
      }
    } else if (const std::size_t known = detail::long_key_at(key); known != kLongKeyCount) {
      const auto name = static_cast<LongKey>(known);
      if (first == '{' && levels > 1 && (name == LongKey::kData || name == LongKey::kError)) {
        ondemand::object inner;
        if (const auto error = value.get_object().get(inner); error != simdjson::SUCCESS) return rule_of(error);
        rule = walk_object(inner, fields, on_list, levels - 1);
      } else if (first == '[' && name == LongKey::kData) {
        rule = on_list(value);
      } else {
        if (first == '[') rule = detail::take_list_text(value, token);
        fields.outer.set(name, token);
      }
    }
    if (rule != ParseRule::kParsed) return rule;
  }
  return ParseRule::kParsed;
}

}  // namespace tidemark::venues::binance
