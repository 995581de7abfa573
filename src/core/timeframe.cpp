#include "core/timeframe.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace tidemark::core {
namespace {

constexpr std::array<std::string_view, kTimeframeCount> kNames{"1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w"};

struct Alias {
  std::string_view text;  ///< lower case
  Timeframe timeframe;
};

constexpr std::array kAliases{
    Alias{"m1", Timeframe::k1m},    Alias{"m5", Timeframe::k5m},   Alias{"m15", Timeframe::k15m},
    Alias{"m30", Timeframe::k30m},  Alias{"h1", Timeframe::k1h},   Alias{"h4", Timeframe::k4h},
    Alias{"d1", Timeframe::k1d},    Alias{"w1", Timeframe::k1w},   Alias{"60m", Timeframe::k1h},
    Alias{"240m", Timeframe::k4h},  Alias{"24h", Timeframe::k1d},  Alias{"7d", Timeframe::k1w},
    Alias{"1min", Timeframe::k1m},  Alias{"5min", Timeframe::k5m}, Alias{"15min", Timeframe::k15m},
    Alias{"30min", Timeframe::k30m}};

}  // namespace

std::string_view name_of(Timeframe tf) noexcept {
  return kNames[index_of(tf)];
}

Result<Timeframe> parse_timeframe(std::string_view text) {
  std::string lower{text.substr(0, 16)};
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  // Case tells a minute from a month: "1M" must not become one minute.
  const bool month = !text.empty() && text.back() == 'M';
  if (!month && text.size() <= 16) {
    for (const Timeframe tf : kAllTimeframes) {
      if (name_of(tf) == lower) return tf;
    }
    for (const Alias& alias : kAliases) {
      if (alias.text == lower) return alias.timeframe;
    }
  }
  return fail(ErrorKind::kInvalidArgument, "bad_timeframe",
              "'" + std::string(text.substr(0, 32)) + "' is not a supported timeframe; use 1m 5m 15m 30m 1h 4h 1d 1w");
}

}  // namespace tidemark::core
