#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/gains.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct RsiKernel {
  static constexpr std::string_view kId = "RSI";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit RsiKernel(std::span<const double> p) : rsi{whole(p[0]), p[1]} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto rsi = self.rsi.next(x);
    if (!rsi) return false;
    out[0] = *rsi;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.rsi); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const auto [gain, loss] = batch::average_gains(plan, batch::price_of_last(plan, p), whole(p[0]));
    plan.add_output(plan.map(std::array{gain, loss}, std::array{p[1]},
                             [](double up, double down, double epsilon) {
                               return RelativeStrength::of(up, down, ZeroTest{epsilon});
                             }),
                    whole(p[0]));
    return true;
  }

  RelativeStrength rsi;
};

constexpr std::array kParameters{period_parameter(14, 2), epsilon_option(), source_parameter()};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "%", .min = 0, .max = 100}};
constexpr IndicatorInfo kRow{
    .id = RsiKernel::kId,
    .title = "Relative Strength Index",
    .family = "momentum",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "100 * G / (G + L), G and L the averages of gains and losses from close to close: plain over the first n, "
        "then (previous * (n-1) + new) / n; 0 when G + L is below epsilon (1e-14), so also on a flat market (TA-Lib "
        "TA_RSI)",
    .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib 0.6 TA_RSI",
    .logic_version = RsiKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<RsiKernel>,
    .lay_out = RsiKernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::rsi() {
  return kRow;
}

}  // namespace tidemark::analysis
