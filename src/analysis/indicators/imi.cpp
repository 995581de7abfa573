#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"
#include "analysis/kernel/window.hpp"

namespace tidemark::analysis {
namespace {

struct ImiKernel {
  static constexpr std::string_view kId = "IMI";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit ImiKernel(std::span<const double> p) : bodies(static_cast<std::size_t>(whole(p[0]) - 1)) {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const double body = candle.close - candle.open;
    const bool ready = self.bodies.full();
    if (ready) out[0] = self.of(body);
    self.bodies.feed(body);
    return ready;
  }
  static auto fields(auto& self) { return std::tie(self.bodies); }

  [[nodiscard]] double of(double body) const {
    double up = 0;
    double down = 0;
    const auto add = [&](double value) {
      up += positive_part(value);
      down += positive_part(-value);
    };
    for (std::size_t age = bodies.size(); age > 0; --age) add(bodies.newest(age - 1));
    add(body);
    return up + down > 0 ? 100.0 * (up / (up + down)) : 50.0;
  }

  Window bodies;
};

constexpr std::array kParameters{period_parameter(14, 2)};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "%", .min = 0, .max = 100}};
constexpr IndicatorInfo kRow{
    .id = ImiKernel::kId,
    .title = "Intraday Momentum Index",
    .family = "momentum",
    .inputs = "open close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "100 * U / (U + D) over the last n candles, U the sum of close - open of rising candles, D of open - close "
        "of the others; 50 where no candle has a body, as in TA-Lib 0.8 (0.6 divides by zero). Costs O(n) per candle "
        "(TA-Lib TA_IMI)",
    .source = "T. Chande, S. Kroll, The New Technical Trader (1994); TA-Lib 0.6 TA_IMI",
    .logic_version = ImiKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<ImiKernel>,
};

}  // namespace

const IndicatorInfo& rows::imi() {
  return kRow;
}

}  // namespace tidemark::analysis
