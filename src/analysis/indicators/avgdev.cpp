#include <array>
#include <cmath>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"
#include "analysis/kernel/window.hpp"

namespace tidemark::analysis {
namespace {

struct AvgdevKernel {
  static constexpr std::string_view kId = "AVGDEV";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit AvgdevKernel(std::span<const double> p)
      : period{whole(p[0])}, before(static_cast<std::size_t>(period - 1)) {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const bool ready = self.before.full();
    if (ready) out[0] = self.of(x);
    self.before.feed(x);
    return ready;
  }
  static auto fields(auto& self) { return std::tie(self.before); }

  [[nodiscard]] double of(double x) const {
    double sum = x;
    for (std::size_t age = 0; age < before.size(); ++age) sum += before.newest(age);
    const double mean = sum / period;
    double deviation = std::fabs(x - mean);
    for (std::size_t age = 0; age < before.size(); ++age) deviation += std::fabs(before.newest(age) - mean);
    return deviation / period;
  }

  int period;
  Window before;
};

constexpr std::array kParameters{period_parameter(14, 2), source_parameter()};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "price", .min = 0}};
constexpr IndicatorInfo kRow{
    .id = AvgdevKernel::kId,
    .title = "Average Deviation",
    .family = "price",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula = "mean of |close - mean| over the last n candles. Costs O(n) per candle (TA-Lib TA_AVGDEV)",
    .source = "TA-Lib 0.6 TA_AVGDEV",
    .logic_version = AvgdevKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<AvgdevKernel>,
};

}  // namespace

const IndicatorInfo& rows::avgdev() {
  return kRow;
}

}  // namespace tidemark::analysis
