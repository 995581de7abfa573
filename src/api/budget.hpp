#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/stage_watch.hpp"
#include "ops/histogram.hpp"
#include "ops/metrics.hpp"

namespace tidemark::api {

/// What a stage may take, and who says so.
struct StageTarget {
  double quantile{0.99};    ///< of the histogram that is held against it
  std::int64_t ns{0};       ///< at most
  std::string_view source;  ///< the requirement in a few words
};

/// A stage of the river that is timed. Each is one histogram of the process's metrics, the same object for everyone who
/// asks these metrics.
struct StageInfo {
  std::string_view id;  ///< "validate"
  std::string_view metric;
  std::string_view title;
  std::optional<StageTarget> target;  ///< absent: what it takes is not ours to decide, or nobody has set a limit
};

/// In order of the river.
[[nodiscard]] std::span<const StageInfo> budget_stages() noexcept;

/// Of the work on a base candle, stage by stage, and of all of it together.
[[nodiscard]] ops::Histogram& stage_histogram(ops::Metrics& metrics, engine::Stage stage);
[[nodiscard]] ops::Histogram& candle_histogram(ops::Metrics& metrics);
/// From the bytes of a venue's message to its events being in the engine's queue.
[[nodiscard]] ops::Histogram& parse_histogram(ops::Metrics& metrics);
/// A request on the reader's thread: reading the database or memory, and encoding.
[[nodiscard]] ops::Histogram& read_histogram(ops::Metrics& metrics);

enum class BudgetVerdict : std::uint8_t {
  kWithin,
  kExceeded,
  kTooFew,    ///< samples for the quantile the target speaks of
  kNoTarget,  ///< nothing to be held against
  kNoData,
};
[[nodiscard]] std::string_view name_of(BudgetVerdict verdict) noexcept;
/// A quantile q is judged from 1 / (1 - q) samples on: 100 for the 99th percentile.
[[nodiscard]] BudgetVerdict verdict_of(const StageInfo& stage, const ops::Histogram& histogram);

/// The Budget document: every stage with what it takes, its target and the verdict.
[[nodiscard]] std::string encode_budget(ops::Metrics& metrics);

}  // namespace tidemark::api
