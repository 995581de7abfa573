#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace tidemark::analysis {

/// What a checked parameter counts as, for the message.
enum class NumberKind : std::uint8_t { kWhole, kReal };

struct Range {
  double min{0};
  double max{0};
};

/// kInvalidArgument, bad_parameter, unless min <= value <= max: "WHO: parameter NAME is V, but must be a whole number
/// from MIN to MAX". NaN is never within.
[[nodiscard]] core::Status check_range(std::string_view who, std::string_view name, double value, Range range,
                                       NumberKind kind);

}  // namespace tidemark::analysis
