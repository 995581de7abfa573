#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct AtrKernel {
  static constexpr std::string_view kId = "ATR";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit AtrKernel(std::span<const double> p) : average{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto range = self.range.next(candle.high, candle.low, candle.close);
    if (!range) return false;
    const auto average = self.average.next(*range);
    if (!average) return false;
    out[0] = *average;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.range, self.average); }

  TrueRange range;
  WilderMean average;
};

constexpr std::array kParameters{period_parameter(14, 1)};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "price", .min = 0}};
constexpr IndicatorInfo kRow{
    .id = AtrKernel::kId,
    .title = "Average True Range",
    .family = "volatility",
    .inputs = "high low close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "true range = max(high - low, |previous close - high|, |previous close - low|), from the second candle on; "
        "plain average of the first n, then (previous * (n-1) + new) / n (TA-Lib TA_ATR)",
    .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib 0.6 TA_ATR",
    .logic_version = AtrKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<AtrKernel>,
};

}  // namespace

const IndicatorInfo& rows::atr() {
  return kRow;
}

}  // namespace tidemark::analysis
