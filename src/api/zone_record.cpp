#include "api/zone_record.hpp"

#include "analysis/zones/zones.hpp"
#include "storage/zone_id.hpp"

namespace tidemark::api {
namespace {

using analysis::zones::Moment;
using analysis::zones::Zone;
using analysis::zones::ZoneEvent;
using analysis::zones::ZoneKind;

std::optional<std::uint64_t> number_of(std::uint32_t id) {
  return id == 0 ? std::nullopt : std::optional<std::uint64_t>{id};
}

Moment moment_of(core::Timestamp time, std::uint32_t index = 0) {
  Moment moment{};
  moment.time = time;
  moment.index = index;
  return moment;
}

template <class Names, class E>
std::string name_in(const Names& names, E value) {
  return std::string{names[static_cast<std::size_t>(value)]};
}

storage::ZoneRecord record_of(const storage::SeriesKey& series, const Zone& z, core::Timestamp known_at) {
  using namespace analysis::zones;
  const std::string direction = z.kind == ZoneKind::kDemand ? "bullish" : "bearish";
  return {.id = storage::zone_id_of({series, direction, z.base_from.time, z.created.time}),
          .series = series,
          .number = static_cast<std::uint32_t>(z.id),
          .type = z.continuation ? "continuation" : name_in(kZoneKindNames, z.kind),
          .direction = direction,
          .formation = name_in(kFormationNames, z.formation),
          .top = z.top,
          .bottom = z.bottom,
          .left = z.base_from.time,
          .right = z.base_to.time,
          .impulse_from = z.impulse_from.time,
          .impulse_to = z.impulse_to.time,
          .indexes = storage::ZoneIndexes{.base_from = z.base_from.index,
                                          .base_to = z.base_to.index,
                                          .impulse_from = z.impulse_from.index,
                                          .impulse_to = z.impulse_to.index},
          .fibonacci = z.fibonacci,
          .strength = z.strength,
          .tests = z.tests,
          .successes = z.successes,
          .status = name_in(kZoneStatusNames, z.status),
          .ended_by = name_in(kZoneEndNames, z.ended_by),
          .magnitude = z.magnitude,
          .momentum = z.momentum,
          .volume_ratio = z.volume_ratio,
          .atr = z.atr,
          .volume = z.volume,
          .created = z.created.time,
          .updated = z.updated.time,
          .ended = z.live() ? std::nullopt : std::optional{z.updated.time},
          .known_at = known_at,
          .logic_version = Zones::kLogicVersion};
}

}  // namespace

ZoneEvent event_of(const engine::ZoneOutput& output, const SaidAt& at) {
  ZoneEvent event;
  event.kind = output.event;
  Zone& z = event.zone;
  z.id = output.id;
  z.kind = output.kind;
  z.formation = output.formation;
  z.continuation = output.continuation;
  z.fibonacci = output.fibonacci;
  z.status = output.status;
  z.ended_by = output.ended_by;
  z.top = output.top;
  z.bottom = output.bottom;
  z.strength = static_cast<double>(output.strength);
  z.tests = output.tests;
  z.successes = output.successes;
  z.base_from = moment_of(output.base_from, output.base_from_index);
  z.base_to = moment_of(output.base_to, output.base_to_index);
  z.impulse_from = moment_of(output.impulse_from, output.impulse_from_index);
  z.impulse_to = moment_of(output.impulse_to, output.impulse_to_index);
  z.magnitude = static_cast<double>(output.magnitude);
  z.momentum = static_cast<double>(output.momentum);
  z.volume_ratio = static_cast<double>(output.volume_ratio);
  z.atr = static_cast<double>(output.atr);
  z.volume = static_cast<double>(output.volume);
  z.created = z.impulse_to;
  z.updated = moment_of(at.open_time);
  z.origin = number_of(output.origin);
  z.successor = number_of(output.successor);
  event.price = at.close;
  event.known = moment_of(at.open_time);
  return event;
}

analysis::zones::ZoneTest test_of(const engine::ZoneTestOutput& output) {
  analysis::zones::ZoneTest test;
  test.number = output.number;
  test.at = moment_of(output.time, output.index);
  test.type = output.type;
  test.outcome = output.outcome;
  test.price = output.price;
  test.rejection_strength = output.rejection_strength;
  test.volume = output.volume;
  test.move = output.move;
  return test;
}

storage::ZoneTestRecord record_of(const core::Instrument& instrument, const analysis::zones::ZoneTest& test) {
  const double pip = core::pip_size_of(instrument, test.price);
  return {.number = static_cast<int>(test.number),
          .time = test.at.time,
          .index = test.at.index,
          .type = name_in(analysis::zones::kTestTypeNames, test.type),
          .outcome = name_in(analysis::zones::kTestOutcomeNames, test.outcome),
          .price = test.price,
          .rejection_strength = test.rejection_strength,
          .volume = test.volume,
          .move_pips = pip > 0 ? test.move / pip : 0};
}

storage::ZoneChange change_of(const core::Instrument& instrument, core::Timeframe timeframe, const ZoneEvent& event,
                              core::Timestamp known_at) {
  storage::ZoneChange change;
  change.zone = record_of({instrument.venue, instrument.symbol, timeframe}, event.zone, known_at);
  change.origin_number = static_cast<std::uint32_t>(event.zone.origin.value_or(0));
  change.successor_number = static_cast<std::uint32_t>(event.zone.successor.value_or(0));
  if (event.test) change.test = record_of(instrument, *event.test);
  if (event.kind == analysis::zones::ZoneEventKind::kFlipped) change.flip_price = event.price;
  return change;
}

}  // namespace tidemark::api
