#include <array>
#include <cmath>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/ring.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct CciKernel {
  static constexpr std::string_view kId = "CCI";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit CciKernel(std::span<const double> p)
      : period{whole(p[0])}, flat_is_zero{whole(p[1]) == 1}, ring(static_cast<std::size_t>(period)) {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    // The sums run in the order of TA-Lib's ring, not of time: in another order the last bits differ.
    const double typical = (candle.high + candle.low + candle.close) / 3;
    const bool ready = self.ring.lacks_one_at_most();
    if (ready) out[0] = of(self, typical);
    self.ring.feed(typical);
    return ready;
  }
  static auto fields(auto& self) { return std::tie(self.ring); }

  // Eight candles at once (streaming.hpp): each has sums of its own, so that the additions of one, which must wait for
  // each other, fill the gaps of the next.
  static constexpr std::size_t kAbreast = 8;
  static constexpr int kAbreastPeriodMax = 64;

  [[nodiscard]] bool takes_abreast() const {
    return ring.full() && period >= static_cast<int>(kAbreast) && period <= kAbreastPeriodMax && !flat_is_zero;
  }
  void step_abreast(std::span<const core::CandleF, kAbreast> candles, std::span<double, kAbreast> out) {
    using Abreast = std::array<double, kAbreast>;
    std::array<Abreast, kAbreastPeriodMax> seen;  // by place, then candle: what stands there once that candle came
    const auto places = ring.places();
    for (std::size_t p = 0; p < places.size(); ++p) seen[p].fill(places[p]);
    Abreast typical;
#pragma GCC unroll 8
    for (std::size_t c = 0; c < kAbreast; ++c) {
      typical[c] = (candles[c].high + candles[c].low + candles[c].close) / 3;
      const std::size_t place = ring.place_of(c);
#pragma GCC unroll 8
      for (std::size_t other = 0; other < kAbreast; ++other) {
        seen[place][other] = other < c ? places[place] : typical[c];
      }
    }
    Abreast average{};
    Abreast deviation{};
    for (std::size_t p = 0; p < places.size(); ++p) {
      for (std::size_t c = 0; c < kAbreast; ++c) average[c] += seen[p][c];
    }
    for (double& one : average) one /= period;
    for (std::size_t p = 0; p < places.size(); ++p) {
      for (std::size_t c = 0; c < kAbreast; ++c) deviation[c] += std::fabs(seen[p][c] - average[c]);
    }
    for (std::size_t c = 0; c < kAbreast; ++c) {
      out[c] = of(typical[c] - average[c], deviation[c]);
      ring.feed(typical[c]);
    }
  }

  template <class Self>
  [[nodiscard]] static double of(Self& self, double typical) {
    const double average = self.ring.sum_with(typical) / self.period;
    double deviation = 0;
    self.ring.each_with(typical, [&](double value) { deviation += std::fabs(value - average); });
    return self.flat_is_zero && flat(self, typical) ? 0.0 : self.of(typical - average, deviation);
  }
  /// Of the distance from the average and the sum of all distances.
  [[nodiscard]] double of(double distance, double deviation) const {
    if (distance == 0.0 || deviation == 0.0) return 0.0;
    return distance / (0.015 * (deviation / period));
  }
  template <class Self>
  [[nodiscard]] static bool flat(Self& self, double typical) {
    bool all = true;
    self.ring.each_with(typical, [&](double value) { all = all && value == typical; });
    return all;
  }

  int period;
  bool flat_is_zero;
  Ring ring;
};

constexpr std::array<std::string_view, 2> kFlatNames{"talib", "zero"};
constexpr std::array kParameters{period_parameter(14, 2),
                                 as_option(choice_parameter("flat", "Flat window", "", kFlatNames, 0))};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = ""}};
constexpr IndicatorInfo kRow{
    .id = CciKernel::kId,
    .title = "Commodity Channel Index",
    .family = "momentum",
    .inputs = "high low close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "t = (high + low + close) / 3; (t - mean of t) / (0.015 * mean absolute deviation of t from that mean) over "
        "the last n; 0 when either is exactly 0. On an all-equal window rounding decides between 0 and +-66.67 (in "
        "TA-Lib, too): flat=zero mends it. Costs O(n) per candle (TA-Lib TA_CCI)",
    .source = "D. Lambert, Commodity Channel Index, Commodities 1980; TA-Lib 0.6 TA_CCI",
    .logic_version = CciKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<CciKernel>,
};

}  // namespace

const IndicatorInfo& rows::cci() {
  return kRow;
}

}  // namespace tidemark::analysis
