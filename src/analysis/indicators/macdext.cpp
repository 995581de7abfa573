#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/any_average.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct MacdextKernel {
  static constexpr std::string_view kId = "MACDEXT";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 3;

  struct Line {
    AverageType type;
    int period;
    [[nodiscard]] int lookback() const { return average_lookback(type, period); }
  };
  /// Periods given the wrong way round are swapped with their types, as TA-Lib does.
  static Line fast_line(std::span<const double> p) {
    const Line first{average_type(p[1]), whole(p[0])};
    const Line second{average_type(p[3]), whole(p[2])};
    return second.period < first.period ? second : first;
  }
  static Line slow_line(std::span<const double> p) {
    const Line first{average_type(p[1]), whole(p[0])};
    const Line second{average_type(p[3]), whole(p[2])};
    return second.period < first.period ? first : second;
  }
  static int start(std::span<const double> p) { return std::max(fast_line(p).lookback(), slow_line(p).lookback()); }
  static AnyAverage average(Line line, int start) { return {line.type, line.period, start - line.lookback()}; }

  explicit MacdextKernel(std::span<const double> p)
      : fast{average(fast_line(p), start(p))},
        slow{average(slow_line(p), start(p))},
        signal{average_type(p[5]), whole(p[4])} {}

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

  AnyAverage fast;
  AnyAverage slow;
  AnyAverage signal;
};

constexpr std::array kParameters{period_parameter("fast_period", "Fast period", "FastPeriod", 12, 2),
                                 average_parameter("fast_ma_type", "Fast average", "FastMAType"),
                                 period_parameter("slow_period", "Slow period", "SlowPeriod", 26, 2),
                                 average_parameter("slow_ma_type", "Slow average", "SlowMAType"),
                                 period_parameter("signal_period", "Signal period", "SignalPeriod", 9, 1),
                                 average_parameter("signal_ma_type", "Signal average", "SignalMAType"),
                                 source_parameter()};
constexpr std::array kOutputs{OutputInfo{.name = "MACD", .unit = "price"},
                              OutputInfo{.name = "MACDSignal", .unit = "price"},
                              OutputInfo{.name = "MACDHist", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = MacdextKernel::kId,
    .title = "MACD with averages of any type",
    .family = "momentum",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "MACD = fast average - slow average of the closes, both seeded to start at the later one's first candle; "
        "signal = average of MACD; hist = MACD - signal; each average of its own type, by default simple (TA-Lib "
        "TA_MACDEXT)",
    .source = "TA-Lib 0.6 TA_MACDEXT",
    .logic_version = MacdextKernel::kVersion,
    .warm_up =
        [](std::span<const double> p) {
          return MacdextKernel::start(p) + average_lookback(average_type(p[5]), whole(p[4]));
        },
    .make = make_streaming<MacdextKernel>,
};

}  // namespace

const IndicatorInfo& rows::macdext() {
  return kRow;
}

}  // namespace tidemark::analysis
