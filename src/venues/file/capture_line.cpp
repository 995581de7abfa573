#include "venues/file/capture_line.hpp"

#include <algorithm>

#include "core/decimal.hpp"

namespace tidemark::venues::file {
namespace {

constexpr std::string_view kAnswer = " -> ";
constexpr std::string_view kSent = " <- ";
constexpr std::string_view kConnect = " <-> ";

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

bool is_json(std::string_view text) {
  return text.starts_with('{') || text.starts_with('[');
}

std::optional<core::Timestamp> seconds(std::string_view text) {
  constexpr int kNanosecondDigits = 9;
  const auto parsed = core::parse_decimal(text, kNanosecondDigits);
  if (parsed.error != core::DecimalError::kNone) return std::nullopt;
  return core::Timestamp{parsed.value};
}

/// "<seconds>: <json>" into the line; false when it is something else.
bool take_timed(std::string_view text, CaptureLine& line) {
  const auto colon = text.find(": ");
  if (colon == std::string_view::npos) return false;
  line.received = seconds(text.substr(0, colon));
  line.text = trim(text.substr(colon + 2));
  return line.received.has_value() && !line.text.empty();
}

CaptureLine split_url_line(std::string_view text) {
  CaptureLine line;
  // The marks come right behind the URL, which has no blanks: what stands in the JSON is never looked at.
  const auto blank = text.find(' ');
  line.url = text.substr(0, blank);
  const auto rest = blank == std::string_view::npos ? std::string_view{} : text.substr(blank);
  if (rest.starts_with(kConnect)) {
    line.kind = CaptureLine::Kind::kConnection;
    line.received = seconds(trim(rest.substr(kConnect.size())));
  } else if (rest.starts_with(kSent)) {
    line.kind = CaptureLine::Kind::kAside;
  } else if (rest.starts_with(kAnswer) && take_timed(rest.substr(kAnswer.size()), line)) {
    line.kind = CaptureLine::Kind::kRestAnswer;
  }
  return line;
}

}  // namespace

CaptureLine split_capture_line(std::string_view text) noexcept {
  CaptureLine line;
  text = trim(text);
  if (text.empty() || text.starts_with("configuration:")) {
    line.kind = CaptureLine::Kind::kAside;
    return line;
  }
  if (is_json(text)) {
    line.kind = CaptureLine::Kind::kMessage;
    line.text = text;
    return line;
  }
  if (!is_digit(text.front())) return text.find("://") == std::string_view::npos ? line : split_url_line(text);
  const auto end = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
  if (end < text.size() && text[end] == ' ' && is_json(trim(text.substr(end)))) {
    const auto nanoseconds = core::parse_decimal(text.substr(0, end), 0);
    if (nanoseconds.error != core::DecimalError::kNone) return line;
    line.kind = CaptureLine::Kind::kMessage;
    line.received = core::Timestamp{nanoseconds.value};
    line.text = trim(text.substr(end));
  } else if (take_timed(text, line)) {
    line.kind = CaptureLine::Kind::kMessage;
  }
  return line;
}

}  // namespace tidemark::venues::file
