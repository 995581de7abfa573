#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct RsiKernel {
  static constexpr std::string_view kId = "RSI";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit RsiKernel(std::span<const double> p) : gain{whole(p[0])}, loss{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto before = self.close.next(candle.close);
    if (!before) return false;
    const double change = candle.close - *before;
    const auto gain = self.gain.next(positive_part(change));
    const auto loss = self.loss.next(positive_part(-change));
    if (!gain || !loss) return false;
    const double both = *gain + *loss;
    out[0] = is_zero(both) ? 0.0 : 100.0 * (*gain / both);
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.close, self.gain, self.loss); }

  Previous close;
  WilderMean gain;
  WilderMean loss;
};

constexpr std::array kParameters{period_parameter(14, 2)};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "%", .min = 0, .max = 100}};
constexpr IndicatorInfo kRow{
    .id = RsiKernel::kId,
    .title = "Relative Strength Index",
    .family = "momentum",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "100 * G / (G + L), G and L the averages of gains and losses from close to close: plain over the first n, "
        "then (previous * (n-1) + new) / n; 0 when G + L < 1e-14, so also on a flat market (TA-Lib TA_RSI)",
    .source = "J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib 0.6 TA_RSI",
    .logic_version = RsiKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<RsiKernel>,
};

}  // namespace

const IndicatorInfo& rows::rsi() {
  return kRow;
}

}  // namespace tidemark::analysis
