#include "analysis/structure/history.hpp"

#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis::structure {

bool History::push(const core::CandleF& candle) {
  if (!acceptable(candle)) return false;
  ring_[static_cast<std::size_t>(count_) & mask_] = candle;
  ++count_;
  const auto range = range_.next(candle.high, candle.low, candle.close);
  if (range) atr_ = average_.next(*range);
  return true;
}

void History::save(core::ByteWriter& out) const {
  out.put(count_);
  for (std::int64_t i = oldest(); i < count_; ++i) {
    const core::CandleF& candle = at(i);
    out.put(candle.open_time.ns);
    for (const double value : {candle.open, candle.high, candle.low, candle.close, candle.volume}) out.put(value);
  }
  snapshot_detail::save(range_, out);
  snapshot_detail::save(average_, out);
  out.put(static_cast<std::uint8_t>(atr_ ? 1 : 0));
  if (atr_) out.put(*atr_);
}

bool History::load(core::ByteReader& in) {
  count_ = in.get<std::int64_t>();
  if (!in.ok() || count_ < 0) return false;
  for (std::int64_t i = oldest(); i < count_; ++i) {
    core::CandleF candle{.open_time = {in.get<std::int64_t>()}};
    for (double* value : {&candle.open, &candle.high, &candle.low, &candle.close, &candle.volume}) {
      *value = in.get<double>();
    }
    if (!in.ok() || !acceptable(candle)) return false;
    ring_[static_cast<std::size_t>(i) & mask_] = candle;
  }
  if (!snapshot_detail::load(range_, in) || !snapshot_detail::load(average_, in)) return false;
  atr_.reset();
  if (in.get<std::uint8_t>() == 1) {
    atr_ = in.get<double>();
    if (!std::isfinite(*atr_)) return false;
  }
  return in.ok();
}

}  // namespace tidemark::analysis::structure
