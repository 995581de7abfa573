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
  friend class BatchSums;

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
  struct Source {
    std::size_t sum;
    double factor;
    double share;  ///< 0.5 for shadows, else 1: exact either way
    Gauge gauge;
    RangeType range;
  };

  [[nodiscard]] std::size_t track_of(const CandleSetting& setting);
  [[nodiscard]] std::size_t sum_of(const CandleSetting& setting, int origin);

  std::vector<Track> tracks_;
  std::vector<Sum> sums_;
  alignas(64) std::array<double, kGaugeCount> totals_{};
  alignas(64) std::array<double, kGaugeCount> periods_{};
  std::vector<Source> averaged_;  ///< gauges with a sum
  std::vector<Source> own_;       ///< gauges of period 0
  std::uint64_t candles_{0};
  std::uint64_t settled_{0};  ///< from this candle on every sum is full
};

}  // namespace tidemark::analysis::candlesticks
