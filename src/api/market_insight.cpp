#include "api/market_insight.hpp"

#include <algorithm>

#include "analysis/chart_patterns/pattern.hpp"
#include "api/decision_record.hpp"

namespace tidemark::api {
namespace {

using net::JsonWriter;

template <class Enum, std::size_t kCount>
std::optional<Enum> value_in(const std::array<std::string_view, kCount>& names, std::string_view name) {
  const auto* const it = std::ranges::find(names, name);
  if (it == names.end()) return std::nullopt;
  return static_cast<Enum>(it - names.begin());
}

decision::Side side_named(std::string_view name) {
  return name == "bearish" ? decision::Side::kBearish : decision::Side::kBullish;
}

void encode(JsonWriter& json, const decision::RegimeReading& regime) {
  const analysis::chart_patterns::Regime named{regime.trend, regime.volatile_};
  json.begin_object();
  json.key("timeframe").text(core::name_of(regime.timeframe));
  json.key("name").text(analysis::chart_patterns::name_of(named));
  json.end_object();
}

void encode(JsonWriter& json, const BestConfluence& best) {
  json.begin_object();
  json.key("timeframe").text(core::name_of(best.timeframe));
  json.key("direction").text(decision::name_of(best.side));
  json.key("score").number(best.score);
  json.key("price").number(best.price);
  json.key("top").number(best.top);
  json.key("bottom").number(best.bottom);
  json.end_object();
}

void encode(JsonWriter& json, const NewestSignal& signal, const storage::InstrumentKey& instrument) {
  json.begin_object();
  json.key("type").text(name_of(signal.type));
  json.key("direction").text(decision::name_of(signal.side));
  json.key("status").text(name_of(signal.status));
  json.key("confidence").number(signal.confidence);
  json.key("known_at").text(core::format_iso(signal.known_at));
  json.key("trace_id").text(trace_id_of(instrument, signal.known_at));
  json.end_object();
}

}  // namespace

std::optional<BestConfluence> best_of(core::Timeframe timeframe, const decision::Confluence& chart) {
  if (chart.zones.empty()) return std::nullopt;
  const decision::ConfluenceZone& zone = chart.zones.front();
  return BestConfluence{timeframe, zone.side, zone.score.total, zone.price, zone.top, zone.bottom};
}

std::optional<BestConfluence> best_of(const storage::ConfluenceRecord& chart) {
  if (chart.zones.empty()) return std::nullopt;
  const storage::ConfluenceZoneRecord& zone = chart.zones.front();
  return BestConfluence{
      chart.series.timeframe, side_named(zone.direction), zone.score, zone.price, zone.top, zone.bottom};
}

NewestSignal row_signal_of(const decision::Signal& signal) {
  return {signal.type, signal.side, signal.status, signal.confidence, signal.known_at};
}

std::optional<NewestSignal> row_signal_of(const storage::SignalRecord& signal) {
  const auto type = value_in<decision::SignalType>(decision::kSignalTypeNames, signal.type);
  const auto status = value_in<decision::SignalStatus>(decision::kSignalStatusNames, signal.status);
  if (!type || !status) return std::nullopt;
  return NewestSignal{*type, side_named(signal.direction), *status, signal.confidence, signal.known_at};
}

void encode_confluence_or_null(JsonWriter& json, const std::optional<BestConfluence>& best) {
  if (best) {
    encode(json, *best);
  } else {
    json.null();
  }
}

void encode_insight_members(JsonWriter& json, const storage::InstrumentKey& instrument, const MarketInsight& insight) {
  json.key("regime");
  if (insight.market && insight.market->regime) {
    encode(json, *insight.market->regime);
  } else {
    json.null();
  }
  encode_confluence_or_null(json.key("confluence"), insight.confluence);
  json.key("zones_active");
  insight.market ? json.unsigned_integer(insight.market->live_zones) : json.null();
  json.key("signal");
  if (insight.signal) {
    encode(json, *insight.signal, instrument);
  } else {
    json.null();
  }
}

}  // namespace tidemark::api
