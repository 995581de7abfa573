#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "analysis/candlesticks/four.hpp"
#include "analysis/candlesticks/gauges.hpp"
#include "analysis/candlesticks/shape.hpp"
#include "analysis/kernel/window.hpp"
#include "core/bytes.hpp"

namespace tidemark::analysis::candlesticks {

/// The candle at which each gauge's running sum begins.
using Origins = std::array<int, kGaugeCount>;

/// The mean ranges that gauges are multiples of, in rows of four. A setting needs a row at most, and one uses no gauge.
inline constexpr std::size_t kRowPlaces = 4;
inline constexpr std::size_t kMeanPlaces = kSettingCount * kRowPlaces;
using Means = std::array<double, kMeanPlaces>;
/// By rows: as one piece g++ 12 copies it with a string instruction, with which a peek took 96 ns in place of 72.
inline void copy(const Means& from, Means& to) {
  for (std::size_t p = 0; p < kMeanPlaces; p += kRowPlaces) {
    Four row;
    read(row, &from[p]);
    write(row, &to[p]);
  }
}
/// At least the sums there can be, and whole eights.
inline constexpr std::size_t kSumsMax = 32;
static_assert(kSumsMax >= kGaugeCount);

/// The running sums behind the gauges. Gauges of the same range, period and origin share one (16 with the defaults).
/// TA-Lib's arithmetic: the first `period` ranges added in order, then `sum += newest - oldest`, and a gauge is
/// factor * (sum / period), halved for shadows. Sums over the same ranges lie side by side and move four at a time.
class GaugeBank {
 public:
  GaugeBank(const Settings& settings, const Origins& origins);

  /// The means at the candle that comes next: NaN where not yet summed, and without those of period 0.
  void averages(Means& out) const;
  /// Fills in those of period 0, which are the candle's own ranges.
  void add_own(const Shape& shape, Means& out) const {
    const Ranges ranges = ranges_of(shape);
    for (const Own& own : own_) out[own.place] = ranges[own.range];
  }
  /// A gauge is its factor times its mean, given the means at its candle.
  [[nodiscard]] const double& mean(Gauge gauge, const Means& means) const {
    return means[mean_of_gauge_[index_of(gauge)]];
  }
  [[nodiscard]] double factor(Gauge gauge) const { return factors_[index_of(gauge)]; }

  /// A candle closed; `next` becomes what averages() then gives.
  void add(const Shape& shape, Means& next) {
    if (candles_ < settled_) [[unlikely]]
      return add_unsettled(shape, next);
    const Ranges ranges = ranges_of(shape);
    std::array<double, kSettingCount> change;
    for (std::size_t t = 0; t < tracks_.size(); ++t) {
      const double newest = ranges[tracks_[t].range];
      change[t] = newest - tracks_[t].window.exchange(newest);
    }
    for (const Row& row : rows_) {
      Four total;
      read(total, &totals_[row.place]);
      total += change[row.track];
      write(total, &totals_[row.place]);
      write(total / row.period, &next[row.place]);
    }
    ++candles_;
  }

  [[nodiscard]] std::uint64_t candles() const { return candles_; }
  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);
  /// The means of a past candle, without those of period 0.
  void save(const Means& means, core::ByteWriter& out) const;
  /// False when one is infinite. (NaN is one not yet summed.)
  [[nodiscard]] bool load(Means& means, core::ByteReader& in) const;

 private:
  friend class BatchKernel;

  /// The last ranges of one type.
  struct Track {
    RangeType range;
    Window window;
  };
  struct Sum {
    std::uint64_t origin;
    std::uint64_t ready;  ///< origin + period: the first candle it is a gauge of
    double period;
  };
  /// Up to four sums over the same ranges, of which only the begins differ. What is in a place without a sum is moved
  /// along and means nothing.
  struct Row {
    std::uint32_t place;
    std::uint32_t track;
    double period;
  };
  /// A mean over no candles.
  struct Own {
    std::size_t place;
    RangeType range;
  };

  /// add() while a sum is not full yet.
  void add_unsettled(const Shape& shape, Means& next);
  [[nodiscard]] std::size_t track_of(const CandleSetting& setting);
  [[nodiscard]] std::uint8_t sum_of(const CandleSetting& setting, int origin);
  /// Gives every sum its place, in the rows of its track.
  void make_rows();

  alignas(64) Means totals_{};
  std::uint64_t candles_{0};
  std::uint64_t settled_{0};  ///< from this candle on every sum is full
  std::vector<Track> tracks_;
  std::vector<Row> rows_;
  std::vector<Own> own_;
  std::array<double, kGaugeCount> factors_{};
  std::array<std::uint8_t, kGaugeCount> mean_of_gauge_{};  ///< its place
  std::vector<Sum> sums_;
  std::array<std::uint8_t, kSumsMax> place_of_sum_;  ///< after the sums a place that nobody has
  std::array<std::uint8_t, kSumsMax> track_of_sum_{};
};

}  // namespace tidemark::analysis::candlesticks
