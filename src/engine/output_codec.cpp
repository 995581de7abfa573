#include "engine/output_codec.hpp"

#include <cstdint>

#include "analysis/kernel/snapshot.hpp"
#include "core/event_codec.hpp"
#include "engine/decision_codec.hpp"
#include "pipeline/snapshot_fields.hpp"

namespace tidemark::engine {
namespace {

void put(core::ByteWriter& out, const CandleOutput& o) {
  out.put(o.instrument.value);
  out.put(o.timeframe);
  out.put(o.state);
  pipeline::put_candle(out, o.candle);
  out.put(o.known_at.ns);
}

void put(core::ByteWriter& out, const IndicatorOutput& o) {
  out.put(o.instrument.value);
  out.put(o.timeframe);
  out.put(o.indicator);
  out.put(o.state);
  out.put(o.open_time.ns);
  out.put(o.known_at.ns);
  out.put(o.count);
  for (std::size_t i = 0; i < o.count; ++i) out.put(o.values[i]);
}

void put(core::ByteWriter& out, const FindingOutput& o) {
  const core::Finding& f = o.finding;
  out.put(f.code);
  out.put(f.severity);
  out.put(f.policy);
  out.put(f.instrument.value);
  out.put(f.timeframe);
  out.put(f.time.ns);
  out.put(f.known_at.ns);
  out.put(f.value);
  out.put(f.limit);
  pipeline::put_candle(out, o.candle);
}

void put(core::ByteWriter& out, const core::Gap& o) {
  out.put(o.instrument.value);
  out.put(o.timeframe);
  out.put(o.range.from.ns);
  out.put(o.range.to.ns);
  out.put(o.candles);
  out.put(o.reason);
  out.put(o.state);
  out.put(o.known_at.ns);
  out.put(static_cast<std::uint8_t>(o.trades.has_value()));
  if (o.trades) {
    out.put(o.trades->first);
    out.put(o.trades->last);
  }
}

void put(core::ByteWriter& out, const BookOutput& o) {
  out.put(o.instrument.value);
  out.put(o.state);
  out.put(o.update_id);
  for (const core::BookLevel& level : {o.best_bid, o.best_ask}) {
    out.put(level.price.ticks);
    out.put(level.qty.lots);
  }
  out.put(o.known_at.ns);
}

void put(core::ByteWriter& out, const QualityOutput& o) {
  out.put(o.instrument.value);
  out.put(o.timeframe);
  for (const double part :
       {o.quality.completeness, o.quality.consistency, o.quality.timeliness, o.quality.plausibility, o.quality.score}) {
    out.put(part);
  }
  out.put(o.quality.candles);
  out.put(o.quality.expected);
  out.put(o.known_at.ns);
}

void put(core::ByteWriter& out, const PauseOutput& o) {
  out.put(o.instrument.value);
  out.put(o.gate);
  out.put(o.reason);
  out.put(o.known_at.ns);
}

void put(core::ByteWriter& out, const PatternOutput& o) {
  out.put(o.instrument.value);
  out.put(o.timeframe);
  out.put(o.pattern);
  out.put(o.value);
  out.put(o.open_time.ns);
  out.put(o.price.ticks);
  out.put(o.known_at.ns);
  const analysis::confidence::Parts& c = o.confidence;
  for (const double part :
       {o.volume_confirmation, o.trend_alignment, c.base, c.volume, c.price, c.timeframes, c.multiplier}) {
    out.put(part);
  }
}

void put(core::ByteWriter& out, const FormingPatternsOutput& o) {
  out.put(o.instrument.value);
  out.put(o.timeframe);
  for (const auto set : {o.hits.ready, o.hits.bullish, o.hits.bearish, o.hits.touching, o.hits.confirming}) {
    out.put(set);
  }
  out.put(o.open_time.ns);
  out.put(o.known_at.ns);
}

void put(core::ByteWriter& out, const VolumeOutput& o) {
  out.put(o.instrument.value);
  out.put(o.timeframe);
  const analysis::volume::Finding& f = o.finding;
  out.put(f.kind);
  out.put(f.side);
  out.put(f.strength);
  out.put(std::int32_t{f.candles});
  for (const core::Timestamp time : {f.from, f.time, f.known_at, o.known_at}) out.put(time.ns);
  for (const double number : {f.confidence, f.volume_ratio, f.price_change, f.measure, f.price, f.from_price}) {
    out.put(number);
  }
}

void put(core::ByteWriter& out, const StructureOutput& o) {
  out.put(o.instrument.value);
  out.put(o.timeframe);
  out.put(o.kind);
  out.put(o.state);
  out.put(o.side);
  out.put(o.label);
  out.put(o.part);
  out.put(o.id);
  out.put(o.origin);
  for (const core::Timestamp time : {o.from, o.time, o.known_at}) out.put(time.ns);
  for (const double value : {o.top, o.bottom, o.price, o.measure, o.confidence}) out.put(value);
}

void put(core::ByteWriter& out, const ZoneOutput& o) {
  out.put(o.instrument.value);
  out.put(o.timeframe);
  out.put(o.event);
  out.put(o.kind);
  out.put(o.formation);
  out.put(static_cast<std::uint8_t>(o.continuation));
  out.put(o.status);
  out.put(o.ended_by);
  out.put(static_cast<std::uint8_t>(o.fibonacci));
  for (const std::uint32_t value : {o.tests, o.successes, o.id, o.origin, o.successor, o.base_from_index,
                                    o.base_to_index, o.impulse_from_index, o.impulse_to_index}) {
    out.put(value);
  }
  for (const core::Timestamp time : {o.base_from, o.base_to, o.impulse_from, o.impulse_to, o.known_at}) {
    out.put(time.ns);
  }
  for (const double value : {o.top, o.bottom}) out.put(value);
  for (const float value : {o.strength, o.magnitude, o.momentum, o.volume_ratio, o.atr, o.volume}) out.put(value);
}

void put(core::ByteWriter& out, const ZoneTestOutput& o) {
  out.put(o.instrument.value);
  out.put(o.timeframe);
  out.put(o.type);
  out.put(o.outcome);
  for (const std::uint32_t value : {o.zone, o.number, o.index}) out.put(value);
  for (const core::Timestamp time : {o.time, o.known_at}) out.put(time.ns);
  for (const double value : {o.price, o.rejection_strength, o.volume, o.move}) out.put(value);
}

void put(core::ByteWriter& out, const ChartPatternOutput& o) {
  out.put(o.instrument.value);
  out.put(o.timeframe);
  analysis::snapshot_detail::save(*o.pattern, out);
  const analysis::confidence::Parts& c = o.confidence;
  for (const double part : {c.base, c.volume, c.price, c.timeframes, c.multiplier}) out.put(part);
  out.put(o.known_at.ns);
}

void put(core::ByteWriter& out, const ConfluenceOutput& o) {
  put_bytes(out, o);
}
void put(core::ByteWriter& out, const DecisionOutput& o) {
  put_bytes(out, o);
}
void put(core::ByteWriter& out, const SignalOutput& o) {
  put_bytes(out, o);
}
void put(core::ByteWriter& out, const MarketStateOutput& o) {
  put_bytes(out, o);
}

/// Market events pass through; their own codec says how.
template <class Event>
void put_event(core::ByteWriter& out, const Event& event) {
  core::encode(core::Event{event}, out);
}
void put(core::ByteWriter& out, const core::Trade& o) {
  put_event(out, o);
}
void put(core::ByteWriter& out, const core::Quote& o) {
  put_event(out, o);
}
void put(core::ByteWriter& out, const core::MarkPrice& o) {
  put_event(out, o);
}
void put(core::ByteWriter& out, const core::Liquidation& o) {
  put_event(out, o);
}
void put(core::ByteWriter& out, const core::FeedStatus& o) {
  put_event(out, o);
}

}  // namespace

void encode(const Output& output, core::ByteWriter& out) {
  out.put(static_cast<std::uint8_t>(output.index()));
  std::visit([&](const auto& o) { put(out, o); }, output);
}

}  // namespace tidemark::engine
