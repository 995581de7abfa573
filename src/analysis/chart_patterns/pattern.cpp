#include "analysis/chart_patterns/pattern.hpp"

namespace tidemark::analysis::chart_patterns {
namespace {

constexpr double kBase = 60;
constexpr std::uint32_t kEnough = 10;

double suits(const KindInfo& info, Side side, const std::optional<Regime>& regime) {
  if (!regime || regime->trend == 0 || side == Side::kNone) return 0.5;
  const bool along = static_cast<int>(side) == regime->trend;
  if (info.nature == Nature::kEither) return 0.5;
  return along == (info.nature == Nature::kContinuation) ? 1 : 0;
}

}  // namespace

std::string_view name_of(const std::optional<Regime>& regime) {
  if (!regime) return "unknown";
  if (regime->trend > 0) return regime->volatile_ ? "rising_high_volatility" : "rising_low_volatility";
  if (regime->trend < 0) return regime->volatile_ ? "falling_high_volatility" : "falling_low_volatility";
  return regime->volatile_ ? "range_high_volatility" : "range_low_volatility";
}

confidence::Parts confidence_of(const ChartPattern& pattern) {
  confidence::Parts parts{.base = kBase * pattern.shape.quality};
  if (pattern.breakout) {
    const Breakout& out = *pattern.breakout;
    parts.volume = confidence::volume_boost(out.volume_confirmation);
    parts.price = confidence::price_boost(confidence::follow_through(out.side, out.boundary, out.close, out.atr));
  }
  return parts;
}

confidence::ReliabilityParts reliability_of(const ChartPattern& pattern) {
  const KindInfo& info = info_of(pattern.kind());
  const Tally& tally = pattern.regime_tally.ended >= kEnough ? pattern.regime_tally : pattern.kind_tally;
  const double trend = pattern.regime ? pattern.regime->trend : 0;
  return {.quality = pattern.shape.quality,
          .volume = pattern.breakout ? pattern.breakout->volume_confirmation : 0,
          .trend = confidence::trend_alignment(pattern.side(), trend),
          .historical = tally.interval().low,
          .regime = suits(info, pattern.side(), pattern.regime),
          .volume_pattern = pattern.breakout && pattern.breakout->volume_dried ? 1.0 : 0.0};
}

}  // namespace tidemark::analysis::chart_patterns
