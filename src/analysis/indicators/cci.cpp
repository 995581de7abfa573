#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
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

  // In batch all candles of a block at once: each has sums of its own, so that the additions of one, which must wait
  // for each other, fill the gaps of the others.
  static constexpr int kAbreastPeriodMax = 64;
  using Block = std::array<double, batch::kBlock>;

  static bool lay_out(std::span<const double> p, batch::Plan& plan) {
    const int period = whole(p[0]);
    if (period > kAbreastPeriodMax || whole(p[1]) == 1) return false;
    plan.add_output(
        plan.map_block(batch::typical_price(plan),
                       {.past = period - 1, .from = period - 1, .with = static_cast<double>(period)}, of_block),
        period - 1);
    return true;
  }
  static void of_block(const double* typical, double* out, std::int64_t first, double with) {
    const auto period = static_cast<std::ptrdiff_t>(with);
    std::array<Block, kAbreastPeriodMax> held;  // by place of the ring, then candle: what stands there when it has come
    hold(typical, first, std::span{held}.first(static_cast<std::size_t>(period)));
    batch::run_widest([typical, out, period, &held] {
      const auto n = static_cast<double>(period);
      Block average{};
      for (std::ptrdiff_t p = 0; p < period; ++p) {
        const Block& at_place = held[static_cast<std::size_t>(p)];
        for (std::size_t i = 0; i < batch::kBlock; ++i) average[i] += at_place[i];
      }
      for (double& one : average) one /= n;
      Block deviation{};
      for (std::ptrdiff_t p = 0; p < period; ++p) {
        const Block& at_place = held[static_cast<std::size_t>(p)];
        for (std::size_t i = 0; i < batch::kBlock; ++i) deviation[i] += std::fabs(at_place[i] - average[i]);
      }
      for (std::size_t i = 0; i < batch::kBlock; ++i) out[i] = of(typical[i] - average[i], deviation[i], n);
    });
  }
  /// A value takes its place and keeps it until the one a ring later comes.
  static void hold(const double* typical, std::int64_t first, std::span<Block> held) {
    const auto period = static_cast<std::ptrdiff_t>(held.size());
    const auto block = static_cast<std::ptrdiff_t>(batch::kBlock);
    auto place = static_cast<std::size_t>((first + 1) % period);
    for (std::ptrdiff_t i = 1 - period; i < block; ++i) {
      double* const to = held[place].data();
      std::fill(to + std::max<std::ptrdiff_t>(i, 0), to + std::min(i + period, block), typical[i]);
      place = place + 1 == held.size() ? 0 : place + 1;
    }
  }

  template <class Self>
  [[nodiscard]] static double of(Self& self, double typical) {
    const double average = self.ring.sum_with(typical) / self.period;
    double deviation = 0;
    self.ring.each_with(typical, [&](double value) { deviation += std::fabs(value - average); });
    return self.flat_is_zero && flat(self, typical) ? 0.0 : of(typical - average, deviation, self.period);
  }
  /// Of the distance from the average and the sum of all distances.
  [[nodiscard]] static double of(double distance, double deviation, double period) {
    const double index = distance / (0.015 * (deviation / period));
    return distance == 0.0 || deviation == 0.0 ? 0.0 : index;
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
    .lay_out = CciKernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::cci() {
  return kRow;
}

}  // namespace tidemark::analysis
