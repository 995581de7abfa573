#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/gains.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct CmoKernel {
  static constexpr std::string_view kId = "CMO";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit CmoKernel(std::span<const double> p) : gains{whole(p[0])}, zero{p[1]} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto averages = self.gains.next(x);
    if (!averages) return false;
    out[0] = of(averages->gain, averages->loss, self.zero);
    return true;
  }
  static double of(double gain, double loss, ZeroTest zero) {
    const double both = gain + loss;
    return zero(both) ? 0.0 : 100.0 * ((gain - loss) / both);
  }
  static auto fields(auto& self) { return std::tie(self.gains); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const auto [gain, loss] = batch::average_gains(plan, batch::price_of_last(plan, p), whole(p[0]));
    plan.add_output(plan.map(std::array{gain, loss}, std::array{p[1]},
                             [](double up, double down, double epsilon) { return of(up, down, ZeroTest{epsilon}); }),
                    whole(p[0]));
    return true;
  }

  AverageGains gains;
  ZeroTest zero;
};

constexpr std::array kParameters{period_parameter(14, 2), epsilon_option(), source_parameter()};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "%", .min = -100, .max = 100}};
constexpr IndicatorInfo kRow{
    .id = CmoKernel::kId,
    .title = "Chande Momentum Oscillator",
    .family = "momentum",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "100 * (G - L) / (G + L), G and L the averages of gains and losses as in RSI (Wilder's smoothing, which "
        "Chande's own definition does not have); 0 when G + L is below epsilon (1e-14) (TA-Lib TA_CMO)",
    .source = "T. Chande, S. Kroll, The New Technical Trader (1994); TA-Lib 0.6 TA_CMO",
    .logic_version = CmoKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<CmoKernel>,
    .lay_out = CmoKernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::cmo() {
  return kRow;
}

}  // namespace tidemark::analysis
