#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/fixed_text.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/session.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

/// Open, high, low and close of a session.
struct Session {
  double open{0};
  double high{0};
  double low{0};
  double close{0};
  static auto fields(auto& self) { return std::tie(self.open, self.high, self.low, self.close); }

  [[nodiscard]] double range() const { return high - low; }
};
using Levels = std::array<double, kOutputsMax>;

/// P, R1 to R3, S1 to S3 as floor traders draw them round a pivot.
Levels floor_levels(const Session& s, double pivot) {
  return {pivot,
          2 * pivot - s.low,
          pivot + s.range(),
          s.high + 2 * (pivot - s.low),
          2 * pivot - s.high,
          pivot - s.range(),
          s.low - 2 * (s.high - pivot)};
}
double typical(const Session& s) {
  return (s.high + s.low + s.close) / 3;
}
Levels classic(const Session& s) {
  return floor_levels(s, typical(s));
}
Levels woodie(const Session& s) {
  return floor_levels(s, (s.high + s.low + 2 * s.close) / 4);
}
Levels fibonacci(const Session& s) {
  const double pivot = typical(s);
  const double range = s.range();
  return {pivot,         pivot + 0.382 * range, pivot + 0.618 * range,
          pivot + range, pivot - 0.382 * range, pivot - 0.618 * range,
          pivot - range};
}
Levels camarilla(const Session& s) {
  const double step = 1.1 * s.range();
  return {typical(s),          s.close + step / 12, s.close + step / 6, s.close + step / 4, s.close + step / 2,
          s.close - step / 12, s.close - step / 6,  s.close - step / 4, s.close - step / 2};
}
Levels demark(const Session& s) {
  double x = s.high + s.low + 2 * s.close;
  if (s.close < s.open) x = s.high + 2 * s.low + s.close;
  if (s.close > s.open) x = 2 * s.high + s.low + s.close;
  return {x / 4, x / 2 - s.low, x / 2 - s.high};
}

/// Levels from the last session that is over; they stand for the whole of the next one.
template <Levels (*kLevels)(const Session&), std::size_t kCount, FixedText kName>
struct PivotKernel {
  static constexpr std::string_view kId = kName.view();
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = kCount;

  struct State {
    std::int64_t number{0};
    Session running;
    Session over;
    std::uint8_t sessions{0};  ///< begun, up to 2
    static auto fields(auto& self) { return std::tie(self.number, self.running, self.over, self.sessions); }
  };

  explicit PivotKernel(std::span<const double> p)
      : length{static_cast<SessionLength>(whole(p[0]))}, start_hour{whole(p[1])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    State state = self.state;
    const std::int64_t number = session_number(candle.open_time, self.length, self.start_hour);
    if (state.sessions == 0 || number != state.number) {
      state.over = state.running;
      state.sessions = state.sessions == 0 ? 1 : 2;
      state.number = number;
      state.running = {candle.open, candle.high, candle.low, candle.close};
    } else {
      state.running.high = std::max(state.running.high, candle.high);
      state.running.low = std::min(state.running.low, candle.low);
      state.running.close = candle.close;
    }
    keep(self.state, state);
    if (state.sessions < 2) return false;
    const Levels levels = kLevels(state.over);
    std::copy_n(levels.begin(), kCount, out.begin());
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.state); }

  SessionLength length;
  int start_hour;
  State state;
};

using ClassicKernel = PivotKernel<classic, 7, "PIVOTS">;
using CamarillaKernel = PivotKernel<camarilla, 9, "PIVOTS_CAMARILLA">;
using DemarkKernel = PivotKernel<demark, 3, "PIVOTS_DEMARK">;
using FibonacciKernel = PivotKernel<fibonacci, 7, "PIVOTS_FIBONACCI">;
using WoodieKernel = PivotKernel<woodie, 7, "PIVOTS_WOODIE">;

constexpr std::array kPivotsParameters{choice_parameter("session", "Session", "", kSessionNames, 0),
                                       start_hour_option()};
constexpr std::array kPivotsOutputs{
    OutputInfo{.name = "P", .unit = "price"},  OutputInfo{.name = "R1", .unit = "price"},
    OutputInfo{.name = "R2", .unit = "price"}, OutputInfo{.name = "R3", .unit = "price"},
    OutputInfo{.name = "S1", .unit = "price"}, OutputInfo{.name = "S2", .unit = "price"},
    OutputInfo{.name = "S3", .unit = "price"}};
constexpr IndicatorInfo kPivotsRow{
    .id = ClassicKernel::kId,
    .title = "Pivot Points, classic",
    .family = "levels",
    .inputs = "time high low close",
    .parameters = kPivotsParameters,
    .outputs = kPivotsOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "P = (H + L + C) / 3; R1, S1 = 2 P - L, 2 P - H; R2, S2 = P +- (H - L); R3, S3 = H + 2 (P - L), L - 2 (H - "
        "P); H, L, C of the last session that is over (days in UTC or from another hour on, weeks from Monday, "
        "months). No value before a session is over; if the series began in the middle of the first, that one counts "
        "as it was seen",
    .source = "forexjust.blogspot.com 2013/10, Pivot Point Formulas; niftytrader.in/pivot-calculator",
    .logic_version = ClassicKernel::kVersion,
    .start = Start::kAtTime,
    .warm_up = [](std::span<const double> /*p*/) { return 1; },
    .reach_s = [](std::span<const double> p) { return session_reach_s(p[0], 2); },
    .make = make_streaming<ClassicKernel>,
};

constexpr std::array kPivotsCamarillaOutputs{
    OutputInfo{.name = "P", .unit = "price"},  OutputInfo{.name = "R1", .unit = "price"},
    OutputInfo{.name = "R2", .unit = "price"}, OutputInfo{.name = "R3", .unit = "price"},
    OutputInfo{.name = "R4", .unit = "price"}, OutputInfo{.name = "S1", .unit = "price"},
    OutputInfo{.name = "S2", .unit = "price"}, OutputInfo{.name = "S3", .unit = "price"},
    OutputInfo{.name = "S4", .unit = "price"}};
constexpr IndicatorInfo kPivotsCamarillaRow{
    .id = CamarillaKernel::kId,
    .title = "Pivot Points, Camarilla",
    .family = "levels",
    .inputs = "time high low close",
    .parameters = kPivotsParameters,
    .outputs = kPivotsCamarillaOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "P = (H + L + C) / 3; R1 to R4, S1 to S4 = C +- 1.1 (H - L) / 12, 6, 4, 2; H, L, C of the last session that "
        "is over (days in UTC or from another hour on, weeks from Monday, months). No value before a session is "
        "over; if the series began in the middle of the first, that one counts as it was seen",
    .source = "forexjust.blogspot.com 2013/10, Pivot Point Formulas; niftytrader.in/pivot-calculator",
    .logic_version = CamarillaKernel::kVersion,
    .start = Start::kAtTime,
    .warm_up = [](std::span<const double> /*p*/) { return 1; },
    .reach_s = [](std::span<const double> p) { return session_reach_s(p[0], 2); },
    .make = make_streaming<CamarillaKernel>,
};

constexpr std::array kPivotsDemarkOutputs{OutputInfo{.name = "P", .unit = "price"},
                                          OutputInfo{.name = "R1", .unit = "price"},
                                          OutputInfo{.name = "S1", .unit = "price"}};
constexpr IndicatorInfo kPivotsDemarkRow{
    .id = DemarkKernel::kId,
    .title = "Pivot Points, DeMark",
    .family = "levels",
    .inputs = "time open high low close",
    .parameters = kPivotsParameters,
    .outputs = kPivotsDemarkOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "X = H + 2 L + C after a fall (C below the open), 2 H + L + C after a rise, else H + L + 2 C; P = X / 4; R1, "
        "S1 = X / 2 - L, X / 2 - H; H, L, C of the last session that is over (days in UTC or from another hour on, "
        "weeks from Monday, months). No value before a session is over; if the series began in the middle of the "
        "first, that one counts as it was seen",
    .source = "forexjust.blogspot.com 2013/10, Pivot Point Formulas; niftytrader.in/pivot-calculator",
    .logic_version = DemarkKernel::kVersion,
    .start = Start::kAtTime,
    .warm_up = [](std::span<const double> /*p*/) { return 1; },
    .reach_s = [](std::span<const double> p) { return session_reach_s(p[0], 2); },
    .make = make_streaming<DemarkKernel>,
};

constexpr IndicatorInfo kPivotsFibonacciRow{
    .id = FibonacciKernel::kId,
    .title = "Pivot Points, Fibonacci",
    .family = "levels",
    .inputs = "time high low close",
    .parameters = kPivotsParameters,
    .outputs = kPivotsOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "P = (H + L + C) / 3; R1 to R3, S1 to S3 = P +- 0.382, 0.618, 1 times (H - L); H, L, C of the last session "
        "that is over (days in UTC or from another hour on, weeks from Monday, months). No value before a session is "
        "over; if the series began in the middle of the first, that one counts as it was seen",
    .source = "forexjust.blogspot.com 2013/10, Pivot Point Formulas; niftytrader.in/pivot-calculator",
    .logic_version = FibonacciKernel::kVersion,
    .start = Start::kAtTime,
    .warm_up = [](std::span<const double> /*p*/) { return 1; },
    .reach_s = [](std::span<const double> p) { return session_reach_s(p[0], 2); },
    .make = make_streaming<FibonacciKernel>,
};

constexpr IndicatorInfo kPivotsWoodieRow{
    .id = WoodieKernel::kId,
    .title = "Pivot Points, Woodie",
    .family = "levels",
    .inputs = "time high low close",
    .parameters = kPivotsParameters,
    .outputs = kPivotsOutputs,
    .placement = Placement::kOnPrice,
    .formula =
        "P = (H + L + 2 C) / 4; the rest as in the classic ones; H, L, C of the last session that is over (days in "
        "UTC or from another hour on, weeks from Monday, months). No value before a session is over; if the series "
        "began in the middle of the first, that one counts as it was seen",
    .source = "forexjust.blogspot.com 2013/10, Pivot Point Formulas; niftytrader.in/pivot-calculator",
    .logic_version = WoodieKernel::kVersion,
    .start = Start::kAtTime,
    .warm_up = [](std::span<const double> /*p*/) { return 1; },
    .reach_s = [](std::span<const double> p) { return session_reach_s(p[0], 2); },
    .make = make_streaming<WoodieKernel>,
};

}  // namespace

const IndicatorInfo& rows::pivots() {
  return kPivotsRow;
}
const IndicatorInfo& rows::pivots_camarilla() {
  return kPivotsCamarillaRow;
}
const IndicatorInfo& rows::pivots_demark() {
  return kPivotsDemarkRow;
}
const IndicatorInfo& rows::pivots_fibonacci() {
  return kPivotsFibonacciRow;
}
const IndicatorInfo& rows::pivots_woodie() {
  return kPivotsWoodieRow;
}

}  // namespace tidemark::analysis
