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

struct SmaKernel {
  static constexpr std::string_view kId = "SMA";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit SmaKernel(std::span<const double> p) : period{whole(p[0])}, sum{period} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto sum = self.sum.next(candle.close);
    if (!sum) return false;
    out[0] = *sum / self.period;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.sum); }

  int period;
  RollingSum sum;
};

constexpr std::array kParameters{period_parameter(30, 2)};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = SmaKernel::kId,
    .title = "Simple Moving Average",
    .family = "overlap",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula = "sum of the last n closes / n; the sum is kept running: + newest, - oldest (TA-Lib TA_SMA)",
    .source = "TA-Lib 0.6 TA_SMA",
    .logic_version = SmaKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<SmaKernel>,
};

}  // namespace

const IndicatorInfo& rows::sma() {
  return kRow;
}

}  // namespace tidemark::analysis
