#pragma once

namespace tidemark::analysis {

/// The number as single precision keeps it; one too large for that stays as it is. A function that is called, because
/// gcc 12 at -O2 loses a pair of such conversions side by side.
[[nodiscard]] double in_single_precision(double value) noexcept;

}  // namespace tidemark::analysis
