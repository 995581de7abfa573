#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/extremes.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"
#include "analysis/kernel/window.hpp"

namespace tidemark::analysis {
namespace {

constexpr int kRowsMax = 200;
using Rows = std::array<double, kRowsMax>;

struct VolumeProfileKernel {
  static constexpr std::string_view kId = "VOLUME_PROFILE";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 3;

  explicit VolumeProfileKernel(std::span<const double> p)
      : rows{static_cast<std::size_t>(whole(p[1]))},
        share{p[2] / 100},
        highest{whole(p[0])},
        lowest{whole(p[0])},
        highs(static_cast<std::size_t>(whole(p[0]) - 1)),
        lows(static_cast<std::size_t>(whole(p[0]) - 1)),
        volumes(static_cast<std::size_t>(whole(p[0]) - 1)) {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto highest = self.highest.next(candle.high);
    const auto lowest = self.lowest.next(candle.low);
    const bool ready = highest && lowest;
    if (ready) self.measure(candle, *lowest, *highest, out);
    self.highs.feed(candle.high);
    self.lows.feed(candle.low);
    self.volumes.feed(candle.volume);
    return ready;
  }
  static auto fields(auto& self) { return std::tie(self.highest, self.lowest, self.highs, self.lows, self.volumes); }

  /// Adds `volume` to the rows between `low` and `high`, each by the part of that range it covers.
  void spread(Rows& profile, double bottom, double height, double low, double high, double volume) const {
    const double last = static_cast<double>(rows - 1);
    const double from = std::clamp((low - bottom) / height, 0.0, last + 1);
    const double to = std::clamp((high - bottom) / height, from, last + 1);
    const auto first_row = static_cast<std::size_t>(std::min(from, last));
    const auto last_row = static_cast<std::size_t>(std::min(to, last));
    if (first_row == last_row) {
      profile[first_row] += volume;
      return;
    }
    for (std::size_t row = first_row; row <= last_row; ++row) {
      const double r = static_cast<double>(row);
      profile[row] += volume * (std::min(to, r + 1) - std::max(from, r)) / (to - from);
    }
  }

  void measure(const core::CandleF& candle, Peak lowest_low, Peak highest_high, std::span<double> out) const {
    const double bottom = lowest_low.value;
    const double top = highest_high.value;
    const double height = (top - bottom) / static_cast<double>(rows);
    out[0] = (top + bottom) / 2;
    out[1] = top;
    out[2] = bottom;
    if (!(height > 0)) return;
    Rows profile{};
    for (std::size_t age = volumes.size(); age > 0; --age) {
      spread(profile, bottom, height, lows.newest(age - 1), highs.newest(age - 1), volumes.newest(age - 1));
    }
    spread(profile, bottom, height, candle.low, candle.high, candle.volume);
    const auto used = std::span{profile}.first(rows);
    double total = 0;
    for (const double volume : used) total += volume;
    if (!(total > 0)) return;
    const auto point = static_cast<std::size_t>(std::ranges::max_element(used) - used.begin());
    std::size_t below = point;      // the lowest row of the value area
    std::size_t above = point + 1;  // one past its highest
    double inside = used[point];
    while (inside < share * total && (below > 0 || above < rows)) {
      const bool up = below == 0 || (above < rows && used[above] >= used[below - 1]);
      inside += up ? used[above++] : used[--below];
    }
    out[0] = bottom + (static_cast<double>(point) + 0.5) * height;
    out[1] = above == rows ? top : bottom + static_cast<double>(above) * height;
    out[2] = bottom + static_cast<double>(below) * height;
  }

  std::size_t rows;
  double share;
  Highest highest;
  Lowest lowest;
  Window highs;
  Window lows;
  Window volumes;
};

constexpr ParameterInfo window_parameter() {
  auto parameter = period_parameter(100, 2);
  parameter.max = 2000;
  return parameter;
}
constexpr ParameterInfo rows_parameter() {
  auto parameter = number_parameter("rows", "Rows", "", 24, 1, kRowsMax);
  parameter.integer = true;
  return parameter;
}

constexpr std::array kParameters{window_parameter(), rows_parameter(),
                                 number_parameter("value_area", "Value area", "", 70, 1, 100, "%")};
constexpr std::array kOutputs{OutputInfo{.name = "POC", .unit = "price"}, OutputInfo{.name = "VAH", .unit = "price"},
                              OutputInfo{.name = "VAL", .unit = "price"}};
constexpr IndicatorInfo kRow{
    .id = VolumeProfileKernel::kId,
    .title = "Volume Profile",
    .family = "volume",
    .inputs = "high low volume",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "the range of the last n candles in equal rows, each candle's volume spread evenly over its own range; POC = "
        "middle of the row with the most volume (of equals the lowest); the value area grows from it by the heavier "
        "neighbor (of equals the upper) until it holds its share of the volume: VAH its top, VAL its bottom. Where "
        "nothing was traded: middle, top and bottom of the range. Costs O(n) per candle",
    .source = "CBOT Market Profile (1985) for point of control and 70 % value area; hand arithmetic in the case file",
    .logic_version = VolumeProfileKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<VolumeProfileKernel>,
};

}  // namespace

const IndicatorInfo& rows::volume_profile() {
  return kRow;
}

}  // namespace tidemark::analysis
