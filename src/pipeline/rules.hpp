#pragma once

#include <array>

#include "core/finding.hpp"

namespace tidemark::pipeline {

/// What a finding of one code means and what is done about it.
struct Rule {
  core::Severity severity{core::Severity::kWarning};
  core::Policy policy{core::Policy::kFlag};
};

/// One rule per finding code; configuration may change any of them. Severity kCritical pauses the instrument's signals.
class RuleTable {
 public:
  RuleTable();  ///< the defaults, listed in rules.cpp with their reasons

  [[nodiscard]] const Rule& operator[](core::FindingCode code) const { return rules_[static_cast<std::size_t>(code)]; }
  void set(core::FindingCode code, Rule rule) { rules_[static_cast<std::size_t>(code)] = rule; }

 private:
  std::array<Rule, core::kFindingCodeCount> rules_{};
};

/// Refused data goes no further; accepted data may carry CandleFlag::kFlagged.
[[nodiscard]] constexpr bool refuses(core::Policy policy) {
  return policy == core::Policy::kReject || policy == core::Policy::kQuarantine || policy == core::Policy::kRepair;
}

}  // namespace tidemark::pipeline
