#include "analysis/chart_patterns/turning_points.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace tidemark::analysis::chart_patterns {

void TurningPoints::add(const structure::Swing& swing) {
  if (swing.stage == structure::SwingStage::kConfirmed) return;
  if (swing.stage == structure::SwingStage::kFormed || size_ == 0) {
    head_ = kCapacity + (head_ + 1) % kCapacity;
    size_ = std::min(size_ + 1, kCapacity);
  }
  swings_[head_ % kCapacity] = swing;
}

void TurningPoints::save(core::ByteWriter& out) const {
  out.put(static_cast<std::uint32_t>(size_));
  for (std::size_t i = size_; i-- > 0;) structure::save_swing(newest(i), out);
}

bool TurningPoints::load(core::ByteReader& in) {
  const auto size = in.get<std::uint32_t>();
  if (!in.ok() || size > kCapacity) return false;
  size_ = 0;
  head_ = kCapacity;
  for (std::uint32_t i = 0; i < size; ++i) {
    std::optional<structure::Swing> swing;
    if (!structure::load_swing(swing, in) || !swing) return false;
    head_ = kCapacity + (head_ + 1) % kCapacity;
    swings_[head_ % kCapacity] = *swing;
    ++size_;
  }
  return true;
}

Shape View::in_chart(Shape shape) const {
  if (facing == Facing::kUpright) return shape;
  shape.kind = mirrored(shape.kind);
  for (Anchor& anchor : shape.anchors.items()) anchor.price = -anchor.price;
  std::swap(shape.upper, shape.lower);
  for (Line* line : {&shape.upper, &shape.lower}) {
    line->from.price = -line->from.price;
    line->to.price = -line->to.price;
  }
  if (shape.stop) shape.stop = -*shape.stop;
  return shape;
}

std::int64_t share_of(double share, std::int64_t length, std::int64_t least) {
  return std::max(least, static_cast<std::int64_t>(std::floor(share * static_cast<double>(length))));
}

std::optional<std::int64_t> candles_to_apex(const Line& upper, const Line& lower) {
  constexpr double kFar = 1e6;
  const double closing = lower.slope() - upper.slope();
  if (closing <= 0) return std::nullopt;
  const double candles = (upper.to.price - lower.to.price) / closing;
  return candles < kFar ? std::optional{static_cast<std::int64_t>(candles)} : std::nullopt;
}

double closeness(double deviation, double tolerance) {
  return tolerance > 0 ? std::clamp(1 - std::fabs(deviation) / tolerance, 0.0, 1.0) : 0;
}

}  // namespace tidemark::analysis::chart_patterns
