#include "api/encode_trace.hpp"

#include <array>
#include <cmath>

#include "analysis/structure/structure.hpp"
#include "analysis/zones/zones.hpp"
#include "api/decision_record.hpp"
#include "net/json_writer.hpp"

namespace tidemark::api {
namespace {

using net::JsonWriter;
using namespace decision;

template <class Enum, std::size_t kCount>
std::string_view name_in(const std::array<std::string_view, kCount>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

void encode(JsonWriter& json, const Reading& reading) {
  json.begin_object();
  json.key("name").text(name_in(kComponentNames, reading.component));
  json.key("known").boolean(reading.known);
  json.key("value").number(reading.value);
  json.key("weight").number(reading.weight);
  json.key("contribution").number(reading.contribution);
  json.key("timeframes").begin_array();
  if (reading.component != Component::kConfluence) {
    for (const Part& part : reading.parts) {
      json.begin_object();
      json.key("timeframe").text(core::name_of(part.timeframe));
      json.key("known").boolean(part.known);
      json.key("value").number(part.value);
      json.end_object();
    }
  }
  json.end_array();
  json.end_object();
}

void encode(JsonWriter& json, const Gate& gate) {
  json.begin_object();
  json.key("name").text(name_in(kGateNames, gate.gate));
  json.key("asked").boolean(gate.asked);
  json.key("passed").boolean(gate.passed);
  json.key("value").number(gate.value);
  json.key("threshold").number(gate.threshold);
  json.key("margin").number(gate.margin());
  json.end_object();
}

void encode(JsonWriter& json, const FilterResult& filter) {
  json.begin_object();
  json.key("name").text(name_in(kEntryFilterNames, filter.filter));
  json.key("state").text(name_in(kFilterStateNames, filter.state));
  json.key("value").number(filter.value);
  json.key("threshold").number(filter.threshold);
  json.end_object();
}

void encode(JsonWriter& json, const TraceFactor& one, const Trace& trace) {
  const Factor& factor = one.factor;
  json.begin_object();
  json.key("type").text(name_of(factor.type));
  json.key("timeframe").text(core::name_of(factor.timeframe));
  json.key("price").number(factor.price);
  json.key("strength").number(factor.strength);
  json.key("confidence").number(factor.confidence);
  json.key("freshness").number(factor.freshness);
  json.key("weight").number(one.weight);
  json.key("contribution").number(one.contribution);
  json.key("finding").raw(factor_metadata(factor, trace.price, trace.pip));
  json.end_object();
}

void encode_confidence(JsonWriter& json, const Trace& trace) {
  const auto& parts = trace.confidence_parts;
  json.key("confidence").begin_object();
  json.key("value").number(trace.confidence);
  json.key("volume").number(parts.volume);
  json.key("trend_alignment").number(parts.trend_alignment);
  json.key("market_context").number(parts.market_context);
  json.key("historical_success").number(parts.historical_success);
  json.key("timeframe_convergence").number(parts.timeframe_convergence);
  json.end_object();
}

void encode_plan(JsonWriter& json, const Trace& trace) {
  json.key("plan");
  if (!trace.gates[static_cast<std::size_t>(GateId::kRiskReward)].asked) {
    json.null();
    return;
  }
  const Plan& plan = trace.plan;
  json.begin_object();
  json.key("entry").number(plan.entry);
  json.key("stop").number(plan.stop);
  json.key("stop_at_level").boolean(plan.stop_at_level);
  json.key("targets").begin_array();
  for (const double target : plan.targets.items()) json.number(target);
  json.end_array();
  json.key("target_at_level").boolean(plan.target_at_level);
  json.key("risk_reward").number(plan.risk_reward);
  json.key("risk_percent").number(plan.risk_percent);
  json.key("size_hint").number(plan.size_hint);
  json.end_object();
}

/// What would flip the outcome; of a score that does not reach, which reading alone could carry it there.
void encode_change(JsonWriter& json, const Trace& trace) {
  json.key("nearest_change").begin_array();
  const auto changes = nearest_change(trace);
  for (const Change& change : changes.items()) {
    json.begin_object();
    json.key("gate").text(name_in(kGateNames, change.gate));
    json.key("from").number(change.from);
    json.key("to").number(change.to);
    json.key("readings").begin_array();
    if (change.gate == GateId::kDirection) {
      for (const Reading& reading : trace.readings) {
        const auto needed = reading_needed(trace, reading.component, change.to);
        if (!needed) continue;
        json.begin_object();
        json.key("name").text(name_in(kComponentNames, reading.component));
        json.key("from").number(reading.value);
        json.key("to").number(*needed);
        json.end_object();
      }
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

void encode_versions(JsonWriter& json, const Trace& trace) {
  json.key("versions").begin_object();
  json.key("decision").integer(trace.logic_version);
  json.key("structure").integer(analysis::structure::Structure::kLogicVersion);
  json.key("zones").integer(analysis::zones::Zones::kLogicVersion);
  json.key("configuration").text(configuration_text(trace.configuration));
  json.key("weights").text(name_in(kWeightSourceNames, trace.weights.source));
  json.key("weights_outcomes").unsigned_integer(trace.weights.outcomes);
  json.end_object();
}

void encode_head(JsonWriter& json, const core::Instrument& instrument, const Trace& trace) {
  json.key("id").text(trace_id_of({instrument.venue, instrument.symbol}, trace.known_at));
  json.key("symbol").text(instrument.symbol);
  json.key("venue").text(instrument.venue);
  json.key("candle").text(core::format_iso(trace.candle));
  json.key("data").text(name_in(kDataStateNames, trace.data));
  encode_verdict_members(json, trace);
  json.key("signal");
  trace.signal ? json.unsigned_integer(*trace.signal) : json.null();
}

}  // namespace

std::string configuration_text(std::uint64_t configuration) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (auto place = text.rbegin(); place != text.rend(); ++place, configuration >>= 4U) {
    *place = kDigits[configuration & 15U];
  }
  return text;
}

void encode_verdict_members(JsonWriter& json, const Trace& trace) {
  json.key("known_at").text(core::format_iso(trace.known_at));
  json.key("price").number(trace.price);
  json.key("verdict").text(name_in(kVerdictNames, trace.verdict));
  json.key("type").text(name_of(trace.type));
  json.key("leaning").text(name_of(trace.leaning));
  json.key("direction").text(trace.side == Side::kNone ? "neutral" : name_of(trace.side));
  json.key("score").number(trace.score);
}

void encode_readings(JsonWriter& json, const Trace& trace) {
  for (const Reading& reading : trace.readings) encode(json, reading);
}

std::string encode_trace(const core::Instrument& instrument, const Trace& trace) {
  std::string text;
  text.reserve(6000);
  JsonWriter json{text};
  json.begin_object();
  encode_head(json, instrument, trace);
  json.key("readings").begin_array();
  encode_readings(json, trace);
  json.end_array();
  json.key("gates").begin_array();
  for (const Gate& gate : trace.gates) encode(json, gate);
  json.end_array();
  json.key("confluence").begin_object();
  json.key("score").number(trace.confluence);
  json.key("against").number(trace.confluence_against);
  json.key("bonus").number(trace.bonus);
  json.key("factors").begin_array();
  for (const TraceFactor& one : trace.factors.items()) encode(json, one, trace);
  json.end_array();
  json.end_object();
  encode_confidence(json, trace);
  json.key("entry_filters").begin_array();
  for (const FilterResult& filter : trace.filters) encode(json, filter);
  json.end_array();
  encode_plan(json, trace);
  encode_change(json, trace);
  encode_versions(json, trace);
  json.end_object();
  return text;
}

}  // namespace tidemark::api
