#pragma once

#include <vector>

#include "decision/settings.hpp"
#include "decision/weights.hpp"

namespace tidemark::engine {

/// How decisions are taken.
struct DecisionConfig {
  decision::DecisionSettings settings;            ///< have passed check_settings()
  std::vector<decision::WeightOverride> weights;  ///< of all symbols and of single ones; weights_for() takes them
};

}  // namespace tidemark::engine
