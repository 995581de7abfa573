#include "net/url.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace tidemark::net {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

enum class Plus { kLiteral, kBlank };

std::optional<std::string> decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (text.size() - i < 3) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus == Plus::kBlank) {
      c = ' ';
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) return std::nullopt;
    out += c;
  }
  if (!core::is_utf8(out)) return std::nullopt;
  return out;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::string> decode_segment(std::string_view text) {
  return decode(text, Plus::kLiteral);
}

std::optional<std::vector<std::string>> split_path(std::string_view path) {
  if (path.empty() || path.front() != '/') return std::nullopt;
  path.remove_prefix(1);
  std::vector<std::string> segments;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    auto segment = decode_segment(path.substr(0, end));
    if (!segment || segment->empty() || *segment == "." || *segment == "..") return std::nullopt;
    segments.push_back(std::move(*segment));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return segments;
}

core::Result<std::vector<NameValue>> parse_query(std::string_view query) {
  std::vector<NameValue> values;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = decode(pair.substr(0, equals), Plus::kBlank);
    auto value = decode(pair.substr(std::min(equals + 1, pair.size())), Plus::kBlank);
    if (!name || !value || name->empty()) {
      return core::fail(core::ErrorKind::kParse, "bad_query", "The query is not valid percent-encoded UTF-8 text.");
    }
    if (std::ranges::find(values, *name, &NameValue::name) != values.end()) {
      return core::fail(core::ErrorKind::kInvalidArgument, "repeated_parameter",
                        "This parameter is given more than once.", *name);
    }
    values.push_back({std::move(*name), std::move(*value)});
  }
  return values;
}

}  // namespace tidemark::net
