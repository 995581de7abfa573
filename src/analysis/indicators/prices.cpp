#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/fixed_text.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/price_source.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

/// A row that reads one price off each candle.
template <double (*kPrice)(const core::CandleF&), FixedText kName>
struct PriceKernel {
  static constexpr std::string_view kId = kName.view();
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit PriceKernel(std::span<const double> /*p*/) {}

  template <class Self>
  static bool step(Self& /*self*/, const core::CandleF& candle, std::span<double> out) {
    out[0] = kPrice(candle);
    return true;
  }
  static auto fields(auto& /*self*/) { return std::tie(); }
};

using AvgpriceKernel = PriceKernel<average_price, "AVGPRICE">;
using MedpriceKernel = PriceKernel<median_price, "MEDPRICE">;
using TyppriceKernel = PriceKernel<typical_price, "TYPPRICE">;
using WclpriceKernel = PriceKernel<weighted_close, "WCLPRICE">;

constexpr std::array kAvgpriceOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kAvgpriceRow{
    .id = AvgpriceKernel::kId,
    .title = "Average Price",
    .family = "price",
    .inputs = "open high low close",
    .parameters = {},
    .outputs = kAvgpriceOutputs,
    .placement = Placement::kOnPrice,
    .formula = "(high + low + close + open) / 4 (TA-Lib TA_AVGPRICE)",
    .source = "TA-Lib 0.6 TA_AVGPRICE",
    .logic_version = AvgpriceKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return 0; },
    .make = make_streaming<AvgpriceKernel>,
};

constexpr IndicatorInfo kMedpriceRow{
    .id = MedpriceKernel::kId,
    .title = "Median Price",
    .family = "price",
    .inputs = "high low",
    .parameters = {},
    .outputs = kAvgpriceOutputs,
    .placement = Placement::kOnPrice,
    .formula = "(high + low) / 2 of each candle (TA-Lib TA_MEDPRICE)",
    .source = "TA-Lib 0.6 TA_MEDPRICE",
    .logic_version = MedpriceKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return 0; },
    .make = make_streaming<MedpriceKernel>,
};

constexpr IndicatorInfo kTyppriceRow{
    .id = TyppriceKernel::kId,
    .title = "Typical Price",
    .family = "price",
    .inputs = "high low close",
    .parameters = {},
    .outputs = kAvgpriceOutputs,
    .placement = Placement::kOnPrice,
    .formula = "(high + low + close) / 3 (TA-Lib TA_TYPPRICE)",
    .source = "TA-Lib 0.6 TA_TYPPRICE",
    .logic_version = TyppriceKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return 0; },
    .make = make_streaming<TyppriceKernel>,
};

constexpr IndicatorInfo kWclpriceRow{
    .id = WclpriceKernel::kId,
    .title = "Weighted Close Price",
    .family = "price",
    .inputs = "high low close",
    .parameters = {},
    .outputs = kAvgpriceOutputs,
    .placement = Placement::kOnPrice,
    .formula = "(high + low + 2 * close) / 4 (TA-Lib TA_WCLPRICE)",
    .source = "TA-Lib 0.6 TA_WCLPRICE",
    .logic_version = WclpriceKernel::kVersion,
    .warm_up = [](std::span<const double> /*p*/) { return 0; },
    .make = make_streaming<WclpriceKernel>,
};

}  // namespace

const IndicatorInfo& rows::avgprice() {
  return kAvgpriceRow;
}
const IndicatorInfo& rows::medprice() {
  return kMedpriceRow;
}
const IndicatorInfo& rows::typprice() {
  return kTyppriceRow;
}
const IndicatorInfo& rows::wclprice() {
  return kWclpriceRow;
}

}  // namespace tidemark::analysis
