#include "analysis/volume/slot_means.hpp"

#include <algorithm>

namespace tidemark::analysis::volume {

SlotMeans::SlotMeans(const Settings& settings, core::Timeframe timeframe)
    : slot_ns_{core::minutes(settings.slot_minutes).ns} {
  const std::int64_t candle = core::duration_of(timeframe).ns;
  const auto per_day = static_cast<std::uint32_t>(std::max<std::int64_t>(1, slot_ns_ / candle));
  memory_ = static_cast<std::uint32_t>(settings.slot_days) * per_day;
  warm_up_ = std::min(memory_, static_cast<std::uint32_t>(settings.slot_warm_up) * per_day);
  if (settings.basis != Basis::kTimeOfDay || candle >= core::days(1).ns) return;
  slots_.resize(static_cast<std::size_t>((core::days(1).ns + slot_ns_ - 1) / slot_ns_));
}

std::optional<double> SlotMeans::next(const core::CandleF& candle) {
  if (slots_.empty()) return candle.volume;
  const std::int64_t of_day = (candle.open_time - core::open_time_of(candle.open_time, core::Timeframe::k1d)).ns;
  Slot& slot = slots_[static_cast<std::size_t>(of_day / slot_ns_)];
  const bool warm = slot.seen >= warm_up_ && slot.mean > 0;
  const double relative = warm ? candle.volume / slot.mean : 0;
  if (slot.seen < memory_) ++slot.seen;
  slot.mean += (candle.volume - slot.mean) / static_cast<double>(slot.seen);
  if (!warm || relative > kInputMax) return std::nullopt;
  return relative;
}

}  // namespace tidemark::analysis::volume
