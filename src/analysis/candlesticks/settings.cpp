#include "analysis/candlesticks/settings.hpp"

#include <charconv>
#include <string>

namespace tidemark::analysis::candlesticks {
namespace {

std::string number_text(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end.ptr};
}

core::Status check_range(const std::string& name, double value, double max, std::string_view kind) {
  if (value >= 0 && value <= max) return {};  // false for NaN
  return core::fail(core::ErrorKind::kInvalidArgument, "bad_parameter",
                    "candlesticks: parameter " + name + " is " + number_text(value) + ", but must be a " +
                        std::string{kind} + " from 0 to " + number_text(max));
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
    if (auto status = check_range(name + ".period", one.period, kAveragePeriodMax, "whole number"); !status) {
      return status;
    }
    if (auto status = check_range(name + ".factor", one.factor, kFactorMax, "number"); !status) return status;
  }
  for (std::size_t i = 0; i < kPenetrationCount; ++i) {
    const std::string name{name_of(static_cast<Penetration>(i))};
    auto status = check_range(name + ".penetration", settings.penetration[i], kPenetrationMax, "number");
    if (!status) return status;
  }
  return {};
}

}  // namespace tidemark::analysis::candlesticks
