#include "engine/zone_bank.hpp"

namespace tidemark::engine {
namespace {

using analysis::zones::Moment;
using analysis::zones::Zone;
using analysis::zones::ZoneEvent;

std::uint32_t index_of(const Moment& moment) {
  return static_cast<std::uint32_t>(moment.index);
}

ZoneOutput output_of(const ZoneEvent& event, const core::Instrument& instrument, core::Timeframe timeframe,
                     core::Timestamp now) {
  const Zone& z = event.zone;
  return {.instrument = instrument.id,
          .timeframe = timeframe,
          .event = event.kind,
          .kind = z.kind,
          .formation = z.formation,
          .continuation = z.continuation,
          .status = z.status,
          .ended_by = z.ended_by,
          .fibonacci = z.fibonacci,
          .tests = z.tests,
          .successes = z.successes,
          .id = static_cast<std::uint32_t>(z.id),
          .origin = static_cast<std::uint32_t>(z.origin.value_or(0)),
          .successor = static_cast<std::uint32_t>(z.successor.value_or(0)),
          .base_from = z.base_from.time,
          .base_to = z.base_to.time,
          .impulse_from = z.impulse_from.time,
          .impulse_to = z.impulse_to.time,
          .known_at = now,
          .top = z.top,
          .bottom = z.bottom,
          .strength = static_cast<float>(z.strength),
          .magnitude = static_cast<float>(z.magnitude),
          .momentum = static_cast<float>(z.momentum),
          .volume_ratio = static_cast<float>(z.volume_ratio),
          .atr = static_cast<float>(z.atr),
          .volume = static_cast<float>(z.volume),
          .base_from_index = index_of(z.base_from),
          .base_to_index = index_of(z.base_to),
          .impulse_from_index = index_of(z.impulse_from),
          .impulse_to_index = index_of(z.impulse_to)};
}

ZoneTestOutput output_of(const analysis::zones::ZoneTest& test, const ZoneOutput& zone) {
  return {.instrument = zone.instrument,
          .timeframe = zone.timeframe,
          .type = test.type,
          .outcome = test.outcome,
          .zone = zone.id,
          .number = test.number,
          .index = index_of(test.at),
          .time = test.at.time,
          .known_at = zone.known_at,
          .price = test.price,
          .rejection_strength = test.rejection_strength,
          .volume = test.volume,
          .move = test.move};
}

}  // namespace

std::unique_ptr<analysis::zones::Zones> ZoneBank::make(const core::Instrument& instrument) const {
  return std::make_unique<Zones>(*analysis::zones::settings_of(instrument, **overrides_));
}

void ZoneBank::update(const core::Instrument& instrument, core::Timeframe timeframe, const core::CandleF& candle,
                      core::Timestamp now, std::vector<Output>& out) {
  if (!*overrides_ || !hears_reasons(audience_, timeframe)) return;
  auto& row = rows_[core::index_of(timeframe)];
  if (row == nullptr) row = make(instrument);
  events_.clear();
  row->update(candle, events_);
  for (const ZoneEvent& event : events_) {
    const ZoneOutput output = output_of(event, instrument, timeframe, now);
    out.emplace_back(output);
    if (event.test) out.emplace_back(output_of(*event.test, output));
  }
}

void ZoneBank::snapshot(core::ByteWriter& out) const {
  if (!*overrides_) return;
  for (const auto& row : rows_) {
    out.put(static_cast<std::uint8_t>(row != nullptr));
    if (row != nullptr) row->snapshot(out);
  }
}

bool ZoneBank::restore(core::ByteReader& in, const core::Instrument& instrument) {
  if (!*overrides_) return true;
  for (auto& row : rows_) {
    row.reset();
    if (in.get<std::uint8_t>() == 0) continue;
    row = make(instrument);
    if (!row->restore(in)) return false;
  }
  return in.ok();
}

}  // namespace tidemark::engine
