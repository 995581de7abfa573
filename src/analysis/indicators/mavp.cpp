#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/any_average.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

/// One average per period that can come up, all seeded to answer from the same candle on.
struct MavpKernel {
  static constexpr std::string_view kId = "MAVP";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  /// The schedule of periods: kFirst + (candle number * kStep) mod kCycle.
  static constexpr int kFirst = 2;
  static constexpr std::int64_t kStep = 7;
  static constexpr std::int64_t kCycle = 29;

  explicit MavpKernel(std::span<const double> p) {
    const int start = warm_up(p);
    for (int offset = 0; offset < kCycle; ++offset) {
      const int period = held(p, kFirst + offset);
      if (offset == 0 || period != held(p, kFirst + offset - 1)) {
        const int skip = std::max(0, start - average_lookback(average_type(p[2]), period));
        averages.emplace_back(average_type(p[2]), period, skip);
      }
      of_offset[static_cast<std::size_t>(offset)] = averages.size() - 1;
    }
  }
  /// `period` moved into least to largest; the two in either order (TA-Lib then reads values that are not there).
  static int held(std::span<const double> p, int period) {
    return std::clamp(period, whole(std::min(p[0], p[1])), whole(std::max(p[0], p[1])));
  }
  static int warm_up(std::span<const double> p) {
    return average_lookback(average_type(p[2]), whole(std::max(p[0], p[1])));
  }

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto today = static_cast<std::size_t>(self.candle * kStep % kCycle);
    const std::size_t chosen = self.of_offset[today];
    bool ready = false;
    for (std::size_t i = 0; i < self.averages.size(); ++i) {
      const auto average = self.averages[i].next(x);
      if (i != chosen || !average) continue;
      out[0] = *average;
      ready = true;
    }
    keep(self.candle, self.candle + 1 == kCycle ? 0 : self.candle + 1);
    return ready;
  }
  [[nodiscard]] bool valid() const { return candle >= 0 && candle < kCycle; }
  static auto fields(auto& self) { return std::tie(self.candle, self.averages); }

  std::int64_t candle{0};  ///< number of the next one, modulo kCycle
  std::vector<AnyAverage> averages;
  std::array<std::size_t, kCycle> of_offset{};
};

constexpr std::array kParameters{period_parameter("min_period", "Least period", "MinPeriod", 2, 2),
                                 period_parameter("max_period", "Largest period", "MaxPeriod", 30, 2),
                                 average_parameter("ma_type", "Average", "MAType"), source_parameter()};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = MavpKernel::kId,
    .title = "Moving Average with Variable Period",
    .family = "overlap",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "the average whose period a series of periods names, moved into least to largest. Candles carry no such "
        "series: the period of candle i is 2 + (7 i) mod 29, that of the reference outputs (TA-Lib TA_MAVP)",
    .source = "TA-Lib 0.6 TA_MAVP",
    .logic_version = MavpKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return MavpKernel::warm_up(p); },
    .make = make_streaming<MavpKernel>,
};

}  // namespace

const IndicatorInfo& rows::mavp() {
  return kRow;
}

}  // namespace tidemark::analysis
