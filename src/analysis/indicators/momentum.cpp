#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/answer.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/extremes.hpp"
#include "analysis/kernel/gains.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

/// x / (1 + |x|): any size into -1 to 1, small ones nearly as they are.
double squash(double x) {
  return x / (1 + std::fabs(x));
}

/// Lookback and weight of each part of the score.
constexpr double kTrendWeight = 0.35;
constexpr double kRsiWeight = 0.25;
constexpr double kMacdWeight = 0.2;
constexpr double kAccelerationWeight = 0.1;
constexpr double kDivergenceWeight = 0.1;
constexpr int kAtrPeriod = 14;
constexpr int kRsiPeriod = 14;

struct MomentumKernel {
  static constexpr std::string_view kId = "MOMENTUM";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 6;

  explicit MomentumKernel(std::span<const double> p)
      : periods{p[0], p[1], p[2]},
        lags{Lag{whole(p[0])}, Lag{whole(p[1])}, Lag{whole(p[2])}},
        before{whole(p[0])},
        highest{whole(p[2])},
        lowest{whole(p[2])},
        highest_rsi{whole(p[2])},
        lowest_rsi{whole(p[2])} {}

  /// The slowest part: MACD(12, 26, 9), the RSI over the longest period, or the trend and its change.
  static int warm_up(std::span<const double> p) {
    const int longest = whole(std::max({p[0], p[1], p[2]}));
    return std::max({33, kRsiPeriod + whole(p[2]) - 1, std::max(longest, kAtrPeriod) + whole(p[0])});
  }

  /// Mean over the periods of the squashed move in units of what a random walk of this ATR makes: ATR * sqrt(n).
  template <class Self>
  static Answer<double> trend(Self& self, double close, Answer<double> atr) {
    double sum = 0;
    bool ready = atr.has_value();
    for (std::size_t i = 0; i < self.lags.size(); ++i) {
      const auto old = self.lags[i].next(close);
      ready = ready && old;
      if (ready && *atr > 0) sum += squash((close - *old) / (*atr * std::sqrt(self.periods[i])));
    }
    if (!ready) return std::nullopt;
    return sum / static_cast<double>(self.lags.size());
  }

  /// -1 to 0 where the close is the highest of the longest period and the RSI is not, 0 to 1 the other way round: half
  /// the RSI's distance from its extreme, in percent.
  template <class Self>
  static Answer<double> divergence(Self& self, double close, double rsi) {
    const auto highest = self.highest.next(close);
    const auto lowest = self.lowest.next(close);
    const auto highest_rsi = self.highest_rsi.next(rsi);
    const auto lowest_rsi = self.lowest_rsi.next(rsi);
    if (!highest || !lowest || !highest_rsi || !lowest_rsi) return std::nullopt;
    if (highest->value == lowest->value) return 0.0;
    if (close == highest->value) return (rsi - highest_rsi->value) / 50;
    if (close == lowest->value) return (rsi - lowest_rsi->value) / 50;
    return 0.0;
  }

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const double close = candle.close;
    const auto range = self.range.next(candle.high, candle.low, close);
    const auto atr = range ? self.atr.next(*range) : std::nullopt;
    const auto trend = MomentumKernel::trend(self, close, atr);
    const auto before = trend ? self.before.next(*trend) : std::nullopt;
    const auto gains = self.gains.next(close);
    const double both = gains ? gains->gain + gains->loss : 0;
    const double strength = both > 0 ? (gains->gain - gains->loss) / both : 0;  // (RSI - 50) / 50; flat: 0
    const auto divergence = gains ? MomentumKernel::divergence(self, close, 50 + 50 * strength) : std::nullopt;
    const auto fast = self.fast.next(close);
    const auto slow = self.slow.next(close);
    const auto signal = fast && slow ? self.signal.next(*fast - *slow) : std::nullopt;
    if (!trend || !before || !divergence || !signal) return false;
    out[1] = *trend;
    out[2] = strength;
    out[3] = *atr > 0 ? squash((*fast - *slow) / *atr) / 2 + squash(4 * (*fast - *slow - *signal) / *atr) / 2 : 0.0;
    out[4] = (*trend - *before) / 2;
    out[5] = std::clamp(*divergence, -1.0, 1.0);
    out[0] = kTrendWeight * out[1] + kRsiWeight * out[2] + kMacdWeight * out[3] + kAccelerationWeight * out[4] +
             kDivergenceWeight * out[5];
    return true;
  }
  static auto fields(auto& self) {
    return std::tie(self.range, self.atr, self.lags, self.before, self.gains, self.fast, self.slow, self.signal,
                    self.highest, self.lowest, self.highest_rsi, self.lowest_rsi);
  }

  std::array<double, 3> periods;
  TrueRange range;
  WilderMean atr{kAtrPeriod};
  std::array<Lag, 3> lags;
  Lag before;
  AverageGains gains{kRsiPeriod};
  Ema fast{12, 14};
  Ema slow{26};
  Ema signal{9};
  Highest highest;
  Lowest lowest;
  Highest highest_rsi;
  Lowest lowest_rsi;
};

constexpr std::array kParameters{period_parameter("short_period", "Short period", "", 5, 1),
                                 period_parameter("middle_period", "Middle period", "", 10, 1),
                                 period_parameter("long_period", "Long period", "", 20, 2)};
constexpr std::array kOutputs{OutputInfo{.name = "Score", .unit = "", .min = -1, .max = 1},
                              OutputInfo{.name = "Trend", .unit = "", .min = -1, .max = 1},
                              OutputInfo{.name = "Strength", .unit = "", .min = -1, .max = 1},
                              OutputInfo{.name = "Macd", .unit = "", .min = -1, .max = 1},
                              OutputInfo{.name = "Acceleration", .unit = "", .min = -1, .max = 1},
                              OutputInfo{.name = "Divergence", .unit = "", .min = -1, .max = 1}};
constexpr IndicatorInfo kRow{
    .id = MomentumKernel::kId,
    .title = "Momentum score",
    .family = "momentum",
    .inputs = "high low close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "Score = 0.35 Trend + 0.25 Strength + 0.2 Macd + 0.1 Acceleration + 0.1 Divergence, each -1 to 1. With s(x) "
        "= x / (1 + |x|): Trend = mean over the three periods of s((close - close n ago) / (ATR(14) sqrt(n))); "
        "Strength = (RSI(14) - 50) / 50, 0 when flat; Macd = (s(MACD / ATR) + s(4 hist / ATR)) / 2; Acceleration = "
        "(Trend - Trend short period ago) / 2; Divergence = (RSI - its extreme over the long period) / 50 where the "
        "close stands at the extreme of that period, else 0. Above 0.5 strong, below 0.1 in size no momentum",
    .source =
        "weights and parts are this project's own; their parts are TA-Lib's (ATR, RSI, MACD); hand arithmetic in the "
        "case file",
    .logic_version = MomentumKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return MomentumKernel::warm_up(p); },
    .make = make_streaming<MomentumKernel>,
};

}  // namespace

const IndicatorInfo& rows::momentum() {
  return kRow;
}

}  // namespace tidemark::analysis
