#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/parabolic_sar.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct SarKernel {
  static constexpr std::string_view kId = "SAR";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  static ParabolicSar::Limits limits(std::span<const double> p) {
    const ParabolicSar::Side side{.start = p[0], .step = p[0], .max = p[1]};
    return {.rising = side, .falling = side};
  }
  explicit SarKernel(std::span<const double> p) : sar{limits(p)} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto stop = self.sar.next(candle.high, candle.low);
    if (!stop) return false;
    out[0] = stop->price;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.sar); }

  ParabolicSar sar;
};

struct SarextKernel {
  static constexpr std::string_view kId = "SAREXT";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  static ParabolicSar::Limits limits(std::span<const double> p) {
    return {.rising = {.start = p[2], .step = p[3], .max = p[4]},
            .falling = {.start = p[5], .step = p[6], .max = p[7]},
            .start_value = p[0],
            .offset_on_reverse = p[1]};
  }
  explicit SarextKernel(std::span<const double> p) : sar{limits(p)} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto stop = self.sar.next(candle.high, candle.low);
    if (!stop) return false;
    out[0] = stop->trend == ParabolicSar::Trend::kRising ? stop->price : -stop->price;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.sar); }

  ParabolicSar sar;
};

constexpr std::array kSarParameters{number_parameter("acceleration", "Acceleration", "Acceleration", 0.02, 0, 100),
                                    number_parameter("maximum", "Maximum acceleration", "Maximum", 0.2, 0, 100)};
constexpr std::array kSarOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kSarRow{
    .id = SarKernel::kId,
    .title = "Parabolic SAR",
    .family = "overlap",
    .inputs = "high low",
    .parameters = kSarParameters,
    .outputs = kSarOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "a stop that moves by acceleration * (extreme of the trend - stop), the acceleration rising with each new "
        "extreme up to the maximum; never inside the last two candles; turns to the extreme when a candle touches "
        "it. The first trend falls if the second candle moves down more than up, and the first stop is the first "
        "candle's other end (TA-Lib TA_SAR)",
    .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib 0.6 TA_SAR",
    .logic_version = SarKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return 1; },
    .make = make_streaming<SarKernel>,
};

constexpr std::array kSarextParameters{
    number_parameter("start_value", "Start value", "StartValue", 0, -1000000000000.0, 1000000000000.0, "price"),
    number_parameter("offset_on_reverse", "Offset on reverse", "OffsetOnReverse", 0, 0, 100),
    number_parameter("acceleration_init_long", "First acceleration, long", "AccelerationInitLong", 0.02, 0, 100),
    number_parameter("acceleration_long", "Acceleration, long", "AccelerationLong", 0.02, 0, 100),
    number_parameter("acceleration_max_long", "Largest acceleration, long", "AccelerationMaxLong", 0.2, 0, 100),
    number_parameter("acceleration_init_short", "First acceleration, short", "AccelerationInitShort", 0.02, 0, 100),
    number_parameter("acceleration_short", "Acceleration, short", "AccelerationShort", 0.02, 0, 100),
    number_parameter("acceleration_max_short", "Largest acceleration, short", "AccelerationMaxShort", 0.2, 0, 100)};
constexpr IndicatorInfo kSarextRow{
    .id = SarextKernel::kId,
    .title = "Parabolic SAR, extended",
    .family = "overlap",
    .inputs = "high low",
    .parameters = kSarextParameters,
    .outputs = kSarOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "SAR with accelerations of its own for rising and falling trends, negative while the trend falls; start "
        "value: 0 finds the first trend itself, above 0 starts rising from there, below 0 falling from its absolute "
        "value; offset on reverse moves the stop away by that fraction at each turn (TA-Lib TA_SAREXT)",
    .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib 0.6 TA_SAREXT",
    .logic_version = SarextKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return 1; },
    .make = make_streaming<SarextKernel>,
};

}  // namespace

const IndicatorInfo& rows::sar() {
  return kSarRow;
}
const IndicatorInfo& rows::sarext() {
  return kSarextRow;
}

}  // namespace tidemark::analysis
