#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace tidemark::core {

/// A span of time in nanoseconds; may be negative.
struct Duration {
  std::int64_t ns{0};

  friend constexpr auto operator<=>(Duration, Duration) = default;
  friend constexpr Duration operator+(Duration a, Duration b) { return {a.ns + b.ns}; }
  friend constexpr Duration operator-(Duration a, Duration b) { return {a.ns - b.ns}; }
  friend constexpr Duration operator*(Duration a, std::int64_t n) { return {a.ns * n}; }
  friend constexpr std::int64_t operator/(Duration a, Duration b) { return a.ns / b.ns; }
};

[[nodiscard]] constexpr Duration nanoseconds(std::int64_t n) {
  return {n};
}
[[nodiscard]] constexpr Duration milliseconds(std::int64_t n) {
  return {n * 1'000'000};
}
[[nodiscard]] constexpr Duration seconds(std::int64_t n) {
  return {n * 1'000'000'000};
}
[[nodiscard]] constexpr Duration minutes(std::int64_t n) {
  return seconds(n * 60);
}
[[nodiscard]] constexpr Duration hours(std::int64_t n) {
  return minutes(n * 60);
}
[[nodiscard]] constexpr Duration days(std::int64_t n) {
  return hours(n * 24);
}

/// A point in time: nanoseconds since the Unix epoch, UTC. Representable: 1677-09-21 .. 2262-04-11.
struct Timestamp {
  std::int64_t ns{0};

  [[nodiscard]] static constexpr Timestamp from_ms(std::int64_t ms) { return {ms * 1'000'000}; }
  [[nodiscard]] static constexpr Timestamp from_s(std::int64_t s) { return {s * 1'000'000'000}; }
  /// Milliseconds since the epoch, rounded towards minus infinity.
  [[nodiscard]] constexpr std::int64_t ms() const { return ns / 1'000'000 - (ns % 1'000'000 < 0 ? 1 : 0); }

  friend constexpr auto operator<=>(Timestamp, Timestamp) = default;
  friend constexpr Timestamp operator+(Timestamp t, Duration d) { return {t.ns + d.ns}; }
  friend constexpr Timestamp operator-(Timestamp t, Duration d) { return {t.ns - d.ns}; }
  friend constexpr Duration operator-(Timestamp a, Timestamp b) { return {a.ns - b.ns}; }
};

/// Half-open interval [from, to).
struct TimeRange {
  Timestamp from;
  Timestamp to;

  [[nodiscard]] constexpr bool contains(Timestamp t) const { return from <= t && t < to; }
  friend constexpr bool operator==(TimeRange, TimeRange) = default;
};

/// A UTC calendar moment. month 1..12, day 1..31, weekday 0 = Sunday .. 6 = Saturday.
struct CivilTime {
  int year{1970};
  int month{1};
  int day{1};
  int hour{0};
  int minute{0};
  int second{0};
  int weekday{4};

  friend constexpr bool operator==(const CivilTime&, const CivilTime&) = default;
};

[[nodiscard]] CivilTime civil_of(Timestamp t) noexcept;
/// Ignores weekday. The fields must name a real date and time (see is_valid).
[[nodiscard]] Timestamp timestamp_of(const CivilTime& civil) noexcept;
[[nodiscard]] bool is_valid(const CivilTime& civil) noexcept;

/// ISO-8601 in UTC: "2023-03-24T12:40:00Z", with ".123", ".123456" or ".123456789" only when not whole seconds.
[[nodiscard]] std::string format_iso(Timestamp t);

/// Accepts what users and endpoints give: ISO-8601 date or date-time ("2023-03-24", "2023-03-24T12:40", with seconds,
/// fraction, "Z" or "+hh:mm"; a blank in place of "T"; no zone means UTC) or an integer of Unix milliseconds (10 to 11
/// digits are read as seconds, 16 as microseconds, 19 as nanoseconds).
[[nodiscard]] Result<Timestamp> parse_time(std::string_view text);

/// freqtrade's `YYYYMMDD-YYYYMMDD`; either side may be empty. The end day is excluded, as there.
struct OpenRange {
  std::optional<Timestamp> from;
  std::optional<Timestamp> to;
};
[[nodiscard]] Result<OpenRange> parse_timerange(std::string_view text);

}  // namespace tidemark::core
