#include <array>
#include <cmath>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct BbandsKernel {
  static constexpr std::string_view kId = "BBANDS";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 3;

  explicit BbandsKernel(std::span<const double> p) : period{whole(p[0])}, up{p[1]}, down{p[2]}, moments{period} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto sums = self.moments.next(candle.close);
    if (!sums) return false;
    const double mean = sums->values / self.period;
    const double variance = sums->squares / self.period - mean * mean;
    const double deviation = is_zero_or_negative(variance) ? 0.0 : std::sqrt(variance);
    out[0] = mean + deviation * self.up;
    out[1] = mean;
    out[2] = mean - deviation * self.down;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.moments); }

  int period;
  double up;
  double down;
  RollingMoments moments;
};

constexpr std::array kParameters{period_parameter(5, 2),
                                 deviations_parameter("deviations_up", "Deviations up", "NbDevUp", 2),
                                 deviations_parameter("deviations_down", "Deviations down", "NbDevDn", 2)};
constexpr std::array kOutputs{OutputInfo{.name = "RealUpperBand", .unit = "price"},
                              OutputInfo{.name = "RealMiddleBand", .unit = "price"},
                              OutputInfo{.name = "RealLowerBand", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = BbandsKernel::kId,
    .title = "Bollinger Bands",
    .family = "overlap",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "middle = SMA(n); upper, lower = middle +- k * sqrt(mean of squares - square of mean), population; a variance "
        "below 1e-14 counts as 0, which flattens the bands of coins priced under about 1e-5; simple average only "
        "(TA-Lib TA_BBANDS with MAType SMA)",
    .source = "TA-Lib 0.6 TA_BBANDS; J. Bollinger, Bollinger on Bollinger Bands (2001)",
    .logic_version = BbandsKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<BbandsKernel>,
};

}  // namespace

const IndicatorInfo& rows::bbands() {
  return kRow;
}

}  // namespace tidemark::analysis
