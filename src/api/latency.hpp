#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "ops/histogram.hpp"
#include "ops/metrics.hpp"

namespace tidemark::api {

/// The stages of an event's way, in order of the river. Each is one histogram of the process's metrics, found under the
/// stage's metric name by whoever measures it; only events received while the process runs are counted.
enum class LatencyStage : std::uint8_t {
  kVenueToReceived,      ///< by the venue's clock and ours: skew shows here; measured by the API on trades
  kReceivedToEngine,     ///< until the engine takes it; measured by the shard
  kReceivedToPublished,  ///< until its candle is handed to the API; measured by the dispatcher
  kSubmittedToStored,    ///< from the writer's queue to the commit; measured by the store's writer
  kReceivedToPushed,     ///< until its frame is handed to the WebSocket clients; measured by the API
  kReceivedToSignal,     ///< the same of the signals it led to
};
inline constexpr std::size_t kLatencyStages = 6;

struct LatencyStageInfo {
  LatencyStage stage;
  std::string_view id;      ///< "venue_to_received"
  std::string_view metric;  ///< "tidemark_venue_to_received_seconds"
  std::string_view title;
};
[[nodiscard]] const std::array<LatencyStageInfo, kLatencyStages>& latency_stages() noexcept;

/// The histogram of a stage; the same object for everyone who asks these metrics.
[[nodiscard]] ops::Histogram& latency_histogram(ops::Metrics& metrics, LatencyStage stage);

}  // namespace tidemark::api
