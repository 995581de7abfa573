#pragma once

#include <string_view>
#include <vector>

#include "analysis/structure/event.hpp"
#include "analysis/structure/settings.hpp"

namespace tidemark::analysis::structure {

/// The rule behind an event of that kind in one sentence, for people; the headers say it in full.
[[nodiscard]] std::string_view rule_of(Kind kind, const StructureSettings& settings);

/// The parameters an event of that kind depends on, those of the swings only where it is about swings alone.
[[nodiscard]] std::vector<Knob<StructureSettings>> knobs_of(Kind kind, const StructureSettings& settings);

/// What Event::part stands for: "london", "1d", "0.618"; empty where it means nothing.
[[nodiscard]] std::string_view part_name(const Event& event);

}  // namespace tidemark::analysis::structure
