#include "api/candle_ring.hpp"

#include <algorithm>

namespace tidemark::api {

void CandleRing::put(const core::Candle& candle) {
  if (capacity_ == 0) return;
  if (!empty() && candle.open_time <= back().open_time) return insert_in_order(candle);
  if (candles_.size() < capacity_) {
    turn();
    if (candles_.size() == candles_.capacity()) {
      candles_.reserve(std::min(capacity_, candles_.size() + candles_.size() / 4 + 8));
    }
    candles_.push_back(candle);
    return;
  }
  candles_[start_] = candle;
  start_ = (start_ + 1) % candles_.size();
  trimmed_ = true;
}

/// Makes it start at 0, an ordinary sorted vector.
void CandleRing::turn() {
  if (start_ == 0) return;
  std::rotate(candles_.begin(), candles_.begin() + static_cast<std::ptrdiff_t>(start_), candles_.end());
  start_ = 0;
}

void CandleRing::set_capacity(std::size_t capacity) {
  if (capacity == capacity_) return;
  capacity_ = capacity;
  if (candles_.size() <= capacity_) return;
  turn();
  candles_.erase(candles_.begin(), candles_.end() - static_cast<std::ptrdiff_t>(capacity_));
  candles_.shrink_to_fit();
  trimmed_ = true;
}

// Rare: a repaired or corrected candle.
void CandleRing::insert_in_order(const core::Candle& candle) {
  const std::size_t place = count_before(candle.open_time);
  if ((*this)[place].open_time == candle.open_time) {
    if (!core::same_ohlcv(at(place), candle)) ++rewrites_;
    at(place) = candle;
    return;
  }
  if (place == 0 && candles_.size() == capacity_) {
    trimmed_ = true;
    return;
  }
  ++rewrites_;
  turn();
  candles_.insert(candles_.begin() + static_cast<std::ptrdiff_t>(place), candle);
  if (candles_.size() > capacity_) {
    candles_.erase(candles_.begin());
    trimmed_ = true;
  }
}

std::size_t CandleRing::count_before(core::Timestamp t) const {
  std::size_t low = 0;
  std::size_t high = size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if ((*this)[middle].open_time < t) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace tidemark::api
