#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/candle.hpp"
#include "journal/closed_trade.hpp"

namespace tidemark::journal {

/// What whoever opens a position knows of it.
struct EntryNote {
  std::string setup;
  std::optional<core::Price> stop;           ///< what is lost there is the trade's risk
  std::optional<core::Timestamp> signal_at;  ///< when it was decided
};

/// A position on its way from flat to flat, or flat and waiting for the next trade.
struct Trip {
  ClosedTrade trade;  ///< as far as it has come; `profit` only when it is closed
  core::Scale scale;
  std::int64_t lots{0};  ///< signed; 0: flat
  core::Money cash;      ///< sales less purchases
  core::Price highest;   ///< since the last fill
  core::Price lowest;
  std::optional<EntryNote> next;
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
  /// What the market is like: trades entered from now on say so. Empty: not known.
  void set_regime(core::InstrumentId instrument, std::string_view regime);
  void on_funding(core::InstrumentId instrument, core::PositionSide side, core::Money received);

  /// Every position there was a fill or a note of.
  [[nodiscard]] std::span<const Trip> trips() const { return trips_; }
  /// As an earlier run left it, before any fill of its position.
  void restore(Trip trip) { trips_.push_back(std::move(trip)); }

  [[nodiscard]] bool has_open() const;
  [[nodiscard]] std::uint64_t closed() const { return number_; }

 private:
  static void see(Trip& trip, const core::Candle& candle) {
    // A candle that opened before the entry says with its close only.
    const bool whole = trip.trade.entered <= candle.open_time;
    const core::Price high = whole ? candle.high : candle.close;
    const core::Price low = whole ? candle.low : candle.close;
    if (high > trip.highest) trip.highest = high;
    if (low < trip.lowest) trip.lowest = low;
  }
  Trip& trip_of(core::InstrumentId instrument, core::PositionSide side);
  [[nodiscard]] std::string_view regime_of(core::InstrumentId instrument) const;
  void open(Trip& trip, const core::Fill& fill, std::int64_t lots, core::Money fee);
  void close(Trip& trip, const core::Fill& fill, std::int64_t lots, core::Money fee, std::vector<ClosedTrade>& closed);
  static void count_excursion(Trip& trip, core::Price price);

  struct Regime {
    core::InstrumentId instrument;
    std::string name;
  };
  std::vector<Trip> trips_;
  std::vector<Regime> regimes_;
  std::uint64_t number_{0};
};

}  // namespace tidemark::journal
