#include "analysis/candlesticks/gauge_bank.hpp"

#include <limits>

namespace tidemark::analysis::candlesticks {

GaugeBank::GaugeBank(const Settings& settings, const Origins& origins) {
  periods_.fill(1);
  for (std::size_t i = 0; i < kGaugeCount; ++i) {
    const auto gauge = static_cast<Gauge>(i);
    const CandleSetting& setting = settings[setting_of(gauge)];
    Source source{.sum = 0,
                  .factor = setting.factor,
                  .share = setting.range == RangeType::kShadows ? 0.5 : 1.0,
                  .gauge = gauge,
                  .range = setting.range};
    if (setting.period == 0) {
      own_.push_back(source);
      continue;
    }
    source.sum = sum_of(setting, origins[i]);
    averaged_.push_back(source);
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
  sums_.push_back({track, from, from + static_cast<std::uint64_t>(setting.period)});
  return sums_.size() - 1;
}

void GaugeBank::averages(GaugeValues& out) const {
  std::array<double, kGaugeCount> means;
  for (std::size_t i = 0; i < kGaugeCount; ++i) means[i] = totals_[i] / periods_[i];
  if (candles_ < settled_) {
    out.fill(std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      if (candles_ < sums_[i].ready) means[i] = std::numeric_limits<double>::quiet_NaN();
    }
  }
  for (const Source& source : averaged_) {
    out[index_of(source.gauge)] = source.factor * means[source.sum] * source.share;
  }
}

void GaugeBank::add_own(const Shape& shape, GaugeValues& out) const {
  for (const Source& source : own_) {
    out[index_of(source.gauge)] = source.factor * range_of(shape, source.range) * source.share;
  }
}

void GaugeBank::add(const Shape& shape) {
  std::array<double, kGaugeCount> newest{};
  std::array<double, kGaugeCount> change{};
  for (std::size_t t = 0; t < tracks_.size(); ++t) {
    Track& track = tracks_[t];
    newest[t] = range_of(shape, track.range);
    if (track.window.full()) {
      change[t] = newest[t] - track.window.exchange(newest[t]);
    } else {
      track.window.push(newest[t]);
    }
  }
  const bool settled = candles_ >= settled_;
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    const Sum& sum = sums_[i];
    if (settled || candles_ >= sum.ready) {
      totals_[i] += change[sum.track];
    } else if (candles_ >= sum.origin) {
      totals_[i] += newest[sum.track];
    }
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
