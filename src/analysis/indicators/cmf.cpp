#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/money_flow.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct CmfKernel {
  static constexpr std::string_view kId = "CMF";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit CmfKernel(std::span<const double> p) : flow{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto flow = self.flow.next(candle);
    if (flow) out[0] = *flow;
    return flow.has_value();
  }
  static auto fields(auto& self) { return std::tie(self.flow); }

  MoneyFlow flow;
};

constexpr std::array kParameters{period_parameter(20, 2)};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "", .min = -1, .max = 1}};
constexpr IndicatorInfo kRow{
    .id = CmfKernel::kId,
    .title = "Chaikin Money Flow",
    .family = "volume",
    .inputs = "high low close volume",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "sum over the last n candles of ((close - low) - (high - close)) / (high - low) * volume, divided by the sum "
        "of volume; 0 where nothing was traded",
    .source = "ChartSchool, Chaikin Money Flow (CMF)",
    .logic_version = CmfKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<CmfKernel>,
};

}  // namespace

const IndicatorInfo& rows::cmf() {
  return kRow;
}

}  // namespace tidemark::analysis
