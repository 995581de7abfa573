#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct BopKernel {
  static constexpr std::string_view kId = "BOP";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit BopKernel(std::span<const double> p) : zero{p[0]} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const double range = candle.high - candle.low;
    out[0] = self.zero.or_negative(range) ? 0.0 : (candle.close - candle.open) / range;
    return true;
  }
  static auto fields(auto& /*self*/) { return std::tie(); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    plan.add_output(plan.map(std::array{plan.open(), plan.high(), plan.low(), plan.close()}, std::array{p[0]},
                             [](double open, double high, double low, double close, double epsilon) {
                               const double range = high - low;
                               const double power = (close - open) / range;
                               return ZeroTest{epsilon}.or_negative(range) ? 0.0 : power;
                             }),
                    0);
    return true;
  }

  ZeroTest zero;
};

constexpr std::array kParameters{epsilon_option()};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "", .min = -1, .max = 1}};
constexpr IndicatorInfo kRow{
    .id = BopKernel::kId,
    .title = "Balance of Power",
    .family = "momentum",
    .inputs = "open high low close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula = "(close - open) / (high - low); 0 when the range is below epsilon (1e-14) (TA-Lib TA_BOP)",
    .source = "I. Livshin, Balance of Market Power, Stocks & Commodities 19:8 (2001); TA-Lib 0.6 TA_BOP",
    .logic_version = BopKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return 0; },
    .make = make_streaming<BopKernel>,
    .lay_out = BopKernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::bop() {
  return kRow;
}

}  // namespace tidemark::analysis
