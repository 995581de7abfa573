#include "api/stream_channels.hpp"

#include <algorithm>

#include "api/decision_record.hpp"
#include "api/encode_chart_patterns.hpp"
#include "api/encode_decisions.hpp"
#include "api/encode_patterns.hpp"
#include "api/encode_structure.hpp"
#include "api/encode_volume.hpp"
#include "api/encode_zones.hpp"

namespace tidemark::api {
namespace {

/// Closed candles told in one go; more than these at once are told as a snapshot.
constexpr std::size_t kDeltasAtOnce = 1000;
/// Rows also change without a word of the engine: subscriptions, reasons.
constexpr core::Duration kAllRowsInterval = core::seconds(2);

}  // namespace

Channel::Told CandleChannel::tell() {
  const auto instrument = world_.live.instrument(instrument_);
  if (!instrument) return Told::kAll;
  const core::Timestamp next = last_closed_ ? *last_closed_ + core::nanoseconds(1) : core::Timestamp{INT64_MIN};
  const SeriesView news = world_.live.since(instrument_, timeframe_, next, kDeltasAtOnce + 1);
  // Without an older candle in memory there is no telling what fell out between the last one told and the first here.
  const bool broken = !news.has_older && !news.complete;
  // A repair has changed the past: what was told is told anew.
  if (broken || news.rewrites != rewrites_ || news.closed.size() > kDeltasAtOnce) {
    look();
    return Told::kAll;
  }
  for (const core::Candle& candle : news.closed) {
    tell_candle(candle, core::CandleState::kClosed, instrument->scale, news.known_at);
    last_closed_ = candle.open_time;
  }
  return tell_forming(news, instrument->scale);
}

Channel::Told CandleChannel::tell_forming(const SeriesView& view, core::Scale scale) {
  if (!view.forming || view.forming == last_forming_) return Told::kAll;
  const core::Duration now = world_.clock.monotonic();
  if (last_forming_ && now - forming_told_ < world_.options.forming_interval) return Told::kLater;
  tell_candle(*view.forming, core::CandleState::kForming, scale, view.known_at);
  last_forming_ = view.forming;
  forming_told_ = now;
  return Told::kAll;
}

void CandleChannel::tell_candle(const core::Candle& candle, core::CandleState state, core::Scale scale,
                                core::Timestamp known_at) {
  const bool closed = state == core::CandleState::kClosed;
  std::string data;
  net::JsonWriter json{data};
  json.begin_object().key("candle");
  encode_candle(json, candle, scale);
  json.key("state").text(closed ? "closed" : "forming").end_object();
  broadcast({.type = "candle",
             .data = data,
             .kind = closed ? net::FrameKind::kKeep : net::FrameKind::kConflate,
             .known_at = known_at});
}

std::string CandleChannel::look() {
  const auto instrument = world_.live.instrument(instrument_);
  const SeriesView view = world_.live.newest(instrument_, timeframe_, world_.options.snapshot_candles);
  const bool together = !warm() || (view.rewrites == rewrites_ && catch_up(view, instrument->scale));
  rewrites_ = view.rewrites;
  last_closed_ = view.closed.empty() ? std::nullopt : std::optional{view.closed.back().open_time};
  last_forming_ = view.forming;
  forming_told_ = world_.clock.monotonic();
  std::string whole = encode_window({*instrument, SeriesRef::Kind::kLive, timeframe_},
                                    {instrument->scale, view.closed, view.forming, view.has_older || !view.complete});
  if (!together) resync(whole);
  return whole;
}

/// Tells the closed candles of `view` that come after the last one told; false when some between are not in it.
bool CandleChannel::catch_up(const SeriesView& view, core::Scale scale) {
  const auto is_new = [&](const core::Candle& c) { return !last_closed_ || c.open_time > *last_closed_; };
  const bool all_new = !view.closed.empty() && is_new(view.closed.front());
  if (all_new && (view.has_older || !view.complete)) return false;
  for (const core::Candle& candle : view.closed) {
    if (!is_new(candle)) continue;
    tell_candle(candle, core::CandleState::kClosed, scale, view.known_at);
    last_closed_ = candle.open_time;
  }
  return true;
}

Channel::Told BookChannel::tell() {
  const auto depth = world_.live.depth(instrument_);
  if (!depth || (told_id_ == depth->update_id && told_state_ == depth->state)) return Told::kAll;
  const core::Duration now = world_.clock.monotonic();
  const bool is_new_state = !told_id_ || told_state_ != depth->state;
  if (!is_new_state && now - told_at_ < world_.options.book_interval) return Told::kLater;
  const auto instrument = world_.live.instrument(instrument_);
  const std::string data = encode_order_book(*instrument, depth, world_.options.book_levels);
  told_at_ = now;
  told_id_ = depth->update_id;
  told_state_ = depth->state;
  broadcast({.type = "book",
             .data = data,
             .kind = net::FrameKind::kConflate,
             .replay = Replay::kNone,
             .known_at = depth->known_at});
  return Told::kAll;
}

std::string BookChannel::look() {
  const auto depth = world_.live.depth(instrument_);
  const auto instrument = world_.live.instrument(instrument_);
  return encode_order_book(*instrument, depth, world_.options.book_levels);
}

TradesView TradeChannel::newest() const {
  return world_.live.newest_trades(instrument_, SIZE_MAX);
}
TradesView TradeChannel::after(std::uint64_t number) const {
  return world_.live.trades_after(instrument_, number);
}
std::string TradeChannel::document(const std::vector<core::Trade>& items) const {
  return encode_trades(*world_.live.instrument(instrument_), items);
}

Channel::Told PatternChannel::tell() {
  const Told closed = RecentChannel::tell();
  return tell_forming() == Told::kLater ? Told::kLater : closed;
}

Channel::Told PatternChannel::tell_forming() {
  const auto forming = world_.live.forming_patterns(instrument_, timeframe_);
  const auto instrument = world_.live.instrument(instrument_);
  std::string data = encode_forming_patterns({*instrument, SeriesRef::Kind::kLive, timeframe_}, forming);
  const bool has_none = !forming || forming->hits.found() == 0;
  // Where nothing was shown there is nothing to take back.
  if ((data == forming_ && !has_newcomer_) || (has_none && forming_.empty())) return Told::kAll;
  const core::Duration now = world_.clock.monotonic();
  if (!forming_.empty() && now - forming_told_ < world_.options.forming_interval) return Told::kLater;
  broadcast({.type = "pattern_forming",
             .data = data,
             .kind = net::FrameKind::kConflate,
             .replay = Replay::kNone,
             .known_at = forming ? forming->known_at : core::Timestamp{}});
  forming_ = has_none ? std::string{} : std::move(data);
  forming_told_ = now;
  has_newcomer_ = false;
  return Told::kAll;
}

std::string PatternChannel::look() {
  has_newcomer_ = true;
  return RecentChannel::look();
}

PatternsView PatternChannel::newest() const {
  return world_.live.newest_patterns(instrument_, timeframe_, SIZE_MAX);
}
PatternsView PatternChannel::after(std::uint64_t number) const {
  return world_.live.patterns_after(instrument_, timeframe_, number);
}
std::string PatternChannel::document(const std::vector<engine::PatternOutput>& items) const {
  const auto instrument = world_.live.instrument(instrument_);
  std::vector<SeenPattern> patterns;
  patterns.reserve(items.size());
  for (const engine::PatternOutput& item : items) patterns.push_back(seen_of(item, instrument->scale));
  return encode_patterns({*instrument, SeriesRef::Kind::kLive, timeframe_}, patterns);
}

VolumeView VolumeChannel::newest() const {
  return world_.live.newest_volume(instrument_, timeframe_, SIZE_MAX);
}
VolumeView VolumeChannel::after(std::uint64_t number) const {
  return world_.live.volume_after(instrument_, timeframe_, number);
}
std::string VolumeChannel::document(const std::vector<engine::VolumeOutput>& items) const {
  std::vector<SeenVolume> findings;
  findings.reserve(items.size());
  for (const engine::VolumeOutput& item : items) findings.push_back(seen_of(item));
  return encode_volume_update({*world_.live.instrument(instrument_), SeriesRef::Kind::kLive, timeframe_}, findings);
}

StructureView StructureChannel::newest() const {
  return world_.live.newest_structure(instrument_, timeframe_, SIZE_MAX);
}
StructureView StructureChannel::after(std::uint64_t number) const {
  return world_.live.structure_after(instrument_, timeframe_, number);
}
std::string StructureChannel::document(const std::vector<engine::StructureOutput>& items) const {
  return encode_structure_update({*world_.live.instrument(instrument_), SeriesRef::Kind::kLive, timeframe_}, items);
}
std::string_view StructureChannel::message_of(const engine::StructureOutput& item) const {
  using enum analysis::structure::Kind;
  if (item.kind == kFractal) return "fractal_update";
  if (item.kind == kSwing || item.kind == kTrend) return "swing_update";
  return item.kind == kFibonacci ? "fibonacci_update" : "structure_update";
}

ZonesView ZoneChannel::newest() const {
  return world_.live.newest_zones(instrument_, timeframe_, SIZE_MAX);
}
ZonesView ZoneChannel::after(std::uint64_t number) const {
  return world_.live.zones_after(instrument_, timeframe_, number);
}
std::string ZoneChannel::document(const std::vector<SaidZone>& items) const {
  return encode_zone_update({*world_.live.instrument(instrument_), SeriesRef::Kind::kLive, timeframe_}, items);
}
std::string_view ZoneChannel::message_of(const SaidZone& item) const {
  switch (item.zone.event) {
    using enum analysis::zones::ZoneEventKind;
    case kCreated:
      break;
    case kTested:
    case kOutcome:
      return "sd_zone_tested";
    case kBroken:
      return "sd_zone_broken";
    case kFlipped:
      return "sd_zone_flipped";
    case kExpired:
      return "sd_zone_expired";
  }
  return "sd_zone_created";
}

ChartPatternsView ChartPatternChannel::newest() const {
  return world_.live.newest_chart_patterns(instrument_, timeframe_, SIZE_MAX);
}
ChartPatternsView ChartPatternChannel::after(std::uint64_t number) const {
  return world_.live.chart_patterns_after(instrument_, timeframe_, number);
}
std::string ChartPatternChannel::document(const std::vector<engine::ChartPatternOutput>& items) const {
  return encode_chart_pattern_update({*world_.live.instrument(instrument_), SeriesRef::Kind::kLive, timeframe_}, items);
}

Channel::Told ConfluenceChannel::tell() {
  tell_newer(world_.live.confluence(instrument_, timeframe_));
  return Told::kAll;
}

std::string ConfluenceChannel::look() {
  auto newest = world_.live.confluence(instrument_, timeframe_);
  if (warm()) {
    tell_newer(std::move(newest));
  } else {
    told_ = std::move(newest);
  }
  return document(told_.get());
}

void ConfluenceChannel::tell_newer(std::shared_ptr<const decision::Confluence> newest) {
  if (newest == nullptr || newest == told_) return;
  told_ = std::move(newest);
  const std::string data = document(told_.get());
  broadcast({.type = "confluence_update",
             .data = data,
             .kind = net::FrameKind::kConflate,
             .replay = Replay::kNone,
             .known_at = told_->known_at});
}

std::string ConfluenceChannel::document(const decision::Confluence* confluence) const {
  const auto instrument = world_.live.instrument(instrument_);
  const storage::SeriesKey key{instrument->venue, instrument->symbol, timeframe_};
  if (confluence == nullptr) return encode_confluence(key, nullptr);
  const auto record = record_of(*instrument, timeframe_, *confluence);
  return encode_confluence(key, &record);
}

SignalsView SignalChannel::newest() const {
  return world_.live.newest_signals(SIZE_MAX);
}
SignalsView SignalChannel::after(std::uint64_t number) const {
  return world_.live.signals_after(number);
}
std::string SignalChannel::document(const std::vector<engine::SignalOutput>& items) const {
  std::vector<storage::SignalRecord> records;
  records.reserve(items.size());
  for (const engine::SignalOutput& item : items) {
    if (const auto instrument = world_.live.instrument(item.instrument)) {
      records.push_back(record_of(*instrument, *item.signal));
    }
  }
  return encode_signal_update(records);
}

std::string AlertsChannel::document(const std::vector<SaidAlert>& items) const {
  std::string data;
  net::JsonWriter json{data};
  json.begin_object().key("alerts").begin_array();
  for (const SaidAlert& item : items) json.raw(item.document);
  json.end_array().end_object();
  return data;
}

std::string TradingChannel::document(const std::vector<SaidTrading>& items) const {
  std::string data;
  net::JsonWriter json{data};
  json.begin_object();
  using Kind = SaidTrading::Kind;
  for (const auto& [kind, name] :
       {std::pair{Kind::kChange, "changes"}, {Kind::kSignal, "signals"}, {Kind::kStep, "steps"}}) {
    json.key(name).begin_array();
    for (const SaidTrading& item : items) {
      if (item.kind == kind) json.raw(item.document);
    }
    json.end_array();
  }
  json.end_object();
  return data;
}

Channel::Told MarketsChannel::tell() {
  const core::Duration now = world_.clock.monotonic();
  if (now - told_at_ < world_.options.markets_interval) return Told::kLater;
  told_at_ = now;
  if (now - all_at_ >= kAllRowsInterval) {
    all_at_ = now;
    tell_rows(world_.live.all());
  } else {
    std::vector<InstrumentView> views;
    for (const core::InstrumentId id : changed_) {
      if (auto view = world_.live.view(id)) views.push_back(std::move(*view));
    }
    tell_rows(views);
  }
  changed_.clear();
  return Told::kLater;  // there is always a next time
}

std::string MarketsChannel::row_of(const InstrumentView& view) const {
  std::string row;
  net::JsonWriter json{row};
  encode_market_row(json, view, world_.facts(view.instrument));
  return row;
}

void MarketsChannel::tell_rows(const std::vector<InstrumentView>& views) {
  std::string data;
  net::JsonWriter json{data};
  json.begin_object().key("rows").begin_array();
  std::size_t rows = 0;
  for (const InstrumentView& view : views) {
    std::string row = row_of(view);
    std::string& told = rows_[view.instrument.id.value];
    if (told == row) continue;
    json.raw(row);
    told = std::move(row);
    ++rows;
  }
  json.end_array().end_object();
  if (rows != 0) broadcast({.type = "markets", .data = data, .replay = Replay::kNone});
}

std::string MarketsChannel::look() {
  const std::vector<InstrumentView> views = world_.live.all();
  if (warm()) {
    tell_rows(views);
  } else {
    for (const InstrumentView& view : views) rows_[view.instrument.id.value] = row_of(view);
  }
  std::string data;
  net::JsonWriter json{data};
  json.begin_object().key("rows").begin_array();
  for (const InstrumentView& view : views) json.raw(rows_[view.instrument.id.value]);
  json.end_array().end_object();
  return data;
}

void SystemChannel::take(StatusEvents::Batch batch) {
  batch_ = std::move(batch);
}

Channel::Told SystemChannel::tell() {
  const StatusEvents::Batch batch = std::exchange(batch_, {});
  if (batch.overflowed) {
    resync(world_.describe_system());
    return Told::kAll;
  }
  for (const engine::Output& event : batch.events) {
    const auto instrument = world_.live.instrument(instrument_of(event));
    if (instrument) broadcast({.type = "status", .data = encode_status(event, *instrument)});
  }
  return Told::kAll;
}

}  // namespace tidemark::api
