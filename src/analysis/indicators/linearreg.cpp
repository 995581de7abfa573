#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/fixed_text.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/regression.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

constexpr double kDegreesPerRadian = 180.0 / std::numbers::pi;

double end_of(const Regression::Line& line, double n) {
  return line.intercept + line.slope * (n - 1);
}
double angle_of(const Regression::Line& line, double /*n*/) {
  return std::atan(line.slope) * kDegreesPerRadian;
}
double intercept_of(const Regression::Line& line, double /*n*/) {
  return line.intercept;
}
double slope_of(const Regression::Line& line, double /*n*/) {
  return line.slope;
}
double forecast_of(const Regression::Line& line, double n) {
  return line.intercept + line.slope * n;
}

/// What is read off the line through the last n closes.
template <double (*kRead)(const Regression::Line&, double), FixedText kName>
struct RegressionKernel {
  static constexpr std::string_view kId = kName.view();
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit RegressionKernel(std::span<const double> p) : n{p[0]}, regression{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto line = self.regression.next(x);
    if (!line) return false;
    out[0] = kRead(*line, self.n);
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.regression); }

  double n;
  Regression regression;
};

using LinearregKernel = RegressionKernel<end_of, "LINEARREG">;
using AngleKernel = RegressionKernel<angle_of, "LINEARREG_ANGLE">;
using InterceptKernel = RegressionKernel<intercept_of, "LINEARREG_INTERCEPT">;
using SlopeKernel = RegressionKernel<slope_of, "LINEARREG_SLOPE">;
using TsfKernel = RegressionKernel<forecast_of, "TSF">;

constexpr std::array kLinearregParameters{period_parameter(14, 2), source_parameter()};
constexpr std::array kLinearregOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kLinearregRow{
    .id = LinearregKernel::kId,
    .title = "Linear Regression",
    .family = "statistics",
    .inputs = "close",
    .parameters = kLinearregParameters,
    .outputs = kLinearregOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "value at the newest candle of the least-squares line through the last n closes. Costs O(n) per candle (TA- "
        "Lib TA_LINEARREG)",
    .source = "TA-Lib 0.6 TA_LINEARREG",
    .logic_version = LinearregKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<LinearregKernel>,
};

constexpr std::array kLinearregAngleOutputs{OutputInfo{.name = "Real", .unit = "degrees", .min = -90, .max = 90}};
constexpr IndicatorInfo kLinearregAngleRow{
    .id = AngleKernel::kId,
    .title = "Linear Regression Angle",
    .family = "statistics",
    .inputs = "close",
    .parameters = kLinearregParameters,
    .outputs = kLinearregAngleOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "arc tangent of the slope in degrees of the least-squares line through the last n closes. Costs O(n) per "
        "candle (TA-Lib TA_LINEARREG_ANGLE)",
    .source = "TA-Lib 0.6 TA_LINEARREG_ANGLE",
    .logic_version = AngleKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<AngleKernel>,
};

constexpr IndicatorInfo kLinearregInterceptRow{
    .id = InterceptKernel::kId,
    .title = "Linear Regression Intercept",
    .family = "statistics",
    .inputs = "close",
    .parameters = kLinearregParameters,
    .outputs = kLinearregOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "value at the oldest candle of the least-squares line through the last n closes. Costs O(n) per candle (TA- "
        "Lib TA_LINEARREG_INTERCEPT)",
    .source = "TA-Lib 0.6 TA_LINEARREG_INTERCEPT",
    .logic_version = InterceptKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<InterceptKernel>,
};

constexpr IndicatorInfo kLinearregSlopeRow{
    .id = SlopeKernel::kId,
    .title = "Linear Regression Slope",
    .family = "statistics",
    .inputs = "close",
    .parameters = kLinearregParameters,
    .outputs = kLinearregOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "rise per candle of the least-squares line through the last n closes. Costs O(n) per candle (TA-Lib "
        "TA_LINEARREG_SLOPE)",
    .source = "TA-Lib 0.6 TA_LINEARREG_SLOPE",
    .logic_version = SlopeKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<SlopeKernel>,
};

constexpr IndicatorInfo kTsfRow{
    .id = TsfKernel::kId,
    .title = "Time Series Forecast",
    .family = "statistics",
    .inputs = "close",
    .parameters = kLinearregParameters,
    .outputs = kLinearregOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "value one candle ahead of the least-squares line through the last n closes. Costs O(n) per candle (TA-Lib "
        "TA_TSF)",
    .source = "TA-Lib 0.6 TA_TSF",
    .logic_version = TsfKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<TsfKernel>,
};

}  // namespace

const IndicatorInfo& rows::linearreg() {
  return kLinearregRow;
}
const IndicatorInfo& rows::linearreg_angle() {
  return kLinearregAngleRow;
}
const IndicatorInfo& rows::linearreg_intercept() {
  return kLinearregInterceptRow;
}
const IndicatorInfo& rows::linearreg_slope() {
  return kLinearregSlopeRow;
}
const IndicatorInfo& rows::tsf() {
  return kTsfRow;
}

}  // namespace tidemark::analysis
