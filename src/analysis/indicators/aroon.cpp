#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/answer.hpp"
#include "analysis/kernel/extremes.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

/// Candles since the latest highest high and lowest low of the last n+1 candles.
struct Ages {
  double high;
  double low;
};

class AroonAges {
 public:
  explicit AroonAges(int period) : highest_{period + 1}, lowest_{period + 1} {}

  Answer<Ages> next(double high, double low) { return feed(*this, high, low); }
  [[nodiscard]] Answer<Ages> next(double high, double low) const { return feed(*this, high, low); }
  static auto fields(auto& self) { return std::tie(self.highest_, self.lowest_); }

 private:
  template <class Self>
  static Answer<Ages> feed(Self& self, double high, double low) {
    const std::int64_t today = self.highest_.count();
    const auto highest = self.highest_.next(high);
    const auto lowest = self.lowest_.next(low);
    if (!highest || !lowest) return std::nullopt;
    return Ages{static_cast<double>(today - highest->index), static_cast<double>(today - lowest->index)};
  }

  HighestCandle highest_;
  LowestCandle lowest_;
};

struct AroonKernel {
  static constexpr std::string_view kId = "AROON";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 2;

  explicit AroonKernel(std::span<const double> p) : period{p[0]}, factor{100.0 / p[0]}, ages{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto ages = self.ages.next(candle.high, candle.low);
    if (!ages) return false;
    out[0] = self.factor * (self.period - ages->low);
    out[1] = self.factor * (self.period - ages->high);
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.ages); }

  double period;
  double factor;
  AroonAges ages;
};

struct AroonoscKernel {
  static constexpr std::string_view kId = "AROONOSC";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit AroonoscKernel(std::span<const double> p) : factor{100.0 / p[0]}, ages{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto ages = self.ages.next(candle.high, candle.low);
    if (!ages) return false;
    out[0] = self.factor * (ages->low - ages->high);
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.ages); }

  double factor;
  AroonAges ages;
};

constexpr std::array kAroonParameters{period_parameter(14, 2)};
constexpr std::array kAroonOutputs{OutputInfo{.name = "AroonDown", .unit = "%", .min = 0, .max = 100},
                                   OutputInfo{.name = "AroonUp", .unit = "%", .min = 0, .max = 100}};
constexpr IndicatorInfo kAroonRow{
    .id = AroonKernel::kId,
    .title = "Aroon",
    .family = "momentum",
    .inputs = "high low",
    .parameters = kAroonParameters,
    .outputs = kAroonOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "up = 100 * (n - candles since the highest high) / n over the last n+1 candles, down likewise with the "
        "lowest low; of equal extremes the latest counts (TA-Lib TA_AROON)",
    .source = "T. Chande, A Time Price Oscillator, Stocks & Commodities 13:9 (1995); TA-Lib 0.6 TA_AROON",
    .logic_version = AroonKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<AroonKernel>,
};

constexpr std::array kAroonoscOutputs{OutputInfo{.name = "Real", .unit = "%", .min = -100, .max = 100}};
constexpr IndicatorInfo kAroonoscRow{
    .id = AroonoscKernel::kId,
    .title = "Aroon Oscillator",
    .family = "momentum",
    .inputs = "high low",
    .parameters = kAroonParameters,
    .outputs = kAroonoscOutputs,
    .placement = Placement::kOwnPane,
    .formula = "Aroon up - Aroon down (TA-Lib TA_AROONOSC)",
    .source = "T. Chande, A Time Price Oscillator, Stocks & Commodities 13:9 (1995); TA-Lib 0.6 TA_AROONOSC",
    .logic_version = AroonoscKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<AroonoscKernel>,
};

}  // namespace

const IndicatorInfo& rows::aroon() {
  return kAroonRow;
}
const IndicatorInfo& rows::aroonosc() {
  return kAroonoscRow;
}

}  // namespace tidemark::analysis
