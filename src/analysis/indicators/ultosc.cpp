#include <algorithm>
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

struct UltoscKernel {
  static constexpr std::string_view kId = "ULTOSC";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;
  static constexpr std::size_t kWindows = 3;

  using Sums = std::array<Delayed<RollingSum>, kWindows>;

  /// Shortest first, whatever their order was.
  static std::array<int, kWindows> periods(std::span<const double> p) {
    std::array<int, kWindows> sorted{whole(p[0]), whole(p[1]), whole(p[2])};
    std::ranges::sort(sorted);
    return sorted;
  }
  /// All three begin to answer together, so the shorter ones are fed later.
  static Sums sums(const std::array<int, kWindows>& n) {
    return {Delayed{n[2] - n[0], RollingSum{n[0]}}, Delayed{n[2] - n[1], RollingSum{n[1]}},
            Delayed{0, RollingSum{n[2]}}};
  }

  explicit UltoscKernel(std::span<const double> p)
      : zero{p[3]}, pressures{sums(periods(p))}, ranges{sums(periods(p))} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto range = self.range.next(candle.high, candle.low, candle.close);
    const auto before = self.close.next(candle.close);
    if (!range || !before) return false;
    const double pressure = candle.close - std::min(candle.low, *before);
    constexpr std::array<double, kWindows> kWeights{4, 2, 1};
    double total = 0;
    bool ready = true;
    for (std::size_t i = 0; i < kWindows; ++i) {
      const auto up = self.pressures[i].next(pressure);
      const auto all = self.ranges[i].next(*range);
      ready = up && all;
      if (ready && !self.zero(*all)) total += kWeights[i] * (*up / *all);
    }
    if (!ready) return false;
    out[0] = 100.0 * (total / 7.0);
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.range, self.close, self.pressures, self.ranges); }

  ZeroTest zero;
  TrueRange range;
  Previous close;
  Sums pressures;
  Sums ranges;
};

constexpr std::array kParameters{period_parameter("period_1", "First period", "TimePeriod1", 7, 1),
                                 period_parameter("period_2", "Second period", "TimePeriod2", 14, 1),
                                 period_parameter("period_3", "Third period", "TimePeriod3", 28, 1), epsilon_option()};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "%", .min = 0, .max = 100}};
constexpr IndicatorInfo kRow{
    .id = UltoscKernel::kId,
    .title = "Ultimate Oscillator",
    .family = "momentum",
    .inputs = "high low close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "r(n) = sum of close - min(low, previous close) over n candles / sum of true range over n; 100 * (4 r(short) "
        "+ 2 r(middle) + r(long)) / 7, periods sorted; a sum of ranges below epsilon (1e-14) counts as r = 0 (TA-Lib "
        "TA_ULTOSC)",
    .source = "L. Williams, The Ultimate Oscillator, Stocks & Commodities 3:4 (1985); TA-Lib 0.6 TA_ULTOSC",
    .logic_version = UltoscKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return UltoscKernel::periods(p).back(); },
    .make = make_streaming<UltoscKernel>,
};

}  // namespace

const IndicatorInfo& rows::ultosc() {
  return kRow;
}

}  // namespace tidemark::analysis
