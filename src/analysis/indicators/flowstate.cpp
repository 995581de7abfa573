#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <tuple>

#include "analysis/indicators/rows.hpp"
#include "analysis/kernel/flow_state.hpp"
#include "analysis/kernel/money_flow.hpp"
#include "analysis/kernel/parameters.hpp"
#include "analysis/kernel/streaming.hpp"

namespace tidemark::analysis {
namespace {

struct FlowStateKernel {
  static constexpr std::string_view kId = "FLOWSTATE";
  static constexpr int kVersion = 1;
  static constexpr std::size_t kOutputs = 2;

  explicit FlowStateKernel(std::span<const double> p) : enter{p[1]}, leave{std::min(p[1], p[2])}, flow{whole(p[0])} {}

  template <class Self>
  static bool step(Self& self, const core::CandleF& candle, std::span<double> out) {
    const auto flow = self.flow.next(candle);
    if (!flow) return false;
    const int side = FlowState::next(self.state.side, *flow, self.enter, self.leave);
    keep(self.state.side, side);
    out[0] = side;
    out[1] = *flow;
    return true;
  }
  static auto fields(auto& self) { return std::tie(self.flow, self.state); }

  double enter;
  double leave;
  MoneyFlow flow;
  FlowState state;
};

constexpr std::array kParameters{period_parameter(20, 2), number_parameter("flow_enter", "State from", "", 0.2, 0, 1),
                                 number_parameter("flow_leave", "State until", "", 0.05, 0, 1)};
constexpr std::array kOutputs{OutputInfo{.name = "State", .unit = "", .min = -1, .max = 1},
                              OutputInfo{.name = "Flow", .unit = "", .min = -1, .max = 1}};
constexpr IndicatorInfo kRow{
    .id = FlowStateKernel::kId,
    .title = "Accumulation or distribution",
    .family = "volume",
    .inputs = "high low close volume",
    .parameters = kParameters,
    .outputs = kOutputs,
    .placement = Placement::kOwnPane,
    .formula =
        "State: 1 accumulating, -1 distributing, 0 neither. Accumulation begins when the money flow of n candles (CMF) "
        "reaches `flow_enter` and ends at or below `flow_leave`; distribution mirrors it, and a flow that reaches the "
        "other side turns the state at once. Flow is that money flow",
    .source = "M. Chaikin's money flow; hand arithmetic in the case file",
    .logic_version = FlowStateKernel::kVersion,
    .warm_up = [](std::span<const double> p) { return whole(p[0]) - 1; },
    .make = make_streaming<FlowStateKernel>,
};

}  // namespace

const IndicatorInfo& rows::flowstate() {
  return kRow;
}

}  // namespace tidemark::analysis
