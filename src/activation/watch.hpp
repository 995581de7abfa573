#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "activation/event.hpp"
#include "activation/machine.hpp"

namespace tidemark::activation {

/// How near a trigger is to taking the stage down.
struct Watch {
  Trigger trigger{};
  std::string_view title;
  Bound bound{Bound::kAtMost};  ///< kAtMost: fires beyond the limit, or for counts at it; kAtLeast: below
  Unit unit{Unit::kCount};
  std::optional<double> measured;  ///< absent: nothing to measure yet
  double limit{0};
};

/// Everything that fires by itself, as it stands.
[[nodiscard]] std::array<Watch, 5> watches_of(const Machine& machine);

}  // namespace tidemark::activation
