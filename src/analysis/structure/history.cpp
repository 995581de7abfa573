#include "analysis/structure/history.hpp"

#include <cmath>
#include <optional>

#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis::structure {
namespace {

void save_value(const std::optional<double>& value, core::ByteWriter& out) {
  out.put(static_cast<std::uint8_t>(value ? 1 : 0));
  if (value) out.put(*value);
}

/// False when there is one and should not be, or the other way about.
bool load_value(bool there, double& value, core::ByteReader& in) {
  if (in.get<std::uint8_t>() != (there ? 1 : 0)) return false;
  if (there) value = in.get<double>();
  return in.ok() && std::isfinite(value);
}

}  // namespace

bool History::push(const core::CandleF& candle) {
  if (!acceptable(candle)) return false;
  const auto range = range_.next(candle.high, candle.low, candle.close);
  put({candle, range ? average_.next(*range).value_or(0) : 0});
  ++count_;
  return true;
}

void History::put(const Seen& seen) {
  if (ring_.size() < capacity_) {
    if (ring_.size() == ring_.capacity()) ring_.reserve(std::min(capacity_, 2 * ring_.size()));
    ring_.push_back(seen);
  } else {
    ring_[next_] = seen;
  }
  next_ = next_ + 1 == capacity_ ? 0 : next_ + 1;
}

void History::save(core::ByteWriter& out) const {
  out.put(count_);
  for (std::int64_t i = oldest(); i < count_; ++i) {
    const core::CandleF& candle = at(i);
    out.put(candle.open_time.ns);
    for (const double value : {candle.open, candle.high, candle.low, candle.close, candle.volume}) out.put(value);
    save_value(atr_at(i), out);
  }
  snapshot_detail::save(range_, out);
  snapshot_detail::save(average_, out);
  save_value(atr(), out);
}

bool History::load(core::ByteReader& in) {
  count_ = in.get<std::int64_t>();
  if (!in.ok() || count_ < 0) return false;
  next_ = 0;
  ring_.clear();
  for (std::int64_t i = oldest(); i < count_; ++i) {
    Seen one;
    auto& [candle, atr] = one;
    candle.open_time.ns = in.get<std::int64_t>();
    for (double* value : {&candle.open, &candle.high, &candle.low, &candle.close, &candle.volume}) {
      *value = in.get<double>();
    }
    if (!in.ok() || !acceptable(candle) || !load_value(i >= first_atr_, atr, in)) return false;
    put(one);
  }
  double newest_atr = 0;  // written twice
  return snapshot_detail::load(range_, in) && snapshot_detail::load(average_, in) &&
         load_value(count_ > first_atr_, newest_atr, in) && in.ok();
}

}  // namespace tidemark::analysis::structure
