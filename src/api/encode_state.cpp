#include <array>

#include "api/encode.hpp"

namespace tidemark::api {
namespace {

/// An exact decimal that is written as a JSON number.
void encode_tick_size(net::JsonWriter& json, const core::Instrument& instrument) {
  json.decimal(instrument.tick_size.ticks, instrument.scale.price_decimals);
}

void encode_facts(net::JsonWriter& json, const core::Instrument& instrument) {
  json.key("symbol").text(instrument.symbol);
  json.key("venue").text(instrument.venue);
  json.key("market_type").text(core::name_of(instrument.market_type));
  json.key("price_decimals").integer(instrument.scale.price_decimals);
  json.key("qty_decimals").integer(instrument.scale.qty_decimals);
  encode_tick_size(json.key("tick_size"), instrument);
}

void encode_optional(net::JsonWriter& json, const std::optional<double>& value) {
  if (value) {
    json.number(*value);
  } else {
    json.null();
  }
}

void encode_timeframes(net::JsonWriter& json) {
  json.key("timeframes").begin_array();
  for (const core::Timeframe tf : core::kAllTimeframes) json.text(core::name_of(tf));
  json.end_array();
}

/// The score of the shortest timeframe judged: the one nearest to the data.
std::optional<double> quality_of(const InstrumentView& view) {
  for (const auto& quality : view.quality) {
    if (quality) return quality->quality.score;
  }
  return std::nullopt;
}

/// The best price of one side; null while the book is not live.
void encode_best(net::JsonWriter& json, const InstrumentView& view, core::BookLevel engine::BookOutput::* side) {
  if (view.book && view.book->state == engine::BookState::kLive) {
    json.decimal(((*view.book).*side).price.ticks, view.instrument.scale.price_decimals);
  } else {
    json.null();
  }
}

std::string_view feed_name_of(const InstrumentView& view) {
  return view.in_past ? "catching_up" : core::name_of(view.feed);
}

/// What SymbolInfo and MarketRow share, after the names.
void encode_market_members(net::JsonWriter& json, const InstrumentView& view, const MarketFacts& facts) {
  encode_optional(json.key("last"), view.last);
  encode_optional(json.key("change_24h_pct"), view.change_24h_pct);
  encode_optional(json.key("volume_24h"), view.volume_24h);
  json.key("feed").begin_object();
  json.key("state").text(feed_name_of(view));
  encode_time(json.key("since"), view.in_past ? std::nullopt : view.feed_since);
  encode_reason(json.key("reason"), facts.feed_reason);
  json.end_object();
  encode_optional(json.key("quality"), quality_of(view));
  json.key("signals").text(name_of(view.gate));
  json.key("subscribed").boolean(facts.subscribed);
  json.key("gaps_open").unsigned_integer(view.gaps_open);
  encode_best(json.key("bid"), view, &engine::BookOutput::best_bid);
  encode_best(json.key("ask"), view, &engine::BookOutput::best_ask);
  encode_insight_members(json, {view.instrument.venue, view.instrument.symbol}, view.insight);
}

void encode_quality_by_timeframe(net::JsonWriter& json, const InstrumentView& view) {
  json.key("quality").begin_object();
  for (const core::Timeframe tf : core::kAllTimeframes) {
    const auto& quality = view.quality[core::index_of(tf)];
    if (quality) json.key(core::name_of(tf)).number(quality->quality.score);
  }
  json.end_object();
}

void encode_book(net::JsonWriter& json, const InstrumentView& view) {
  json.key("book");
  if (!view.book) {
    json.null();
    return;
  }
  const core::Scale scale = view.instrument.scale;
  json.begin_object();
  json.key("state").text(name_of(view.book->state));
  if (view.book->state == engine::BookState::kLive) {
    json.key("bid").decimal(view.book->best_bid.price.ticks, scale.price_decimals);
    json.key("bid_qty").decimal(view.book->best_bid.qty.lots, scale.qty_decimals);
    json.key("ask").decimal(view.book->best_ask.price.ticks, scale.price_decimals);
    json.key("ask_qty").decimal(view.book->best_ask.qty.lots, scale.qty_decimals);
  }
  json.end_object();
}

}  // namespace

std::string_view name_of(engine::SignalGate gate) noexcept {
  return gate == engine::SignalGate::kPaused ? "paused" : "open";
}

std::string_view name_of(engine::BookState state) noexcept {
  constexpr std::array<std::string_view, 4> kNames{"empty", "syncing", "live", "stale"};
  return kNames[static_cast<std::size_t>(state)];
}

void encode_source(net::JsonWriter& json, const SourceInfo& source) {
  json.begin_object();
  json.key("kind").text(source.kind);
  json.key("label").text(source.label);
  json.key("reason").text(source.reason);
  json.key("since").text(core::format_iso(source.since));
  json.end_object();
}

void encode_time(net::JsonWriter& json, const std::optional<core::Timestamp>& time) {
  if (time) {
    json.text(core::format_iso(*time));
  } else {
    json.null();
  }
}

void encode_reason(net::JsonWriter& json, const std::string& reason) {
  if (reason.empty()) {
    json.null();
  } else {
    json.text(reason);
  }
}

void encode_market_row(net::JsonWriter& json, const InstrumentView& view, const MarketFacts& facts) {
  json.begin_object();
  json.key("symbol").text(view.instrument.symbol);
  json.key("venue").text(view.instrument.venue);
  encode_market_members(json, view, facts);
  json.end_object();
}

void encode_symbol(net::JsonWriter& json, const InstrumentView& view, const MarketFacts& facts,
                   const std::vector<double>& sparkline) {
  json.begin_object();
  encode_facts(json, view.instrument);
  json.key("feed_state").text(feed_name_of(view));
  encode_market_members(json, view, facts);
  json.key("sparkline").begin_array();
  for (const double close : sparkline) json.number(close);
  json.end_array();
  encode_timeframes(json);
  json.end_object();
}

void encode_stored_symbol(net::JsonWriter& json, const core::Instrument& instrument) {
  InstrumentView view;
  view.instrument = instrument;
  view.feed = core::FeedState::kClosed;
  encode_symbol(json, view, {.subscribed = false, .feed_reason = "only in the database"}, {});
}

void encode_stream(net::JsonWriter& json, const InstrumentView& view) {
  json.begin_object();
  json.key("symbol").text(view.instrument.symbol);
  json.key("venue").text(view.instrument.venue);
  json.key("feed_state").text(feed_name_of(view));
  json.key("signals").text(name_of(view.gate));
  json.key("pause_reason");
  if (view.pause_reason) {
    json.text(core::name_of(*view.pause_reason));
  } else {
    json.null();
  }
  encode_time(json.key("updated"), view.updated);
  encode_quality_by_timeframe(json, view);
  encode_book(json, view);
  json.end_object();
}

}  // namespace tidemark::api
