#pragma once

#include <string_view>

#include "analysis/catalogue.hpp"

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

/// A checked parameter as the whole number it is.
[[nodiscard]] constexpr int whole(double parameter) {
  return static_cast<int>(parameter);
}

}  // namespace tidemark::analysis
