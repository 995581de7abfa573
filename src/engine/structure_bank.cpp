#include "engine/structure_bank.hpp"

namespace tidemark::engine {
namespace {

using analysis::structure::Event;

StructureOutput output_of(const Event& event, const core::Instrument& instrument, core::Timeframe timeframe,
                          core::Timestamp now) {
  return {.instrument = instrument.id,
          .timeframe = timeframe,
          .kind = event.kind,
          .state = event.state,
          .side = event.side,
          .label = event.label,
          .part = event.part,
          .id = event.id,
          .origin = event.origin.value_or(0),
          .from = event.from.time,
          .time = event.at.time,
          .known_at = now,
          .top = event.top,
          .bottom = event.bottom,
          .price = event.price,
          .measure = event.measure,
          .confidence = event.confidence};
}

}  // namespace

analysis::structure::StructureSettings settings_on(const analysis::structure::StructureSettings& settings,
                                                   core::Timeframe timeframe) {
  auto on = settings;
  const core::Duration candle = core::duration_of(timeframe);
  constexpr std::array kLengths{core::hours(4), core::days(1), core::days(7), core::days(28)};
  for (std::size_t p = 0; p < kLengths.size(); ++p) {
    on.periods.wanted[p] = on.periods.wanted[p] && candle < kLengths[p];
  }
  if (candle >= core::hours(4)) on.sessions.hours = {};
  return on;
}

std::unique_ptr<analysis::structure::Structure> StructureBank::make(core::Timeframe timeframe) const {
  auto settings = settings_on(**settings_, timeframe);
  if (audience_ == Audience::kDecisions) settings.kinds &= decision::structure_heard(timeframe);
  return std::make_unique<Structure>(settings);
}

void StructureBank::update(const core::Instrument& instrument, core::Timeframe timeframe, const core::CandleF& candle,
                           core::Timestamp now, std::vector<Output>& out) {
  if (!*settings_) return;
  auto& row = rows_[core::index_of(timeframe)];
  if (row == nullptr) row = make(timeframe);
  events_.clear();
  row->update(candle, events_);
  for (const Event& event : events_) out.emplace_back(output_of(event, instrument, timeframe, now));
}

void StructureBank::snapshot(core::ByteWriter& out) const {
  if (!*settings_) return;
  for (const auto& row : rows_) {
    out.put(static_cast<std::uint8_t>(row != nullptr));
    if (row != nullptr) row->snapshot(out);
  }
}

bool StructureBank::restore(core::ByteReader& in) {
  if (!*settings_) return true;
  for (const core::Timeframe timeframe : core::kAllTimeframes) {
    auto& row = rows_[core::index_of(timeframe)];
    row.reset();
    if (in.get<std::uint8_t>() == 0) continue;
    row = make(timeframe);
    if (!row->restore(in)) return false;
  }
  return in.ok();
}

}  // namespace tidemark::engine
