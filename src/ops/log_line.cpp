#include "ops/log_line.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace tidemark::ops {
namespace {

constexpr std::array<std::string_view, 5> kLevelNames{"trace", "debug", "info", "warning", "error"};
constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

/// Length of the UTF-8 sequence at the start of `text`, 0 when it is none (RFC 3629, table 3-7 of Unicode).
std::size_t sequence_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = at(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xC0U) != 0x80U) return 0;
  }
  const unsigned char next = at(1);
  const bool overlong = (lead == 0xE0 && next < 0xA0) || (lead == 0xF0 && next < 0x90);
  const bool surrogate = lead == 0xED && next > 0x9F;
  const bool beyond = lead == 0xF4 && next > 0x8F;
  return overlong || surrogate || beyond ? 0 : length;
}

void append_control(std::string& out, unsigned char c) {
  switch (c) {
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += kHex[c >> 4U];
      out += kHex[c & 0xFU];
  }
}

/// JSON's escaping, which text lines use as well.
void append_escaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    const auto c = static_cast<unsigned char>(text.front());
    if (length == 0) {
      out += kReplacement;
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += text.front();
    } else if (c < 0x20 || c == 0x7F) {
      append_control(out, c);
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  append_escaped(out, text);
  out += '"';
}

bool needs_quotes(std::string_view text) {
  if (text.empty()) return true;
  for (const char c : text) {
    if (c == ' ' || c == '"' || c == '=' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
  }
  return false;
}

template <class T>
void append_number(std::string& out, T value) {
  std::array<char, 32> buffer{};
  out.append(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr);
}

void append_value(std::string& out, std::string_view value, LogFormat format) {
  if (format == LogFormat::kJson || needs_quotes(value)) {
    append_quoted(out, value);
  } else {
    append_escaped(out, value);
  }
}
void append_value(std::string& out, double value, LogFormat format) {
  if (format == LogFormat::kJson && !std::isfinite(value)) {
    out += "null";
  } else {
    append_number(out, value);
  }
}
void append_value(std::string& out, std::int64_t value, LogFormat) {
  append_number(out, value);
}
void append_value(std::string& out, std::uint64_t value, LogFormat) {
  append_number(out, value);
}

}  // namespace

std::string format_log_line(LogFormat format, std::string_view iso_time, LogLevel level, std::string_view message,
                            std::initializer_list<LogField> fields) {
  const bool json = format == LogFormat::kJson;
  const std::string_view level_name = kLevelNames[static_cast<std::size_t>(level)];
  std::string out;
  out.reserve(128);
  if (json) {
    out.append("{\"time\":\"").append(iso_time).append("\",\"level\":\"").append(level_name).append("\",\"message\":");
    append_quoted(out, message);
  } else {
    out.append(iso_time).append(" ").append(level_name).append(" ");
    append_escaped(out, message);
  }
  for (const LogField& field : fields) {
    if (json) {
      out += ',';
      append_quoted(out, field.key);
      out += ':';
    } else {
      out.append(" ").append(field.key).append("=");
    }
    std::visit([&](const auto& value) { append_value(out, value, format); }, field.value);
  }
  if (json) out += '}';
  return out;
}

}  // namespace tidemark::ops
