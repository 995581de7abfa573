#include "analysis/candlesticks/settings.hpp"

#include <string>

#include "analysis/kernel/check_range.hpp"

namespace tidemark::analysis::candlesticks {
namespace {

core::Status check_range(const std::string& name, double value, double max, NumberKind kind) {
  return analysis::check_range("candlesticks", name, value, {.min = 0, .max = max}, kind);
}

}  // namespace

std::string_view name_of(RangeType range) noexcept {
  constexpr std::array<std::string_view, 3> kNames{"real_body", "high_low", "shadows"};
  return kNames[static_cast<std::size_t>(range)];
}

std::string_view name_of(Setting setting) noexcept {
  constexpr std::array<std::string_view, kSettingCount> kNames{
      "body_long",    "body_very_long",    "body_short", "body_doji", "shadow_long", "shadow_very_long",
      "shadow_short", "shadow_very_short", "near",       "far",       "equal"};
  return kNames[static_cast<std::size_t>(setting)];
}

std::string_view name_of(Penetration penetration) noexcept {
  constexpr std::array<std::string_view, kPenetrationCount> kNames{
      "abandoned_baby", "dark_cloud_cover",  "evening_doji_star", "evening_star",
      "mat_hold",       "morning_doji_star", "morning_star"};
  return kNames[static_cast<std::size_t>(penetration)];
}

core::Status check_settings(const Settings& settings) {
  for (std::size_t i = 0; i < kSettingCount; ++i) {
    const std::string name{name_of(static_cast<Setting>(i))};
    const CandleSetting& one = settings.candle[i];
    if (auto status = check_range(name + ".period", one.period, kAveragePeriodMax, NumberKind::kWhole); !status) {
      return status;
    }
    if (auto status = check_range(name + ".factor", one.factor, kFactorMax, NumberKind::kReal); !status) return status;
  }
  for (std::size_t i = 0; i < kPenetrationCount; ++i) {
    const std::string name{name_of(static_cast<Penetration>(i))};
    auto status = check_range(name + ".penetration", settings.penetration[i], kPenetrationMax, NumberKind::kReal);
    if (!status) return status;
  }
  return {};
}

}  // namespace tidemark::analysis::candlesticks
