#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/extremes.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct MidpointKernel {
  static constexpr std::string_view kId = "MIDPOINT";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit MidpointKernel(std::span<const double> p) : highest{whole(p[0])}, lowest{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto highest = self.highest.next(x);
    const auto lowest = self.lowest.next(x);
    if (!highest || !lowest) return false;
    out[0] = (highest->value + lowest->value) / 2.0;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.highest, self.lowest); }

  Highest highest;
  Lowest lowest;
};

struct MidpriceKernel {
  static constexpr std::string_view kId = "MIDPRICE";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit MidpriceKernel(std::span<const double> p) : highest{whole(p[0])}, lowest{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto highest = self.highest.next(candle.high);
    const auto lowest = self.lowest.next(candle.low);
    if (!highest || !lowest) return false;
    out[0] = (highest->value + lowest->value) / 2.0;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.highest, self.lowest); }

  Highest highest;
  Lowest lowest;
};

constexpr std::array kMidpointParameters{period_parameter(14, 2), source_parameter()};
constexpr std::array kMidpointOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kMidpointRow{
    .id = MidpointKernel::kId,
    .title = "Midpoint over period",
    .family = "overlap",
    .inputs = "close",
    .parameters = kMidpointParameters,
    .outputs = kMidpointOutputs,
    .placement = Placement::kOnPrice,
    .formula = "(highest close + lowest close of the last n candles) / 2 (TA-Lib TA_MIDPOINT)",
    .source = "TA-Lib 0.6 TA_MIDPOINT",
    .logic_version = MidpointKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<MidpointKernel>,
};

constexpr std::array kMidpriceParameters{period_parameter(14, 2)};
constexpr IndicatorInfo kMidpriceRow{
    .id = MidpriceKernel::kId,
    .title = "Midpoint Price over period",
    .family = "overlap",
    .inputs = "high low",
    .parameters = kMidpriceParameters,
    .outputs = kMidpointOutputs,
    .placement = Placement::kOnPrice,
    .formula = "(highest high + lowest low of the last n candles) / 2 (TA-Lib TA_MIDPRICE)",
    .source = "TA-Lib 0.6 TA_MIDPRICE",
    .logic_version = MidpriceKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<MidpriceKernel>,
};

}  // namespace

const IndicatorInfo& rows::midpoint() {
  return kMidpointRow;
}
const IndicatorInfo& rows::midprice() {
  return kMidpriceRow;
}

}  // namespace tidemark::analysis
