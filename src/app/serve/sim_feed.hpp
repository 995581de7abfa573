#pragma once

#include <memory>
#include <vector>

#include "app/serve/feed.hpp"
#include "app/serve/past.hpp"
#include "ops/config.hpp"
#include "sim/exchange.hpp"
#include "storage/store.hpp"

namespace tidemark::app {

/// The built-in exchange as a feed: its recent past first, then live from `now` at `speed` times real time. Where the
/// store already holds candles of an earlier run the price goes on from there and the time in between is generated as
/// the exchange's history, as a venue would deliver it: at most three days of it; what is missing beyond stays a gap.
/// Where an earlier run was faster than time, what is stored is ahead of `now`: the exchange goes on from its end.
[[nodiscard]] core::Result<std::unique_ptr<Feed>> make_sim_feed(const ops::Config& config, double speed,
                                                                const Start& start);

}  // namespace tidemark::app
