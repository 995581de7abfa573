#pragma once

#include <cstdint>

#include "activation/stage.hpp"
#include "core/time.hpp"

namespace tidemark::activation {

/// What a configuration must have shown at its stage before it may go on. Shares are fractions.
struct Criteria {
  double win_rate_min{0.8};
  double risk_reward_min{3};  ///< mean win over mean loss: 3 is 1:3
  double drawdown_max{0.05};  ///< below the highest equity at this stage
  double objectives_min{1};   ///< share of the looks at which every service objective held
  core::Duration latency_p95_max{core::milliseconds(200)};  ///< from an event's receipt to what follows from it
  double quality_min{0.95};                                 ///< lowest score of a traded instrument's data
  std::uint32_t trades_min{30};                             ///< closed at this stage
  std::uint32_t minutes_min{1440};                          ///< looks at equity and objectives, one a minute
};

/// What takes a configuration a stage down at once.
struct Triggers {
  double drawdown_max{0.05};      ///< more than this below the highest equity at this stage
  std::uint32_t losses_max{5};    ///< losing trades in a row
  std::uint32_t window{20};       ///< newest trades of which …
  double win_rate_min{0.5};       ///< … fewer than this share won
  std::uint32_t breaches_max{3};  ///< looks in a row at which an objective did not hold
  double quality_min{0.5};        ///< a traded instrument's data scores below this
};

struct Settings {
  /// Where a configuration begins that nobody has promoted yet: shadow or paper.
  Stage start{Stage::kPaper};
  Criteria criteria;
  Triggers triggers;
};

}  // namespace tidemark::activation
