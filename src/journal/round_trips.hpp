#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/candle.hpp"
#include "journal/closed_trade.hpp"

namespace tidemark::journal {

/// What whoever opens a position knows of it.
struct EntryNote {
  std::string setup;
  std::optional<core::Price> stop;  ///< what is lost there is the trade's risk
};

/// Makes closed trades of fills. A fill that turns a position over closes one trade and opens the next; its fee is
/// split by quantity. Excursions are those of the fills, of closes, and of the ranges of candles through which the
/// position stood from open to close: what a candle did before an entry or after an exit is not the trade's. Not
/// thread-safe.
class RoundTrips {
 public:
  /// The next trade opened on this position is described by `note`.
  void note(core::InstrumentId instrument, core::PositionSide side, EntryNote note);
  void on_fill(const core::Fill& fill, core::Scale scale, std::vector<ClosedTrade>& closed);
  void on_candle(core::InstrumentId instrument, const core::Candle& candle) {
    for (Trip& trip : trips_) {
      if (trip.trade.instrument == instrument && trip.lots != 0) see(trip, candle);
    }
  }
  void on_funding(core::InstrumentId instrument, core::PositionSide side, core::Money received);

  [[nodiscard]] bool has_open() const;
  [[nodiscard]] std::uint64_t closed() const { return number_; }

 private:
  struct Trip {
    ClosedTrade trade;
    core::Scale scale;
    std::int64_t lots{0};  ///< signed
    core::Money cash;      ///< sales less purchases
    core::Price highest;   ///< since the last fill
    core::Price lowest;
    std::optional<EntryNote> next;
  };

  static void see(Trip& trip, const core::Candle& candle) {
    // A candle that opened before the entry says with its close only.
    const bool whole = trip.trade.entered <= candle.open_time;
    const core::Price high = whole ? candle.high : candle.close;
    const core::Price low = whole ? candle.low : candle.close;
    if (high > trip.highest) trip.highest = high;
    if (low < trip.lowest) trip.lowest = low;
  }
  Trip& trip_of(core::InstrumentId instrument, core::PositionSide side);
  static void open(Trip& trip, const core::Fill& fill, std::int64_t lots, core::Money fee);
  void close(Trip& trip, const core::Fill& fill, std::int64_t lots, core::Money fee, std::vector<ClosedTrade>& closed);
  static void count_excursion(Trip& trip, core::Price price);

  std::vector<Trip> trips_;
  std::uint64_t number_{0};
};

}  // namespace tidemark::journal
