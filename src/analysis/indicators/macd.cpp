#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct MacdKernel {
  static constexpr std::string_view kId = "MACD";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 3;

  // Both averages give their first value at the same candle: the fast one is seeded from the closes just before it.
  // Periods given the wrong way round are swapped, as TA-Lib does.
  explicit MacdKernel(std::span<const double> p)
      : fast{std::min(whole(p[0]), whole(p[1])), std::abs(whole(p[0]) - whole(p[1]))},
        slow{std::max(whole(p[0]), whole(p[1]))},
        signal{whole(p[2])} {}
  MacdKernel(Ema fast_ema, Ema slow_ema, Ema signal_ema) : fast{fast_ema}, slow{slow_ema}, signal{signal_ema} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto fast = self.fast.next(x);
    const auto slow = self.slow.next(x);
    if (!fast || !slow) return false;
    const double macd = *fast - *slow;
    const auto signal = self.signal.next(macd);
    if (!signal) return false;
    out[0] = macd;
    out[1] = *signal;
    out[2] = macd - *signal;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.fast, self.slow, self.signal); }
  /// Of the two averages and the period of the signal.
  static bool lay_out(batch::Line fast, batch::Line slow, int period, int warm_up, batch::Plan& plan) {
    const batch::Line macd = batch::difference(plan, fast, slow);
    const batch::Line signal = batch::ema(plan, macd, period);
    for (const batch::Line line : {macd, signal, batch::difference(plan, macd, signal)}) plan.add_output(line, warm_up);
    return true;
  }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const batch::Line x = batch::price_of_last(plan, p);
    const int slow = std::max(whole(p[0]), whole(p[1]));
    const int skip = std::abs(whole(p[0]) - whole(p[1]));
    return lay_out(batch::ema(plan, x, slow - skip, skip), batch::ema(plan, x, slow), whole(p[2]), warm_up(p), plan);
  }
  static int warm_up(std::span<const double> p) { return std::max(whole(p[0]), whole(p[1])) - 1 + whole(p[2]) - 1; }

  Ema fast;
  Ema slow;
  Ema signal;
};

/// Periods 12 and 26 with the rounded constants of the first publications.
struct MacdfixKernel : MacdKernel {
  static constexpr std::string_view kId = "MACDFIX";
  static constexpr int kVersion = 1;

  explicit MacdfixKernel(std::span<const double> p)
      : MacdKernel{Ema{12, 26 - 12, 0.15}, Ema{26, 0, 0.075}, Ema{whole(p[0])}} {}

  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const batch::Line x = batch::price_of_last(plan, p);
    return MacdKernel::lay_out(plan.ema(x, 12, 26 - 12, 0.15), plan.ema(x, 26, 0, 0.075), whole(p[0]), warm_up(p),
                               plan);
  }
  static int warm_up(std::span<const double> p) { return 26 - 1 + whole(p[0]) - 1; }
};

constexpr std::array kMacdParameters{period_parameter("fast_period", "Fast period", "FastPeriod", 12, 2),
                                     period_parameter("slow_period", "Slow period", "SlowPeriod", 26, 2),
                                     period_parameter("signal_period", "Signal period", "SignalPeriod", 9, 1),
                                     source_parameter()};
constexpr std::array kMacdOutputs{OutputInfo{.name = "MACD", .unit = "price"},
                                  OutputInfo{.name = "MACDSignal", .unit = "price"},
                                  OutputInfo{.name = "MACDHist", .unit = "price"}};
constexpr IndicatorInfo kMacdRow{
    .id = MacdKernel::kId,
    .title = "Moving Average Convergence/Divergence",
    .family = "momentum",
    .inputs = "close",
    .parameters = kMacdParameters,
    .outputs = kMacdOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "MACD = EMA(fast) - EMA(slow) of the closes, both seeded to start at the slow one's first candle; signal = "
        "EMA of MACD, seeded by its first values' average; hist = MACD - signal (TA-Lib TA_MACD)",
    .source = "TA-Lib 0.6 TA_MACD",
    .logic_version = MacdKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return MacdKernel::warm_up(p); },
    .make = make_streaming<MacdKernel>,
    .lay_out = MacdKernel::lay_out,
};

constexpr std::array kMacdfixParameters{period_parameter("signal_period", "Signal period", "SignalPeriod", 9, 1),
                                        source_parameter()};
constexpr IndicatorInfo kMacdfixRow{
    .id = MacdfixKernel::kId,
    .title = "Moving Average Convergence/Divergence 12/26",
    .family = "momentum",
    .inputs = "close",
    .parameters = kMacdfixParameters,
    .outputs = kMacdOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "MACD with fixed periods 12 and 26 whose averages use k = 0.15 and 0.075 instead of 2/13 and 2/27; signal = "
        "EMA of MACD (TA-Lib TA_MACDFIX)",
    .source = "TA-Lib 0.6 TA_MACDFIX",
    .logic_version = MacdfixKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return MacdfixKernel::warm_up(p); },
    .make = make_streaming<MacdfixKernel>,
    .lay_out = MacdfixKernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::macd() {
  return kMacdRow;
}
const IndicatorInfo& rows::macdfix() {
  return kMacdfixRow;
}

}  // namespace tidemark::analysis
