#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/directional.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"
#include "analysis/kernel/window.hpp"

namespace tidemark::analysis {
namespace {

/// A yes that takes more to become one than to stay one.
struct Hysteresis {
  double enter;
  double leave;
  [[nodiscard]] bool next(bool now, double value) const { return now ? value > leave : value >= enter; }
};

/// How many values are below a limit and how many are not above it, added up. Two at a time: a comparison gives -1
/// where it holds.
std::int64_t twice_below(std::span<const double> values, double limit) {
  const Pair limits{limit, limit};
  decltype(limits < limits) counts{};
  std::size_t i = 0;
  for (; i + 2 <= values.size(); i += 2) {
    const Pair two = pair_at(&values[i]);
    counts -= (two < limits) + (two <= limits);
  }
  std::int64_t sum = counts[0] + counts[1];
  if (i < values.size()) sum += (values[i] < limit ? 1 : 0) + (values[i] <= limit ? 1 : 0);
  return sum;
}

struct RegimeKernel {
  static constexpr std::string_view kId = "REGIME";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 5;

  explicit RegimeKernel(std::span<const double> p)
      : trending{p[2], std::min(p[2], p[3])},
        volatile_{p[4], std::min(p[4], p[5])},
        adx{whole(p[0]), kTaEpsilon},
        indexes{whole(p[0]), kTaEpsilon},
        atr{whole(p[0])},
        ranges(static_cast<std::size_t>(whole(p[1]))),
        old_close{whole(p[1])},
        path{whole(p[1])} {}

  static int warm_up(std::span<const double> p) { return std::max(2 * whole(p[0]) - 1, whole(p[0]) + whole(p[1])); }

  /// Share of the last candles' relative ATR that is below this one, in percent.
  [[nodiscard]] double percentile(double relative) const {
    const std::int64_t twice = twice_below(ranges.values(), relative);
    return 100 * (static_cast<double>(twice) / 2) / static_cast<double>(ranges.size());
  }

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto adx = self.adx.next(candle.high, candle.low, candle.close);
    const auto index = self.indexes.next(candle.high, candle.low, candle.close);
    const auto range = self.range.next(candle.high, candle.low, candle.close);
    const auto atr = range ? self.atr.next(*range) : std::nullopt;
    const auto before = self.close.next(candle.close);
    const auto old = self.old_close.next(candle.close);
    // The first candle's change of none has long left the sum when the row begins to speak.
    const auto path = self.path.next(std::fabs(candle.close - before.value_or(candle.close)));
    if (!atr) return false;
    const double relative = candle.close > 0 ? *atr / candle.close : 0;
    const bool ready = self.ranges.full() && adx && index && old && path;
    if (ready) {
      const double percentile = self.percentile(relative);
      const bool trends = self.trending.next(self.trends, *adx);
      const bool swings = self.volatile_.next(self.swings, percentile);
      keep(self.trends, trends);
      keep(self.swings, swings);
      out[0] = !trends ? 0.0 : index->plus >= index->minus ? 1.0 : -1.0;
      out[1] = swings ? 1.0 : 0.0;
      out[2] = *adx;
      out[3] = *path > 0 ? std::clamp(std::fabs(candle.close - *old) / *path, 0.0, 1.0) : 0.0;
      out[4] = percentile;
    }
    self.ranges.feed(relative);
    return ready;
  }
  static auto fields(auto& self) {
    return std::tie(self.adx, self.indexes, self.range, self.atr, self.ranges, self.close, self.old_close, self.path,
                    self.trends, self.swings);
  }

  Hysteresis trending;
  Hysteresis volatile_;
  AverageDirection adx;
  DirectionalIndexes indexes;
  TrueRange range;
  WilderMean atr;
  Window ranges;  ///< relative ATR of the candles before
  Previous close;
  Lag old_close;
  RollingSum path;
  bool trends{false};
  bool swings{false};
};

constexpr ParameterInfo lookback_parameter() {
  auto parameter = period_parameter("lookback", "Lookback", "", 100, 2);
  parameter.max = 5000;
  return parameter;
}

constexpr std::array kParameters{period_parameter(14, 2),
                                 lookback_parameter(),
                                 number_parameter("trend_enter", "Trend from", "", 25, 0, 100, "%"),
                                 number_parameter("trend_leave", "Trend until", "", 20, 0, 100, "%"),
                                 number_parameter("volatile_enter", "High volatility from", "", 60, 0, 100, "%"),
                                 number_parameter("volatile_leave", "High volatility until", "", 40, 0, 100, "%")};
constexpr std::array kOutputs{OutputInfo{.name = "Trend", .unit = "", .min = -1, .max = 1},
                              OutputInfo{.name = "Volatility", .unit = "", .min = 0, .max = 1},
                              OutputInfo{.name = "Adx", .unit = "%", .min = 0, .max = 100},
                              OutputInfo{.name = "Efficiency", .unit = "", .min = 0, .max = 1},
                              OutputInfo{.name = "AtrPercentile", .unit = "%", .min = 0, .max = 100}};
constexpr IndicatorInfo kRow{
    .id = RegimeKernel::kId,
    .title = "Market regime",
    .family = "regime",
    .inputs = "high low close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "Trend: 1 rising, -1 falling, 0 range. A trend begins when ADX(n) reaches `trend_enter` and ends at or below "
        "`trend_leave`; its side is that of the larger of +DI and -DI. Volatility: 1 high, 0 low; high begins when "
        "the percentile of ATR(n) / close among the lookback candles before (equal ones count half) reaches "
        "`volatile_enter` and ends at or below `volatile_leave`. Efficiency = |close - close lookback ago| / sum of "
        "|changes|: 1 a straight move, near 0 noise. Costs O(lookback) per candle",
    .source =
        "J. Welles Wilder (1978) for ADX 25 and 20; P. Kaufman (1995) for the efficiency ratio; hand arithmetic in "
        "the case file",
    .logic_version = RegimeKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return RegimeKernel::warm_up(p); },
    .make = make_streaming<RegimeKernel>,
};

}  // namespace

const IndicatorInfo& rows::regime() {
  return kRow;
}

}  // namespace tidemark::analysis
