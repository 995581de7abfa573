#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/price_source.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct MfiKernel {
  static constexpr std::string_view kId = "MFI";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit MfiKernel(std::span<const double> p) : least_flow{p[1]}, positive{whole(p[0])}, negative{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const double typical = typical_price(candle);
    const auto before = self.typical.next(typical);
    if (!before) return false;
    const double change = typical - *before;
    const double flow = typical * candle.volume;
    const auto positive = self.positive.next(where(change > 0, flow));
    const auto negative = self.negative.next(where(change < 0, flow));
    if (!positive || !negative) return false;
    out[0] = of(*positive, *negative, self.least_flow);
    return true;
  }
  static double of(double positive, double negative, double least_flow) {
    const double total = positive + negative;
    return total < least_flow || total <= 0 ? 0.0 : 100.0 * (positive / total);
  }
  static auto fields(auto& self) { return std::tie(self.typical, self.positive, self.negative); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const int period = whole(p[0]);
    const batch::Line typical = batch::typical_price(plan);
    const auto [up, down] =
        plan.map(std::array{typical, typical.before(1), plan.volume()}, [](double now, double before, double volume) {
          const double change = now - before;
          const double flow = now * volume;
          return std::array{where(change > 0, flow), where(change < 0, flow)};
        });
    plan.add_output(
        plan.map(std::array{plan.rolling_sum(up, period), plan.rolling_sum(down, period)}, std::array{p[1]},
                 [](double positive, double negative, double least) { return of(positive, negative, least); }),
        period);
    return true;
  }

  double least_flow;
  Previous typical;
  RollingSum positive;
  RollingSum negative;
};

constexpr std::array kParameters{
    period_parameter(14, 2), as_option(number_parameter("least_flow", "Least money flow", "", 1, 0, 1e12, "money"))};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "%", .min = 0, .max = 100}};
constexpr IndicatorInfo kRow{
    .id = MfiKernel::kId,
    .title = "Money Flow Index",
    .family = "momentum",
    .inputs = "high low close volume",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "t = (high + low + close) / 3; 100 * P / (P + N), P and N the sums over the last n candles of t * volume "
        "where t rose and where it fell; 0 when P + N is below 1, which silences pairs quoted in a dear currency: "
        "least_flow=0 mends it (TA-Lib TA_MFI)",
    .source =
        "G. Quong, A. Soudack, Volume-Weighted RSI: Money Flow, Stocks & Commodities 7:3 (1989); TA-Lib 0.6 TA_MFI",
    .logic_version = MfiKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<MfiKernel>,
    .lay_out = MfiKernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::mfi() {
  return kRow;
}

}  // namespace tidemark::analysis
