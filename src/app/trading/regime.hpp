#pragma once

#include <string_view>

#include "decision/trace.hpp"

namespace tidemark::app {

/// What the market was like when a decision was taken, for the journal: by its structure on 4h and 1h (-1 … 1) "down"
/// up to -0.2, "up" from 0.2 on, "range" between; empty where structure is not known yet.
[[nodiscard]] inline std::string_view regime_of(const decision::Trace& trace) {
  constexpr double kFrom = 0.2;
  const decision::Reading& structure = trace.readings[static_cast<std::size_t>(decision::Component::kStructure)];
  if (!structure.known) return "";
  if (structure.value >= kFrom) return "up";
  return structure.value <= -kFrom ? "down" : "range";
}

}  // namespace tidemark::app
