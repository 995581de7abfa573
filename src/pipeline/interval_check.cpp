#include "pipeline/interval_check.hpp"

#include <algorithm>
#include <cmath>

namespace tidemark::pipeline {
namespace {

double fraction(std::int64_t ours, std::int64_t theirs) {
  if (ours == theirs) return 0;
  const double base = std::max(std::abs(static_cast<double>(theirs)), 1.0);
  return std::abs(static_cast<double>(ours) - static_cast<double>(theirs)) / base;
}

}  // namespace

std::optional<IntervalMismatch> compare_intervals(const core::Candle& aggregated, const core::Candle& venue,
                                                  double volume_tolerance) {
  if (core::has_flag(aggregated.flags, core::CandleFlag::kPartial)) return std::nullopt;
  const double price =
      std::max({fraction(aggregated.open.ticks, venue.open.ticks), fraction(aggregated.high.ticks, venue.high.ticks),
                fraction(aggregated.low.ticks, venue.low.ticks), fraction(aggregated.close.ticks, venue.close.ticks)});
  if (price > 0) return IntervalMismatch{price, 0};
  const double volume = fraction(aggregated.volume.lots, venue.volume.lots);
  if (volume > volume_tolerance) return IntervalMismatch{volume, volume_tolerance};
  return std::nullopt;
}

}  // namespace tidemark::pipeline
