#include "ops/log_line.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "ops/json_text.hpp"

namespace tidemark::ops {
namespace {

constexpr std::array<std::string_view, 5> kLevelNames{"trace", "debug", "info", "warning", "error"};

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  append_json_escaped(out, text);
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
    append_json_escaped(out, value);
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
    append_json_escaped(out, message);
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
