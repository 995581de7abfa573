#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/directional.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct AdxKernel {
  static constexpr std::string_view kId = "ADX";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit AdxKernel(std::span<const double> p) : direction{whole(p[0]), p[1]} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto adx = self.direction.next(candle.high, candle.low, candle.close);
    if (!adx) return false;
    out[0] = *adx;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.direction); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const int period = whole(p[0]);
    plan.add_output(plan.wilder_mean(batch::directional_strength(plan, period, p[1]), period), 2 * period - 1);
    return true;
  }

  AverageDirection direction;
};

struct AdxrKernel {
  static constexpr std::string_view kId = "ADXR";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit AdxrKernel(std::span<const double> p) : direction{whole(p[0]), p[1]}, lag{whole(p[0]) - 1} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto adx = self.direction.next(candle.high, candle.low, candle.close);
    if (!adx) return false;
    const auto before = self.lag.next(*adx);
    if (!before) return false;
    out[0] = (*adx + *before) / 2.0;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.direction, self.lag); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const int period = whole(p[0]);
    const batch::Line adx = plan.wilder_mean(batch::directional_strength(plan, period, p[1]), period);
    plan.add_output(plan.map(std::array{adx, adx.before(period - 1)},
                             [](double now, double before) { return (now + before) / 2.0; }),
                    3 * period - 2);
    return true;
  }

  AverageDirection direction;
  Lag lag;
};

struct DxKernel {
  static constexpr std::string_view kId = "DX";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit DxKernel(std::span<const double> p) : zero{p[1]}, indexes{whole(p[0]), p[1]} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto index = self.indexes.next(candle.high, candle.low, candle.close);
    if (!index) return false;
    out[0] = directional_strength(*index, self.zero).value_or(self.last);
    keep(self.last, out[0]);
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.last, self.indexes); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    // Wilder's average of one value is the value, and stays where there is none.
    plan.add_output(plan.wilder_mean(batch::directional_strength(plan, whole(p[0]), p[1]), 1), whole(p[0]));
    return true;
  }

  ZeroTest zero;
  double last{0};
  DirectionalIndexes indexes;
};

constexpr std::array kAdxParameters{period_parameter(14, 2), epsilon_option()};
constexpr std::array kAdxOutputs{OutputInfo{.name = "Real", .unit = "%", .min = 0, .max = 100}};
constexpr IndicatorInfo kAdxRow{
    .id = AdxKernel::kId,
    .title = "Average Directional Movement Index",
    .family = "momentum",
    .inputs = "high low close",
    .parameters = kAdxParameters,
    .outputs = kAdxOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "the average of the first n DX, then (previous * (n-1) + DX) / n; unchanged where the true range or +DI + "
        "-DI is below epsilon (1e-14) (TA-Lib TA_ADX)",
    .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib 0.6 TA_ADX",
    .logic_version = AdxKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return 2 * whole(p[0]) - 1; },
    .make = make_streaming<AdxKernel>,
    .lay_out = AdxKernel::lay_out,
};

constexpr IndicatorInfo kAdxrRow{
    .id = AdxrKernel::kId,
    .title = "Average Directional Movement Index Rating",
    .family = "momentum",
    .inputs = "high low close",
    .parameters = kAdxParameters,
    .outputs = kAdxOutputs,
    .placement = Placement::kOwnPane,
    .formula = "(ADX + ADX n-1 candles ago) / 2 (TA-Lib TA_ADXR)",
    .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib 0.6 TA_ADXR",
    .logic_version = AdxrKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return 3 * whole(p[0]) - 2; },
    .make = make_streaming<AdxrKernel>,
    .lay_out = AdxrKernel::lay_out,
};

constexpr IndicatorInfo kDxRow{
    .id = DxKernel::kId,
    .title = "Directional Movement Index",
    .family = "momentum",
    .inputs = "high low close",
    .parameters = kAdxParameters,
    .outputs = kAdxOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "100 * |+DI - -DI| / (+DI + -DI); the previous value (at first 0) where the true range or the sum is below "
        "epsilon (1e-14) (TA-Lib TA_DX)",
    .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib 0.6 TA_DX",
    .logic_version = DxKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<DxKernel>,
    .lay_out = DxKernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::adx() {
  return kAdxRow;
}
const IndicatorInfo& rows::adxr() {
  return kAdxrRow;
}
const IndicatorInfo& rows::dx() {
  return kDxRow;
}

}  // namespace tidemark::analysis
