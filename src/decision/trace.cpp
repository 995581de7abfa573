#include "decision/trace.hpp"

namespace tidemark::decision {
namespace {

/// What a margin is measured in, so that gates can be compared; 0 where nothing lies between passing and failing.
double scale_of(const Gate& gate) {
  switch (gate.gate) {
    case GateId::kData:
    case GateId::kWarmUp:
    case GateId::kRepeat:
      return 0;
    case GateId::kConfidence:
      return 100;
    case GateId::kRiskReward:
      return gate.threshold > 0 ? gate.threshold : 1;
    default:
      return 1;
  }
}

}  // namespace

analysis::FixedList<Change, kGateCount> nearest_change(const Trace& trace) {
  analysis::FixedList<Change, kGateCount> changes;
  if (trace.verdict == Verdict::kNoSignal) {
    for (const Gate& gate : trace.gates) {
      if (gate.asked && !gate.passed) changes.push({gate.gate, gate.value, gate.threshold});
    }
    return changes;
  }
  const Gate* nearest = nullptr;
  for (const Gate& gate : trace.gates) {
    if (!gate.asked || scale_of(gate) <= 0) continue;
    if (nearest == nullptr || gate.margin() / scale_of(gate) < nearest->margin() / scale_of(*nearest)) nearest = &gate;
  }
  if (nearest != nullptr) changes.push({nearest->gate, nearest->value, nearest->threshold});
  return changes;
}

std::optional<double> reading_needed(const Trace& trace, Component component, double threshold) {
  const Reading& reading = trace.readings[static_cast<std::size_t>(component)];
  if (reading.weight <= 0 || trace.side == Side::kNone) return std::nullopt;
  const double others = trace.score - reading.contribution;
  const double needed = (sign_of(trace.side) * threshold - others) / reading.weight;
  if (needed < -1 || needed > 1) return std::nullopt;
  return needed;
}

}  // namespace tidemark::decision
