#include "api/decision_metrics.hpp"

#include <string>

namespace tidemark::api {

DecisionMetrics::DecisionMetrics(ops::Metrics& metrics) {
  for (std::size_t filter = 0; filter < filters_.size(); ++filter) {
    for (std::size_t state = 0; state < filters_[filter].size(); ++state) {
      filters_[filter][state] = &metrics.counter("tidemark_entry_filter_total", "Entry filters by how they went",
                                                 {{"filter", std::string{decision::kEntryFilterNames[filter]}},
                                                  {"state", std::string{decision::kFilterStateNames[state]}}});
    }
  }
  for (std::size_t verdict = 0; verdict < verdicts_.size(); ++verdict) {
    verdicts_[verdict] = &metrics.counter("tidemark_decisions_total", "Decisions taken",
                                          {{"verdict", std::string{decision::kVerdictNames[verdict]}}});
  }
  for (std::size_t status = 0; status < statuses_.size(); ++status) {
    statuses_[status] = &metrics.counter("tidemark_signals_total", "Signals opened, and ended by how",
                                         {{"status", std::string{decision::kSignalStatusNames[status]}}});
  }
}

void DecisionMetrics::count(const decision::Trace& trace) {
  verdicts_[static_cast<std::size_t>(trace.verdict)]->add();
  if (trace.side == decision::Side::kNone) return;
  for (const decision::FilterResult& result : trace.filters) {
    filters_[static_cast<std::size_t>(result.filter)][static_cast<std::size_t>(result.state)]->add();
  }
}

void DecisionMetrics::count(const decision::Signal& signal) {
  statuses_[static_cast<std::size_t>(signal.status)]->add();
}

}  // namespace tidemark::api
