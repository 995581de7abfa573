#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/any_average.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct KeltnerKernel {
  static constexpr std::string_view kId = "KELTNER";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 3;

  explicit KeltnerKernel(std::span<const double> p)
      : multiplier{p[2]}, average{average_type(p[3]), whole(p[0])}, atr{whole(p[1])} {}

  static int warm_up(std::span<const double> p) {
    return std::max(average_lookback(average_type(p[3]), whole(p[0])), whole(p[1]));
  }

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto middle = self.average.next(candle.close);
    const auto range = self.range.next(candle.high, candle.low, candle.close);
    const auto atr = range ? self.atr.next(*range) : std::nullopt;
    if (!middle || !atr) return false;
    out[0] = *middle + self.multiplier * *atr;
    out[1] = *middle;
    out[2] = *middle - self.multiplier * *atr;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.average, self.range, self.atr); }

  double multiplier;
  AnyAverage average;
  TrueRange range;
  WilderMean atr;
};

constexpr ParameterInfo ma_type_parameter() {
  auto parameter = average_parameter("ma_type", "Average", "");
  parameter.fallback = static_cast<double>(AverageType::kEma);
  return parameter;
}

constexpr std::array kParameters{period_parameter(20, 1), period_parameter("atr_period", "ATR period", "", 10, 1),
                                 number_parameter("multiplier", "Multiplier", "", 2, 0, 100), ma_type_parameter()};
constexpr std::array kOutputs{OutputInfo{.name = "RealUpperBand", .unit = "price"},
                              OutputInfo{.name = "RealMiddleBand", .unit = "price"},
                              OutputInfo{.name = "RealLowerBand", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = KeltnerKernel::kId,
    .title = "Keltner Channels",
    .family = "overlap",
    .inputs = "high low close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "middle = average of the closes, by default exponential; upper, lower = middle +- multiplier * ATR (TA-Lib's "
        "ATR, which starts at the second candle)",
    .source =
        "ChartSchool, Keltner Channels; expected numbers by talipp f65d546 KeltnerChannels once the two ATR seeds "
        "have converged",
    .logic_version = KeltnerKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return KeltnerKernel::warm_up(p); },
    .make = make_streaming<KeltnerKernel>,
};

}  // namespace

const IndicatorInfo& rows::keltner() {
  return kRow;
}

}  // namespace tidemark::analysis
