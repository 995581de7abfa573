#include "analysis/volume/scene.hpp"

namespace tidemark::analysis::volume {

Finding Scene::finding(Kind kind, Side side, int candles) const {
  const core::CandleF& first = ago(candles - 1);
  const double before = ago(candles == 1 ? 1 : candles - 1).close;
  const double change = before > 0 ? 100 * ((now().close - before) / before) : 0;
  return {.kind = kind,
          .side = side,
          .volume_ratio = ratio,
          .price_change = std::clamp(change, -kInputMax, kInputMax),
          .candles = candles,
          .from = first.open_time,
          .time = now().open_time,
          .known_at = now().open_time + candle,
          .price = now().close,
          .from_price = before};
}

Strength strength_of_ratio(double ratio, const Settings& settings) {
  if (ratio >= settings.ratio_extreme) return Strength::kExtreme;
  if (ratio >= settings.ratio_strong) return Strength::kStrong;
  return ratio >= settings.ratio_medium ? Strength::kMedium : Strength::kWeak;
}

Strength strength_of_share(double share) {
  if (share >= 0.75) return Strength::kExtreme;
  if (share >= 0.5) return Strength::kStrong;
  return share >= 0.25 ? Strength::kMedium : Strength::kWeak;
}

}  // namespace tidemark::analysis::volume
