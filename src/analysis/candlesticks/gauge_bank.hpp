#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/candlesticks/gauges.hpp"
#include "analysis/candlesticks/shape.hpp"
#include "analysis/kernel/window.hpp"
#include "core/bytes.hpp"

namespace tidemark::analysis::candlesticks {

/// The candle at which each gauge's running sum begins.
using Origins = std::array<int, kGaugeCount>;
/// The mean ranges that gauges are multiples of.
inline constexpr std::size_t kMeanCount = 32;
static_assert(kMeanCount >= kGaugeCount);
using Means = std::array<double, kMeanCount>;

/// The running sums behind the gauges. Gauges of the same range, period and origin share one (16 with the defaults).
/// TA-Lib's arithmetic: the first `period` ranges added in order, then `sum += newest - oldest`, and a gauge is
/// factor * (sum / period), halved for shadows.
class GaugeBank {
 public:
  GaugeBank(const Settings& settings, const Origins& origins);

  /// The means at the candle that comes next: NaN where not yet summed, and without those of period 0.
  void averages(Means& out) const;
  /// Fills in those of period 0, which are the candle's own ranges.
  void add_own(const Shape& shape, Means& out) const;
  /// A gauge is its factor times its mean, given the means at its candle.
  [[nodiscard]] const double& mean(Gauge gauge, const Means& means) const {
    return means[mean_of_gauge_[index_of(gauge)]];
  }
  [[nodiscard]] double factor(Gauge gauge) const { return factors_[index_of(gauge)]; }
  /// A candle closed; `next` becomes what averages() then gives.
  void add(const Shape& shape, Means& next);

  [[nodiscard]] std::uint64_t candles() const { return candles_; }
  void snapshot(core::ByteWriter& out) const;
  [[nodiscard]] bool restore(core::ByteReader& in);

 private:
  friend class BatchKernel;

  /// The last ranges of one type; `newest - oldest` of the last candle.
  struct Track {
    RangeType range;
    Window window;
  };
  struct Sum {
    std::size_t track;
    std::uint64_t origin;
    std::uint64_t ready;  ///< origin + period: the first candle it is a gauge of
  };
  /// A mean over no candles.
  struct Own {
    std::size_t mean;
    RangeType range;
  };

  /// add() while a sum is not full yet.
  void add_unsettled(const Shape& shape);
  [[nodiscard]] std::size_t track_of(const CandleSetting& setting);
  [[nodiscard]] std::size_t sum_of(const CandleSetting& setting, int origin);

  alignas(64) Means totals_{};
  alignas(64) Means periods_{};
  std::uint64_t candles_{0};
  std::uint64_t settled_{0};  ///< from this candle on every sum is full
  std::vector<Track> tracks_;
  std::vector<Sum> sums_;
  std::vector<Own> own_;
  std::array<double, kGaugeCount> factors_{};
  std::array<std::uint8_t, kGaugeCount> mean_of_gauge_{};  ///< a sum's place, or one after them for period 0
  std::array<std::uint8_t, kMeanCount> track_of_sum_{};
};

}  // namespace tidemark::analysis::candlesticks
