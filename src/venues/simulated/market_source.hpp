#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/event.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "sim/market_data/candle_row.hpp"

namespace tidemark::venues::simulated {

/// Minutes of a symbol before the start.
struct Past {
  std::vector<core::Candle> candles;  ///< closed, oldest first
  core::Candle forming;               ///< the minute of the start, as far as it went
};

/// Where one market's data come from: a simulated exchange, or recorded files. Not thread-safe.
class MarketSource {
 public:
  virtual ~MarketSource() = default;
  /// Ids are 0.. in this order.
  [[nodiscard]] virtual const std::vector<core::Instrument>& instruments() const = 0;
  [[nodiscard]] virtual Past past(core::InstrumentId id) const = 0;
  /// The timeframe of the candles it brings, which are then used instead of those its trades would make.
  [[nodiscard]] virtual std::optional<core::Timeframe> candles_of(core::InstrumentId /*id*/) const {
    return std::nullopt;
  }
  /// Appends what happened up to `until`, in order of exchange time.
  virtual void advance(core::Timestamp until, std::vector<core::Event>& out) = 0;
  /// Appends the single trades behind the Trade events given out, in order.
  virtual void take_prints(core::InstrumentId id, std::vector<sim::Print>& out) = 0;
  /// The book as it is now.
  [[nodiscard]] virtual core::BookSnapshot snapshot(core::InstrumentId id, std::size_t depth) const = 0;
};

}  // namespace tidemark::venues::simulated
