#include <array>
#include <cmath>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/price_source.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct CorrelKernel {
  static constexpr std::string_view kId = "CORREL";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit CorrelKernel(std::span<const double> p)
      : n{p[0]},
        first{static_cast<PriceSource>(whole(p[1]))},
        second{static_cast<PriceSource>(whole(p[2]))},
        xs{whole(p[0])},
        ys{whole(p[0])},
        products{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const double x = price_of(self.first, candle);
    const double y = price_of(self.second, candle);
    const auto xs = self.xs.next(x);
    const auto ys = self.ys.next(y);
    const auto products = self.products.next(x * y);
    if (!xs || !ys || !products) return false;
    const double spread_x = xs->squares - xs->values * xs->values / self.n;
    const double spread_y = ys->squares - ys->values * ys->values / self.n;
    const double both = spread_x * spread_y;
    out[0] = is_zero_or_negative(both) ? 0.0 : (*products - xs->values * ys->values / self.n) / std::sqrt(both);
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.xs, self.ys, self.products); }

  double n;
  PriceSource first;
  PriceSource second;
  RollingMoments xs;
  RollingMoments ys;
  RollingSum products;
};

constexpr std::array kParameters{period_parameter(30, 1), first_source_parameter(), second_source_parameter()};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = ""}};
constexpr IndicatorInfo kRow{
    .id = CorrelKernel::kId,
    .title = "Pearson's Correlation Coefficient",
    .family = "statistics",
    .inputs = "open high low close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "(sum xy - sum x * sum y / n) / sqrt((sum xx - (sum x)^2 / n) * (sum yy - (sum y)^2 / n)) over the last n, "
        "of the highs (x) and lows (y), or of two other prices of the candle by the sources; 0 when the product "
        "under the root is below 1e-14. The running sums can carry it a little beyond -1 and 1 (TA-Lib TA_CORREL)",
    .source = "TA-Lib 0.6 TA_CORREL",
    .logic_version = CorrelKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<CorrelKernel>,
};

}  // namespace

const IndicatorInfo& rows::correl() {
  return kRow;
}

}  // namespace tidemark::analysis
