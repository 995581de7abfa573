#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/directional.hpp"
#include "analysis/kernel/fixed_text.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

enum class Direction : std::uint8_t { kPlus, kMinus };

template <Direction kDirection, FixedText kName>
struct DiKernel {
  static constexpr std::string_view kId = kName.view();
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit DiKernel(std::span<const double> p) : period{whole(p[0])}, zero{p[1]}, indexes{period, p[1]} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    if (self.period == 1) return step_alone(self, candle, out);
    const auto index = self.indexes.next(candle.high, candle.low, candle.close);
    if (!index) return false;
    out[0] = kDirection == Direction::kPlus ? index->plus : index->minus;
    return true;
  }
  /// Period 1 is the candle's own move by its own range, not in percent.
  template <class Self>
  static bool step_alone(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto move = self.movement.next(candle.high, candle.low, candle.close);
    if (!move) return false;
    const double part = kDirection == Direction::kPlus ? move->plus : move->minus;
    out[0] = self.zero(move->range) ? 0.0 : part / move->range;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.indexes, self.movement); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    if (whole(p[0]) == 1) return false;
    const auto [plus, minus] = batch::directional_indexes(plan, whole(p[0]), p[1]);
    plan.add_output(kDirection == Direction::kPlus ? plus : minus, whole(p[0]));
    return true;
  }

  int period;
  ZeroTest zero;
  DirectionalIndexes indexes;
  DirectionalMovement movement;
};

using PlusDiKernel = DiKernel<Direction::kPlus, "PLUS_DI">;
using MinusDiKernel = DiKernel<Direction::kMinus, "MINUS_DI">;

template <Direction kDirection, FixedText kName>
struct DmKernel {
  static constexpr std::string_view kId = kName.view();
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit DmKernel(std::span<const double> p) : period{whole(p[0])}, sum{period} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto move = self.movement.next(candle.high, candle.low, candle.close);
    if (!move) return false;
    const double part = kDirection == Direction::kPlus ? move->plus : move->minus;
    out[0] = part;
    if (self.period == 1) return true;
    const auto sum = self.sum.next(part);
    if (!sum) return false;
    out[0] = *sum;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.movement, self.sum); }

  int period;
  DirectionalMovement movement;
  WilderSum sum;
};

using PlusDmKernel = DmKernel<Direction::kPlus, "PLUS_DM">;
using MinusDmKernel = DmKernel<Direction::kMinus, "MINUS_DM">;

constexpr std::array kMinusDiParameters{period_parameter(14, 1), epsilon_option()};
constexpr std::array kMinusDiOutputs{OutputInfo{.name = "Real", .unit = "%", .min = 0, .max = 100}};
constexpr IndicatorInfo kMinusDiRow{
    .id = MinusDiKernel::kId,
    .title = "Minus Directional Indicator",
    .family = "momentum",
    .inputs = "high low close",
    .parameters = kMinusDiParameters,
    .outputs = kMinusDiOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "100 * -DM / true range, both as running sums: the first n-1 values added up, then sum - sum/n + new; 0 "
        "where the range is below epsilon (1e-14). Period 1 gives the bare ratio (TA-Lib TA_MINUS_DI)",
    .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib 0.6 TA_MINUS_DI",
    .logic_version = MinusDiKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<MinusDiKernel>,
    .lay_out = MinusDiKernel::lay_out,
};

constexpr std::array kMinusDmParameters{period_parameter(14, 1)};
constexpr std::array kMinusDmOutputs{OutputInfo{.name = "Real", .unit = "price", .min = 0}};
constexpr IndicatorInfo kMinusDmRow{
    .id = MinusDmKernel::kId,
    .title = "Minus Directional Movement",
    .family = "momentum",
    .inputs = "high low close",
    .parameters = kMinusDmParameters,
    .outputs = kMinusDmOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "the fall of the low where it is positive and larger than the rise of the high, else 0; running sum: the "
        "first n-1 values added up, then sum - sum/n + new (TA-Lib TA_MINUS_DM)",
    .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib 0.6 TA_MINUS_DM",
    .logic_version = MinusDmKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return std::max(whole(p[0]) - 1, 1); },
    .make = make_streaming<MinusDmKernel>,
};

constexpr IndicatorInfo kPlusDiRow{
    .id = PlusDiKernel::kId,
    .title = "Plus Directional Indicator",
    .family = "momentum",
    .inputs = "high low close",
    .parameters = kMinusDiParameters,
    .outputs = kMinusDiOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "100 * +DM / true range, both as running sums: the first n-1 values added up, then sum - sum/n + new; 0 "
        "where the range is below epsilon (1e-14). Period 1 gives the bare ratio (TA-Lib TA_PLUS_DI)",
    .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib 0.6 TA_PLUS_DI",
    .logic_version = PlusDiKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<PlusDiKernel>,
    .lay_out = PlusDiKernel::lay_out,
};

constexpr IndicatorInfo kPlusDmRow{
    .id = PlusDmKernel::kId,
    .title = "Plus Directional Movement",
    .family = "momentum",
    .inputs = "high low close",
    .parameters = kMinusDmParameters,
    .outputs = kMinusDmOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "the rise of the high where it is positive and larger than the fall of the low, else 0; running sum: the "
        "first n-1 values added up, then sum - sum/n + new (TA-Lib TA_PLUS_DM)",
    .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib 0.6 TA_PLUS_DM",
    .logic_version = PlusDmKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return std::max(whole(p[0]) - 1, 1); },
    .make = make_streaming<PlusDmKernel>,
};

}  // namespace

const IndicatorInfo& rows::minus_di() {
  return kMinusDiRow;
}
const IndicatorInfo& rows::minus_dm() {
  return kMinusDmRow;
}
const IndicatorInfo& rows::plus_di() {
  return kPlusDiRow;
}
const IndicatorInfo& rows::plus_dm() {
  return kPlusDmRow;
}

}  // namespace tidemark::analysis
