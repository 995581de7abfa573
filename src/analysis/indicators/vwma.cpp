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

struct VwmaKernel {
  static constexpr std::string_view kId = "VWMA";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit VwmaKernel(std::span<const double> p)
      : period{whole(p[0])}, prices{period}, weighted{period}, volumes{period}, traded{period} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto prices = self.prices.next(candle.close);
    const auto weighted = self.weighted.next(candle.close * candle.volume);
    const auto volumes = self.volumes.next(candle.volume);
    // Counted, because a running sum that should be zero again may not quite be.
    const auto traded = self.traded.next(candle.volume > 0 ? 1.0 : 0.0);
    if (!prices || !weighted || !volumes || !traded) return false;
    out[0] = *traded > 0 && *volumes > 0 ? *weighted / *volumes : *prices / self.period;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.prices, self.weighted, self.volumes, self.traded); }

  int period;
  RollingSum prices;
  RollingSum weighted;
  RollingSum volumes;
  RollingSum traded;
};

constexpr std::array kParameters{period_parameter(20, 2)};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = VwmaKernel::kId,
    .title = "Volume Weighted Moving Average",
    .family = "overlap",
    .inputs = "close volume",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "sum of close * volume / sum of volume over the last n candles; the simple average where nothing was traded",
    .source = "expected numbers by Tulip Indicators 0.9.2 vwma",
    .logic_version = VwmaKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<VwmaKernel>,
};

}  // namespace

const IndicatorInfo& rows::vwma() {
  return kRow;
}

}  // namespace tidemark::analysis
