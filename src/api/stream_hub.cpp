#include "api/stream_hub.hpp"

#include <algorithm>

namespace tidemark::api {
namespace {

constexpr std::size_t kStatusEvents = 4096;
constexpr core::Duration kTick = core::milliseconds(25);
constexpr int kKindShift = 48;
constexpr int kInstrumentShift = 8;

using Kind = ChannelName::Kind;

/// The instrument whose row of the markets channel an output may change.
std::optional<core::InstrumentId> row_of(const engine::Output& output) {
  if (const auto* o = std::get_if<engine::CandleOutput>(&output)) return o->instrument;
  if (const auto* o = std::get_if<engine::QualityOutput>(&output)) return o->instrument;
  if (const auto* o = std::get_if<engine::PauseOutput>(&output)) return o->instrument;
  if (const auto* o = std::get_if<core::FeedStatus>(&output)) return o->instrument;
  if (const auto* o = std::get_if<core::Gap>(&output)) return o->instrument;
  if (const auto* o = std::get_if<engine::MarketStateOutput>(&output)) return o->instrument;
  if (const auto* o = std::get_if<engine::SignalOutput>(&output)) return o->instrument;
  return std::nullopt;
}

}  // namespace

StreamHub::StreamHub(StreamWorld world, std::atomic<std::size_t>& client_count)
    : world_{std::move(world)}, client_count_{client_count}, status_{kStatusEvents} {}

StreamHub::Topic StreamHub::topic_of(ChannelName::Kind kind, core::InstrumentId id, core::Timeframe tf) {
  return (static_cast<Topic>(kind) << kKindShift) | (Topic{id.value} << kInstrumentShift) |
         static_cast<Topic>(core::index_of(tf));
}

core::InstrumentId StreamHub::instrument_in(Topic topic) {
  return {static_cast<std::uint32_t>(topic >> kInstrumentShift)};
}

void StreamHub::attach(net::IoLoop& loop) {
  loop_ = &loop;
  loop.every(kTick, [this] { tick(); });
}

void StreamHub::notify(const engine::Output& output) {
  const std::lock_guard lock{mutex_};
  const bool is_past = follow_past(output);
  if (watched_.empty()) return;
  if (watched_.contains(topic_of(Kind::kMarkets))) {
    if (const auto instrument = row_of(output)) changed_rows_.insert(instrument->value);
  }
  if (!is_past) notify_series(output);
}

/// Whether it is a word about an instrument that is still in its past. Once that is over, all that is watched of the
/// instrument is told.
bool StreamHub::follow_past(const engine::Output& output) {
  if (world_.options.beginning == Beginning::kPresent) return false;
  const core::InstrumentId instrument = api::instrument_of(output);
  if (present_.contains(instrument.value)) return false;
  const auto* status = std::get_if<core::FeedStatus>(&output);
  if (status == nullptr && watched_.contains(topic_of(Kind::kSystem))) status_.add(output);
  if (status == nullptr || !is_present(*status)) return true;
  present_.insert(instrument.value);
  for (const Topic topic : watched_) {
    if (instrument_in(topic) == instrument) changed(topic);
  }
  return false;
}

void StreamHub::notify_series(const engine::Output& output) {
  if (const auto* candle = std::get_if<engine::CandleOutput>(&output)) {
    changed(topic_of(Kind::kCandles, candle->instrument, candle->timeframe));
    // With it ends what its forming showed.
    if (candle->state == core::CandleState::kClosed) {
      changed(topic_of(Kind::kPatterns, candle->instrument, candle->timeframe));
    }
  } else if (const auto* forming = std::get_if<engine::FormingPatternsOutput>(&output)) {
    changed(topic_of(Kind::kPatterns, forming->instrument, forming->timeframe));
  } else if (const auto* pattern = std::get_if<engine::PatternOutput>(&output)) {
    changed(topic_of(Kind::kPatterns, pattern->instrument, pattern->timeframe));
  } else if (const auto* volume = std::get_if<engine::VolumeOutput>(&output)) {
    changed(topic_of(Kind::kVolume, volume->instrument, volume->timeframe));
  } else if (const auto* structure = std::get_if<engine::StructureOutput>(&output)) {
    changed(topic_of(Kind::kStructure, structure->instrument, structure->timeframe));
  } else if (const auto* zone = std::get_if<engine::ZoneOutput>(&output)) {
    changed(topic_of(Kind::kZones, zone->instrument, zone->timeframe));
  } else if (const auto* test = std::get_if<engine::ZoneTestOutput>(&output)) {
    changed(topic_of(Kind::kZones, test->instrument, test->timeframe));
  } else if (const auto* chart = std::get_if<engine::ChartPatternOutput>(&output)) {
    changed(topic_of(Kind::kChartPatterns, chart->instrument, chart->timeframe));
  } else if (const auto* confluence = std::get_if<engine::ConfluenceOutput>(&output)) {
    changed(topic_of(Kind::kConfluence, confluence->instrument, confluence->timeframe));
  } else if (std::holds_alternative<engine::SignalOutput>(output)) {
    changed(topic_of(Kind::kSignals));
  } else if (const auto* trade = std::get_if<core::Trade>(&output)) {
    changed(topic_of(Kind::kTrades, trade->instrument));
  } else if (watched_.contains(topic_of(Kind::kSystem))) {
    status_.add(output);
    if (!status_.empty()) wake();
  }
}

void StreamHub::notify_depth(core::InstrumentId instrument) {
  const std::lock_guard lock{mutex_};
  changed(topic_of(Kind::kBook, instrument));
}

void StreamHub::notify_alert() {
  const std::lock_guard lock{mutex_};
  changed(topic_of(Kind::kAlerts));
}

void StreamHub::notify_trading() {
  const std::lock_guard lock{mutex_};
  changed(topic_of(Kind::kTrading));
}

void StreamHub::changed(Topic topic) {
  if (watched_.contains(topic) && changed_.insert(topic).second) wake();
}

void StreamHub::wake() {
  if (waking_ || loop_ == nullptr) return;
  waking_ = true;
  loop_->post([this] { flush(); });
}

void StreamHub::flush() {
  std::unordered_set<Topic> changed;
  StatusEvents::Batch status;
  {
    const std::lock_guard lock{mutex_};
    changed.swap(changed_);
    status = status_.take();
    waking_ = false;
  }
  for (const Topic topic : changed) {
    const auto it = by_topic_.find(topic);
    if (it == by_topic_.end()) continue;
    for (Place* place : it->second) tell(*place);
  }
  if (system_ != nullptr && system_->warm()) {
    system_->take(std::move(status));
    system_->tell();
  }
}

void StreamHub::tell(Place& place) {
  place.due = place.channel->warm() && place.channel->tell() == Channel::Told::kLater;
}

void StreamHub::tick() {
  if (markets_ != nullptr && markets_->warm()) {
    std::unordered_set<std::uint32_t> rows;
    {
      const std::lock_guard lock{mutex_};
      rows.swap(changed_rows_);
    }
    for (const std::uint32_t row : rows) markets_->changed({row});
  }
  for (auto& [name, place] : channels_) {
    if (place.due) tell(place);
    place.channel->serve_lagging();
    if (place.channel->cool_down()) unwatch(place);
  }
}

void StreamHub::on_open(net::WsSession& session, const net::Request&) {
  clients_[session.id()].session = &session;
  client_count_ = clients_.size();
}

void StreamHub::on_close(net::WsSession& session) {
  const auto it = clients_.find(session.id());
  if (it == clients_.end()) return;
  for (const std::string& channel : it->second.channels) leave(session, channel);
  clients_.erase(it);
  client_count_ = clients_.size();
}

void StreamHub::on_message(net::WsSession& session, std::string_view text) {
  const auto it = clients_.find(session.id());
  if (it == clients_.end()) return;
  const auto request = parse_stream_request(text);
  if (!request) return send_error(session, request.error(), {});
  switch (request->action) {
    case StreamAction::kSubscribe:
      return subscribe(it->second, *request);
    case StreamAction::kUnsubscribe:
      return unsubscribe(it->second, *request);
    case StreamAction::kPing:
      session.send(net::make_frame(encode({.type = "pong",
                                           .channel = "",
                                           .timestamp = world_.clock.now(),
                                           .seq = 0,
                                           .data = "{}",
                                           .id = request->id})));
  }
}

void StreamHub::open_for(net::WsSession& session, std::string channel) {
  const auto it = clients_.find(session.id());
  if (it == clients_.end()) return;
  subscribe(it->second, {.action = StreamAction::kSubscribe, .channels = {std::move(channel)}, .id = {}, .resume = {}});
}

void StreamHub::subscribe(Client& client, const StreamRequest& request) {
  std::vector<std::string> names;
  std::vector<std::pair<Place*, std::optional<std::uint64_t>>> fresh;
  for (const std::string& text : request.channels) {
    const auto place = open_channel(text);
    if (!place) {
      send_error(*client.session, place.error(), request.id);
      continue;
    }
    const std::string& name = (*place)->channel->name();
    if (client.channels.contains(name)) {
      names.push_back(name);
      continue;
    }
    if (client.channels.size() >= world_.options.channels_per_client) {
      send_error(*client.session,
                 {core::ErrorKind::kExhausted, "too_many_channels",
                  "This connection has as many channels as it may have.", "channels"},
                 request.id);
      break;
    }
    names.push_back(name);
    client.channels.insert(name);
    std::optional<std::uint64_t> seq;
    if (request.resume) {
      const auto heard = request.resume->find(text);
      if (heard != request.resume->end()) seq = heard->second;
    }
    fresh.emplace_back(*place, seq);
  }
  if (names.empty()) return;
  std::vector<std::string> resumed;
  for (const auto& [place, seq] : fresh) {
    if (seq && place->channel->can_resume(*seq)) resumed.push_back(place->channel->name());
  }
  send_channels(*client.session, "subscribed", names, request, resumed);
  for (const auto& [place, seq] : fresh) {
    watch(*place);
    place->channel->welcome(*client.session, seq);
    // Messages between the last telling and the watching may have gone by unnoticed; and rows are told by the clock.
    place->due = true;
  }
}

void StreamHub::unsubscribe(Client& client, const StreamRequest& request) {
  std::vector<std::string> names;
  for (const std::string& text : request.channels) {
    const auto parsed = parse_channel(text);
    const auto name = parsed ? canonical_name(*parsed) : core::Result<std::string>{std::unexpected(parsed.error())};
    if (!name || client.channels.erase(*name) == 0) {
      send_error(*client.session,
                 {core::ErrorKind::kNotFound, "not_subscribed", "Not subscribed to this channel.", "channels"},
                 request.id);
      continue;
    }
    leave(*client.session, *name);
    names.push_back(*name);
  }
  if (!names.empty()) send_channels(*client.session, "unsubscribed", names, request, {});
}

void StreamHub::leave(const net::WsSession& session, const std::string& name) {
  const auto it = channels_.find(name);
  if (it != channels_.end()) it->second.channel->leave(session);
}

void StreamHub::watch(const Place& place) {
  const std::lock_guard lock{mutex_};
  watched_.insert(place.topic);
}

void StreamHub::unwatch(const Place& place) {
  const auto& same = by_topic_[place.topic];
  if (std::ranges::any_of(same, [](const Place* p) { return p->channel->warm(); })) return;
  const std::lock_guard lock{mutex_};
  watched_.erase(place.topic);
}

std::optional<core::Instrument> StreamHub::instrument_of(const ChannelName& name) const {
  const bool of_none = name.kind == Kind::kSystem || name.kind == Kind::kMarkets || name.kind == Kind::kSignals ||
                       name.kind == Kind::kAlerts || name.kind == Kind::kTrading;
  return of_none ? std::optional{core::Instrument{}} : world_.live.find(name.symbol);
}

core::Result<std::string> StreamHub::canonical_name(const ChannelName& name) const {
  if (name.kind == Kind::kSystem) return std::string{"system"};
  if (name.kind == Kind::kMarkets) return std::string{"markets"};
  if (name.kind == Kind::kSignals) return std::string{"signals:*"};
  if (name.kind == Kind::kAlerts) return std::string{"alerts"};
  if (name.kind == Kind::kTrading) return std::string{"trading"};
  if (!world_.live.find(name.symbol)) {
    return core::fail(core::ErrorKind::kNotFound, "unknown_symbol",
                      "There is no live instrument " + name.symbol.symbol + ".", "channels");
  }
  const std::string symbol = (name.symbol.venue.empty() ? "" : name.symbol.venue + ":") + name.symbol.symbol;
  if (name.kind == Kind::kBook) return "book:" + symbol;
  if (name.kind == Kind::kTrades) return "trades:" + symbol;
  const std::string_view prefix = name.kind == Kind::kPatterns        ? "patterns:"
                                  : name.kind == Kind::kVolume        ? "volume:"
                                  : name.kind == Kind::kStructure     ? "structure:"
                                  : name.kind == Kind::kZones         ? "zones:"
                                  : name.kind == Kind::kChartPatterns ? "chart-patterns:"
                                  : name.kind == Kind::kConfluence    ? "confluence:"
                                                                      : "candles:";
  return std::string{prefix} + symbol + ":" + std::string{core::name_of(name.timeframe)};
}

core::Result<StreamHub::Place*> StreamHub::open_channel(std::string_view text) {
  const auto parsed = parse_channel(text);
  if (!parsed) return std::unexpected(parsed.error());
  auto name = canonical_name(*parsed);
  if (!name) return core::forward_error(name);
  const auto known = channels_.find(*name);
  if (known != channels_.end()) return &known->second;
  const core::InstrumentId instrument = instrument_of(*parsed)->id;
  Place& place = channels_[*name];
  place.topic = topic_of(parsed->kind, instrument, parsed->timeframe);
  place.channel = make_channel(*parsed, *name, instrument);
  by_topic_[place.topic].push_back(&place);
  return &place;
}

std::unique_ptr<Channel> StreamHub::make_channel(const ChannelName& name, const std::string& text,
                                                 core::InstrumentId instrument) {
  const std::uint64_t number = channels_.size();
  switch (name.kind) {
    case Kind::kCandles:
      return std::make_unique<CandleChannel>(world_, text, number, instrument, name.timeframe);
    case Kind::kBook:
      return std::make_unique<BookChannel>(world_, text, number, instrument);
    case Kind::kTrades:
      return std::make_unique<TradeChannel>(world_, text, number, instrument);
    case Kind::kPatterns:
      return std::make_unique<PatternChannel>(world_, text, number, instrument, name.timeframe);
    case Kind::kVolume:
      return std::make_unique<VolumeChannel>(world_, text, number, instrument, name.timeframe);
    case Kind::kStructure:
      return std::make_unique<StructureChannel>(world_, text, number, instrument, name.timeframe);
    case Kind::kZones:
      return std::make_unique<ZoneChannel>(world_, text, number, instrument, name.timeframe);
    case Kind::kChartPatterns:
      return std::make_unique<ChartPatternChannel>(world_, text, number, instrument, name.timeframe);
    case Kind::kConfluence:
      return std::make_unique<ConfluenceChannel>(world_, text, number, instrument, name.timeframe);
    case Kind::kSignals:
      return std::make_unique<SignalChannel>(world_, text, number);
    case Kind::kAlerts:
      return std::make_unique<AlertsChannel>(world_, number);
    case Kind::kTrading:
      return std::make_unique<TradingChannel>(world_, number);
    case Kind::kMarkets: {
      auto markets = std::make_unique<MarketsChannel>(world_, number);
      markets_ = markets.get();
      return markets;
    }
    case Kind::kSystem:
      break;
  }
  auto system = std::make_unique<SystemChannel>(world_, number);
  system_ = system.get();
  return system;
}

void StreamHub::send_error(net::WsSession& session, const core::Error& error, std::optional<std::int64_t> id) {
  session.send(net::make_frame(encode_error(error, world_.clock.now(), id)));
}

void StreamHub::send_channels(net::WsSession& session, std::string_view type, const std::vector<std::string>& channels,
                              const StreamRequest& request, const std::vector<std::string>& resumed) {
  std::string data;
  net::JsonWriter json{data};
  json.begin_object().key("channels").begin_array();
  for (const std::string& channel : channels) json.text(channel);
  json.end_array();
  if (request.resume) {
    json.key("resumed").begin_array();
    for (const std::string& channel : resumed) json.text(channel);
    json.end_array();
  }
  json.end_object();
  session.send(net::make_frame(encode(
      {.type = type, .channel = "", .timestamp = world_.clock.now(), .seq = 0, .data = data, .id = request.id})));
}

}  // namespace tidemark::api
