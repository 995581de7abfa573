#include "net/rate_reply.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace tidemark::net {
namespace {

constexpr core::Duration kSlowDown = core::minutes(1);
constexpr core::Duration kShortestBan = core::minutes(2);
constexpr core::Duration kLongestHold = core::days(7);
constexpr std::string_view kUsedWeight = "x-mbx-used-weight-";

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view kBetween = " ,-:";
  std::vector<std::string_view> words;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(kBetween), text.size()));
    if (text.empty() || words.size() > 8) return words;
    const std::size_t end = std::min(text.find_first_of(kBetween), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

std::optional<int> month_of(std::string_view name) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto found = std::ranges::find(kMonths, name);
  if (found == kMonths.end()) return std::nullopt;
  return static_cast<int>(found - kMonths.begin()) + 1;
}

/// "1m" is a minute, "10s" ten seconds.
std::optional<core::Duration> interval_of(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto count = number_of<std::int32_t>(text.substr(0, text.size() - 1));
  if (!count) return std::nullopt;
  switch (text.back()) {
    case 's':
      return core::seconds(*count);
    case 'm':
      return core::minutes(*count);
    case 'h':
      return core::hours(*count);
    case 'd':
      return core::days(*count);
    default:
      return std::nullopt;
  }
}

std::optional<std::string_view> header_of(std::span<const NameValue> headers, std::string_view name) {
  const auto found = std::ranges::find(headers, name, &NameValue::name);
  if (found == headers.end()) return std::nullopt;
  return found->value;
}

std::optional<core::Duration> retry_after(std::span<const NameValue> headers, core::Timestamp now) {
  const auto text = header_of(headers, "retry-after");
  if (!text) return std::nullopt;
  if (const auto seconds = number_of<std::int32_t>(*text)) return core::seconds(*seconds);
  const auto until = parse_http_date(*text);
  if (!until) return std::nullopt;
  // Its clock and ours may differ, its clock and itself do not.
  return *until - parse_http_date(header_of(headers, "date").value_or("")).value_or(now);
}

}  // namespace

std::optional<core::Timestamp> parse_http_date(std::string_view text) {
  const auto words = words_of(text);
  core::CivilTime civil;
  const auto take = [&](std::size_t day, std::size_t month, std::size_t year, std::size_t clock) {
    const auto m = month_of(words[month]);
    const std::array<std::optional<int>, 5> numbers{number_of<int>(words[day]), number_of<int>(words[year]),
                                                    number_of<int>(words[clock]), number_of<int>(words[clock + 1]),
                                                    number_of<int>(words[clock + 2])};
    if (!m || !std::ranges::all_of(numbers, [](const auto& n) { return n.has_value(); })) return false;
    const int short_year = *numbers[1] < 70 ? 2000 : *numbers[1] < 100 ? 1900 : 0;
    civil = {.year = *numbers[1] + short_year,
             .month = *m,
             .day = *numbers[0],
             .hour = *numbers[2],
             .minute = *numbers[3],
             .second = *numbers[4]};
    return core::is_valid(civil);
  };
  const bool is_usual = words.size() == 8 && words[7] == "GMT" && take(1, 2, 3, 4);
  const bool is_asctime = words.size() == 7 && take(2, 1, 6, 3);
  if (!is_usual && !is_asctime) return std::nullopt;
  return core::timestamp_of(civil);
}

void heed_reply(RateLimiter& limiter, int status, std::span<const NameValue> headers, core::Timestamp now) {
  for (const NameValue& header : headers) {
    if (!header.name.starts_with(kUsedWeight)) continue;
    const auto length = interval_of(std::string_view{header.name}.substr(kUsedWeight.size()));
    const auto used = number_of<std::int64_t>(header.value);
    if (length && used) limiter.report_used(*length, *used, now);
  }
  if (status != 429 && status != 418) return;
  const core::Duration wait = retry_after(headers, now).value_or(status == 418 ? kShortestBan : kSlowDown);
  limiter.hold_until(now + std::clamp(wait, core::Duration{}, kLongestHold));
}

}  // namespace tidemark::net
