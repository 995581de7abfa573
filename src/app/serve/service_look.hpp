#pragma once

#include "api/health.hpp"
#include "app/trading/stage_keeper.hpp"
#include "core/time.hpp"
#include "ops/metrics.hpp"

namespace tidemark::app {

/// Whether the service does what it promises: no part has a problem; the 95th percentile from an event's receipt to
/// what follows from it, and that of answers that need the database, is within `latency_max`; that of the database's
/// transactions within 50 ms. A percentile of fewer than 100 samples is not held against anything.
[[nodiscard]] ServiceLook look_at_service(ops::Metrics& metrics, const api::HealthBoard& health,
                                          core::Duration latency_max);

}  // namespace tidemark::app
