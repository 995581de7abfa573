#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/any_average.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct MaKernel {
  static constexpr std::string_view kId = "MA";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit MaKernel(std::span<const double> p) : average{average_type(p[1]), whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto average = self.average.next(x);
    if (!average) return false;
    out[0] = *average;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.average); }

  AnyAverage average;
};

constexpr std::array kParameters{period_parameter(30, 1), average_parameter("ma_type", "Average", "MAType"),
                                 source_parameter()};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = MaKernel::kId,
    .title = "Moving Average of any type",
    .family = "overlap",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "the average its type names, as that row computes it; MAMA ignores the period and runs with limits 0.5 and "
        "0.05, T3 with volume factor 0.7; period 1 is the close itself (TA-Lib TA_MA)",
    .source = "TA-Lib 0.6 TA_MA",
    .logic_version = MaKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return average_lookback(average_type(p[1]), whole(p[0])); },
    .make = make_streaming<MaKernel>,
};

}  // namespace

const IndicatorInfo& rows::ma() {
  return kRow;
}

}  // namespace tidemark::analysis
