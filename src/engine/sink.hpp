#pragma once

#include <optional>
#include <vector>

#include "decision/workspace.hpp"
#include "engine/output.hpp"
#include "engine/pause_gate.hpp"
#include "engine/stage_watch.hpp"

namespace tidemark::engine {

/// Where the parts of one instrument put what they have to say during one event.
struct Sink {
  std::vector<Output>& out;
  PauseGate& gate;
  core::InstrumentId instrument;
  core::Timestamp now;  ///< received time of the event
  decision::Workspace& work;
  StageWatch* stages{nullptr};

  void finding(const core::Finding& finding, const core::Candle& candle = {}) {
    out.emplace_back(FindingOutput{finding, candle});
    if (finding.severity == core::Severity::kCritical) change(gate.critical(finding.code));
  }
  void gap(const core::Gap& gap, core::Severity severity) {
    out.emplace_back(gap);
    if (severity == core::Severity::kCritical) change(gate.critical(core::FindingCode::kGap));
  }
  void done(Stage stage) const {
    if (stages != nullptr) stages->done(stage);
  }
  void change(const std::optional<PauseGate::Change>& change) {
    if (change) out.emplace_back(PauseOutput{instrument, change->gate, change->reason, now});
  }
};

}  // namespace tidemark::engine
