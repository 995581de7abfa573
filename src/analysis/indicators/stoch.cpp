#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/any_average.hpp"
#include "analysis/kernel/gains.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/stochastic.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct StochKernel {
  static constexpr std::string_view kId = "STOCH";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 2;

  explicit StochKernel(std::span<const double> p)
      : fast_k{whole(p[0])}, slow_k{average_type(p[2]), whole(p[1])}, slow_d{average_type(p[4]), whole(p[3])} {}

  static int warm_up(std::span<const double> p) {
    return whole(p[0]) - 1 + average_lookback(average_type(p[2]), whole(p[1])) +
           average_lookback(average_type(p[4]), whole(p[3]));
  }

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto fast_k = self.fast_k.next(candle.high, candle.low, candle.close);
    if (!fast_k) return false;
    const auto slow_k = self.slow_k.next(*fast_k);
    if (!slow_k) return false;
    const auto slow_d = self.slow_d.next(*slow_k);
    if (!slow_d) return false;
    out[0] = *slow_k;
    out[1] = *slow_d;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.fast_k, self.slow_k, self.slow_d); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    if (!batch::has_average(average_type(p[2]), whole(p[1])) || !batch::has_average(average_type(p[4]), whole(p[3]))) {
      return false;
    }
    const batch::Line fast_k = batch::stochastic(plan, whole(p[0]));
    const batch::Line slow_k = batch::average(plan, average_type(p[2]), fast_k, whole(p[1]));
    const batch::Line slow_d = batch::average(plan, average_type(p[4]), slow_k, whole(p[3]));
    for (const batch::Line line : {slow_k, slow_d}) plan.add_output(line, warm_up(p));
    return true;
  }

  Stochastic fast_k;
  AnyAverage slow_k;
  AnyAverage slow_d;
};

struct StochfKernel {
  static constexpr std::string_view kId = "STOCHF";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 2;

  explicit StochfKernel(std::span<const double> p) : fast_k{whole(p[0])}, fast_d{average_type(p[2]), whole(p[1])} {}

  static int warm_up(std::span<const double> p) {
    return whole(p[0]) - 1 + average_lookback(average_type(p[2]), whole(p[1]));
  }

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto fast_k = self.fast_k.next(candle.high, candle.low, candle.close);
    if (!fast_k) return false;
    const auto fast_d = self.fast_d.next(*fast_k);
    if (!fast_d) return false;
    out[0] = *fast_k;
    out[1] = *fast_d;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.fast_k, self.fast_d); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    if (!batch::has_average(average_type(p[2]), whole(p[1]))) return false;
    const batch::Line fast_k = batch::stochastic(plan, whole(p[0]));
    const batch::Line fast_d = batch::average(plan, average_type(p[2]), fast_k, whole(p[1]));
    for (const batch::Line line : {fast_k, fast_d}) plan.add_output(line, warm_up(p));
    return true;
  }

  Stochastic fast_k;
  AnyAverage fast_d;
};

struct StochrsiKernel {
  static constexpr std::string_view kId = "STOCHRSI";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 2;

  explicit StochrsiKernel(std::span<const double> p)
      : rsi{whole(p[0])}, fast_k{whole(p[1])}, fast_d{average_type(p[3]), whole(p[2])} {}

  static int warm_up(std::span<const double> p) { return whole(p[0]) + StochfKernel::warm_up(p.subspan(1)); }

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto rsi = self.rsi.next(x);
    if (!rsi) return false;
    const auto fast_k = self.fast_k.next(*rsi, *rsi, *rsi);
    if (!fast_k) return false;
    const auto fast_d = self.fast_d.next(*fast_k);
    if (!fast_d) return false;
    out[0] = *fast_k;
    out[1] = *fast_d;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.rsi, self.fast_k, self.fast_d); }

  RelativeStrength rsi;
  Stochastic fast_k;
  AnyAverage fast_d;
};

constexpr std::array kStochParameters{period_parameter("fast_k_period", "Fast %K period", "FastK_Period", 5, 1),
                                      period_parameter("slow_k_period", "Slow %K period", "SlowK_Period", 3, 1),
                                      average_parameter("slow_k_ma_type", "Slow %K average", "SlowK_MAType"),
                                      period_parameter("slow_d_period", "Slow %D period", "SlowD_Period", 3, 1),
                                      average_parameter("slow_d_ma_type", "Slow %D average", "SlowD_MAType")};
constexpr std::array kStochOutputs{OutputInfo{.name = "SlowK", .unit = "%"}, OutputInfo{.name = "SlowD", .unit = "%"}};
constexpr IndicatorInfo kStochRow{
    .id = StochKernel::kId,
    .title = "Stochastic",
    .family = "momentum",
    .inputs = "high low close",
    .parameters = kStochParameters,
    .outputs = kStochOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "fast K = (close - lowest low) / ((highest high - lowest low) / 100) over the last n candles, 0 without a "
        "range; slow K = average of fast K, slow D = average of slow K. Averages that overshoot (DEMA, TEMA, T3) can "
        "leave 0 to 100 (TA-Lib TA_STOCH)",
    .source = "G. Lane, Lane's Stochastics, Stocks & Commodities 2:3 (1984); TA-Lib 0.6 TA_STOCH",
    .logic_version = StochKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return StochKernel::warm_up(p); },
    .make = make_streaming<StochKernel>,
    .lay_out = StochKernel::lay_out,
};

constexpr std::array kStochfParameters{period_parameter("fast_k_period", "Fast %K period", "FastK_Period", 5, 1),
                                       period_parameter("fast_d_period", "Fast %D period", "FastD_Period", 3, 1),
                                       average_parameter("fast_d_ma_type", "Fast %D average", "FastD_MAType")};
constexpr std::array kStochfOutputs{OutputInfo{.name = "FastK", .unit = "%", .min = 0, .max = 100},
                                    OutputInfo{.name = "FastD", .unit = "%"}};
constexpr IndicatorInfo kStochfRow{
    .id = StochfKernel::kId,
    .title = "Stochastic Fast",
    .family = "momentum",
    .inputs = "high low close",
    .parameters = kStochfParameters,
    .outputs = kStochfOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "K = (close - lowest low) / ((highest high - lowest low) / 100) over the last n candles, 0 without a range; "
        "D = average of K (TA-Lib TA_STOCHF)",
    .source = "G. Lane, Lane's Stochastics, Stocks & Commodities 2:3 (1984); TA-Lib 0.6 TA_STOCHF",
    .logic_version = StochfKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return StochfKernel::warm_up(p); },
    .make = make_streaming<StochfKernel>,
    .lay_out = StochfKernel::lay_out,
};

constexpr std::array kStochrsiParameters{
    period_parameter(14, 2), period_parameter("fast_k_period", "Fast %K period", "FastK_Period", 5, 1),
    period_parameter("fast_d_period", "Fast %D period", "FastD_Period", 3, 1),
    average_parameter("fast_d_ma_type", "Fast %D average", "FastD_MAType"), source_parameter()};
constexpr IndicatorInfo kStochrsiRow{
    .id = StochrsiKernel::kId,
    .title = "Stochastic Relative Strength Index",
    .family = "momentum",
    .inputs = "close",
    .parameters = kStochrsiParameters,
    .outputs = kStochfOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "STOCHF over the RSI instead of the price. Where the RSI stands still, rounding noise in it gives 0 or 100 "
        "(TA-Lib TA_STOCHRSI)",
    .source = "T. Chande, S. Kroll, The New Technical Trader (1994); TA-Lib 0.6 TA_STOCHRSI",
    .logic_version = StochrsiKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return StochrsiKernel::warm_up(p); },
    .make = make_streaming<StochrsiKernel>,
};

}  // namespace

const IndicatorInfo& rows::stoch() {
  return kStochRow;
}
const IndicatorInfo& rows::stochf() {
  return kStochfRow;
}
const IndicatorInfo& rows::stochrsi() {
  return kStochrsiRow;
}

}  // namespace tidemark::analysis
