#include "analysis/kernel/extremes.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/fixed_text.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

/// The highest or lowest close.
template <class Rolling, FixedText kName>
struct ExtremeKernel {
  static constexpr std::string_view kId = kName.view();
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit ExtremeKernel(std::span<const double> p) : extreme{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto extreme = self.extreme.next(x);
    if (!extreme) return false;
    out[0] = extreme->value;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.extreme); }

  Rolling extreme;
};

using MaxKernel = ExtremeKernel<Highest, "MAX">;
using MinKernel = ExtremeKernel<Lowest, "MIN">;

/// Its candle's number. Of equal ones TA-Lib takes the earliest when the one it had falls out of the window, and the
/// latest when it comes in while another stands: so the one it has is state.
template <Side kSide, FixedText kName>
struct ExtremeIndexKernel {
  static constexpr std::string_view kId = kName.view();
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit ExtremeIndexKernel(std::span<const double> p) : period{whole(p[0])}, extreme{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const std::int64_t today = self.extreme.count();
    const auto earliest = self.extreme.next(x);
    if (!earliest) return false;
    std::int64_t index = self.index;
    if (index <= today - self.period) {
      index = earliest->index;
    } else if (x == earliest->value) {
      index = today;
    }
    keep(self.index, index);
    out[0] = static_cast<double>(index);
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.extreme, self.index); }

  std::int64_t period;
  RollingExtreme<kSide, Extreme, Ties::kEarliest> extreme;
  std::int64_t index{-1};
};

using MaxindexKernel = ExtremeIndexKernel<Side::kHighest, "MAXINDEX">;
using MinindexKernel = ExtremeIndexKernel<Side::kLowest, "MININDEX">;

struct MinmaxKernel {
  static constexpr std::string_view kId = "MINMAX";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 2;

  explicit MinmaxKernel(std::span<const double> p) : lowest{whole(p[0])}, highest{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto lowest = self.lowest.next(x);
    const auto highest = self.highest.next(x);
    if (!lowest || !highest) return false;
    out[0] = lowest->value;
    out[1] = highest->value;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.lowest, self.highest); }

  Lowest lowest;
  Highest highest;
};

constexpr std::array kMaxParameters{period_parameter(30, 2), source_parameter()};
constexpr std::array kMaxOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kMaxRow{
    .id = MaxKernel::kId,
    .title = "Highest value",
    .family = "math",
    .inputs = "close",
    .parameters = kMaxParameters,
    .outputs = kMaxOutputs,
    .placement = Placement::kOnPrice,
    .formula = "highest close of the last n candles (TA-Lib TA_MAX)",
    .source = "TA-Lib 0.6 TA_MAX",
    .logic_version = MaxKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<MaxKernel>,
};

constexpr std::array kMaxindexOutputs{OutputInfo{.name = "Real", .unit = "candles", .min = 0}};
constexpr IndicatorInfo kMaxindexRow{
    .id = MaxindexKernel::kId,
    .title = "Index of the highest value",
    .family = "math",
    .inputs = "close",
    .parameters = kMaxParameters,
    .outputs = kMaxindexOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "number of the candle with the highest close of the last n, counted from the first candle of the series; of "
        "equal ones the latest to come in, or the earliest in the window when the one held falls out (TA-Lib "
        "TA_MAXINDEX)",
    .source = "TA-Lib 0.6 TA_MAXINDEX",
    .logic_version = MaxindexKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<MaxindexKernel>,
};

constexpr IndicatorInfo kMinRow{
    .id = MinKernel::kId,
    .title = "Lowest value",
    .family = "math",
    .inputs = "close",
    .parameters = kMaxParameters,
    .outputs = kMaxOutputs,
    .placement = Placement::kOnPrice,
    .formula = "lowest close of the last n candles (TA-Lib TA_MIN)",
    .source = "TA-Lib 0.6 TA_MIN",
    .logic_version = MinKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<MinKernel>,
};

constexpr IndicatorInfo kMinindexRow{
    .id = MinindexKernel::kId,
    .title = "Index of the lowest value",
    .family = "math",
    .inputs = "close",
    .parameters = kMaxParameters,
    .outputs = kMaxindexOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "number of the candle with the lowest close of the last n, counted from the first candle of the series; of "
        "equal ones the latest to come in, or the earliest in the window when the one held falls out (TA-Lib "
        "TA_MININDEX)",
    .source = "TA-Lib 0.6 TA_MININDEX",
    .logic_version = MinindexKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<MinindexKernel>,
};

constexpr std::array kMinmaxOutputs{OutputInfo{.name = "Min", .unit = "price"},
                                    OutputInfo{.name = "Max", .unit = "price"}};
constexpr IndicatorInfo kMinmaxRow{
    .id = MinmaxKernel::kId,
    .title = "Lowest and highest value",
    .family = "math",
    .inputs = "close",
    .parameters = kMaxParameters,
    .outputs = kMinmaxOutputs,
    .placement = Placement::kOnPrice,
    .formula = "lowest and highest close of the last n candles (TA-Lib TA_MINMAX)",
    .source = "TA-Lib 0.6 TA_MINMAX",
    .logic_version = MinmaxKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<MinmaxKernel>,
};

}  // namespace

const IndicatorInfo& rows::max() {
  return kMaxRow;
}
const IndicatorInfo& rows::maxindex() {
  return kMaxindexRow;
}
const IndicatorInfo& rows::min() {
  return kMinRow;
}
const IndicatorInfo& rows::minindex() {
  return kMinindexRow;
}
const IndicatorInfo& rows::minmax() {
  return kMinmaxRow;
}

}  // namespace tidemark::analysis
