#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/batch/lines.hpp"
#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct ObvKernel {
  static constexpr std::string_view kId = "OBV";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit ObvKernel(std::span<const double> /*p*/) {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto before = self.close.next(candle.close);
    const double sign = before ? sign_of(candle.close - *before) : 1.0;
    out[0] = self.total.next(sign * candle.volume);
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.close, self.total); }
  /// The first close has risen from whatever was before it.
  static void close_before(const double* close, double* before, std::int64_t first, double /*none*/) {
    for (std::size_t i = 0; i < batch::kBlock; ++i) before[i] = close[static_cast<std::ptrdiff_t>(i) - 1];
    if (first == 0) before[0] = -std::numeric_limits<double>::infinity();
  }
  static bool lay_out(std::span<const double> /*p*/, batch::Plan& plan) {
    const batch::Line before = plan.map_block(plan.close(), {.past = 1, .from = 0}, close_before);
    plan.add_output(
        plan.total(plan.map(std::array{plan.close(), before, plan.volume()},
                            [](double now, double last, double volume) { return sign_of(now - last) * volume; })),
        0);
    return true;
  }

  Previous close;
  RunningTotal total;
};

constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "volume"}};
constexpr IndicatorInfo kRow{
    .id = ObvKernel::kId,
    .title = "On Balance Volume",
    .family = "volume",
    .inputs = "close volume",
    .parameters = {},
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "starts at the first candle's volume; then + volume when the close rose, - volume when it fell, unchanged when "
        "equal (TA-Lib TA_OBV). Only its changes mean something: the level depends on where the series starts",
    .source = "J. Granville, New Key to Stock Market Profits (1963); TA-Lib 0.6 TA_OBV",
    .logic_version = ObvKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return 0; },
    .make = make_streaming<ObvKernel>,
    .lay_out = ObvKernel::lay_out,
};

}  // namespace

const IndicatorInfo& rows::obv() {
  return kRow;
}

}  // namespace tidemark::analysis
