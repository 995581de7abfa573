#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/timeframe.hpp"
#include "venues/file/candle_file.hpp"

namespace tidemark::venues::file {

/// How the times of a file follow each other.
struct TimeSteps {
  RowOrder order{RowOrder::kOldestFirst};
  enum class Direction : std::uint8_t { kRising, kFalling };
  Direction direction{Direction::kRising};  ///< the prevailing one
  std::uint64_t against{0};                 ///< rows that stand against it
  core::Duration common;                    ///< most common distance of neighbors in time; 0 with fewer than two times
  double share{0};                          ///< of `common` among all distances, 0..1
};
[[nodiscard]] TimeSteps measure_steps(const std::vector<core::Timestamp>& times);

/// "2h", "3d", "31d", "90s": for messages.
[[nodiscard]] std::string text_of_step(core::Duration step);

/// The timeframe of a series with these steps: the one asked for if the steps agree with it, else the one whose length
/// is the common step. Errors: kUnsupported "timeframe_not_supported", kRefused "timeframe_mismatch", kInvalidArgument
/// "timeframe_unknown".
[[nodiscard]] core::Result<core::Timeframe> timeframe_of_steps(const TimeSteps& steps,
                                                               std::optional<core::Timeframe> wanted,
                                                               const std::string& name);

}  // namespace tidemark::venues::file
