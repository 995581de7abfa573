#include "venues/file/file_time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace tidemark::venues::file {
namespace {

constexpr std::array<std::string_view, 7> kShapeNames{"Unix time",       "ISO-8601",       "YYYY.MM.DD",   "YYYY/MM/DD",
                                                      "YYYYMMDD hhmmss", "YYYYMMDD hh:mm", "12-hour clock"};
/// 13 digits of milliseconds are the years 2001 to 2286: fewer digits than ten are no Unix time here.
constexpr std::size_t kEpochDigitsMin = 10;
constexpr std::size_t kTextMax = 40;

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

/// Text built up without allocating.
struct Buffer {
  std::array<char, kTextMax + 8> text{};
  std::size_t size{0};

  void put(std::string_view part) {
    const std::size_t count = std::min(part.size(), text.size() - size);
    part.copy(text.data() + size, count);
    size += count;
  }
  [[nodiscard]] std::string_view view() const { return {text.data(), size}; }
};

std::optional<core::Timestamp> iso(std::string_view text) {
  const auto time = core::parse_time(text);
  if (!time) return std::nullopt;
  return *time;
}

std::optional<FileTime> with_shape(std::optional<core::Timestamp> time, TimeShape shape) {
  if (!time) return std::nullopt;
  return FileTime{*time, shape};
}

/// "1672531436", "1672531436.5", "1679004900000".
std::optional<core::Timestamp> epoch(std::string_view whole, std::string_view fraction) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), value);
  if (error != std::errc{} || end != whole.data() + whole.size()) return std::nullopt;
  int digits_below = 0;  // decimal places of the unit against nanoseconds
  if (whole.size() <= 11)
    digits_below = 9;
  else if (whole.size() <= 14)
    digits_below = 6;
  else if (whole.size() <= 17)
    digits_below = 3;
  for (int i = 0; i < digits_below; ++i) {
    const auto next = static_cast<std::size_t>(i);
    const std::int64_t digit = next < fraction.size() ? fraction[next] - '0' : 0;
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, digit, &value)) return std::nullopt;
  }
  return core::Timestamp{value};
}

/// "20120201…" as "2012-02-01".
void put_compact_date(Buffer& out, std::string_view text) {
  out.put(text.substr(0, 4));
  out.put("-");
  out.put(text.substr(4, 2));
  out.put("-");
  out.put(text.substr(6, 2));
}

std::optional<FileTime> compact(std::string_view text) {
  Buffer out;
  put_compact_date(out, text);
  if (text.size() == 8) return with_shape(iso(out.view()), TimeShape::kCompactClock);
  const auto clock = text.substr(9);
  if (text[8] != ' ' && text[8] != 'T') return std::nullopt;
  out.put(" ");
  if (!all_digits(clock)) {
    out.put(clock);
    return with_shape(iso(out.view()), TimeShape::kCompactClock);
  }
  if (clock.size() != 6 && clock.size() != 9) return std::nullopt;
  out.put(clock.substr(0, 2));
  out.put(":");
  out.put(clock.substr(2, 2));
  out.put(":");
  out.put(clock.substr(4, 2));
  if (clock.size() == 9) {
    out.put(".");
    out.put(clock.substr(6));
  }
  return with_shape(iso(out.view()), TimeShape::kCompact);
}

/// "2022.10.10 00:00" as "2022-10-10 00:00".
std::optional<FileTime> with_dashes(std::string_view text, TimeShape shape) {
  Buffer out;
  out.put(text.substr(0, 4));
  out.put("-");
  out.put(text.substr(5, 2));
  out.put("-");
  out.put(text.substr(8));
  return with_shape(iso(out.view()), shape);
}

/// "2019-10-17 09-AM", "2019-10-17 09:30 PM", "2019-10-17 9:30:05PM".
std::optional<FileTime> twelve_hour(std::string_view text) {
  const bool afternoon = text[text.size() - 2] == 'P' || text[text.size() - 2] == 'p';
  std::string_view body = text.substr(0, text.size() - 2);
  while (!body.empty() && (body.back() == ' ' || body.back() == '-')) body.remove_suffix(1);
  if (body.size() < 12 || body[10] != ' ') return std::nullopt;
  std::string_view clock = body.substr(11);
  const std::size_t hour_digits = clock.size() > 1 && is_digit(clock[1]) ? 2 : 1;
  int hour = 0;
  for (const char c : clock.substr(0, hour_digits)) {
    if (!is_digit(c)) return std::nullopt;
    hour = hour * 10 + (c - '0');
  }
  if (hour < 1 || hour > 12) return std::nullopt;
  hour = hour % 12 + (afternoon ? 12 : 0);
  clock.remove_prefix(hour_digits);
  const std::array<char, 2> hour_text{static_cast<char>('0' + hour / 10), static_cast<char>('0' + hour % 10)};
  Buffer out;
  out.put(body.substr(0, 10));
  out.put(" ");
  out.put({hour_text.data(), 2});
  out.put(clock.empty() ? ":00" : clock);
  return with_shape(iso(out.view()), TimeShape::kTwelveHour);
}

bool is_date_number(std::string_view text) {
  const auto month = text.substr(4, 2);
  const auto day = text.substr(6, 2);
  return (text.starts_with("19") || text.starts_with("20")) && month >= "01" && month <= "12" && day >= "01" &&
         day <= "31";
}

}  // namespace

std::string_view name_of(TimeShape shape) noexcept {
  return kShapeNames[static_cast<std::size_t>(shape)];
}

std::optional<FileTime> parse_file_time(std::string_view text) noexcept {
  if (text.size() < 8 || text.size() > kTextMax) return std::nullopt;
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  const bool whole = digits == text.size();
  if (digits >= kEpochDigitsMin && digits <= 19 && (whole || text[digits] == '.')) {
    const auto fraction = whole ? std::string_view{} : text.substr(digits + 1);
    if (!whole && !all_digits(fraction)) return std::nullopt;
    return with_shape(epoch(text.substr(0, digits), fraction), TimeShape::kEpoch);
  }
  if (digits == 8 && is_date_number(text)) return compact(text);
  if (digits != 4 || text.size() < 10) return std::nullopt;
  const char last = text.back();
  if (text[4] == '-' && (last == 'M' || last == 'm')) return twelve_hour(text);
  if (text[4] == '-') return with_shape(iso(text), TimeShape::kIso);
  if (text[4] == '.' && text[7] == '.') return with_dashes(text, TimeShape::kDotted);
  if (text[4] == '/' && text[7] == '/') return with_dashes(text, TimeShape::kSlashed);
  return std::nullopt;
}

bool looks_like_clock(std::string_view text) noexcept {
  return text.size() >= 5 && text.size() <= 12 && is_digit(text[0]) && is_digit(text[1]) && text[2] == ':' &&
         is_digit(text[3]) && is_digit(text[4]);
}

bool looks_like_time_of_day(std::string_view text) noexcept {
  constexpr std::size_t kMillisecondDigits = 8;
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  if (point != std::string_view::npos && !all_digits(text.substr(point + 1))) return false;
  if (!all_digits(whole) || whole.size() > kMillisecondDigits) return false;
  return whole.size() < kMillisecondDigits || whole < "86400000";
}

}  // namespace tidemark::venues::file
