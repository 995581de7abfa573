#pragma once

#include <cstdint>
#include <tuple>

namespace tidemark::analysis {

/// Whether a series is accumulated (1), distributed (-1) or neither (0), from its money flow of -1 … 1, with
/// hysteresis: a side begins when the flow reaches `enter` on it and ends at or below `leave`; a flow that reaches
/// `enter` on the other side turns it at once. 0 <= leave <= enter.
struct FlowState {
  [[nodiscard]] static int next(int now, double flow, double enter, double leave) {
    if (flow >= enter && flow > 0) return 1;
    if (-flow >= enter && flow < 0) return -1;
    return now * flow > leave ? now : 0;
  }
  static auto fields(auto& self) { return std::tie(self.side); }
  [[nodiscard]] bool valid() const { return side >= -1 && side <= 1; }

  std::int32_t side{0};
};

}  // namespace tidemark::analysis
