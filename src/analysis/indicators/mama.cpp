#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/hilbert.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct MamaKernel {
  static constexpr std::string_view kId = "MAMA";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 2;

  explicit MamaKernel(std::span<const double> p) : average{p[0], p[1]} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto values = self.average.next(x);
    if (!values) return false;
    out[0] = values->mama;
    out[1] = values->fama;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.average); }

  Mama average;
};

constexpr std::array kParameters{number_parameter("fast_limit", "Fast limit", "FastLimit", 0.5, 0.01, 0.99),
                                 number_parameter("slow_limit", "Slow limit", "SlowLimit", 0.05, 0.01, 0.99),
                                 source_parameter()};
constexpr std::array kOutputs{OutputInfo{.name = "MAMA", .unit = "price"}, OutputInfo{.name = "FAMA", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = MamaKernel::kId,
    .title = "MESA Adaptive Moving Average",
    .family = "overlap",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "MAMA = a * close + (1 - a) * previous with a = fast limit / the turn of the Hilbert phase in degrees since "
        "the last candle (at least 1), not below the slow limit; FAMA follows MAMA with a/2 (TA-Lib TA_MAMA). Both "
        "start from 0 twelve candles in",
    .source = "J. Ehlers, MESA Adaptive Moving Averages, Stocks & Commodities 19:10 (2001); TA-Lib 0.6 TA_MAMA",
    .logic_version = MamaKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return Mama::kLookback; },
    .make = make_streaming<MamaKernel>,
};

}  // namespace

const IndicatorInfo& rows::mama() {
  return kRow;
}

}  // namespace tidemark::analysis
