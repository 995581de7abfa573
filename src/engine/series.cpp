#include "engine/series.hpp"

#include "pipeline/snapshot_fields.hpp"

namespace tidemark::engine {

Series::Series(const core::Instrument& instrument, core::Timeframe base_timeframe, const EngineConfig& config)
    : base{base_timeframe},
      calendar{pipeline::calendar_for(instrument, {config.session_clock, config.holidays})},
      validator{instrument, base_timeframe, calendar, config.validator},
      gaps{instrument.id, base_timeframe, calendar},
      aggregator{base_timeframe, calendar},
      trades{base_timeframe} {}

void Series::snapshot(core::ByteWriter& out) const {
  validator.snapshot(out);
  gaps.snapshot(out);
  aggregator.snapshot(out);
  trades.snapshot(out);
  for (const TimeframeState& state : timeframes) {
    pipeline::put_optional(out, state.closed);
    pipeline::put_optional(out, state.venue_pending);
    out.put(static_cast<std::uint8_t>(state.quality.has_value()));
    if (state.quality) state.quality->snapshot(out);
  }
  out.put(refused);
  out.put(missing);
}

bool Series::restore(core::ByteReader& in, const EngineConfig& config) {
  if (!validator.restore(in) || !gaps.restore(in) || !aggregator.restore(in) || !trades.restore(in)) return false;
  for (TimeframeState& state : timeframes) {
    state.closed = pipeline::get_optional_candle(in);
    state.venue_pending = pipeline::get_optional_candle(in);
    state.quality.reset();
    if (in.get<std::uint8_t>() == 0) continue;
    if (!state.quality.emplace(config.quality).restore(in)) return false;
  }
  refused = in.get<std::uint16_t>();
  missing = in.get<std::uint32_t>();
  return in.ok();
}

}  // namespace tidemark::engine
