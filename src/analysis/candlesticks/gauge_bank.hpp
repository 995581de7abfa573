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
/// One value per gauge: what a length is compared with.
using GaugeValues = std::array<double, kGaugeCount>;

/// The running sums behind the gauges. Gauges of the same range, period and origin share one (16 with the defaults).
/// TA-Lib's arithmetic: the first `period` ranges added in order, then `sum += newest - oldest`, and a gauge is
/// factor * (sum / period), halved for shadows.
class GaugeBank {
 public:
  GaugeBank(const Settings& settings, const Origins& origins);

  /// The gauges at the candle that comes next; those of period 0 and those not yet summed are NaN.
  void averages(GaugeValues& out) const;
  /// Fills in the gauges of period 0, which are the candle's own.
  void add_own(const Shape& shape, GaugeValues& out) const;
  /// A candle closed.
  void add(const Shape& shape);

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
  /// A gauge of period 0.
  struct Own {
    Gauge gauge;
    RangeType range;
  };
  static constexpr std::size_t kPlaces = 32;  ///< sums and gauges, in whole vectors
  static_assert(kPlaces > kGaugeCount);

  [[nodiscard]] std::size_t track_of(const CandleSetting& setting);
  [[nodiscard]] std::size_t sum_of(const CandleSetting& setting, int origin);

  std::vector<Track> tracks_;
  std::vector<Sum> sums_;
  alignas(64) std::array<double, kPlaces> totals_{};
  alignas(64) std::array<double, kPlaces> periods_{};
  std::array<std::uint8_t, kPlaces> track_of_sum_{};
  /// A gauge is factors_[g] times the mean of sum_of_gauge_[g]; those of period 0 have the last place, which is NaN.
  alignas(64) GaugeValues factors_{};
  std::array<std::uint8_t, kGaugeCount> sum_of_gauge_{};
  std::vector<Own> own_;
  std::uint64_t candles_{0};
  std::uint64_t settled_{0};  ///< from this candle on every sum is full
};

}  // namespace tidemark::analysis::candlesticks
