#include "core/time.hpp"

#include <charconv>
#include <chrono>
#include <limits>

namespace tidemark::core {
namespace {

constexpr std::int64_t kNsPerDay = days(1).ns;

/// Walks through text; every take_… consumes on success only.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_{text} {}

  std::optional<int> take_digits(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return std::nullopt;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// ".123456789" behind the point, as nanoseconds; more digits than nine are refused.
  std::optional<std::int64_t> take_fraction() {
    std::int64_t value = 0;
    std::size_t digits = 0;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
      if (++digits > 9) return std::nullopt;
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    if (digits == 0) return std::nullopt;
    for (; digits < 9; ++digits) value *= 10;
    return value;
  }
  [[nodiscard]] bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

bool take_date(Scanner& in, CivilTime& civil) {
  const auto year = in.take_digits(4);
  if (!year || !in.take('-')) return false;
  const auto month = in.take_digits(2);
  if (!month || !in.take('-')) return false;
  const auto day = in.take_digits(2);
  if (!day) return false;
  civil.year = *year;
  civil.month = *month;
  civil.day = *day;
  return true;
}

/// "hh:mm[:ss[.fraction]]"
bool take_clock(Scanner& in, CivilTime& civil, std::int64_t& fraction_ns) {
  const auto hour = in.take_digits(2);
  if (!hour || !in.take(':')) return false;
  const auto minute = in.take_digits(2);
  if (!minute) return false;
  civil.hour = *hour;
  civil.minute = *minute;
  if (!in.take(':')) return true;
  const auto second = in.take_digits(2);
  if (!second) return false;
  civil.second = *second;
  if (!in.take('.')) return true;
  const auto fraction = in.take_fraction();
  if (!fraction) return false;
  fraction_ns = *fraction;
  return true;
}

/// "Z", "+hh:mm", "-hhmm", "+hh" or nothing (UTC).
bool take_zone(Scanner& in, Duration& offset) {
  if (in.done() || in.take('Z') || in.take('z')) return true;
  const bool minus = in.take('-');
  if (!minus && !in.take('+')) return false;
  const auto hour = in.take_digits(2);
  if (!hour || *hour > 14) return false;
  in.take(':');
  int minute = 0;
  if (!in.done()) {
    const auto digits = in.take_digits(2);
    if (!digits || *digits > 59) return false;
    minute = *digits;
  }
  offset = minutes(*hour * 60 + minute);
  if (minus) offset.ns = -offset.ns;
  return true;
}

std::unexpected<Error> bad_time(std::string_view text) {
  return fail(ErrorKind::kParse, "bad_time",
              "'" + std::string(text.substr(0, 64)) +
                  "' is not a time; use ISO-8601 (2023-03-24T12:40:00Z) or Unix milliseconds");
}

Result<Timestamp> parse_unix(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return bad_time(text);
  const std::size_t digits = text.size() - (text.front() == '-' ? 1 : 0);
  std::int64_t unit = 1'000'000;
  if (digits == 10 || digits == 11) unit = 1'000'000'000;
  if (digits >= 15 && digits <= 16) unit = 1'000;
  if (digits >= 18) unit = 1;
  std::int64_t ns = 0;
  if (__builtin_mul_overflow(value, unit, &ns)) return bad_time(text);
  return Timestamp{ns};
}

bool is_integer(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

void put_digits(std::string& out, std::int64_t value, int width) {
  std::string digits = std::to_string(value);
  if (digits.size() < static_cast<std::size_t>(width)) out.append(static_cast<std::size_t>(width) - digits.size(), '0');
  out += digits;
}

}  // namespace

CivilTime civil_of(Timestamp t) noexcept {
  std::int64_t day_number = t.ns / kNsPerDay;
  std::int64_t rest = t.ns % kNsPerDay;
  if (rest < 0) {
    rest += kNsPerDay;
    --day_number;
  }
  const std::chrono::sys_days day{std::chrono::days{day_number}};
  const std::chrono::year_month_day date{day};
  const auto second_of_day = static_cast<int>(rest / 1'000'000'000);
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<int>(static_cast<unsigned>(date.month())),
          .day = static_cast<int>(static_cast<unsigned>(date.day())),
          .hour = second_of_day / 3600,
          .minute = second_of_day / 60 % 60,
          .second = second_of_day % 60,
          .weekday = static_cast<int>(std::chrono::weekday{day}.c_encoding())};
}

Timestamp timestamp_of(const CivilTime& c) noexcept {
  const std::chrono::sys_days day{std::chrono::year{c.year} / std::chrono::month{static_cast<unsigned>(c.month)} /
                                  std::chrono::day{static_cast<unsigned>(c.day)}};
  const std::int64_t second_of_day = c.hour * 3600 + c.minute * 60 + c.second;
  return {day.time_since_epoch().count() * kNsPerDay + second_of_day * 1'000'000'000};
}

bool is_valid(const CivilTime& c) noexcept {
  if (c.year < 1678 || c.year > 2261 || c.month < 1 || c.month > 12 || c.day < 1) return false;
  const std::chrono::year_month_day date{std::chrono::year{c.year}, std::chrono::month{static_cast<unsigned>(c.month)},
                                         std::chrono::day{static_cast<unsigned>(c.day)}};
  return date.ok() && c.hour >= 0 && c.hour < 24 && c.minute >= 0 && c.minute < 60 && c.second >= 0 && c.second < 60;
}

std::string format_iso(Timestamp t) {
  const CivilTime c = civil_of(t);
  std::string out;
  out.reserve(30);
  put_digits(out, c.year, 4);
  out += '-';
  put_digits(out, c.month, 2);
  out += '-';
  put_digits(out, c.day, 2);
  out += 'T';
  put_digits(out, c.hour, 2);
  out += ':';
  put_digits(out, c.minute, 2);
  out += ':';
  put_digits(out, c.second, 2);
  std::int64_t fraction = t.ns % 1'000'000'000;
  if (fraction < 0) fraction += 1'000'000'000;
  if (fraction != 0) {
    out += '.';
    if (fraction % 1'000'000 == 0) {
      put_digits(out, fraction / 1'000'000, 3);
    } else if (fraction % 1'000 == 0) {
      put_digits(out, fraction / 1'000, 6);
    } else {
      put_digits(out, fraction, 9);
    }
  }
  out += 'Z';
  return out;
}

Result<Timestamp> parse_time(std::string_view text) {
  if (text.empty()) return bad_time(text);
  if (is_integer(text)) return parse_unix(text);
  Scanner in{text};
  CivilTime civil;
  std::int64_t fraction_ns = 0;
  Duration offset;
  if (!take_date(in, civil)) return bad_time(text);
  if (!in.done()) {
    if (!in.take('T') && !in.take(' ') && !in.take('t')) return bad_time(text);
    if (!take_clock(in, civil, fraction_ns) || !take_zone(in, offset) || !in.done()) return bad_time(text);
  }
  if (!is_valid(civil)) return bad_time(text);
  return timestamp_of(civil) + nanoseconds(fraction_ns) - offset;
}

Result<OpenRange> parse_timerange(std::string_view text) {
  const auto bad = [&] {
    return fail(
        ErrorKind::kParse, "bad_timerange",
        "'" + std::string(text.substr(0, 64)) + "' is not a range; use YYYYMMDD-YYYYMMDD, either side may be empty");
  };
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos || text.size() < 2) return bad();
  const auto side = [](std::string_view part) -> Result<Timestamp> {
    if (part.size() != 8) return parse_time(part);  // epoch seconds or milliseconds, as freqtrade allows
    Scanner in{part};
    CivilTime civil;
    civil.year = in.take_digits(4).value_or(0);
    civil.month = in.take_digits(2).value_or(0);
    civil.day = in.take_digits(2).value_or(0);
    if (!is_valid(civil)) return bad_time(part);
    return timestamp_of(civil);
  };
  OpenRange range;
  if (dash > 0) {
    const auto from = side(text.substr(0, dash));
    if (!from) return bad();
    range.from = *from;
  }
  if (dash + 1 < text.size()) {
    const auto to = side(text.substr(dash + 1));
    if (!to) return bad();
    range.to = *to;
  }
  return range;
}

}  // namespace tidemark::core
