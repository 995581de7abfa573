#pragma once

#include <array>
#include <span>
#include <string_view>

#include "analysis/catalogue.hpp"
#include "analysis/kernel/price_source.hpp"

namespace tidemark::analysis {

/// TA-Lib's limit of every period.
inline constexpr double kPeriodMax = 100000;

/// A number of candles, whole.
[[nodiscard]] constexpr ParameterInfo period_parameter(std::string_view name, std::string_view title,
                                                       std::string_view talib, double fallback, double min) {
  return {.name = name,
          .title = title,
          .fallback = fallback,
          .min = min,
          .max = kPeriodMax,
          .unit = "candles",
          .integer = true,
          .talib = talib};
}

/// The one period of an indicator that has one.
[[nodiscard]] constexpr ParameterInfo period_parameter(double fallback, double min) {
  return period_parameter("period", "Period", "TimePeriod", fallback, min);
}

/// A multiple of the standard deviation.
[[nodiscard]] constexpr ParameterInfo deviations_parameter(std::string_view name, std::string_view title,
                                                           std::string_view talib, double fallback) {
  return {.name = name,
          .title = title,
          .fallback = fallback,
          .min = 0,
          .max = 100,
          .unit = "sigma",
          .integer = false,
          .talib = talib};
}

/// Any other number.
[[nodiscard]] constexpr ParameterInfo number_parameter(std::string_view name, std::string_view title,
                                                       std::string_view talib, double fallback, double min, double max,
                                                       std::string_view unit = "") {
  return {.name = name,
          .title = title,
          .fallback = fallback,
          .min = min,
          .max = max,
          .unit = unit,
          .integer = false,
          .talib = talib};
}

/// One of several; the value is the place in `choices`.
[[nodiscard]] constexpr ParameterInfo choice_parameter(std::string_view name, std::string_view title,
                                                       std::string_view talib,
                                                       std::span<const std::string_view> choices, double fallback) {
  return {.name = name,
          .title = title,
          .fallback = fallback,
          .min = 0,
          .max = static_cast<double>(choices.size() - 1),
          .integer = true,
          .talib = talib,
          .choices = choices};
}

/// The same parameter as a deviation from the reference (ParameterRole::kOption).
[[nodiscard]] constexpr ParameterInfo as_option(ParameterInfo parameter) {
  parameter.role = ParameterRole::kOption;
  return parameter;
}

/// Which price a one-series indicator reads; the last parameter of its row (streaming.hpp).
[[nodiscard]] constexpr ParameterInfo source_parameter() {
  return as_option(choice_parameter("source", "Source", "", kPriceSourceNames, 0));
}

/// Which two prices an indicator of two series reads: by default highs and lows.
[[nodiscard]] constexpr ParameterInfo first_source_parameter() {
  return as_option(choice_parameter("first_source", "First source", "", kPriceSourceNames, 2));
}
[[nodiscard]] constexpr ParameterInfo second_source_parameter() {
  return as_option(choice_parameter("second_source", "Second source", "", kPriceSourceNames, 3));
}

/// Below it a divisor or variance counts as zero. TA-Lib's 1e-14 is absolute, which silences coins with tiny prices.
[[nodiscard]] constexpr ParameterInfo epsilon_option() {
  return as_option(number_parameter("epsilon", "Zero below", "", 1e-14, 0, 1));
}

/// A checked parameter as the whole number it is.
[[nodiscard]] constexpr int whole(double parameter) {
  return static_cast<int>(parameter);
}

}  // namespace tidemark::analysis
