#include <array>
#include <cmath>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/averages.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct HmaKernel {
  static constexpr std::string_view kId = "HMA";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 1;

  static int root(int period) { return static_cast<int>(std::sqrt(static_cast<double>(period))); }

  explicit HmaKernel(std::span<const double> p) : fast{whole(p[0]) / 2}, slow{whole(p[0])}, smooth{root(whole(p[0]))} {}

  template <class Self>
  static bool step(Self& self, double x, std::span<double> out) {
    const auto fast = self.fast.next(x);
    const auto slow = self.slow.next(x);
    if (!fast || !slow) return false;
    const auto smooth = self.smooth.next(2 * *fast - *slow);
    if (!smooth) return false;
    out[0] = *smooth;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.fast, self.slow, self.smooth); }

  Wma fast;
  Wma slow;
  Wma smooth;
};

constexpr std::array kParameters{period_parameter(16, 4), source_parameter()};
constexpr std::array kOutputs{OutputInfo{.name = "Real", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = HmaKernel::kId,
    .title = "Hull Moving Average",
    .family = "overlap",
    .inputs = "close",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula = "WMA(sqrt(n)) of 2 * WMA(n/2) - WMA(n), halves and roots rounded down",
    .source = "A. Hull, alanhull.com/hull-moving-average; expected numbers by Tulip Indicators 0.9.2 hma",
    .logic_version = HmaKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1 + HmaKernel::root(whole(p[0])) - 1; },
    .make = make_streaming<HmaKernel>,
};

}  // namespace

const IndicatorInfo& rows::hma() {
  return kRow;
}

}  // namespace tidemark::analysis
