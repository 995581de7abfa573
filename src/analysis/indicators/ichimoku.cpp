#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/answer.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/extremes.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

/// Half way between the extremes of n candles.
class Middle {
 public:
  explicit Middle(int period) : highest_{period}, lowest_{period} {}

  Answer<double> next(const core::CandleF& candle) { return feed(*this, candle); }
  [[nodiscard]] Answer<double> next(const core::CandleF& candle) const { return feed(*this, candle); }
  static auto fields(auto& self) { return std::tie(self.highest_, self.lowest_); }

 private:
  template <class Self>
  static Answer<double> feed(Self& self, const core::CandleF& candle) {
    const auto highest = self.highest_.next(candle.high);
    const auto lowest = self.lowest_.next(candle.low);
    if (!highest || !lowest) return std::nullopt;
    return (highest->value + lowest->value) / 2.0;
  }

  Highest highest_;
  Lowest lowest_;
};

struct IchimokuKernel {
  static constexpr std::string_view kId = "ICHIMOKU";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 5;

  explicit IchimokuKernel(std::span<const double> p)
      : tenkan{whole(p[0])}, kijun{whole(p[1])}, slow{whole(p[2])}, span_a{whole(p[3])}, span_b{whole(p[3])} {}

  static int warm_up(std::span<const double> p) { return whole(std::max({p[0], p[1], p[2]})) - 1 + whole(p[3]); }

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto tenkan = self.tenkan.next(candle);
    const auto kijun = self.kijun.next(candle);
    const auto slow = self.slow.next(candle);
    const auto span_a = tenkan && kijun ? self.span_a.next((*tenkan + *kijun) / 2.0) : std::nullopt;
    const auto span_b = slow ? self.span_b.next(*slow) : std::nullopt;
    if (!tenkan || !kijun || !span_a || !span_b) return false;
    out[0] = *tenkan;
    out[1] = *kijun;
    out[2] = *span_a;
    out[3] = *span_b;
    out[4] = candle.close;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.tenkan, self.kijun, self.slow, self.span_a, self.span_b); }

  Middle tenkan;
  Middle kijun;
  Middle slow;
  Lag span_a;
  Lag span_b;
};

constexpr std::array kParameters{period_parameter("conversion_period", "Conversion period", "", 9, 1),
                                 period_parameter("base_period", "Base period", "", 26, 1),
                                 period_parameter("span_b_period", "Span B period", "", 52, 1),
                                 period_parameter("displacement", "Displacement", "", 26, 1)};
constexpr std::array kOutputs{
    OutputInfo{.name = "Tenkan", .unit = "price"}, OutputInfo{.name = "Kijun", .unit = "price"},
    OutputInfo{.name = "SenkouA", .unit = "price"}, OutputInfo{.name = "SenkouB", .unit = "price"},
    OutputInfo{.name = "Chikou", .unit = "price", .drawn_back_by = "displacement"}};
constexpr IndicatorInfo kRow{
    .id = IchimokuKernel::kId,
    .title = "Ichimoku Kinko Hyo",
    .family = "overlap",
    .inputs = "high low close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "middle(n) = (highest high + lowest low of n candles) / 2; Tenkan = middle(conversion), Kijun = "
        "middle(base); the cloud that lies under this candle was made `displacement` candles ago: Senkou A = (Tenkan "
        "+ Kijun) / 2, Senkou B = middle(span B); Chikou = the close, drawn that far back",
    .source = "ChartSchool, Ichimoku Cloud; G. Hosoda (1969)",
    .logic_version = IchimokuKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return IchimokuKernel::warm_up(p); },
    .make = make_streaming<IchimokuKernel>,
};

}  // namespace

const IndicatorInfo& rows::ichimoku() {
  return kRow;
}

}  // namespace tidemark::analysis
