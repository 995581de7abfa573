#include "journal/round_trips.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace tidemark::journal {

using core::Money;

namespace {

Money value_of(core::Price price, std::int64_t lots, core::Scale scale) {
  // It was booked, so it fits.
  return core::notional_of(price, core::Qty{lots}, scale).value_or(Money{});
}

}  // namespace

void RoundTrips::note(core::InstrumentId instrument, core::PositionSide side, EntryNote note) {
  trip_of(instrument, side).next = std::move(note);
}

Trip& RoundTrips::trip_of(core::InstrumentId instrument, core::PositionSide side) {
  const auto found = std::ranges::find_if(
      trips_, [&](const Trip& trip) { return trip.trade.instrument == instrument && trip.trade.side == side; });
  if (found != trips_.end()) return *found;
  Trip trip;
  trip.trade.instrument = instrument;
  trip.trade.side = side;
  return *trips_.insert(trips_.end(), std::move(trip));
}

void RoundTrips::set_regime(core::InstrumentId instrument, std::string_view regime) {
  const auto known = std::ranges::find(regimes_, instrument, &Regime::instrument);
  if (known != regimes_.end()) {
    known->name = regime;
  } else {
    regimes_.push_back({instrument, std::string{regime}});
  }
}

std::string_view RoundTrips::regime_of(core::InstrumentId instrument) const {
  const auto known = std::ranges::find(regimes_, instrument, &Regime::instrument);
  return known == regimes_.end() ? std::string_view{} : known->name;
}

bool RoundTrips::has_open() const {
  return std::ranges::any_of(trips_, [](const Trip& trip) { return trip.lots != 0; });
}

void RoundTrips::on_fill(const core::Fill& fill, core::Scale scale, std::vector<ClosedTrade>& closed) {
  Trip& trip = trip_of(fill.instrument, fill.position);
  trip.scale = scale;
  const std::int64_t sign = core::sign_of(fill.side);
  const bool against = trip.lots != 0 && (trip.lots > 0) != (sign > 0);
  const std::int64_t closing = against ? std::min(std::abs(trip.lots), fill.qty.lots) : 0;
  const Money closing_fee = core::part_of(fill.fee, closing, fill.qty.lots);
  const bool unvalued = fill.fee_worth == core::FeeWorth::kUnknown;
  if (unvalued && closing > 0) ++trip.trade.unvalued_fees;
  if (closing > 0) close(trip, fill, closing, closing_fee, closed);
  const std::int64_t opening = fill.qty.lots - closing;
  if (opening > 0) open(trip, fill, sign * opening, fill.fee - closing_fee);
  if (unvalued && opening > 0) ++trip.trade.unvalued_fees;
  if (fill.kept.lots == 0) return;
  // As in the portfolio: sold at the fill's price, and the fee paid from that.
  trip.lots -= fill.kept.lots;
  trip.cash += value_of(fill.price, fill.kept.lots, scale);
}

void RoundTrips::open(Trip& trip, const core::Fill& fill, std::int64_t lots, Money fee) {
  ClosedTrade& trade = trip.trade;
  if (trip.lots == 0) {
    ClosedTrade fresh;
    fresh.instrument = trade.instrument;
    fresh.side = trade.side;
    fresh.direction = lots > 0 ? Direction::kLong : Direction::kShort;
    fresh.entered = fill.at;
    fresh.opened_by = fill.id;
    fresh.regime = regime_of(fill.instrument);
    if (trip.next) {
      fresh.setup = std::move(trip.next->setup);
      fresh.signal_at = trip.next->signal_at;
      if (trip.next->stop) {
        fresh.risk = value_of({std::abs(fill.price.ticks - trip.next->stop->ticks)}, std::abs(lots), trip.scale);
      }
      trip.next.reset();
    }
    trade = std::move(fresh);
    trip.cash = {};
  } else {
    count_excursion(trip, trip.highest);
    count_excursion(trip, trip.lowest);
  }
  const Money value = value_of(fill.price, std::abs(lots), trip.scale);
  trip.lots += lots;
  trip.cash += lots > 0 ? -value : value;
  trade.qty.lots += std::abs(lots);
  trade.entry_value += value;
  trade.fees += fee;
  trip.highest = trip.lowest = fill.price;
  count_excursion(trip, fill.price);
}

void RoundTrips::close(Trip& trip, const core::Fill& fill, std::int64_t lots, Money fee,
                       std::vector<ClosedTrade>& closed) {
  ClosedTrade& trade = trip.trade;
  for (const core::Price price : {trip.highest, trip.lowest, fill.price}) count_excursion(trip, price);
  const Money value = value_of(fill.price, lots, trip.scale);
  const bool sells = trip.lots > 0;
  trip.lots -= sells ? lots : -lots;
  trip.cash += sells ? value : -value;
  trade.exit_value += value;
  trade.fees += fee;
  trip.highest = trip.lowest = fill.price;
  if (trip.lots != 0) return;
  // The clock may have been set back since.
  trade.exited = std::max(fill.at, trade.entered);
  trade.profit = trip.cash - trade.fees + trade.funding;
  trade.number = ++number_;
  closed.push_back(trade);
}

void RoundTrips::count_excursion(Trip& trip, core::Price price) {
  const Money gross = trip.cash + value_of(price, trip.lots, trip.scale);
  trip.trade.best = std::max(trip.trade.best, gross);
  trip.trade.worst = std::min(trip.trade.worst, gross);
}

void RoundTrips::on_funding(core::InstrumentId instrument, core::PositionSide side, Money received) {
  Trip& trip = trip_of(instrument, side);
  if (trip.lots != 0) trip.trade.funding += received;
}

}  // namespace tidemark::journal
