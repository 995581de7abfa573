#include "api/stream_hub.hpp"

#include <algorithm>

#include "api/encode.hpp"
#include "net/problem.hpp"

namespace tidemark::api {
namespace {

constexpr std::size_t kStatusEvents = 4096;
/// Closed candles told in one go; more than these at once are told as a snapshot.
constexpr std::size_t kDeltasAtOnce = 1000;

int status_of(core::ErrorKind kind) {
  return kind == core::ErrorKind::kNotFound ? 404 : 422;
}

}  // namespace

StreamHub::StreamHub(const LiveState& live, const core::Clock& clock, std::function<std::string()> describe_system,
                     Options options, std::atomic<std::size_t>& client_count)
    : live_{live},
      clock_{clock},
      describe_system_{std::move(describe_system)},
      options_{options},
      client_count_{client_count},
      status_{kStatusEvents} {}

StreamHub::SeriesId StreamHub::series_id(core::InstrumentId id, core::Timeframe tf) {
  return (std::uint64_t{id.value} << 8) | static_cast<std::uint64_t>(core::index_of(tf));
}

void StreamHub::attach(net::IoLoop& loop) {
  loop_ = &loop;
  loop.every({options_.forming_interval.ns / 4}, [this] { tick(); });
}

void StreamHub::notify(const engine::Output& output) {
  const std::lock_guard lock{mutex_};
  if (const auto* candle = std::get_if<engine::CandleOutput>(&output)) {
    const SeriesId id = series_id(candle->instrument, candle->timeframe);
    if (!watched_.contains(id) || !changed_.insert(id).second) return;
  } else {
    if (!system_watched_) return;
    status_.add(output);
    if (status_.empty()) return;
  }
  wake();
}

void StreamHub::wake() {
  if (waking_ || loop_ == nullptr) return;
  waking_ = true;
  loop_->post([this] { flush(); });
}

void StreamHub::flush() {
  std::unordered_set<SeriesId> changed;
  StatusEvents::Batch status;
  {
    const std::lock_guard lock{mutex_};
    changed.swap(changed_);
    status = status_.take();
    waking_ = false;
  }
  for (const SeriesId id : changed) {
    const auto it = by_series_.find(id);
    if (it == by_series_.end()) continue;
    for (Channel* channel : it->second) tell_series(*channel);
  }
  tell_status(status);
}

void StreamHub::tick() {
  for (auto& [name, channel] : channels_) {
    if (channel.forming_due) tell_series(channel);
  }
}

void StreamHub::tell_series(Channel& channel) {
  channel.forming_due = false;
  if (channel.subscribers.empty()) return;
  const auto instrument = live_.instrument(channel.instrument);
  if (!instrument) return;
  const core::Timestamp next =
      channel.last_closed ? *channel.last_closed + core::nanoseconds(1) : core::Timestamp{INT64_MIN};
  const SeriesView news = live_.since(channel.instrument, channel.timeframe, next, kDeltasAtOnce + 1);
  // Without an older candle in memory there is no telling what fell out between the last one told and the first here.
  const bool broken = !news.has_older && !news.complete;
  if (broken || news.closed.size() > kDeltasAtOnce) return resnapshot(channel);
  for (const core::Candle& candle : news.closed) {
    tell_candle(channel, candle, core::CandleState::kClosed, instrument->scale);
    channel.last_closed = candle.open_time;
  }
  tell_forming(channel, news.forming, *instrument);
}

void StreamHub::tell_forming(Channel& channel, const std::optional<core::Candle>& forming,
                             const core::Instrument& instrument) {
  if (!forming || forming == channel.last_forming) return;
  const core::Duration now = clock_.monotonic();
  if (channel.last_forming && now - channel.forming_told < options_.forming_interval) {
    channel.forming_due = true;
    return;
  }
  tell_candle(channel, *forming, core::CandleState::kForming, instrument.scale);
  channel.last_forming = forming;
  channel.forming_told = now;
}

void StreamHub::tell_candle(Channel& channel, const core::Candle& candle, core::CandleState state, core::Scale scale) {
  const bool closed = state == core::CandleState::kClosed;
  std::string data;
  net::JsonWriter json{data};
  json.begin_object().key("candle");
  encode_candle(json, candle, scale);
  json.key("state").text(closed ? "closed" : "forming").end_object();
  broadcast(channel, "candle", data, closed ? net::FrameKind::kKeep : net::FrameKind::kConflate);
}

void StreamHub::tell_status(const StatusEvents::Batch& batch) {
  const auto it = channels_.find("system");
  if (it == channels_.end() || it->second.subscribers.empty()) return;
  Channel& channel = it->second;
  if (batch.overflowed) return resnapshot(channel);
  for (const engine::Output& event : batch.events) {
    const auto id = std::visit(
        [](const auto& o) {
          if constexpr (requires { o.instrument; })
            return o.instrument;
          else
            return core::InstrumentId{};
        },
        event);
    const auto instrument = live_.instrument(id);
    if (instrument) broadcast(channel, "status", encode_status(event, *instrument), net::FrameKind::kKeep);
  }
}

void StreamHub::broadcast(Channel& channel, std::string_view type, std::string_view data, net::FrameKind kind) {
  const auto frame = net::make_frame(
      encode({.type = type, .channel = channel.name, .timestamp = clock_.now(), .seq = ++channel.seq, .data = data}));
  for (net::WsSession* session : channel.subscribers) session->send(frame, kind, channel.topic);
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
      session.send(net::make_frame(encode(
          {.type = "pong", .channel = "", .timestamp = clock_.now(), .seq = 0, .data = "{}", .id = request->id})));
  }
}

void StreamHub::subscribe(Client& client, const StreamRequest& request) {
  std::vector<std::string> names;
  std::vector<Channel*> fresh;
  for (const std::string& text : request.channels) {
    const auto channel = open_channel(text);
    if (!channel) {
      send_error(*client.session, channel.error(), request.id);
      continue;
    }
    Channel& c = **channel;
    names.push_back(c.name);
    if (client.channels.contains(c.name)) continue;
    if (client.channels.size() >= options_.channels_per_client) {
      names.pop_back();
      send_error(*client.session,
                 {core::ErrorKind::kExhausted, "too_many_channels",
                  "This connection has as many channels as it may have.", "channels"},
                 request.id);
      break;
    }
    client.channels.insert(c.name);
    fresh.push_back(&c);
  }
  if (!names.empty()) send_channels(*client.session, "subscribed", names, request.id);
  for (Channel* channel : fresh) welcome(*channel, *client.session);
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
  if (!names.empty()) send_channels(*client.session, "unsubscribed", names, request.id);
}

void StreamHub::leave(net::WsSession& session, const std::string& name) {
  const auto it = channels_.find(name);
  if (it == channels_.end()) return;
  Channel& channel = it->second;
  std::erase(channel.subscribers, &session);
  if (!channel.subscribers.empty()) return;
  const std::lock_guard lock{mutex_};
  if (channel.kind == ChannelName::Kind::kSystem) {
    system_watched_ = false;
    return;
  }
  const SeriesId id = series_id(channel.instrument, channel.timeframe);
  const auto& same = by_series_[id];
  if (std::ranges::all_of(same, [](const Channel* c) { return c->subscribers.empty(); })) watched_.erase(id);
}

core::Result<std::string> StreamHub::canonical_name(const ChannelName& name) const {
  if (name.kind == ChannelName::Kind::kSystem) return std::string{"system"};
  const auto instrument = live_.find(name.symbol);
  if (!instrument) {
    return core::fail(core::ErrorKind::kNotFound, "unknown_symbol",
                      "There is no live instrument " + name.symbol.symbol + ".", "channels");
  }
  const std::string venue = name.symbol.venue.empty() ? "" : name.symbol.venue + ":";
  return "candles:" + venue + name.symbol.symbol + ":" + std::string{core::name_of(name.timeframe)};
}

core::Result<StreamHub::Channel*> StreamHub::open_channel(std::string_view text) {
  const auto parsed = parse_channel(text);
  if (!parsed) return std::unexpected(parsed.error());
  auto name = canonical_name(*parsed);
  if (!name) return core::forward_error(name);
  auto [it, added] = channels_.try_emplace(*name);
  Channel& channel = it->second;
  if (added) {
    channel.name = *name;
    channel.topic = ++topics_;
    channel.kind = parsed->kind;
    if (parsed->kind == ChannelName::Kind::kCandles) {
      channel.instrument = live_.find(parsed->symbol)->id;
      channel.timeframe = parsed->timeframe;
      by_series_[series_id(channel.instrument, channel.timeframe)].push_back(&channel);
    }
  }
  const std::lock_guard lock{mutex_};
  if (channel.kind == ChannelName::Kind::kSystem) {
    system_watched_ = true;
  } else {
    watched_.insert(series_id(channel.instrument, channel.timeframe));
  }
  return &channel;
}

void StreamHub::welcome(Channel& channel, net::WsSession& session) {
  if (channel.kind == ChannelName::Kind::kSystem) {
    session.send(snapshot_frame(channel, describe_system_()));
    channel.subscribers.push_back(&session);
    return;
  }
  // One look at the series serves both: those already here hear what it has that is new to them, the newcomer gets the
  // whole, so that both go on from the same number with the same candles.
  const SeriesView view = live_.newest(channel.instrument, channel.timeframe, options_.snapshot_candles);
  if (channel.subscribers.empty()) {
    set_cursor(channel, view, clock_.monotonic());
  } else if (!catch_up(channel, view)) {
    channel.subscribers.push_back(&session);
    return resnapshot(channel);
  }
  session.send(snapshot_frame(channel, candles_document(channel, view)));
  channel.subscribers.push_back(&session);
}

/// Tells the closed candles of `view` that come after the last one told; false when some between are not in it.
bool StreamHub::catch_up(Channel& channel, const SeriesView& view) {
  const auto is_new = [&](const core::Candle& c) { return !channel.last_closed || c.open_time > *channel.last_closed; };
  const bool all_new = !view.closed.empty() && is_new(view.closed.front());
  if (all_new && (view.has_older || !view.complete)) return false;
  const auto instrument = live_.instrument(channel.instrument);
  for (const core::Candle& candle : view.closed) {
    if (!is_new(candle)) continue;
    tell_candle(channel, candle, core::CandleState::kClosed, instrument->scale);
    channel.last_closed = candle.open_time;
  }
  return true;
}

void StreamHub::set_cursor(Channel& channel, const SeriesView& view, core::Duration now) {
  channel.last_closed = view.closed.empty() ? std::nullopt : std::optional{view.closed.back().open_time};
  channel.last_forming = view.forming;
  channel.forming_told = now;
  channel.forming_due = false;
}

std::string StreamHub::candles_document(const Channel& channel, const SeriesView& view) const {
  const auto instrument = live_.instrument(channel.instrument);
  return encode_window({*instrument, SeriesRef::Kind::kLive, channel.timeframe},
                       {instrument->scale, view.closed, view.forming, view.has_older || !view.complete});
}

net::SharedFrame StreamHub::snapshot_frame(const Channel& channel, std::string_view data) const {
  return net::make_frame(encode(
      {.type = "snapshot", .channel = channel.name, .timestamp = clock_.now(), .seq = channel.seq, .data = data}));
}

/// Tells every subscriber the whole anew, under a number of its own, in place of deltas that are lost.
void StreamHub::resnapshot(Channel& channel) {
  std::string data;
  if (channel.kind == ChannelName::Kind::kSystem) {
    data = describe_system_();
  } else {
    const SeriesView view = live_.newest(channel.instrument, channel.timeframe, options_.snapshot_candles);
    set_cursor(channel, view, clock_.monotonic());
    data = candles_document(channel, view);
  }
  ++channel.seq;
  const auto frame = snapshot_frame(channel, data);
  for (net::WsSession* session : channel.subscribers) session->send(frame);
}

void StreamHub::send_error(net::WsSession& session, const core::Error& error, std::optional<std::int64_t> id) {
  const std::string data = net::problem_json({.status = status_of(error.kind),
                                              .code = error.code,
                                              .detail = error.message,
                                              .field = error.kind == core::ErrorKind::kParse ? "" : error.place});
  session.send(net::make_frame(
      encode({.type = "error", .channel = "", .timestamp = clock_.now(), .seq = 0, .data = data, .id = id})));
}

void StreamHub::send_channels(net::WsSession& session, std::string_view type, const std::vector<std::string>& channels,
                              std::optional<std::int64_t> id) {
  std::string data;
  net::JsonWriter json{data};
  json.begin_object().key("channels").begin_array();
  for (const std::string& channel : channels) json.text(channel);
  json.end_array().end_object();
  session.send(net::make_frame(
      encode({.type = type, .channel = "", .timestamp = clock_.now(), .seq = 0, .data = data, .id = id})));
}

}  // namespace tidemark::api
