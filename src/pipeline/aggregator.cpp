#include "pipeline/aggregator.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

#include "pipeline/snapshot_fields.hpp"

namespace tidemark::pipeline {
namespace {

using core::Candle;
using core::CandleFlag;
using core::Timeframe;
using core::Timestamp;

constexpr Timestamp kNever{std::numeric_limits<std::int64_t>::max()};

constexpr std::uint8_t kInherited =
    static_cast<std::uint8_t>(CandleFlag::kRepaired) | static_cast<std::uint8_t>(CandleFlag::kPartial) |
    static_cast<std::uint8_t>(CandleFlag::kVolumeOverflow) | static_cast<std::uint8_t>(CandleFlag::kTickVolume);

core::Qty add_volume(core::Qty a, core::Qty b, std::uint8_t& flags) {
  if (const auto sum = core::checked_add(a.lots, b.lots)) return {*sum};
  core::set_flag(flags, CandleFlag::kVolumeOverflow);
  return {std::numeric_limits<std::int64_t>::max()};
}

std::uint32_t add_trades(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t room = std::numeric_limits<std::uint32_t>::max() - a;
  return a + std::min(b, room);
}

Timeframe timeframe_at(std::size_t level) {
  return core::kAllTimeframes[level];
}

}  // namespace

void merge_candle(Candle& into, const Candle& next) {
  into.high = std::max(into.high, next.high);
  into.low = std::min(into.low, next.low);
  into.close = next.close;
  into.flags = static_cast<std::uint8_t>(into.flags | (next.flags & kInherited));
  into.volume = add_volume(into.volume, next.volume, into.flags);
  into.taker_buy = add_volume(into.taker_buy, next.taker_buy, into.flags);
  into.trades = add_trades(into.trades, next.trades);
}

Aggregator::Aggregator(Timeframe base, Calendar calendar)
    : base_{base}, calendar_{std::move(calendar)}, next_end_{kNever} {
  for (std::size_t level = 0; level < core::kTimeframeCount; ++level) {
    base_per_candle_[level] =
        static_cast<std::uint32_t>(core::duration_of(timeframe_at(level)) / core::duration_of(base));
  }
}

void Aggregator::add(const Candle& candle, ClosedCandles& out) {
  assert(core::is_aligned(candle.open_time, base_) && candle.open_time >= settled_until_);
  if (candle.open_time >= next_end_) advance(candle.open_time, out);
  out.push_back({base_, candle});
  const std::uint32_t present = calendar_.expects(candle.open_time, base_) ? 1 : 0;
  feed(core::index_of(base_) + 1, candle, present, out);
  find_next_end();
}

void Aggregator::feed(std::size_t level, const Candle& candle, std::uint32_t present, ClosedCandles& out) {
  if (level >= core::kTimeframeCount) return;
  Level& at = levels_[level];
  const Timeframe below = timeframe_at(level - 1);
  if (at.active) {
    merge_candle(at.candle, candle);
    at.present += present;
  } else {
    const Timestamp start = core::open_time_of(candle.open_time, timeframe_at(level));
    at.candle = candle;
    at.candle.open_time = start;
    at.candle.flags = static_cast<std::uint8_t>(candle.flags & kInherited);
    at.end = start + core::duration_of(timeframe_at(level));
    at.present = present;
    at.active = true;
  }
  if (candle.open_time + core::duration_of(below) >= at.end) close(level, out);
}

void Aggregator::close(std::size_t level, ClosedCandles& out) {
  Level& at = levels_[level];
  if (completeness_ == Completeness::kCounted && at.present < expected_in(level)) {
    core::set_flag(at.candle.flags, CandleFlag::kPartial);
  }
  at.active = false;
  out.push_back({timeframe_at(level), at.candle});
  const Candle closed = at.candle;
  feed(level + 1, closed, at.present, out);
}

std::uint32_t Aggregator::expected_in(std::size_t level) const {
  if (calendar_.kind() == core::CalendarKind::kAlways) return base_per_candle_[level];
  const Level& at = levels_[level];
  return static_cast<std::uint32_t>(calendar_.expected_candles({at.candle.open_time, at.end}, base_));
}

void Aggregator::mark_incomplete() {
  for (Level& level : levels_) {
    if (level.active) core::set_flag(level.candle.flags, CandleFlag::kPartial);
  }
}

void Aggregator::advance(Timestamp now, ClosedCandles& out) {
  if (now < next_end_) return;
  for (std::size_t level = core::index_of(base_) + 1; level < core::kTimeframeCount; ++level) {
    if (!levels_[level].active || levels_[level].end > now) continue;
    settled_until_ = std::max(settled_until_, levels_[level].end);
    close(level, out);
  }
  find_next_end();
}

void Aggregator::finish(ClosedCandles& out) {
  for (std::size_t level = core::index_of(base_) + 1; level < core::kTimeframeCount; ++level) {
    if (levels_[level].active) close(level, out);
  }
  next_end_ = kNever;
}

void Aggregator::find_next_end() {
  next_end_ = kNever;
  for (std::size_t level = core::index_of(base_) + 1; level < core::kTimeframeCount; ++level) {
    if (!levels_[level].active) continue;
    // A longer period that holds this one ends no earlier.
    next_end_ = levels_[level].end;
    return;
  }
}

void Aggregator::forming(const Candle& base, FormingCandles& out) const {
  Candle so_far = base;
  out.push_back({base_, so_far});
  for (std::size_t level = core::index_of(base_) + 1; level < core::kTimeframeCount; ++level) {
    const Level& at = levels_[level];
    const Timestamp start = core::open_time_of(base.open_time, timeframe_at(level));
    if (at.active && at.candle.open_time == start) {
      Candle merged = at.candle;
      merge_candle(merged, so_far);
      so_far = merged;
    }
    so_far.open_time = start;
    so_far.flags &= kInherited;
    out.push_back({timeframe_at(level), so_far});
  }
}

void Aggregator::snapshot(core::ByteWriter& out) const {
  out.put(completeness_);
  out.put(settled_until_.ns);
  for (std::size_t level = 0; level < core::kTimeframeCount; ++level) {
    const Level& at = levels_[level];
    out.put(static_cast<std::uint8_t>(at.active));
    if (at.active) {
      put_candle(out, at.candle);
      out.put(at.present);
    }
  }
}

bool Aggregator::restore(core::ByteReader& in) {
  completeness_ = in.get<Completeness>();
  settled_until_.ns = in.get<std::int64_t>();
  if (completeness_ > Completeness::kMarked) return false;
  for (std::size_t level = 0; level < core::kTimeframeCount; ++level) {
    Level& at = levels_[level];
    at = {};
    at.active = in.get<std::uint8_t>() != 0;
    if (at.active) {
      at.candle = get_candle(in);
      at.present = in.get<std::uint32_t>();
      if (!core::is_aligned(at.candle.open_time, timeframe_at(level)) || level <= core::index_of(base_)) return false;
      at.end = at.candle.open_time + core::duration_of(timeframe_at(level));
    }
  }
  find_next_end();
  return in.ok();
}

}  // namespace tidemark::pipeline
