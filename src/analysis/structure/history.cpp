#include "analysis/structure/history.hpp"

#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis::structure {
namespace {

void save_value(const std::optional<double>& value, core::ByteWriter& out) {
  out.put(static_cast<std::uint8_t>(value ? 1 : 0));
  if (value) out.put(*value);
}

bool load_value(std::optional<double>& value, core::ByteReader& in) {
  value.reset();
  const auto there = in.get<std::uint8_t>();
  if (there == 1) value = in.get<double>();
  return in.ok() && there <= 1 && std::isfinite(value.value_or(0));
}

}  // namespace

bool History::push(const core::CandleF& candle) {
  if (!acceptable(candle)) return false;
  const auto range = range_.next(candle.high, candle.low, candle.close);
  if (range) atr_ = average_.next(*range);
  put({candle, atr_});
  ++count_;
  return true;
}

void History::put(const Seen& seen) {
  ring_[next_] = seen;
  next_ = next_ + 1 == ring_.size() ? 0 : next_ + 1;
}

void History::save(core::ByteWriter& out) const {
  out.put(count_);
  for (std::int64_t i = oldest(); i < count_; ++i) {
    const auto& [candle, atr] = seen(i);
    out.put(candle.open_time.ns);
    for (const double value : {candle.open, candle.high, candle.low, candle.close, candle.volume}) out.put(value);
    save_value(atr, out);
  }
  snapshot_detail::save(range_, out);
  snapshot_detail::save(average_, out);
  save_value(atr_, out);
}

bool History::load(core::ByteReader& in) {
  count_ = in.get<std::int64_t>();
  if (!in.ok() || count_ < 0) return false;
  next_ = 0;
  for (std::int64_t i = oldest(); i < count_; ++i) {
    Seen one;
    auto& [candle, atr] = one;
    candle.open_time.ns = in.get<std::int64_t>();
    for (double* value : {&candle.open, &candle.high, &candle.low, &candle.close, &candle.volume}) {
      *value = in.get<double>();
    }
    if (!in.ok() || !acceptable(candle) || !load_value(atr, in)) return false;
    put(one);
  }
  return snapshot_detail::load(range_, in) && snapshot_detail::load(average_, in) && load_value(atr_, in) && in.ok();
}

}  // namespace tidemark::analysis::structure
