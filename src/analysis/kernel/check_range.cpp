#include "analysis/kernel/check_range.hpp"

#include "analysis/parse_parameters.hpp"

namespace tidemark::analysis {
core::Status check_range(std::string_view who, std::string_view name, double value, Range range, NumberKind kind) {
  if (value >= range.min && value <= range.max) return {};  // false for NaN
  return core::fail(core::ErrorKind::kInvalidArgument, "bad_parameter",
                    std::string{who} + ": parameter " + std::string{name} + " is " + number_text(value) +
                        ", but must be a " + (kind == NumberKind::kWhole ? "whole number" : "number") + " from " +
                        number_text(range.min) + " to " + number_text(range.max));
}

}  // namespace tidemark::analysis
