#include "engine/decision_codec.hpp"

#include <cstdint>

#include "analysis/kernel/snapshot.hpp"

namespace tidemark::engine {
namespace {

using analysis::snapshot_detail::save;
using core::ByteWriter;

void put(ByteWriter& out, const decision::Factor& factor) {
  out.put(factor.type);
  out.put(factor.timeframe);
  out.put(factor.side);
  for (const double value : {factor.price, factor.strength, factor.confidence, factor.freshness}) out.put(value);
  save(factor.finding, out);
  out.put(static_cast<std::uint8_t>(factor.zone.has_value()));
  if (!factor.zone) return;
  out.put(factor.zone->kind);
  out.put(factor.zone->status);
  out.put(factor.zone->tests);
  out.put(factor.zone->top);
  out.put(factor.zone->bottom);
}

void put(ByteWriter& out, const decision::Weights& weights) {
  save(weights.share, out);
  out.put(weights.source);
  out.put(weights.outcomes);
}

void put(ByteWriter& out, const decision::Frame& frame) {
  out.put(frame.present);
  out.put(frame.pip);
  put(out, frame.weights);
  const decision::ConfluenceSettings& s = frame.settings;
  for (const double value : {s.tolerance_pips, s.max_distance_pips, s.fibonacci_bonus, s.bonus_pips}) out.put(value);
}

void put(ByteWriter& out, const decision::ConfluenceZone& zone) {
  out.put(zone.side);
  for (const double value : {zone.price, zone.top, zone.bottom}) out.put(value);
  save(zone.score.contributions, out);
  save(zone.score.strongest, out);
  out.put(zone.score.bonus);
  out.put(zone.score.total);
  const decision::ZoneFeatures& f = zone.features;
  out.put(f.factor_count);
  out.put(f.type_count);
  out.put(f.mean_strength);
  out.put(f.sd_zone_count);
  out.put(f.sd_zone_strength_avg);
  out.put(f.sd_fibonacci_alignment_count);
  out.put(f.sd_fresh_zone_count);
  out.put(f.sd_tested_zone_count);
  out.put(zone.first);
  out.put(zone.count);
}

void put(ByteWriter& out, const decision::Reading& reading) {
  out.put(reading.component);
  for (const decision::Part& part : reading.parts) {
    out.put(part.timeframe);
    out.put(static_cast<std::uint8_t>(part.known));
    out.put(part.value);
  }
  out.put(static_cast<std::uint8_t>(reading.known));
  for (const double value : {reading.value, reading.weight, reading.contribution}) out.put(value);
}

void put(ByteWriter& out, const decision::Plan& plan) {
  out.put(plan.entry);
  out.put(plan.stop);
  save(plan.targets, out);
  for (const double value : {plan.risk_reward, plan.risk_percent, plan.size_hint}) out.put(value);
  out.put(static_cast<std::uint8_t>(plan.stop_at_level));
  out.put(static_cast<std::uint8_t>(plan.target_at_level));
}

/// What a trace says before its lists.
void put_head(ByteWriter& out, const decision::Trace& trace) {
  out.put(trace.instrument.value);
  out.put(trace.candle.ns);
  out.put(trace.known_at.ns);
  out.put(trace.price);
  out.put(trace.pip);
  out.put(trace.data);
  out.put(trace.verdict);
  out.put(trace.type);
  out.put(trace.leaning);
  out.put(trace.side);
  out.put(static_cast<std::uint8_t>(trace.signal.has_value()));
  out.put(trace.signal.value_or(0));
  for (const double value : {trace.score, trace.confluence, trace.confluence_against, trace.bonus}) out.put(value);
}

}  // namespace

void put_bytes(ByteWriter& out, const ConfluenceOutput& output) {
  out.put(output.instrument.value);
  out.put(output.timeframe);
  const decision::Confluence& c = *output.confluence;
  out.put(c.time.ns);
  out.put(c.known_at.ns);
  put(out, c.frame);
  out.put(static_cast<std::uint32_t>(c.zones.size()));
  for (const auto& zone : c.zones) put(out, zone);
  out.put(static_cast<std::uint32_t>(c.factors.size()));
  for (const auto& factor : c.factors) put(out, factor);
  out.put(output.known_at.ns);
}

void put_bytes(ByteWriter& out, const DecisionOutput& output) {
  out.put(output.instrument.value);
  const decision::Trace& trace = *output.trace;
  put_head(out, trace);
  for (const auto& reading : trace.readings) put(out, reading);
  out.put(static_cast<std::uint32_t>(trace.factors.size()));
  for (const auto& one : trace.factors.items()) {
    put(out, one.factor);
    out.put(one.weight);
    out.put(one.contribution);
  }
  const auto& c = trace.confidence_parts;
  for (const double part : {c.volume, c.trend_alignment, c.market_context, c.historical_success,
                            c.timeframe_convergence, trace.confidence}) {
    out.put(part);
  }
  for (const auto& filter : trace.filters) {
    out.put(filter.filter);
    out.put(filter.state);
    out.put(filter.value);
    out.put(filter.threshold);
  }
  for (const auto& gate : trace.gates) {
    out.put(gate.gate);
    out.put(static_cast<std::uint8_t>(gate.asked));
    out.put(static_cast<std::uint8_t>(gate.passed));
    out.put(gate.value);
    out.put(gate.threshold);
  }
  put(out, trace.plan);
  put(out, trace.weights);
  out.put(trace.configuration);
  out.put(std::int32_t{trace.logic_version});
  out.put(output.known_at.ns);
}

void put_bytes(ByteWriter& out, const SignalOutput& output) {
  out.put(output.instrument.value);
  save(*output.signal, out);
  out.put(static_cast<std::uint8_t>(output.signal->ended.has_value()));
  out.put(output.signal->ended.value_or(core::Timestamp{}).ns);
  out.put(output.known_at.ns);
}

void put_bytes(ByteWriter& out, const MarketStateOutput& output) {
  out.put(output.instrument.value);
  const auto& regime = output.state.regime;
  out.put(static_cast<std::uint8_t>(regime.has_value()));
  if (regime) {
    out.put(regime->timeframe);
    out.put(regime->trend);
    out.put(static_cast<std::uint8_t>(regime->volatile_));
  }
  out.put(output.state.live_zones);
  out.put(output.known_at.ns);
}

}  // namespace tidemark::engine
