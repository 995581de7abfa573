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

struct EmaKernel {
  static constexpr std::string_view kId = "EMA";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit EmaKernel(std::span<const double> p) : average{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto average = self.average.next(candle.close);
    if (!average) return false;
    out[0] = *average;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.average); }

  Ema average;
};

constexpr std::array kParameters{period_parameter(30, 2)};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = EmaKernel::kId,
    .title = "Exponential Moving Average",
    .family = "overlap",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "seed: plain average of the first n closes; then (close - previous) * 2/(n+1) + previous (TA-Lib TA_EMA, "
        "classic)",
    .source = "TA-Lib 0.6 TA_EMA",
    .logic_version = EmaKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<EmaKernel>,
};

}  // namespace

const IndicatorInfo& rows::ema() {
  return kRow;
}

}  // namespace tidemark::analysis
