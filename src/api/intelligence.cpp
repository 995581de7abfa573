#include "api/intelligence.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "api/decision_record.hpp"
#include "api/encode.hpp"
#include "api/encode_trace.hpp"
#include "api/market_insight.hpp"
#include "api/pattern_series.hpp"

namespace tidemark::api {
namespace {

using net::JsonWriter;

/// Nearest prices told on each side.
constexpr std::size_t kLevels = 5;
/// Levels of a book that its lean is reckoned from.
constexpr std::size_t kBookLevels = 20;

/// A decision in short; why, is in its trace.
void encode_decision(JsonWriter& json, const core::Instrument& instrument, const decision::Trace& trace) {
  json.begin_object();
  json.key("trace_id").text(trace_id_of({instrument.venue, instrument.symbol}, trace.known_at));
  encode_verdict_members(json, trace);
  json.key("confluence").number(trace.confluence);
  json.key("confluence_against").number(trace.confluence_against);
  json.key("confidence").number(trace.confidence);
  json.key("missed").begin_array();
  for (const decision::Gate& gate : trace.gates) {
    if (gate.asked && !gate.passed) json.text(decision::kGateNames[static_cast<std::size_t>(gate.gate)]);
  }
  json.end_array().end_object();
}

void encode_pattern(JsonWriter& json, const SeenPattern& seen) {
  json.begin_object();
  json.key("name").text(info_of(seen.pattern).id);
  json.key("direction").text(seen.direction());
  json.key("time").text(core::format_iso(seen.open_time));
  json.key("confidence").number(seen.confidence());
  json.end_object();
}

/// Of every timeframe of which something is known.
void encode_timeframes(JsonWriter& json, const LiveState& live, const core::Instrument& instrument) {
  json.begin_array();
  for (const core::Timeframe timeframe : core::kAllTimeframes) {
    const auto chart = live.confluence(instrument.id, timeframe);
    const auto patterns = live.newest_patterns(instrument.id, timeframe, 1).items;
    if (chart == nullptr && patterns.empty()) continue;
    json.begin_object();
    json.key("timeframe").text(core::name_of(timeframe));
    encode_confluence_or_null(json.key("confluence"), chart == nullptr ? std::nullopt : best_of(timeframe, *chart));
    json.key("pattern");
    if (patterns.empty()) {
      json.null();
    } else {
      encode_pattern(json, seen_of(patterns.front(), instrument.scale));
    }
    json.end_object();
  }
  json.end_array();
}

struct Levels {
  std::vector<BestConfluence> above;  ///< nearest first
  std::vector<BestConfluence> below;
};

/// The confluence zones of the charts around a price; of those at one price the strongest.
Levels levels_around(const LiveState& live, core::InstrumentId id, double price) {
  Levels levels;
  for (const core::Timeframe timeframe : kInsightCharts) {
    const auto chart = live.confluence(id, timeframe);
    if (chart == nullptr) continue;
    for (const decision::ConfluenceZone& zone : chart->zones) {
      auto& side = zone.price >= price ? levels.above : levels.below;
      side.push_back({timeframe, zone.side, zone.score.total, zone.price, zone.top, zone.bottom});
    }
  }
  const auto settle = [price](std::vector<BestConfluence>& side) {
    std::ranges::sort(side, [price](const BestConfluence& a, const BestConfluence& b) {
      const double to_a = std::abs(a.price - price);
      const double to_b = std::abs(b.price - price);
      return to_a != to_b ? to_a < to_b : a.score > b.score;
    });
    const auto same = [](const BestConfluence& a, const BestConfluence& b) { return a.price == b.price; };
    side.erase(std::ranges::unique(side, same).begin(), side.end());
    if (side.size() > kLevels) side.resize(kLevels);
  };
  settle(levels.above);
  settle(levels.below);
  return levels;
}

void encode_levels(JsonWriter& json, const std::vector<BestConfluence>& levels) {
  json.begin_array();
  for (const BestConfluence& level : levels) encode_confluence_or_null(json, level);
  json.end_array();
}

/// (bids - asks) / (bids + asks) of the quantities of the best levels; null without a live book.
void encode_lean(JsonWriter& json, const std::optional<engine::BookDepth>& depth) {
  double bids = 0;
  double asks = 0;
  if (depth && depth->state == engine::BookState::kLive) {
    const auto sum = [](std::span<const core::BookLevel> levels) {
      double lots = 0;
      for (const core::BookLevel& level : levels.first(std::min(kBookLevels, levels.size()))) {
        lots += static_cast<double>(level.qty.lots);
      }
      return lots;
    };
    bids = sum(depth->bids());
    asks = sum(depth->asks());
  }
  bids + asks > 0 ? json.number((bids - asks) / (bids + asks)) : json.null();
}

void encode_error(JsonWriter& json, const core::Error& error) {
  json.begin_object();
  json.key("code").text(error.code);
  json.key("detail").text(error.message);
  json.end_object();
}

}  // namespace

void encode_analysis(JsonWriter& json, const Context& context, const InstrumentView& view) {
  json.begin_object();
  encode_market_row(json.key("row"), view, market_facts(context, view.instrument));
  json.key("updated");
  encode_time(json, view.updated);
  json.key("decision");
  if (const auto trace = context.live.trace(view.instrument.id)) {
    encode_decision(json, view.instrument, *trace);
  } else {
    json.null();
  }
  encode_timeframes(json.key("timeframes"), context.live, view.instrument);
  json.end_object();
}

BulkItem encode_bulk_item(JsonWriter& json, const Context& context, std::string_view name) {
  json.begin_object();
  json.key("symbol").text(name);
  const auto parsed = core::parse_symbol(name);
  const auto instrument = parsed ? find_live(context, *parsed) : std::unexpected(parsed.error());
  const auto view = instrument ? context.live.view(instrument->id) : std::nullopt;
  json.key("analysis");
  if (view) {
    encode_analysis(json, context, *view);
  } else {
    json.null();
  }
  json.key("error");
  if (instrument) {
    json.null();
  } else {
    encode_error(json, instrument.error());
  }
  json.end_object();
  return view ? BulkItem::kAnalyzed : BulkItem::kFailed;
}

std::string encode_market_context(const Context& context, const InstrumentView& view) {
  const core::InstrumentId id = view.instrument.id;
  const auto trace = context.live.trace(id);
  std::string text;
  JsonWriter json{text};
  json.begin_object();
  encode_market_row(json.key("row"), view, market_facts(context, view.instrument));
  json.key("updated");
  encode_time(json, view.updated);
  json.key("sparkline").begin_array();
  for (const double close : context.live.sparkline(id)) json.number(close);
  json.end_array();
  json.key("readings").begin_array();
  if (trace != nullptr) encode_readings(json, *trace);
  json.end_array();
  const Levels levels = view.last ? levels_around(context.live, id, *view.last) : Levels{};
  encode_levels(json.key("levels_above"), levels.above);
  encode_levels(json.key("levels_below"), levels.below);
  encode_lean(json.key("book_lean"), context.live.depth(id));
  json.end_object();
  return text;
}

}  // namespace tidemark::api
