#include "api/latency.hpp"

#include <string>

namespace tidemark::api {

const std::array<LatencyStageInfo, kLatencyStages>& latency_stages() noexcept {
  using enum LatencyStage;
  static constexpr std::array<LatencyStageInfo, kLatencyStages> kStages{{
      {kVenueToReceived, "venue_to_received", "tidemark_venue_to_received_seconds",
       "From the venue's time of a trade to its receipt, by the two clocks"},
      {kReceivedToEngine, "received_to_engine", "tidemark_received_to_engine_seconds",
       "From an event's receipt to the engine taking it"},
      {kReceivedToPublished, "received_to_published", "tidemark_received_to_published_seconds",
       "From an event's receipt to its candle being handed to the API"},
      {kSubmittedToStored, "submitted_to_stored", "tidemark_store_delay_seconds",
       "From a record's submission to the commit that holds it"},
      {kReceivedToPushed, "received_to_pushed", "tidemark_received_to_pushed_seconds",
       "From an event's receipt to its frame being handed to the WebSocket clients"},
      {kReceivedToSignal, "received_to_signal_pushed", "tidemark_received_to_signal_pushed_seconds",
       "From an event's receipt to its signal being handed to the WebSocket clients"},
  }};
  return kStages;
}

ops::Histogram& latency_histogram(ops::Metrics& metrics, LatencyStage stage) {
  const LatencyStageInfo& info = latency_stages()[static_cast<std::size_t>(stage)];
  return metrics.latency(std::string{info.metric}, std::string{info.title});
}

}  // namespace tidemark::api
