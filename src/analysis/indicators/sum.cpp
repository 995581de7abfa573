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

struct SumKernel {
  static constexpr std::string_view kId = "SUM";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit SumKernel(std::span<const double> p) : sum{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto sum = self.sum.next(x);
    if (!sum) return false;
    out[0] = *sum;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.sum); }

  RollingSum sum;
};

constexpr std::array kParameters{period_parameter(30, 2), source_parameter()};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = SumKernel::kId,
    .title = "Summation",
    .family = "math",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula = "sum of the last n closes, kept running: + newest, - oldest (TA-Lib TA_SUM)",
    .source = "TA-Lib 0.6 TA_SUM",
    .logic_version = SumKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<SumKernel>,
};

}  // namespace

const IndicatorInfo& rows::sum() {
  return kRow;
}

}  // namespace tidemark::analysis
