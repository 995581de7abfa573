#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/averages.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct T3Kernel {
  static constexpr std::string_view kId = "T3";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit T3Kernel(std::span<const double> p) : average{whole(p[0]), p[1]} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto average = self.average.next(x);
    if (!average) return false;
    out[0] = *average;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.average); }

  T3 average;
};

constexpr std::array kParameters{period_parameter(5, 2),
                                 number_parameter("volume_factor", "Volume factor", "VFactor", 0.7, 0, 1),
                                 source_parameter()};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = T3Kernel::kId,
    .title = "Triple Exponential Moving Average T3",
    .family = "overlap",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "six EMAs in a row, e1 to e6, each seeded by the plain average of its first n inputs; -v^3 e6 + (3v^2 + "
        "3v^3) e5 - (6v^2 + 3v + 3v^3) e4 + (1 + 3v + v^3 + 3v^2) e3, v the volume factor (TA-Lib TA_T3)",
    .source = "T. Tillson, Better Moving Averages, Stocks & Commodities 16:1 (1998); TA-Lib 0.6 TA_T3",
    .logic_version = T3Kernel::kVersion,
    .warm_up = [](std::span<const double> p) { return T3::lookback(whole(p[0])); },
    .make = make_streaming<T3Kernel>,
};

}  // namespace

const IndicatorInfo& rows::t3() {
  return kRow;
}

}  // namespace tidemark::analysis
