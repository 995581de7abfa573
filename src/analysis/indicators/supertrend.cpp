#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/price_source.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

/// The bands of the last candle, and which of them holds.
struct Bands {
  double upper{0};
  double lower{0};
  double close{0};
  bool rises{false};
  bool known{false};
  static auto fields(auto& self) { return std::tie(self.upper, self.lower, self.close, self.rises, self.known); }
};

struct SupertrendKernel {
  static constexpr std::string_view kId = "SUPERTREND";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 2;

  explicit SupertrendKernel(std::span<const double> p) : multiplier{p[1]}, atr{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto range = self.range.next(candle.high, candle.low, candle.close);
    const auto atr = range ? self.atr.next(*range) : std::nullopt;
    if (!atr) return false;
    const double middle = median_price(candle);
    Bands bands = self.bands;
    const double upper = middle + self.multiplier * *atr;
    const double lower = middle - self.multiplier * *atr;
    // A band only moves towards the price, until a close has gone through it.
    if (!bands.known || upper < bands.upper || bands.close > bands.upper) bands.upper = upper;
    if (!bands.known || lower > bands.lower || bands.close < bands.lower) bands.lower = lower;
    bands.rises = bands.rises ? candle.close >= bands.lower : candle.close > bands.upper;
    bands.close = candle.close;
    bands.known = true;
    keep(self.bands, bands);
    out[0] = bands.rises ? bands.lower : bands.upper;
    out[1] = bands.rises ? 1.0 : -1.0;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.range, self.atr, self.bands); }

  double multiplier;
  TrueRange range;
  WilderMean atr;
  Bands bands;
};

constexpr std::array kParameters{period_parameter(10, 1), number_parameter("multiplier", "Multiplier", "", 3, 0, 100)};
constexpr std::array kOutputs{OutputInfo{.name = "SuperTrend", .unit = "price"},
                              OutputInfo{.name = "Direction", .unit = "", .min = -1, .max = 1}};
constexpr IndicatorInfo kRow{
    .id = SupertrendKernel::kId,
    .title = "SuperTrend",
    .family = "overlap",
    .inputs = "high low close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "bands (high + low) / 2 +- multiplier * ATR(n); the upper one only falls until a close above it, the lower "
        "one only rises until a close below it; the trend (1 rising, -1 falling, at first falling) turns when the "
        "close passes the band that holds, which is the value",
    .source =
        "Trading Technologies, Technical Indicators: SuperTrend; expected numbers by talipp f65d546 SuperTrend once "
        "the two ATR seeds have converged",
    .logic_version = SupertrendKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<SupertrendKernel>,
};

}  // namespace

const IndicatorInfo& rows::supertrend() {
  return kRow;
}

}  // namespace tidemark::analysis
