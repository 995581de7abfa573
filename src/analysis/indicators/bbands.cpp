#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/any_average.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct BbandsKernel {
  static constexpr std::string_view kId = "BBANDS";
  static constexpr int kVersion = 2;
  static constexpr std::size_t kOutputs = 3;

  explicit BbandsKernel(std::span<const double> p)
      : period{whole(p[0])},
        up{p[1]},
        down{p[2]},
        zero{p[4]},
        simple{average_type(p[3]) == AverageType::kSma},
        average{average_type(p[3]), period, std::max(0, warm_up(p) - average_lookback(average_type(p[3]), period))},
        moments{std::max(0, warm_up(p) - (period - 1)), RollingMoments{period}} {}

  /// The slower of average and deviation. (TA-Lib lets the two run apart with MAMA and a period above 33.)
  static int warm_up(std::span<const double> p) {
    return std::max(average_lookback(average_type(p[3]), whole(p[0])), whole(p[0]) - 1);
  }

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto sums = self.moments.next(x);
    // The simple average is the moments' own mean: the same additions in the same order.
    const auto average = self.simple ? std::nullopt : self.average.next(x);
    if (!sums || (!self.simple && !average)) return false;
    const double mean = sums->values / self.period;
    const double variance = sums->squares / self.period - mean * mean;
    const double deviation = self.zero.or_negative(variance) ? 0.0 : std::sqrt(variance);
    const double middle = self.simple ? mean : *average;
    out[0] = middle + deviation * self.up;
    out[1] = middle;
    out[2] = middle - deviation * self.down;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.average, self.moments); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const AverageType type = average_type(p[3]);
    const int period = whole(p[0]);
    if (!batch::has_average(type, period)) return false;
    const batch::Line x = batch::price_of_last(plan, p);
    const auto [mean, variance] = batch::moments(plan, x, period);
    const batch::Line middle = type == AverageType::kSma ? mean : batch::average(plan, type, x, period);
    const auto [upper, lower] = plan.map(std::array{middle, variance}, std::array{p[1], p[2], p[4]},
                                         [](double line, double square, double up, double down, double epsilon) {
                                           const double root = std::sqrt(square);
                                           const double deviation = ZeroTest{epsilon}.or_negative(square) ? 0.0 : root;
                                           return std::array{line + deviation * up, line - deviation * down};
                                         });
    for (const batch::Line line : {upper, middle, lower}) plan.add_output(line, warm_up(p));
    return true;
  }

  int period;
  double up;
  double down;
  ZeroTest zero;
  bool simple;
  AnyAverage average;
  Delayed<RollingMoments> moments;
};

constexpr std::array kParameters{period_parameter(5, 2),
                                 deviations_parameter("deviations_up", "Deviations up", "NbDevUp", 2),
                                 deviations_parameter("deviations_down", "Deviations down", "NbDevDn", 2),
                                 average_parameter("ma_type", "Average", "MAType"),
                                 epsilon_option(),
                                 source_parameter()};
constexpr std::array kOutputs{OutputInfo{.name = "RealUpperBand", .unit = "price"},
                              OutputInfo{.name = "RealMiddleBand", .unit = "price"},
                              OutputInfo{.name = "RealLowerBand", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = BbandsKernel::kId,
    .title = "Bollinger Bands",
    .family = "overlap",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "middle = average(n); upper, lower = middle +- k * sqrt(mean of squares - square of mean), population; a "
        "variance below epsilon (1e-14) counts as 0, which flattens the bands of coins priced under about 1e-5: "
        "epsilon=0 mends it (TA-Lib TA_BBANDS)",
    .source = "TA-Lib 0.6 TA_BBANDS; J. Bollinger, Bollinger on Bollinger Bands (2001)",
    .logic_version = BbandsKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return BbandsKernel::warm_up(p); },
    .make = make_streaming<BbandsKernel>,
    .lay_out = BbandsKernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::bbands() {
  return kRow;
}

}  // namespace tidemark::analysis
