#pragma once

#include <cstdint>
#include <vector>

#include "decision/settings.hpp"
#include "decision/weights.hpp"

namespace tidemark::engine {

/// Whether the confluence of each chart and the state of the market are told when candles close. Decisions do not rest
/// on what is told.
enum class ConfluenceReports : std::uint8_t { kPublish, kSuppress };

/// How decisions are taken.
struct DecisionConfig {
  decision::DecisionSettings settings;            ///< have passed check_settings()
  std::vector<decision::WeightOverride> weights;  ///< of all symbols and of single ones; weights_for() takes them
  ConfluenceReports reports{ConfluenceReports::kPublish};
};

}  // namespace tidemark::engine
