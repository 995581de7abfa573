#include <array>
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

/// The sums of BETA over the last n returns.
struct BetaKernel {
  static constexpr std::string_view kId = "BETA";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  explicit BetaKernel(std::span<const double> p)
      : n{p[0]},
        first{static_cast<PriceSource>(whole(p[1]))},
        second{static_cast<PriceSource>(whole(p[2]))},
        xs{whole(p[0])},
        ys{whole(p[0])},
        squares{whole(p[0])},
        products{whole(p[0])} {}

  static double change(double x, double before) { return is_zero(before) ? 0.0 : (x - before) / before; }

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const double price_x = price_of(self.first, candle);
    const double price_y = price_of(self.second, candle);
    const auto before_x = self.before_x.next(price_x);
    const auto before_y = self.before_y.next(price_y);
    if (!before_x || !before_y) return false;
    const double x = change(price_x, *before_x);
    const double y = change(price_y, *before_y);
    const auto squares = self.squares.next(x * x);
    const auto products = self.products.next(x * y);
    const auto xs = self.xs.next(x);
    const auto ys = self.ys.next(y);
    if (!squares || !products || !xs || !ys) return false;
    const double divisor = self.n * *squares - *xs * *xs;
    out[0] = is_zero(divisor) ? 0.0 : (self.n * *products - *xs * *ys) / divisor;
    return true;
  }
  static auto fields(auto& self) {
    return std::tie(self.before_x, self.before_y, self.xs, self.ys, self.squares, self.products);
  }

  double n;
  PriceSource first;
  PriceSource second;
  Previous before_x;
  Previous before_y;
  RollingSum xs;
  RollingSum ys;
  RollingSum squares;
  RollingSum products;
};

constexpr std::array kParameters{period_parameter(5, 1), first_source_parameter(), second_source_parameter()};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = ""}};
constexpr IndicatorInfo kRow{
    .id = BetaKernel::kId,
    .title = "Beta",
    .family = "statistics",
    .inputs = "open high low close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "slope of the regression of y's returns on x's returns over the last n: (n * sum xy - sum x * sum y) / (n * "
        "sum xx - (sum x)^2), of the highs (x) and lows (y), or of two other prices of the candle by the sources; 0 "
        "when the divisor is below 1e-14 (TA-Lib TA_BETA)",
    .source = "TA-Lib 0.6 TA_BETA",
    .logic_version = BetaKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]); },
    .make = make_streaming<BetaKernel>,
};

}  // namespace

const IndicatorInfo& rows::beta() {
  return kRow;
}

}  // namespace tidemark::analysis
