#include <array>
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

struct AtrKernel {
  static constexpr std::string_view kId = "ATR";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit AtrKernel(std::span<const double> p) : average{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto range = self.range.next(candle.high, candle.low, candle.close);
    if (!range) return false;
    const auto average = self.average.next(*range);
    if (!average) return false;
    out[0] = *average;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.range, self.average); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    plan.add_output(plan.wilder_mean(batch::true_range(plan), whole(p[0])), whole(p[0]));
    return true;
  }

  TrueRange range;
  WilderMean average;
};

struct NatrKernel {
  static constexpr std::string_view kId = "NATR";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit NatrKernel(std::span<const double> p) : atr{p}, period{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    if (!AtrKernel::step(self.atr, candle, out)) return false;
    if (self.period == 1) return true;
    out[0] = of(out[0], candle.close);
    return true;
  }
  static double of(double atr, double close) { return is_zero(close) ? 0.0 : atr / close * 100.0; }
  static auto fields(auto& self) { return std::tie(self.atr); }
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const int period = whole(p[0]);
    const batch::Line atr = plan.wilder_mean(batch::true_range(plan), period);
    const auto share = [&] {
      return plan.map(std::array{atr, plan.close()}, [](double range, double close) { return of(range, close); });
    };
    plan.add_output(period == 1 ? atr : share(), period);
    return true;
  }

  AtrKernel atr;
  int period;
};

struct TrangeKernel {
  static constexpr std::string_view kId = "TRANGE";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit TrangeKernel(std::span<const double> /*p*/) {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto range = self.range.next(candle.high, candle.low, candle.close);
    if (!range) return false;
    out[0] = *range;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.range); }
  static bool lay_out(std::span<const double> /*p*/, batch::Plan& plan) {
    plan.add_output(batch::true_range(plan), 1);
    return true;
  }

  TrueRange range;
};

constexpr std::array kAtrParameters{period_parameter(14, 1)};
constexpr std::array kAtrOutputs{OutputInfo{.name = "Real", .unit = "price", .min = 0}};
constexpr IndicatorInfo kAtrRow{
    .id = AtrKernel::kId,
    .title = "Average True Range",
    .family = "volatility",
    .inputs = "high low close",
    .parameters = kAtrParameters,
    .outputs = kAtrOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "true range = max(high - low, |previous close - high|, |previous close - low|), from the second candle on; "
        "plain average of the first n, then (previous * (n-1) + new) / n (TA-Lib TA_ATR)",
    .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib 0.6 TA_ATR",
    .logic_version = AtrKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<AtrKernel>,
    .lay_out = AtrKernel::lay_out,
};

constexpr std::array kNatrOutputs{OutputInfo{.name = "Real", .unit = "%", .min = 0}};
constexpr IndicatorInfo kNatrRow{
    .id = NatrKernel::kId,
    .title = "Normalized Average True Range",
    .family = "volatility",
    .inputs = "high low close",
    .parameters = kAtrParameters,
    .outputs = kNatrOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "ATR(n) / close * 100; 0 for a close below 1e-14. With period 1 TA-Lib gives the bare true range, and so "
        "does this (TA-Lib TA_NATR)",
    .source =
        "J. Forman, Cross-Market Evaluations with Normalized Average True Range, Stocks & Commodities 24:5 (2006); "
        "TA-Lib 0.6 TA_NATR",
    .logic_version = NatrKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<NatrKernel>,
    .lay_out = NatrKernel::lay_out,
};

constexpr IndicatorInfo kTrangeRow{
    .id = TrangeKernel::kId,
    .title = "True Range",
    .family = "volatility",
    .inputs = "high low close",
    .parameters = {},
    .outputs = kAtrOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "max(high - low, |previous close - high|, |previous close - low|), from the second candle on (TA-Lib "
        "TA_TRANGE)",
    .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib 0.6 TA_TRANGE",
    .logic_version = TrangeKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return 1; },
    .make = make_streaming<TrangeKernel>,
    .lay_out = TrangeKernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::atr() {
  return kAtrRow;
}
const IndicatorInfo& rows::natr() {
  return kNatrRow;
}
const IndicatorInfo& rows::trange() {
  return kTrangeRow;
}

}  // namespace tidemark::analysis
