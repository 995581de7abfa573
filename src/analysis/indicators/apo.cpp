#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/any_average.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/fixed_text.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

enum class Measure : std::uint8_t { kPrice, kPercent };

template <Measure kMeasure, FixedText kName>
struct OscillatorKernel {
  static constexpr std::string_view kId = kName.view();
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit OscillatorKernel(std::span<const double> p)
      : fast{average_type(p[2]), std::min(whole(p[0]), whole(p[1]))},
        slow{average_type(p[2]), std::max(whole(p[0]), whole(p[1]))} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto fast = self.fast.next(x);
    const auto slow = self.slow.next(x);
    if (!fast || !slow) return false;
    if constexpr (kMeasure == Measure::kPrice) {
      out[0] = *fast - *slow;
    } else {
      out[0] = percent(*fast, *slow);
    }
    return true;
  }
  static double percent(double fast, double slow) { return is_zero(slow) ? 0.0 : (fast - slow) / slow * 100.0; }
  static auto fields(auto& self) { return std::tie(self.fast, self.slow); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const AverageType type = average_type(p[2]);
    const int slow_period = std::max(whole(p[0]), whole(p[1]));
    if (!batch::has_average(type, slow_period)) return false;
    const batch::Line x = batch::price_of_last(plan, p);
    const batch::Line fast = batch::average(plan, type, x, std::min(whole(p[0]), whole(p[1])));
    const batch::Line slow = batch::average(plan, type, x, slow_period);
    const auto measured = [&] {
      if constexpr (kMeasure == Measure::kPrice) return batch::difference(plan, fast, slow);
      return plan.map(std::array{fast, slow}, [](double quick, double calm) { return percent(quick, calm); });
    };
    plan.add_output(measured(), average_lookback(type, slow_period));
    return true;
  }

  AnyAverage fast;
  AnyAverage slow;
};

using ApoKernel = OscillatorKernel<Measure::kPrice, "APO">;
using PpoKernel = OscillatorKernel<Measure::kPercent, "PPO">;

int oscillator_warm_up(std::span<const double> p) {
  return average_lookback(average_type(p[2]), std::max(whole(p[0]), whole(p[1])));
}

constexpr std::array kApoParameters{period_parameter("fast_period", "Fast period", "FastPeriod", 12, 2),
                                    period_parameter("slow_period", "Slow period", "SlowPeriod", 26, 2),
                                    average_parameter("ma_type", "Average", "MAType"), source_parameter()};
constexpr std::array kApoOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kApoRow{
    .id = ApoKernel::kId,
    .title = "Absolute Price Oscillator",
    .family = "momentum",
    .inputs = "close",
    .parameters = kApoParameters,
    .outputs = kApoOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "average(fast) - average(slow) of the closes, by default simple ones, each from its own first candle; "
        "periods the wrong way round are swapped (TA-Lib TA_APO)",
    .source = "TA-Lib 0.6 TA_APO",
    .logic_version = ApoKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return oscillator_warm_up(p); },
    .make = make_streaming<ApoKernel>,
    .lay_out = ApoKernel::lay_out,
};

constexpr std::array kPpoOutputs{OutputInfo{.name = "Real", .unit = "%"}};
constexpr IndicatorInfo kPpoRow{
    .id = PpoKernel::kId,
    .title = "Percentage Price Oscillator",
    .family = "momentum",
    .inputs = "close",
    .parameters = kApoParameters,
    .outputs = kPpoOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "(average(fast) - average(slow)) / average(slow) * 100, by default simple averages; 0 when the slow one is "
        "below 1e-14; periods the wrong way round are swapped (TA-Lib TA_PPO)",
    .source = "TA-Lib 0.6 TA_PPO",
    .logic_version = PpoKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return oscillator_warm_up(p); },
    .make = make_streaming<PpoKernel>,
    .lay_out = PpoKernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::apo() {
  return kApoRow;
}
const IndicatorInfo& rows::ppo() {
  return kPpoRow;
}

}  // namespace tidemark::analysis
