#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "api/live_state.hpp"
#include "core/candle.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "storage/store.hpp"

namespace tidemark::api {

/// A series someone asked for: of an instrument the engine publishes, or one that is only stored.
struct SeriesRef {
  core::Instrument instrument;
  enum class Kind : std::uint8_t { kLive, kStored } kind{Kind::kLive};
  core::Timeframe timeframe{core::Timeframe::k1m};

  [[nodiscard]] storage::SeriesKey key() const { return {instrument.venue, instrument.symbol, timeframe}; }
};

struct WindowQuery {
  std::optional<core::Timestamp> from;  ///< inclusive; with it the oldest `limit` are taken, without it the newest
  std::optional<core::Timestamp> to;    ///< exclusive
  std::uint32_t limit{1000};
};

struct CandleWindow {
  core::Scale scale;
  std::vector<core::Candle> candles;    ///< closed, ascending, each time once
  std::optional<core::Candle> forming;  ///< when the range reaches it
  bool has_more{false};                 ///< older ones without `from`, later ones with it
};

/// Whether memory alone can answer, so that no database need be asked.
[[nodiscard]] std::optional<CandleWindow> window_from_memory(const LiveState& live, const SeriesRef& series,
                                                             const WindowQuery& query);

/// Memory and store together: the union of both, memory's candle where both have one. `store` may be null.
[[nodiscard]] core::Result<CandleWindow> read_window(const LiveState& live, storage::Store* store,
                                                     const SeriesRef& series, const WindowQuery& query);

/// The `count` closed candles just before `before` (fewer when history is shorter), in the scale given.
[[nodiscard]] core::Result<std::vector<core::Candle>> read_history(const LiveState& live, storage::Store* store,
                                                                   const SeriesRef& series, core::Timestamp before,
                                                                   std::uint32_t count, core::Scale scale);

/// Changes the units of a candle; false when a value does not fit.
[[nodiscard]] bool rescale(core::Candle& candle, core::Scale from, core::Scale to);

}  // namespace tidemark::api
