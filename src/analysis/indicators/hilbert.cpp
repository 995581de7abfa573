#include "analysis/kernel/hilbert.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

using Settling = HilbertTransform::Settling;

/// Counts the candles of the warm-up that the transform already speaks in.
class Silence {
 public:
  explicit Silence(int candles) : left_{candles} {}

  bool over() { return feed(*this); }
  [[nodiscard]] bool over() const { return feed(*this); }
  [[nodiscard]] bool valid() const { return left_ >= 0; }
  static auto fields(auto& self) { return std::tie(self.left_); }

 private:
  template <class Self>
  static bool feed(Self& self) {
    if (self.left_ == 0) [[likely]]
      return true;
    keep(self.left_, self.left_ - 1);
    return false;
  }

  int left_;
};

constexpr int kShortWarmUp = 32;
constexpr int kLongWarmUp = 63;

struct DcperiodKernel {
  static constexpr std::string_view kId = "HT_DCPERIOD";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit DcperiodKernel(std::span<const double> /*p*/) {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto cycle = self.transform.next(x);
    if (!self.silence.over() || !cycle) return false;
    out[0] = cycle->smooth_period;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.silence, self.transform); }

  Silence silence{kShortWarmUp};
  HilbertTransform transform{Settling::kShort};
};

struct PhasorKernel {
  static constexpr std::string_view kId = "HT_PHASOR";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 2;

  explicit PhasorKernel(std::span<const double> /*p*/) {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto cycle = self.transform.next(x);
    if (!self.silence.over() || !cycle) return false;
    out[0] = cycle->in_phase;
    out[1] = cycle->quadrature;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.silence, self.transform); }

  Silence silence{kShortWarmUp};
  HilbertTransform transform{Settling::kShort};
};

struct DcphaseKernel {
  static constexpr std::string_view kId = "HT_DCPHASE";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit DcphaseKernel(std::span<const double> /*p*/) {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto cycle = self.transform.next(x);
    if (cycle) out[0] = self.phase.next(*cycle);
    return self.silence.over();
  }
  static auto fields(auto& self) { return std::tie(self.silence, self.transform, self.phase); }

  Silence silence{kLongWarmUp};
  HilbertTransform transform{Settling::kLong};
  CyclePhase phase;
};

struct SineKernel {
  static constexpr std::string_view kId = "HT_SINE";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 2;

  explicit SineKernel(std::span<const double> /*p*/) {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto cycle = self.transform.next(x);
    if (cycle) {
      const double phase = self.phase.next(*cycle);
      out[0] = sine_of(phase);
      out[1] = sine_of(phase + 45);
    }
    return self.silence.over();
  }
  static auto fields(auto& self) { return std::tie(self.silence, self.transform, self.phase); }

  Silence silence{kLongWarmUp};
  HilbertTransform transform{Settling::kLong};
  CyclePhase phase;
};

struct TrendlineKernel {
  static constexpr std::string_view kId = "HT_TRENDLINE";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit TrendlineKernel(std::span<const double> /*p*/) {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto cycle = self.transform.next(x);
    if (cycle) {
      out[0] = self.trend.next(x, *cycle);
    } else {
      self.trend.settle(x);
    }
    return self.silence.over();
  }
  static auto fields(auto& self) { return std::tie(self.silence, self.transform, self.trend); }

  Silence silence{kLongWarmUp};
  HilbertTransform transform{Settling::kLong};
  CycleTrend trend;
};

/// What of the last candle decides whether the market trends.
struct TrendMode {
  double phase{0};
  double sine{0};
  double lead_sine{0};
  int candles_in_trend{0};
  static auto fields(auto& self) { return std::tie(self.phase, self.sine, self.lead_sine, self.candles_in_trend); }

  /// 1 trend, 0 cycle: a cycle for half a period after the sines have crossed, and while the phase turns at the rate of
  /// the period; a trend in any case 1.5 % or more away from the trend line.
  int next(const Cycle& cycle, double new_phase, double trend_line) {
    const double before_phase = std::exchange(phase, new_phase);
    const double before_sine = std::exchange(sine, sine_of(new_phase));
    const double before_lead = std::exchange(lead_sine, sine_of(new_phase + 45));
    int trend = 1;
    if ((sine > lead_sine && before_sine <= before_lead) || (sine < lead_sine && before_sine >= before_lead)) {
      candles_in_trend = 0;
      trend = 0;
    }
    // Beyond the longest period the count decides nothing.
    candles_in_trend = std::min(candles_in_trend + 1, 1000);
    if (candles_in_trend < 0.5 * cycle.smooth_period) trend = 0;
    const double turn = phase - before_phase;
    const double rate = 360.0 / cycle.smooth_period;
    if (cycle.smooth_period != 0.0 && turn > 0.67 * 360.0 / cycle.smooth_period && turn < 1.5 * rate) trend = 0;
    const bool away = trend_line != 0.0 && std::fabs((cycle.smooth_price - trend_line) / trend_line) >= 0.015;
    return away ? 1 : trend;
  }
  [[nodiscard]] int next(const Cycle& cycle, double new_phase, double trend_line) const {
    TrendMode copy = *this;
    return copy.next(cycle, new_phase, trend_line);
  }
};

struct TrendmodeKernel {
  static constexpr std::string_view kId = "HT_TRENDMODE";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit TrendmodeKernel(std::span<const double> /*p*/) {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto cycle = self.transform.next(x);
    if (cycle) {
      out[0] = self.mode.next(*cycle, self.phase.next(*cycle), self.trend.next(x, *cycle));
    } else {
      self.trend.settle(x);
    }
    return self.silence.over();
  }
  static auto fields(auto& self) { return std::tie(self.silence, self.transform, self.phase, self.trend, self.mode); }

  Silence silence{kLongWarmUp};
  HilbertTransform transform{Settling::kLong};
  CyclePhase phase;
  CycleTrend trend;
  TrendMode mode;
};

constexpr std::array kHtDcperiodParameters{source_parameter()};
constexpr std::array kHtDcperiodOutputs{OutputInfo{.name = "Real", .unit = "candles", .min = 0, .max = 50}};
constexpr IndicatorInfo kHtDcperiodRow{
    .id = DcperiodKernel::kId,
    .title = "Hilbert Transform, Dominant Cycle Period",
    .family = "cycle",
    .inputs = "close",
    .parameters = kHtDcperiodParameters,
    .outputs = kHtDcperiodOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "length of the dominant cycle: 360 degrees / turn of the phasor per candle, held within 6 to 50 and within "
        "0.67 to 1.5 times the last, smoothed twice (TA-Lib TA_HT_DCPERIOD)",
    .source = "J. Ehlers, Rocket Science for Traders (2001); TA-Lib 0.6 TA_HT_DCPERIOD",
    .logic_version = DcperiodKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return kShortWarmUp; },
    .make = make_streaming<DcperiodKernel>,
};

constexpr std::array kHtDcphaseOutputs{OutputInfo{.name = "Real", .unit = "degrees"}};
constexpr IndicatorInfo kHtDcphaseRow{
    .id = DcphaseKernel::kId,
    .title = "Hilbert Transform, Dominant Cycle Phase",
    .family = "cycle",
    .inputs = "close",
    .parameters = kHtDcperiodParameters,
    .outputs = kHtDcphaseOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "phase of the smoothed price in the dominant cycle, from its discrete Fourier part at that period, -45 to "
        "315 degrees (TA-Lib TA_HT_DCPHASE)",
    .source = "J. Ehlers, Rocket Science for Traders (2001); TA-Lib 0.6 TA_HT_DCPHASE",
    .logic_version = DcphaseKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return kLongWarmUp; },
    .make = make_streaming<DcphaseKernel>,
};

constexpr std::array kHtPhasorOutputs{OutputInfo{.name = "InPhase", .unit = "price"},
                                      OutputInfo{.name = "Quadrature", .unit = "price"}};
constexpr IndicatorInfo kHtPhasorRow{
    .id = PhasorKernel::kId,
    .title = "Hilbert Transform, Phasor Components",
    .family = "cycle",
    .inputs = "close",
    .parameters = kHtDcperiodParameters,
    .outputs = kHtPhasorOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "the detrended, smoothed price three candles ago, and the same a quarter cycle behind (TA-Lib TA_HT_PHASOR)",
    .source = "J. Ehlers, Rocket Science for Traders (2001); TA-Lib 0.6 TA_HT_PHASOR",
    .logic_version = PhasorKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return kShortWarmUp; },
    .make = make_streaming<PhasorKernel>,
};

constexpr std::array kHtSineOutputs{OutputInfo{.name = "Sine", .unit = "", .min = -1, .max = 1},
                                    OutputInfo{.name = "LeadSine", .unit = "", .min = -1, .max = 1}};
constexpr IndicatorInfo kHtSineRow{
    .id = SineKernel::kId,
    .title = "Hilbert Transform, Sine Wave",
    .family = "cycle",
    .inputs = "close",
    .parameters = kHtDcperiodParameters,
    .outputs = kHtSineOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "sine of the dominant cycle phase, and sine of that phase + 45 degrees; they cross at the turns of a cycle "
        "(TA-Lib TA_HT_SINE)",
    .source = "J. Ehlers, Rocket Science for Traders (2001); TA-Lib 0.6 TA_HT_SINE",
    .logic_version = SineKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return kLongWarmUp; },
    .make = make_streaming<SineKernel>,
};

constexpr std::array kHtTrendlineOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kHtTrendlineRow{
    .id = TrendlineKernel::kId,
    .title = "Hilbert Transform, Instantaneous Trendline",
    .family = "overlap",
    .inputs = "close",
    .parameters = kHtDcperiodParameters,
    .outputs = kHtTrendlineOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "average of the closes over one dominant cycle, smoothed over four candles with weights 4 3 2 1 (TA-Lib "
        "TA_HT_TRENDLINE)",
    .source = "J. Ehlers, Rocket Science for Traders (2001); TA-Lib 0.6 TA_HT_TRENDLINE",
    .logic_version = TrendlineKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return kLongWarmUp; },
    .make = make_streaming<TrendlineKernel>,
};

constexpr std::array kHtTrendmodeOutputs{OutputInfo{.name = "Real", .unit = "", .min = 0, .max = 1}};
constexpr IndicatorInfo kHtTrendmodeRow{
    .id = TrendmodeKernel::kId,
    .title = "Hilbert Transform, Trend or Cycle Mode",
    .family = "cycle",
    .inputs = "close",
    .parameters = kHtDcperiodParameters,
    .outputs = kHtTrendmodeOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "1 in a trend, 0 in a cycle: a cycle for half a period after the sines cross and while the phase turns at "
        "the rate of the period; a trend in any case when the smoothed price is 1.5 % or more from the trend line "
        "(TA-Lib TA_HT_TRENDMODE)",
    .source = "J. Ehlers, Rocket Science for Traders (2001); TA-Lib 0.6 TA_HT_TRENDMODE",
    .logic_version = TrendmodeKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return kLongWarmUp; },
    .make = make_streaming<TrendmodeKernel>,
};

}  // namespace

const IndicatorInfo& rows::ht_dcperiod() {
  return kHtDcperiodRow;
}
const IndicatorInfo& rows::ht_dcphase() {
  return kHtDcphaseRow;
}
const IndicatorInfo& rows::ht_phasor() {
  return kHtPhasorRow;
}
const IndicatorInfo& rows::ht_sine() {
  return kHtSineRow;
}
const IndicatorInfo& rows::ht_trendline() {
  return kHtTrendlineRow;
}
const IndicatorInfo& rows::ht_trendmode() {
  return kHtTrendmodeRow;
}

}  // namespace tidemark::analysis
