#include "net/http_head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "net/problem.hpp"

namespace tidemark::net {
namespace {

void append_number(std::string& out, std::size_t value, std::size_t width = 0) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  const auto size = static_cast<std::size_t>(end - buffer);
  if (size < width) out.append(width - size, '0');
  out.append(buffer, size);
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::ranges::any_of(value, is_control) || std::ranges::any_of(name, is_control)) return;
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

}  // namespace

void append_head(std::string& out, const Response& response, KeepAlive keep_alive, std::string_view request_id,
                 std::string_view date) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(response.status));
  out += ' ';
  out += reason_of(response.status);
  out += "\r\n";
  append_header(out, "Date", date);
  if (!response.content_type.empty()) append_header(out, "Content-Type", response.content_type);
  if (response.status != 204 && response.status != 304) {
    out += "Content-Length: ";
    append_number(out, response.body.bytes().size());
    out += "\r\n";
  }
  for (const NameValue& header : response.headers) append_header(out, header.name, header.value);
  append_header(out, "X-Request-Id", request_id);
  out += "X-Content-Type-Options: nosniff\r\n";
  out += keep_alive == KeepAlive::kYes ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
}

std::string http_date(core::Timestamp t) {
  constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const core::CivilTime c = core::civil_of(t);
  std::string out{kDays[static_cast<std::size_t>(c.weekday)]};
  out += ", ";
  append_number(out, static_cast<std::size_t>(c.day), 2);
  out += ' ';
  out += kMonths[static_cast<std::size_t>(c.month - 1)];
  out += ' ';
  append_number(out, static_cast<std::size_t>(c.year), 4);
  for (const auto& [separator, value] : {std::pair{' ', c.hour}, {':', c.minute}, {':', c.second}}) {
    out += separator;
    append_number(out, static_cast<std::size_t>(value), 2);
  }
  out += " GMT";
  return out;
}

bool is_request_id(std::string_view text) noexcept {
  const auto is_token = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
  };
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, is_token);
}

}  // namespace tidemark::net
