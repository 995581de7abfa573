#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/averages.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct TrixKernel {
  static constexpr std::string_view kId = "TRIX";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit TrixKernel(std::span<const double> p) : chain{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto stages = self.chain.next(x);
    if (!stages) return false;
    const double smoothed = stages->back();
    const auto before = self.before.next(smoothed);
    if (!before) return false;
    out[0] = of(smoothed, *before);
    return true;
  }
  static double of(double now, double before) { return before != 0.0 ? (now / before - 1.0) * 100.0 : 0.0; }
  static auto fields(auto& self) { return std::tie(self.chain, self.before); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const int period = whole(p[0]);
    batch::Line smoothed = batch::price_of_last(plan, p);
    for (int stage = 0; stage < 3; ++stage) smoothed = batch::ema(plan, smoothed, period);
    plan.add_output(
        plan.map(std::array{smoothed, smoothed.before(1)}, [](double now, double last) { return of(now, last); }),
        3 * (period - 1) + 1);
    return true;
  }

  EmaChain<3> chain;
  Previous before;
};

constexpr std::array kParameters{period_parameter(30, 1), source_parameter()};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "%"}};
constexpr IndicatorInfo kRow{
    .id = TrixKernel::kId,
    .title = "1-candle Rate of Change of a Triple Smooth EMA",
    .family = "momentum",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "e = EMA of EMA of EMA of the close, each seeded by the plain average of its first n inputs; (e / previous e "
        "- 1) * 100 (TA-Lib TA_TRIX)",
    .source = "J. Hutson, TRIX, Stocks & Commodities 1:5 (1983); TA-Lib 0.6 TA_TRIX",
    .logic_version = TrixKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return 3 * (whole(p[0]) - 1) + 1; },
    .make = make_streaming<TrixKernel>,
    .lay_out = TrixKernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::trix() {
  return kRow;
}

}  // namespace tidemark::analysis
