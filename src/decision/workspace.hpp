#pragma once

#include <cstddef>
#include <vector>

#include "decision/confluence.hpp"
#include "decision/counting.hpp"
#include "decision/decide.hpp"
#include "decision/factor.hpp"
#include "decision/signal.hpp"
#include "decision/trace.hpp"

namespace tidemark::decision {

/// What a Decider works in and answers with: nothing in it outlives a call, so that all instruments of an engine share
/// one. Not thread-safe.
struct Workspace {
  /// Levels in reach there is room for from the start: more than markets show, so that nothing is allocated once warm.
  static constexpr std::size_t kLevelsAtOnce = 256;

  Workspace() { levels.reserve(kLevelsAtOnce); }

  // Answers.
  /// Of decide(). Where only signals leave traces (TracePolicy), of a decision that could not become a signal nothing
  /// but the verdict counts.
  Trace trace;
  std::vector<Signal> changed;  ///< by decide(): those that ended, then the one that was opened
  Confluence confluence;        ///< of confluence()

  // Scratch.
  ConfluenceFinder finder;
  Counting counting;              ///< what counts at the frame's price
  std::vector<Factor> factors;    ///< all in reach of the price
  std::vector<PlanLevel> levels;  ///< of those
};

}  // namespace tidemark::decision
