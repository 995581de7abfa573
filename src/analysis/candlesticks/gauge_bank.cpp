#include "analysis/candlesticks/gauge_bank.hpp"

#include <limits>

#include "analysis/candlesticks/simd.hpp"
#include "analysis/kernel/pair.hpp"

namespace tidemark::analysis::candlesticks {

GaugeBank::GaugeBank(const Settings& settings, const Origins& origins) {
  periods_.fill(1);
  for (std::size_t i = 0; i < kGaugeCount; ++i) {
    const CandleSetting& setting = settings[setting_of(static_cast<Gauge>(i))];
    // One factor for TA-Lib's two: halving is exact, before or after.
    factors_[i] = setting.range == RangeType::kShadows ? setting.factor * 0.5 : setting.factor;
    if (setting.period > 0) mean_of_gauge_[i] = static_cast<std::uint8_t>(sum_of(setting, origins[i]));
  }
  for (std::size_t i = 0; i < kGaugeCount; ++i) {
    const CandleSetting& setting = settings[setting_of(static_cast<Gauge>(i))];
    if (setting.period > 0) continue;
    mean_of_gauge_[i] = static_cast<std::uint8_t>(sums_.size() + own_.size());
    own_.push_back({mean_of_gauge_[i], setting.range});
  }
  for (const Sum& sum : sums_) settled_ = std::max(settled_, sum.ready);
}

std::size_t GaugeBank::track_of(const CandleSetting& setting) {
  const auto length = static_cast<std::size_t>(setting.period);
  for (std::size_t i = 0; i < tracks_.size(); ++i) {
    if (tracks_[i].range == setting.range && tracks_[i].window.capacity() == length) return i;
  }
  tracks_.push_back({setting.range, Window{length}});
  return tracks_.size() - 1;
}

std::size_t GaugeBank::sum_of(const CandleSetting& setting, int origin) {
  const std::size_t track = track_of(setting);
  const auto from = static_cast<std::uint64_t>(origin);
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    if (sums_[i].track == track && sums_[i].origin == from) return i;
  }
  periods_[sums_.size()] = setting.period;
  track_of_sum_[sums_.size()] = static_cast<std::uint8_t>(track);
  sums_.push_back({track, from, from + static_cast<std::uint64_t>(setting.period)});
  return sums_.size() - 1;
}

void GaugeBank::averages(Means& out) const {
  for (std::size_t i = 0; i < sums_.size(); i += 8) {
    (Eight<2>::load(&totals_[i]) / Eight<2>::load(&periods_[i])).store(&out[i]);
  }
  if (candles_ >= settled_) return;
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    if (candles_ < sums_[i].ready) out[i] = std::numeric_limits<double>::quiet_NaN();
  }
}

void GaugeBank::add_own(const Shape& shape, Means& out) const {
  const Ranges ranges = ranges_of(shape);
  for (const Own& own : own_) out[own.mean] = ranges[own.range];
}

void GaugeBank::add(const Shape& shape, Means& next) {
  if (candles_ < settled_) {
    add_unsettled(shape);
    averages(next);
    return;
  }
  const Ranges ranges = ranges_of(shape);
  std::array<double, kSettingCount> change;
  for (std::size_t t = 0; t < tracks_.size(); ++t) {
    const double newest = ranges[tracks_[t].range];
    change[t] = newest - tracks_[t].window.exchange(newest);
  }
  // In pairs all the way: a pair that is read where its halves were just written waits until these reach the cache.
  const std::size_t count = sums_.size();
#pragma GCC unroll 4
  for (std::size_t i = 0; i < count; i += 2) {
    const double second = i + 1 < count ? change[track_of_sum_[i + 1]] : 0.0;  // the place after the last sum stays 0
    const Pair total = pair_at(&totals_[i]) + Pair{change[track_of_sum_[i]], second};
    put_pair(total, &totals_[i]);
    put_pair(total / pair_at(&periods_[i]), &next[i]);
  }
  ++candles_;
}

void GaugeBank::add_unsettled(const Shape& shape) {
  std::array<double, kSettingCount> newest{};
  std::array<double, kSettingCount> change{};
  for (std::size_t t = 0; t < tracks_.size(); ++t) {
    Window& window = tracks_[t].window;
    newest[t] = ranges_of(shape)[tracks_[t].range];
    if (window.full()) {
      change[t] = newest[t] - window.exchange(newest[t]);
    } else {
      window.push(newest[t]);
    }
  }
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    const Sum& sum = sums_[i];
    if (candles_ >= sum.origin) totals_[i] += candles_ >= sum.ready ? change[sum.track] : newest[sum.track];
  }
  ++candles_;
}

void GaugeBank::snapshot(core::ByteWriter& out) const {
  out.put(candles_);
  for (std::size_t i = 0; i < sums_.size(); ++i) out.put(totals_[i]);
  for (const Track& track : tracks_) track.window.save(out);
}

bool GaugeBank::restore(core::ByteReader& in) {
  candles_ = in.get<std::uint64_t>();
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    totals_[i] = in.get<double>();
    if (!std::isfinite(totals_[i])) return false;
  }
  for (Track& track : tracks_) {
    if (!track.window.load(in)) return false;
    const std::uint64_t expected = std::min<std::uint64_t>(candles_, track.window.capacity());
    if (track.window.size() != expected) return false;
  }
  return in.ok();
}

}  // namespace tidemark::analysis::candlesticks
