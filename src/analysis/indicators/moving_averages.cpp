#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/averages.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/fixed_text.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

/// A row that is nothing but one of the averages (averages.hpp).
template <class Average, FixedText kName>
struct AverageKernel {
  static constexpr std::string_view kId = kName.view();
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit AverageKernel(std::span<const double> p) : average{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto average = self.average.next(x);
    if (!average) return false;
    out[0] = *average;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.average); }
  /// Of a type that batch::has_average().
  template <AverageType kType>
  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const int period = whole(p[0]);
    plan.add_output(batch::average(plan, kType, batch::price_of_last(plan, p), period),
                    average_lookback(kType, period));
    return true;
  }

  Average average;
};

using SmaKernel = AverageKernel<Sma, "SMA">;
using EmaKernel = AverageKernel<Ema, "EMA">;
using WmaKernel = AverageKernel<Wma, "WMA">;
using DemaKernel = AverageKernel<Dema, "DEMA">;
using TemaKernel = AverageKernel<Tema, "TEMA">;
using TrimaKernel = AverageKernel<Trima, "TRIMA">;
using KamaKernel = AverageKernel<Kama, "KAMA">;

constexpr std::array kSmaParameters{period_parameter(30, 2), source_parameter()};
constexpr std::array kSmaOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kSmaRow{
    .id = SmaKernel::kId,
    .title = "Simple Moving Average",
    .family = "overlap",
    .inputs = "close",
    .parameters = kSmaParameters,
    .outputs = kSmaOutputs,
    .placement = Placement::kOnPrice,
    .formula = "sum of the last n closes / n; the sum is kept running: + newest, - oldest (TA-Lib TA_SMA)",
    .source = "TA-Lib 0.6 TA_SMA",
    .logic_version = SmaKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<SmaKernel>,
    .lay_out = SmaKernel::lay_out<AverageType::kSma>,
};

constexpr IndicatorInfo kEmaRow{
    .id = EmaKernel::kId,
    .title = "Exponential Moving Average",
    .family = "overlap",
    .inputs = "close",
    .parameters = kSmaParameters,
    .outputs = kSmaOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "seed: plain average of the first n closes; then (close - previous) * 2/(n+1) + previous (TA-Lib TA_EMA, "
        "classic)",
    .source = "TA-Lib 0.6 TA_EMA",
    .logic_version = EmaKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<EmaKernel>,
    .lay_out = EmaKernel::lay_out<AverageType::kEma>,
};

constexpr IndicatorInfo kWmaRow{
    .id = WmaKernel::kId,
    .title = "Weighted Moving Average",
    .family = "overlap",
    .inputs = "close",
    .parameters = kSmaParameters,
    .outputs = kSmaOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "sum of weight * close over the last n closes, weights 1 (oldest) to n, divided by n(n+1)/2 (TA-Lib TA_WMA)",
    .source = "TA-Lib 0.6 TA_WMA",
    .logic_version = WmaKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return Wma::lookback(whole(p[0])); },
    .make = make_streaming<WmaKernel>,
    .lay_out = WmaKernel::lay_out<AverageType::kWma>,
};

constexpr IndicatorInfo kDemaRow{
    .id = DemaKernel::kId,
    .title = "Double Exponential Moving Average",
    .family = "overlap",
    .inputs = "close",
    .parameters = kSmaParameters,
    .outputs = kSmaOutputs,
    .placement = Placement::kOnPrice,
    .formula = "2 * EMA - EMA of EMA, each seeded by the plain average of its first n inputs (TA-Lib TA_DEMA)",
    .source =
        "P. Mulloy, Smoothing Data with Faster Moving Averages, Stocks & Commodities 12:1 (1994); TA-Lib 0.6 TA_DEMA",
    .logic_version = DemaKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return Dema::lookback(whole(p[0])); },
    .make = make_streaming<DemaKernel>,
    .lay_out = DemaKernel::lay_out<AverageType::kDema>,
};

constexpr IndicatorInfo kTemaRow{
    .id = TemaKernel::kId,
    .title = "Triple Exponential Moving Average",
    .family = "overlap",
    .inputs = "close",
    .parameters = kSmaParameters,
    .outputs = kSmaOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "3 * EMA - 3 * EMA of EMA + EMA of EMA of EMA, each seeded by the plain average of its first n inputs (TA- "
        "Lib TA_TEMA)",
    .source = "P. Mulloy, Smoothing Data with Less Lag, Stocks & Commodities 12:2 (1994); TA-Lib 0.6 TA_TEMA",
    .logic_version = TemaKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return Tema::lookback(whole(p[0])); },
    .make = make_streaming<TemaKernel>,
    .lay_out = TemaKernel::lay_out<AverageType::kTema>,
};

constexpr IndicatorInfo kTrimaRow{
    .id = TrimaKernel::kId,
    .title = "Triangular Moving Average",
    .family = "overlap",
    .inputs = "close",
    .parameters = kSmaParameters,
    .outputs = kSmaOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "weighted average of the last n closes, weights rising from 1 to the middle and falling to 1 again: the "
        "simple average of a simple average (TA-Lib TA_TRIMA)",
    .source = "TA-Lib 0.6 TA_TRIMA",
    .logic_version = TrimaKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return Trima::lookback(whole(p[0])); },
    .make = make_streaming<TrimaKernel>,
};

constexpr IndicatorInfo kKamaRow{
    .id = KamaKernel::kId,
    .title = "Kaufman Adaptive Moving Average",
    .family = "overlap",
    .inputs = "close",
    .parameters = kSmaParameters,
    .outputs = kSmaOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "(close - previous) * c + previous with c = (e * (2/3 - 2/31) + 2/31) squared and e = |close - close n ago| "
        "/ sum of the last n |changes|; e = 1 when that sum is not above the signed move (sic) or below 1e-14; "
        "starts from the close before the first output (TA-Lib TA_KAMA)",
    .source = "P. Kaufman, Smarter Trading (1995); TA-Lib 0.6 TA_KAMA",
    .logic_version = KamaKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return Kama::lookback(whole(p[0])); },
    .make = make_streaming<KamaKernel>,
};

}  // namespace

const IndicatorInfo& rows::sma() {
  return kSmaRow;
}
const IndicatorInfo& rows::ema() {
  return kEmaRow;
}
const IndicatorInfo& rows::wma() {
  return kWmaRow;
}
const IndicatorInfo& rows::dema() {
  return kDemaRow;
}
const IndicatorInfo& rows::tema() {
  return kTemaRow;
}
const IndicatorInfo& rows::trima() {
  return kTrimaRow;
}
const IndicatorInfo& rows::kama() {
  return kKamaRow;
}

}  // namespace tidemark::analysis
