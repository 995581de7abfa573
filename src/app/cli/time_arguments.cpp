#include "app/cli/time_arguments.hpp"

#include <charconv>
#include <string_view>

namespace tidemark::app {

core::Result<core::OpenRange> parse_range(const RangeArguments& arguments) {
  core::OpenRange range;
  if (!arguments.timerange.empty()) {
    auto both = core::parse_timerange(arguments.timerange);
    if (!both) return both;
    range = *both;
  }
  if (!arguments.from.empty()) {
    auto from = core::parse_time(arguments.from);
    if (!from) return core::fail(core::ErrorKind::kInvalidArgument, "bad_time", from.error().message, "--from");
    range.from = *from;
  }
  if (!arguments.to.empty()) {
    auto to = core::parse_time(arguments.to);
    if (!to) return core::fail(core::ErrorKind::kInvalidArgument, "bad_time", to.error().message, "--to");
    range.to = *to;
  }
  if (range.from && range.to && *range.from >= *range.to) {
    return core::fail(core::ErrorKind::kInvalidArgument, "empty_range", "the range ends before it begins",
                      "--from/--to");
  }
  return range;
}

core::Result<std::optional<core::Duration>> parse_utc_offset(const std::string& text) {
  if (text.empty()) return std::optional<core::Duration>{};
  const auto bad = [&] {
    return core::fail(core::ErrorKind::kInvalidArgument, "bad_utc_offset",
                      "'" + text + "' is not an offset from UTC; use +8, -5 or +05:30", "--utc-offset");
  };
  std::string_view rest = text;
  const bool minus = rest.front() == '-';
  if (minus || rest.front() == '+') rest.remove_prefix(1);
  if (rest.ends_with('h')) rest.remove_suffix(1);
  const auto number = [&](std::string_view part, int max) -> std::optional<int> {
    int value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (error != std::errc{} || end != part.data() + part.size() || part.empty() || value < 0 || value > max) return {};
    return value;
  };
  const std::size_t colon = rest.find(':');
  const auto hour = number(rest.substr(0, colon), 14);
  const auto minute = colon == std::string_view::npos ? std::optional{0} : number(rest.substr(colon + 1), 59);
  if (!hour || !minute) return bad();
  const core::Duration offset = core::minutes(*hour * 60 + *minute);
  return std::optional{minus ? core::Duration{-offset.ns} : offset};
}

}  // namespace tidemark::app
