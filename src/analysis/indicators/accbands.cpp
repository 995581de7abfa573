#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/averages.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct AccbandsKernel {
  static constexpr std::string_view kId = "ACCBANDS";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 3;

  explicit AccbandsKernel(std::span<const double> p) : upper{whole(p[0])}, middle{whole(p[0])}, lower{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const double sum = candle.high + candle.low;
    const double width = is_zero(sum) ? 0.0 : 4 * (candle.high - candle.low) / sum;
    const auto upper = self.upper.next(candle.high * (1 + width));
    const auto middle = self.middle.next(candle.close);
    const auto lower = self.lower.next(candle.low * (1 - width));
    if (!upper || !middle || !lower) return false;
    out[0] = *upper;
    out[1] = *middle;
    out[2] = *lower;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.upper, self.middle, self.lower); }

  Sma upper;
  Sma middle;
  Sma lower;
};

constexpr std::array kParameters{period_parameter(20, 2)};
constexpr std::array kOutputs{OutputInfo{.name = "RealUpperBand", .unit = "price"},
                              OutputInfo{.name = "RealMiddleBand", .unit = "price"},
                              OutputInfo{.name = "RealLowerBand", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = AccbandsKernel::kId,
    .title = "Acceleration Bands",
    .family = "overlap",
    .inputs = "high low close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "with w = 4 * (high - low) / (high + low): upper = SMA(n) of high * (1 + w), middle = SMA(n) of the close, "
        "lower = SMA(n) of low * (1 - w) (TA-Lib TA_ACCBANDS)",
    .source = "P. Headley, Big Trends in Trading (2002); TA-Lib 0.6 TA_ACCBANDS",
    .logic_version = AccbandsKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<AccbandsKernel>,
};

}  // namespace

const IndicatorInfo& rows::accbands() {
  return kRow;
}

}  // namespace tidemark::analysis
