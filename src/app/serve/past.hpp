#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "storage/store.hpp"

namespace tidemark::app {

/// What the store holds of one instrument when serving begins: enough for the engine to go on where it stopped.
struct Past {
  /// The engine's state, when there is one that this engine can take over.
  std::optional<std::vector<std::byte>> state;
  std::vector<core::Candle> candles;   ///< 1m, ascending, in the instrument's units; those the state has not seen
  std::optional<core::Candle> newest;  ///< 1m, whether the state has seen it or not
};

/// What a feed needs to begin where the last run ended.
struct Start {
  core::Timestamp now;
  storage::Store& store;  ///< only while the feed is being made
  /// engine::snapshot_configuration of the engine that will go on; empty: no state is wanted (a recording must begin
  /// with an engine that knows nothing).
  std::string engine_configuration;
};

struct PastRequest {
  core::Instrument instrument;
  core::Timestamp now;
  core::Duration span{core::days(3)};     ///< how far back candles are read
  std::string_view engine_configuration;  ///< as in Start
};

/// A store that does not know the instrument, or holds it in finer units than it has now, gives an empty past.
[[nodiscard]] core::Result<Past> read_past(storage::Store& store, const PastRequest& request);

/// When the newest stored 1m candle of the instrument ends; nothing where there is none.
[[nodiscard]] core::Result<std::optional<core::Timestamp>> end_of_past(storage::Store& store,
                                                                       const core::Instrument& instrument);

/// The name under which an instrument's engine state is stored: "engine/binance:BTCUSDT".
[[nodiscard]] std::string snapshot_name(const core::Instrument& instrument);

}  // namespace tidemark::app
