#include "analysis/confidence/pattern_confidence.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>

namespace tidemark::analysis::confidence {
namespace {

constexpr double kVolumeBoostMax = 30;
constexpr double kPriceBoostMax = 20;
constexpr double kTimeframeBoostMax = 30;

double share(double value) {
  return std::isnan(value) ? 0 : std::clamp(value, 0.0, 1.0);
}

}  // namespace

double volume_confirmation(double volume, double mean_volume) {
  return mean_volume > 0 ? share(volume / mean_volume - 1) : 0;
}

double follow_through(Side side, double pattern_close, double later_close, double average_true_range) {
  if (!(average_true_range > 0)) return 0;
  return share(sign_of(side) * (later_close - pattern_close) / average_true_range);
}

double trend_alignment(Side side, double trend) {
  return share(0.5 + 0.5 * sign_of(side) * trend);
}

double trend_of(std::span<const double> closes) {
  if (closes.size() < 2) return 0;
  double path = 0;
  for (std::size_t i = 1; i < closes.size(); ++i) path += std::fabs(closes[i] - closes[i - 1]);
  return path > 0 ? (closes.back() - closes.front()) / path : 0;
}

double volume_boost(double confirmation) {
  return kVolumeBoostMax * share(confirmation);
}

double price_boost(double follow) {
  return kPriceBoostMax * share(follow);
}

double timeframe_boost(int agreeing, int others) {
  return others > 0 ? kTimeframeBoostMax * share(static_cast<double>(agreeing) / others) : 0;
}

double timeframe_multiplier(core::Timeframe timeframe) {
  if (timeframe <= core::Timeframe::k15m) return 0.8;
  return timeframe >= core::Timeframe::k1d ? 1.2 : 1.0;
}

double base_strength(int level, int value) {
  const double whole = 20 + 10 * std::clamp(level, 1, 3);
  switch (std::abs(value)) {
    case 80:
      return whole * 0.8;
    case 200:
      return whole * 1.2;
    default:
      return whole;
  }
}

double confidence_of(const Parts& parts) {
  return std::min(100.0, (parts.base + parts.volume + parts.price + parts.timeframes) * parts.multiplier);
}

Strength strength_of(double confidence) {
  if (confidence >= 90) return Strength::kExtreme;
  if (confidence >= 75) return Strength::kHigh;
  if (confidence >= 60) return Strength::kMedium;
  return confidence >= 40 ? Strength::kLow : Strength::kVeryLow;
}

std::string_view name_of(Strength strength) noexcept {
  constexpr std::array<std::string_view, 5> kNames{"very_low", "low", "medium", "high", "extreme"};
  return kNames[static_cast<std::size_t>(strength)];
}

}  // namespace tidemark::analysis::confidence
