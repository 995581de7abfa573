#include "analysis/candlesticks/gauge_bank.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tidemark::analysis::candlesticks {

GaugeBank::GaugeBank(const Settings& settings, const Origins& origins) {
  place_of_sum_.fill(kMeanPlaces - 1);
  std::array<std::uint8_t, kGaugeCount> sum_of_gauge{};
  for (std::size_t i = 0; i < kGaugeCount; ++i) {
    const CandleSetting& setting = settings[setting_of(static_cast<Gauge>(i))];
    // One factor for TA-Lib's two: halving is exact, before or after.
    factors_[i] = setting.range == RangeType::kShadows ? setting.factor * 0.5 : setting.factor;
    if (setting.period > 0) sum_of_gauge[i] = sum_of(setting, origins[i]);
  }
  make_rows();
  std::size_t place = rows_.size() * kRowPlaces;
  for (std::size_t i = 0; i < kGaugeCount; ++i) {
    const CandleSetting& setting = settings[setting_of(static_cast<Gauge>(i))];
    if (setting.period == 0) own_.push_back({place++, setting.range});
    mean_of_gauge_[i] =
        setting.period > 0 ? place_of_sum_[sum_of_gauge[i]] : static_cast<std::uint8_t>(own_.back().place);
  }
  for (const Sum& sum : sums_) settled_ = std::max(settled_, sum.ready);
}

void GaugeBank::make_rows() {
  for (std::size_t t = 0; t < tracks_.size(); ++t) {
    std::size_t left = 0;  // places of the row begun last
    for (std::size_t m = 0; m < sums_.size(); ++m) {
      if (track_of_sum_[m] != t) continue;
      if (left == 0) {
        rows_.push_back(
            {static_cast<std::uint32_t>(rows_.size() * kRowPlaces), static_cast<std::uint32_t>(t), sums_[m].period});
        left = kRowPlaces;
      }
      place_of_sum_[m] = static_cast<std::uint8_t>(rows_.size() * kRowPlaces - left--);
    }
  }
}

std::size_t GaugeBank::track_of(const CandleSetting& setting) {
  const auto length = static_cast<std::size_t>(setting.period);
  for (std::size_t i = 0; i < tracks_.size(); ++i) {
    if (tracks_[i].range == setting.range && tracks_[i].window.capacity() == length) return i;
  }
  tracks_.push_back({setting.range, Window{length}});
  return tracks_.size() - 1;
}

std::uint8_t GaugeBank::sum_of(const CandleSetting& setting, int origin) {
  const std::size_t track = track_of(setting);
  const auto from = static_cast<std::uint64_t>(origin);
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    if (track_of_sum_[i] == track && sums_[i].origin == from) return static_cast<std::uint8_t>(i);
  }
  const auto period = static_cast<std::uint64_t>(setting.period);
  track_of_sum_[sums_.size()] = static_cast<std::uint8_t>(track);
  sums_.push_back({from, from + period, static_cast<double>(setting.period)});
  return static_cast<std::uint8_t>(sums_.size() - 1);
}

void GaugeBank::averages(Means& out) const {
  for (std::size_t m = 0; m < sums_.size(); ++m) {
    const std::size_t place = place_of_sum_[m];
    out[place] =
        candles_ < sums_[m].ready ? std::numeric_limits<double>::quiet_NaN() : totals_[place] / sums_[m].period;
  }
}

void GaugeBank::add_unsettled(const Shape& shape, Means& next) {
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
  for (std::size_t m = 0; m < sums_.size(); ++m) {
    const Sum& sum = sums_[m];
    if (candles_ < sum.origin) continue;
    totals_[place_of_sum_[m]] += candles_ >= sum.ready ? change[track_of_sum_[m]] : newest[track_of_sum_[m]];
  }
  ++candles_;
  averages(next);
}

void GaugeBank::snapshot(core::ByteWriter& out) const {
  out.put(candles_);
  save(totals_, out);
  for (const Track& track : tracks_) track.window.save(out);
}

bool GaugeBank::restore(core::ByteReader& in) {
  candles_ = in.get<std::uint64_t>();
  if (!load(totals_, in) || !std::ranges::all_of(totals_, [](double v) { return std::isfinite(v); })) return false;
  for (Track& track : tracks_) {
    if (!track.window.load(in)) return false;
    const std::uint64_t expected = std::min<std::uint64_t>(candles_, track.window.capacity());
    if (track.window.size() != expected) return false;
  }
  return in.ok();
}

void GaugeBank::save(const Means& means, core::ByteWriter& out) const {
  for (std::size_t m = 0; m < sums_.size(); ++m) out.put(means[place_of_sum_[m]]);
}

bool GaugeBank::load(Means& means, core::ByteReader& in) const {
  for (std::size_t m = 0; m < sums_.size(); ++m) {
    double& mean = means[place_of_sum_[m]];
    mean = in.get<double>();
    if (std::isinf(mean)) return false;
  }
  return in.ok();
}

}  // namespace tidemark::analysis::candlesticks
