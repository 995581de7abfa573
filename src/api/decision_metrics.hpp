#pragma once

#include <array>

#include "decision/entry_filters.hpp"
#include "decision/signal.hpp"
#include "decision/trace.hpp"
#include "ops/metrics.hpp"

namespace tidemark::api {

/// Published counts of what was decided: how each entry filter went, how many decisions gave a signal, and how signals
/// ended. By the dispatch thread.
class DecisionMetrics {
 public:
  explicit DecisionMetrics(ops::Metrics& metrics);

  void count(const decision::Trace& trace);
  void count(const decision::Signal& signal);

 private:
  std::array<std::array<ops::Counter*, decision::kFilterStateNames.size()>, decision::kEntryFilterCount> filters_{};
  std::array<ops::Counter*, decision::kVerdictNames.size()> verdicts_{};
  std::array<ops::Counter*, decision::kSignalStatusNames.size()> statuses_{};
};

}  // namespace tidemark::api
