#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/catalogue.hpp"
#include "core/result.hpp"

namespace tidemark::analysis {

/// The parameters of one analysis, and the name that its errors begin with: an indicator's row, or an analysis that is
/// none ("volume").
struct ParameterTable {
  std::string_view owner;
  std::span<const ParameterInfo> parameters;
};

/// One value a parameter, each within its range and whole where it must be; the message names parameter, value and
/// range (kInvalidArgument, bad_parameter).
[[nodiscard]] core::Status check_parameters(const ParameterTable& table, std::span<const double> values);

/// "p=v,p=v"; what is left out takes its default, an empty text is all defaults. Names in any case, by our name or
/// TA-Lib's; the value of an enumeration by number or name. All errors are kInvalidArgument with code
/// unknown_parameter (with a did-you-mean), duplicate_parameter, bad_parameter.
[[nodiscard]] core::Result<std::vector<double>> parse_parameters(const ParameterTable& table, std::string_view text);

/// The shortest text that reads back as the same double; whole numbers without an exponent (100000, not 1e+05).
[[nodiscard]] std::string number_text(double value);

}  // namespace tidemark::analysis
