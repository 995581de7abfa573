#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/money_flow.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct AdKernel {
  static constexpr std::string_view kId = "AD";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit AdKernel(std::span<const double> /*p*/) {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    out[0] = self.total.next(money_flow_volume(candle));
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.total); }
  static bool lay_out(std::span<const double> /*p*/, batch::Plan& plan) {
    plan.add_output(plan.total(batch::money_flow_volume(plan)), 0);
    return true;
  }

  RunningTotal total;
};

/// k * x + (1 - k) * previous, from the first value on.
class OpenEma {
 public:
  explicit OpenEma(int period) : k_{2.0 / static_cast<double>(period + 1)}, rest_{1.0 - k_} {}

  double next(double x) { return feed(*this, x); }
  [[nodiscard]] double next(double x) const { return feed(*this, x); }
  static auto fields(auto& self) { return std::tie(self.value_, self.started_); }

 private:
  template <class Self>
  static double feed(Self& self, double x) {
    const double value = self.started_ ? self.k_ * x + self.rest_ * self.value_ : x;
    keep(self.value_, value);
    keep(self.started_, true);
    return value;
  }

  double k_;
  double rest_;
  double value_{0};
  bool started_{false};
};

struct AdoscKernel {
  static constexpr std::string_view kId = "ADOSC";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit AdoscKernel(std::span<const double> p) : left{warm_up(p)}, fast{whole(p[0])}, slow{whole(p[1])} {}

  static int warm_up(std::span<const double> p) { return std::max(whole(p[0]), whole(p[1])) - 1; }

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const double total = self.total.next(money_flow_volume(candle));
    out[0] = self.fast.next(total) - self.slow.next(total);
    if (self.left == 0) [[likely]]
      return true;
    keep(self.left, self.left - 1);
    return false;
  }
  [[nodiscard]] bool valid() const { return left >= 0; }
  static auto fields(auto& self) { return std::tie(self.left, self.total, self.fast, self.slow); }

  int left;  ///< candles of the warm-up to come
  RunningTotal total;
  OpenEma fast;
  OpenEma slow;
};

constexpr std::array kAdOutputs{OutputInfo{.name = "Real", .unit = "volume"}};
constexpr IndicatorInfo kAdRow{
    .id = AdKernel::kId,
    .title = "Chaikin Accumulation/Distribution Line",
    .family = "volume",
    .inputs = "high low close volume",
    .parameters = {},
    .outputs = kAdOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "running total of ((close - low) - (high - close)) / (high - low) * volume; candles without a range add "
        "nothing. Only its changes mean something: the level depends on where the series starts (TA-Lib TA_AD)",
    .source = "M. Chaikin; ChartSchool, Accumulation/Distribution Line; TA-Lib 0.6 TA_AD",
    .logic_version = AdKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return 0; },
    .make = make_streaming<AdKernel>,
    .lay_out = AdKernel::lay_out,
};

constexpr std::array kAdoscParameters{period_parameter("fast_period", "Fast period", "FastPeriod", 3, 2),
                                      period_parameter("slow_period", "Slow period", "SlowPeriod", 10, 2)};
constexpr IndicatorInfo kAdoscRow{
    .id = AdoscKernel::kId,
    .title = "Chaikin Accumulation/Distribution Oscillator",
    .family = "volume",
    .inputs = "high low close volume",
    .parameters = kAdoscParameters,
    .outputs = kAdOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "EMA(fast) - EMA(slow) of the Accumulation/Distribution line, both starting from its first value (TA-Lib "
        "TA_ADOSC)",
    .source = "M. Chaikin; ChartSchool, Chaikin Oscillator; TA-Lib 0.6 TA_ADOSC",
    .logic_version = AdoscKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return AdoscKernel::warm_up(p); },
    .make = make_streaming<AdoscKernel>,
};

}  // namespace

const IndicatorInfo& rows::ad() {
  return kAdRow;
}
const IndicatorInfo& rows::adosc() {
  return kAdoscRow;
}

}  // namespace tidemark::analysis
