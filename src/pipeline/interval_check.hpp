#pragma once

#include <optional>

#include "core/candle.hpp"

namespace tidemark::pipeline {

struct IntervalMismatch {
  double value{0};  ///< largest difference found, as a fraction of the venue's number
  double limit{0};
};

/// Compares our aggregate of a period with the venue's own candle of it: prices must be equal, the volume within
/// `volume_tolerance` (a fraction). Nothing when they agree, or when our candle is partial and so cannot be compared.
[[nodiscard]] std::optional<IntervalMismatch> compare_intervals(const core::Candle& aggregated,
                                                                const core::Candle& venue, double volume_tolerance);

}  // namespace tidemark::pipeline
