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

struct DonchianKernel {
  static constexpr std::string_view kId = "DONCHIAN";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 3;

  explicit DonchianKernel(std::span<const double> p) : highest{whole(p[0])}, lowest{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto highest = self.highest.next(candle.high);
    const auto lowest = self.lowest.next(candle.low);
    if (!highest || !lowest) return false;
    out[0] = highest->value;
    out[1] = (highest->value + lowest->value) / 2.0;
    out[2] = lowest->value;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.highest, self.lowest); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const batch::Line high = batch::highest(plan, plan.high(), whole(p[0]));
    const batch::Line low = batch::lowest(plan, plan.low(), whole(p[0]));
    const batch::Line middle = plan.map(std::array{high, low}, [](double a, double b) { return (a + b) / 2.0; });
    for (const batch::Line line : {high, middle, low}) plan.add_output(line, whole(p[0]) - 1);
    return true;
  }

  Highest highest;
  Lowest lowest;
};

constexpr std::array kParameters{period_parameter(20, 2)};
constexpr std::array kOutputs{OutputInfo{.name = "RealUpperBand", .unit = "price"},
                              OutputInfo{.name = "RealMiddleBand", .unit = "price"},
                              OutputInfo{.name = "RealLowerBand", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = DonchianKernel::kId,
    .title = "Donchian Channel",
    .family = "overlap",
    .inputs = "high low",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula = "highest high and lowest low of the last n candles, this one among them; the middle between them",
    .source = "ChartSchool, Price Channels; expected numbers by talipp f65d546 DonchianChannels",
    .logic_version = DonchianKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<DonchianKernel>,
    .lay_out = DonchianKernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::donchian() {
  return kRow;
}

}  // namespace tidemark::analysis
