#pragma once

#include <optional>

#include "analysis/zones/zone.hpp"
#include "core/instrument.hpp"
#include "engine/output.hpp"
#include "storage/store.hpp"

namespace tidemark::api {

/// The closed candle whose analysis said something: the newest of its series at that moment.
struct SaidAt {
  core::Timestamp open_time;
  double close{0};
};

/// What the engine said of a zone, whole.
struct SaidZone {
  engine::ZoneOutput zone;
  SaidAt at;
  std::optional<engine::ZoneTestOutput> test{};
};

/// An output of the engine as the analyzer's own event. A test joins with event.test.
[[nodiscard]] analysis::zones::ZoneEvent event_of(const engine::ZoneOutput& output, const SaidAt& at);
[[nodiscard]] analysis::zones::ZoneTest test_of(const engine::ZoneTestOutput& output);

/// What the store keeps of an event, and what everyone is shown. Pips are core::pip_size_of().
[[nodiscard]] storage::ZoneChange change_of(const core::Instrument& instrument, core::Timeframe timeframe,
                                            const analysis::zones::ZoneEvent& event, core::Timestamp known_at);
[[nodiscard]] storage::ZoneTestRecord record_of(const core::Instrument& instrument,
                                                const analysis::zones::ZoneTest& test);

}  // namespace tidemark::api
