#pragma once

#include <string>
#include <vector>

#include "analysis/structure/event.hpp"
#include "api/candle_window.hpp"
#include "engine/output.hpp"

namespace tidemark::api {

/// The StructurePage document: what the window's candles made known, in that order.
[[nodiscard]] std::string encode_structure(const SeriesRef& series,
                                           const std::vector<analysis::structure::Event>& events,
                                           const CandleWindow& window);

/// The StructureUpdate document: what the engine said.
[[nodiscard]] std::string encode_structure_update(const SeriesRef& series,
                                                  const std::vector<engine::StructureOutput>& said);

}  // namespace tidemark::api
