#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/extremes.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct WillrKernel {
  static constexpr std::string_view kId = "WILLR";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit WillrKernel(std::span<const double> p) : highest{whole(p[0])}, lowest{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto highest = self.highest.next(candle.high);
    const auto lowest = self.lowest.next(candle.low);
    if (!highest || !lowest) return false;
    out[0] = of(highest->value, lowest->value, candle.close);
    return true;
  }
  static double of(double highest, double lowest, double close) {
    const double percent = (highest - lowest) / -100.0;
    return percent != 0.0 ? (highest - close) / percent : 0.0;
  }
  static auto fields(auto& self) { return std::tie(self.highest, self.lowest); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const int period = whole(p[0]);
    plan.add_output(plan.map(std::array{batch::highest(plan, plan.high(), period),
                                        batch::lowest(plan, plan.low(), period), plan.close()},
                             [](double high, double low, double close) { return of(high, low, close); }),
                    period - 1);
    return true;
  }

  Highest highest;
  Lowest lowest;
};

constexpr std::array kParameters{period_parameter(14, 2)};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "%", .min = -100, .max = 0}};
constexpr IndicatorInfo kRow{
    .id = WillrKernel::kId,
    .title = "Williams' %R",
    .family = "momentum",
    .inputs = "high low close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "-100 * (highest high - close) / (highest high - lowest low) over the last n candles; 0 without a range (TA- "
        "Lib TA_WILLR)",
    .source = "L. Williams, How I Made One Million Dollars Last Year Trading Commodities (1973); TA-Lib 0.6 TA_WILLR",
    .logic_version = WillrKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<WillrKernel>,
    .lay_out = WillrKernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::willr() {
  return kRow;
}

}  // namespace tidemark::analysis
