#include <array>
#include <cmath>
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

struct StddevKernel {
  static constexpr std::string_view kId = "STDDEV";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit StddevKernel(std::span<const double> p)
      : period{whole(p[0])}, deviations{p[1]}, zero{p[2]}, moments{period} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto sums = self.moments.next(x);
    if (!sums) return false;
    const double variance = variance_of(*sums, self.period);
    out[0] = self.zero.or_negative(variance) ? 0.0 : std::sqrt(variance) * self.deviations;
    return true;
  }
  static double variance_of(const RollingMoments::Sums& sums, int period) {
    const double mean = sums.values / period;
    return sums.squares / period - mean * mean;
  }
  static auto fields(auto& self) { return std::tie(self.moments); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const batch::Line variance = batch::moments(plan, batch::price_of_last(plan, p), whole(p[0])).variance;
    plan.add_output(plan.map(std::array{variance}, std::array{p[1], p[2]},
                             [](double square, double deviations, double epsilon) {
                               const double root = std::sqrt(square) * deviations;
                               return ZeroTest{epsilon}.or_negative(square) ? 0.0 : root;
                             }),
                    whole(p[0]) - 1);
    return true;
  }

  int period;
  double deviations;
  ZeroTest zero;
  RollingMoments moments;
};

struct VarKernel {
  static constexpr std::string_view kId = "VAR";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit VarKernel(std::span<const double> p) : period{whole(p[0])}, moments{period} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto sums = self.moments.next(x);
    if (!sums) return false;
    out[0] = StddevKernel::variance_of(*sums, self.period);
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.moments); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const batch::Line x = batch::price_of_last(plan, p);
    plan.add_output(batch::moments(plan, x, whole(p[0])).variance, whole(p[0]) - 1);
    return true;
  }

  int period;
  RollingMoments moments;
};

constexpr std::array kStddevParameters{period_parameter(5, 2),
                                       deviations_parameter("deviations", "Deviations", "NbDev", 1), epsilon_option(),
                                       source_parameter()};
constexpr std::array kStddevOutputs{OutputInfo{.name = "Real", .unit = "price", .min = 0}};
constexpr IndicatorInfo kStddevRow{
    .id = StddevKernel::kId,
    .title = "Standard Deviation",
    .family = "statistics",
    .inputs = "close",
    .parameters = kStddevParameters,
    .outputs = kStddevOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "k * sqrt(mean of squares - square of mean) over the last n closes, population; a variance below epsilon "
        "(1e-14) counts as 0, which silences coins priced under about 1e-5: epsilon=0 mends it (TA-Lib TA_STDDEV)",
    .source = "TA-Lib 0.6 TA_STDDEV",
    .logic_version = StddevKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<StddevKernel>,
    .lay_out = StddevKernel::lay_out,
};

constexpr std::array kVarParameters{period_parameter(5, 1),
                                    deviations_parameter("deviations", "Deviations", "NbDev", 1), source_parameter()};
constexpr std::array kVarOutputs{OutputInfo{.name = "Real", .unit = ""}};
constexpr IndicatorInfo kVarRow{
    .id = VarKernel::kId,
    .title = "Variance",
    .family = "statistics",
    .inputs = "close",
    .parameters = kVarParameters,
    .outputs = kVarOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "mean of squares - square of mean over the last n closes, population, from running sums: rounding can make "
        "it a little negative. TA-Lib has the parameter of deviations and ignores it, and so does this (TA-Lib "
        "TA_VAR)",
    .source = "TA-Lib 0.6 TA_VAR",
    .logic_version = VarKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<VarKernel>,
    .lay_out = VarKernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::stddev() {
  return kStddevRow;
}
const IndicatorInfo& rows::var() {
  return kVarRow;
}

}  // namespace tidemark::analysis
