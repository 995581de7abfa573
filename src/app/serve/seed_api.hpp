#pragma once

#include <vector>

#include "api/api.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "storage/store.hpp"

namespace tidemark::app {

/// Gives the API the newest stored candles, quality and confluence of each instrument and timeframe, its newest signal
/// and its open gaps, so that tables, sparklines and day changes stand at once after a restart: an engine that goes on
/// from its kept state does not say them again. Before the first output is published.
[[nodiscard]] core::Status seed_api(storage::Store& store, const std::vector<core::Instrument>& instruments,
                                    api::Api& api);

}  // namespace tidemark::app
