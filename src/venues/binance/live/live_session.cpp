#include "venues/binance/live/live_session.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::venues::binance {
namespace {

constexpr core::Timestamp kNever{INT64_MAX};
/// A symbol that is not listed is looked for again when the list is older than this.
constexpr core::Duration kDirectoryFresh = core::minutes(1);

core::Error not_listed(std::string_view symbol, Market market) {
  return {core::ErrorKind::kNotFound, "symbol_unknown",
          std::string{venue_of(market)} + " does not list " + std::string{symbol}, std::string{symbol}};
}

}  // namespace

LiveSession::LiveSession(const LiveConfig& config, Transport& transport, core::InstrumentTable& table,
                         MarketDataSink& sink)
    : config_{config},
      transport_{&transport},
      table_{&table},
      emitter_{sink},
      attempts_{config.attempts_max},
      gate_{config_, transport},
      rng_{config.seed},
      directory_parser_{{.market = config.market}, directory_},
      parser_{{.market = config.market}, table},
      directory_backoff_{config.backoff, rng_.fork(1)} {}

VenueCapabilities LiveSession::capabilities() const {
  return {std::string{venue_of(config_.market)},
          config_.market == Market::kSpot ? core::MarketType::kCryptoSpot : core::MarketType::kCryptoPerpetual,
          streams_of(config_),
          {core::kAllTimeframes.begin(), core::kAllTimeframes.end()}};
}

// ---- time

core::Timestamp LiveSession::tick(core::Timestamp at) {
  now_ = std::max(now_, at);
  return now_;
}

void LiveSession::wake(core::Timestamp at) {
  due_ = std::min(due_, at);
}

void LiveSession::start(core::Timestamp now) {
  if (phase_ != Phase::kIdle) return;
  phase_ = Phase::kRunning;
  directory_at_ = tick(now);
  wake(now_);
}

core::Timestamp LiveSession::on_time(core::Timestamp now) {
  if (phase_ != Phase::kRunning) return kNever;
  now = tick(now);
  if (now < due_) return due_;
  core::Timestamp due = kNever;
  ask_directory(now);
  if (directory_state_ == Directory::kWanted) due = directory_at_;
  for (Line& each : lines_) due = std::min(due, each.line->on_time(now));
  tell_carriers(now);
  for (Entry& entry : entries_) {
    if (!entry.feed) continue;
    if (entry.feed->due() <= now) entry.feed->on_time(now);
    due = std::min(due, entry.feed->due());
    renew_silent(entry);
  }
  due_ = std::min(due, gate_.on_time(now));
  return due_;
}

void LiveSession::stop(core::Timestamp now) {
  if (phase_ == Phase::kStopped) return;
  now = tick(now);
  phase_ = Phase::kStopped;
  for (Entry& entry : entries_) {
    if (entry.feed) entry.feed->close(now);
    entry.feed.reset();
  }
  for (Line& each : lines_) each.line->close();
  gate_.cancel_all();
  pending_.clear();
}

// ---- symbols

void LiveSession::ask_directory(core::Timestamp now) {
  if (directory_state_ != Directory::kWanted || now < directory_at_) return;
  directory_state_ = Directory::kAsked;
  gate_.submit({JobKind::kExchangeInfo, {}, exchange_info_call(config_.market), Urgency::kHealing});
}

void LiveSession::on_directory(const core::Result<std::string>& body, const std::string& path, core::Timestamp at) {
  std::string failure = body ? std::string{} : body.error().text();
  if (body) {
    const ParseOutcome outcome = directory_parser_.parse_rest({path, *body, at}, batch_);
    if (outcome.rule != ParseRule::kParsed) failure = name_of(outcome.rule);
    if (outcome.rule == ParseRule::kParsed && directory_.size() == 0) failure = "no symbols";
  }
  if (!failure.empty()) {
    reason_ = "the venue's list of symbols could not be read: " + failure;
    directory_state_ = Directory::kWanted;
    directory_at_ = at + directory_backoff_.failed(at);
    return;
  }
  reason_.clear();
  directory_state_ = Directory::kKnown;
  directory_at_ = at;
  open_pending(at);
}

void LiveSession::open_pending(core::Timestamp now) {
  const auto pending = std::exchange(pending_, {});
  for (const auto& [symbol, resume] : pending) {
    if (const auto listed = directory_.find(venue_of(config_.market), symbol)) {
      open_feed(directory_.get(*listed), resume, now);
    } else {
      emitter_.refused(symbol, not_listed(symbol, config_.market));
    }
  }
}

core::Status LiveSession::subscribe(std::string_view symbol, const Resume& resume, core::Timestamp now) {
  now = tick(now);
  const auto id = table_->find(venue_of(config_.market), symbol);
  if (pending_.contains(symbol) || (id && feed_of(*id) != nullptr)) {
    return core::fail(core::ErrorKind::kConflict, "already_subscribed", std::string{symbol} + " is subscribed already",
                      std::string{symbol});
  }
  const auto listed = directory_.find(venue_of(config_.market), symbol);
  if (directory_state_ == Directory::kKnown && listed) {
    open_feed(directory_.get(*listed), resume, now);
  } else if (directory_state_ == Directory::kKnown && now - directory_at_ < kDirectoryFresh) {
    return std::unexpected(not_listed(symbol, config_.market));
  } else {
    pending_.emplace(symbol, resume);
    if (directory_state_ == Directory::kKnown) directory_state_ = Directory::kWanted;  // perhaps it is new
  }
  wake(now);
  return {};
}

core::Status LiveSession::unsubscribe(std::string_view symbol, core::Timestamp now) {
  now = tick(now);
  if (const auto found = pending_.find(symbol); found != pending_.end()) {
    pending_.erase(found);
    return {};
  }
  const auto id = table_->find(venue_of(config_.market), symbol);
  if (!id || feed_of(*id) == nullptr) {
    return core::fail(core::ErrorKind::kNotFound, "not_subscribed", std::string{symbol} + " is not subscribed",
                      std::string{symbol});
  }
  close_feed(entries_[id->value], now);
  wake(now);
  return {};
}

void LiveSession::open_feed(const core::Instrument& listed, const Resume& resume, core::Timestamp now) {
  auto id = table_->find(listed.venue, listed.symbol);
  if (id) {
    table_->update(*id, listed);
  } else {
    id = table_->add(listed);
  }
  const core::Instrument& instrument = table_->get(*id);
  emitter_.instrument(instrument);
  if (entries_.size() <= id->value) entries_.resize(id->value + 1);
  Entry& entry = entries_[id->value];
  entry.feed = std::make_unique<SymbolFeed>(SymbolFeed::Parts{config_, emitter_, gate_}, instrument, resume, now);
  for (const StreamKind kind : streams_of(config_)) {
    Place& place = entry.places[static_cast<std::size_t>(kind)];
    place.stream = stream_name(instrument.symbol, kind);
    place.line = &line_for(kind);
    place.line->add(place.stream);
  }
  wake(now);
}

void LiveSession::close_feed(Entry& entry, core::Timestamp now) {
  for (Place& place : entry.places) {
    if (place.line != nullptr) place.line->remove(place.stream);
    place = {};
  }
  gate_.cancel(entry.feed->id());
  entry.feed->close(now);
  entry.feed.reset();
}

StreamLine& LiveSession::line_for(StreamKind kind) {
  const std::string url = config_.endpoints.stream + stream_path(config_.endpoints, kind);
  for (Line& each : lines_) {
    if (each.line->url() == url && each.line->streams() < config_.streams_per_link) return *each.line;
  }
  const StreamLine::Parts parts{config_, *transport_, attempts_, url, rng_.fork(lines_.size() + 2)};
  lines_.push_back({std::make_unique<StreamLine>(parts), 0});
  return *lines_.back().line;
}

void LiveSession::refetch_book(core::InstrumentId instrument, core::Timestamp now) {
  if (SymbolFeed* feed = feed_of(instrument)) feed->refetch_book(tick(now));
  wake(now_);
}

// ---- streams

StreamLine* LiveSession::line_of(LinkId link) {
  const auto found = std::ranges::find_if(lines_, [&](const Line& each) { return each.line->owns(link); });
  return found == lines_.end() ? nullptr : found->line.get();
}

SymbolFeed* LiveSession::feed_of(core::InstrumentId id) {
  return id.value < entries_.size() ? entries_[id.value].feed.get() : nullptr;
}

void LiveSession::tell_carriers(core::Timestamp now) {
  const bool changed =
      std::ranges::any_of(lines_, [](const Line& each) { return each.line->generation() != each.seen; });
  if (!changed) return;
  for (Line& each : lines_) each.seen = each.line->generation();
  for (Entry& entry : entries_) {
    if (!entry.feed) continue;
    for (std::size_t i = 0; i < kStreamKindCount; ++i) {
      const Place& place = entry.places[i];
      if (place.line == nullptr) continue;
      const Carrier carrier = place.line->carries(place.stream) ? Carrier::kUp : Carrier::kDown;
      const std::string_view why =
          place.line->reason().empty() ? "not subscribed yet" : std::string_view{place.line->reason()};
      entry.feed->set_carrier(static_cast<StreamKind>(i), carrier, why, now);
    }
  }
}

void LiveSession::renew_silent(Entry& entry) {
  for (const StreamKind kind : entry.feed->take_silent()) {
    const Place& place = entry.places[static_cast<std::size_t>(kind)];
    if (place.line == nullptr) continue;
    place.line->renew(place.stream);
    wake(now_);
  }
}

void LiveSession::on_open(LinkId link, core::Timestamp at) {
  at = tick(at);
  if (StreamLine* line = line_of(link)) line->on_open(link, at);
  wake(at);
}

void LiveSession::on_closed(LinkId link, const core::Error& why, core::Timestamp at) {
  at = tick(at);
  if (StreamLine* line = line_of(link)) line->on_closed(link, why, at);
  tell_carriers(at);
  wake(at);
}

void LiveSession::answer_control(StreamLine& line, LinkId link, StreamLink::Answer answer, core::Timestamp at) {
  if (const auto id = parser_.reply_id()) line.on_answer(link, *id, answer, at);
  tell_carriers(at);
  wake(at);
}

void LiveSession::on_text(LinkId link, std::string_view text, core::Timestamp received) {
  if (phase_ != Phase::kRunning) return;
  const core::Timestamp at = tick(received);
  StreamLine* line = line_of(link);
  if (line == nullptr) return;
  line->on_text(link, at);
  batch_.clear();
  const ParseOutcome outcome = parser_.parse_padded(text, at, batch_);
  switch (outcome.rule) {
    case ParseRule::kParsed:
      hand_to_feeds(outcome.kind, at);
      break;
    case ParseRule::kControlReply:
      answer_control(*line, link, StreamLink::Answer::kDone, at);
      break;
    case ParseRule::kVenueError:
      answer_control(*line, link, StreamLink::Answer::kRefused, at);
      break;
    case ParseRule::kServerShutdown:
      line->on_farewell(link);
      wake(at);
      break;
    default:
      if (is_refusal(outcome.rule)) ++bad_frames_;
  }
}

void LiveSession::hand_to_feeds(MessageKind kind, core::Timestamp at) {
  const auto stream = kind_of(kind);
  if (!stream) return;
  const std::span<const std::uint64_t> numbers = parser_.trade_numbers();
  for (std::size_t i = 0; i < batch_.size(); ++i) {
    const auto id = core::instrument_of(batch_[i]);
    SymbolFeed* feed = id ? feed_of(*id) : nullptr;
    if (feed == nullptr) continue;
    feed->on_message(*stream, batch_[i], i < numbers.size() ? numbers[i] : 0, at);
    wake(feed->due());
  }
}

// ---- requests

void LiveSession::on_reply(RequestId request, core::Result<HttpReply> reply, core::Timestamp at) {
  if (phase_ != Phase::kRunning) return;
  at = tick(at);
  wake(at);
  const auto answered = gate_.on_reply(request, std::move(reply), at);
  if (!answered) return;
  batch_.clear();
  const Job& job = answered->job;
  if (job.kind == JobKind::kExchangeInfo) {
    on_directory(answered->body, job.call.path, at);
    return;
  }
  SymbolFeed* feed = feed_of(job.instrument);
  if (feed == nullptr) return;
  if (!answered->body) {
    feed->on_fetch_failed(job.kind, at);
    return;
  }
  const ParseOutcome outcome = parser_.parse_rest({job.call.path, *answered->body, at}, batch_);
  if (outcome.rule == ParseRule::kParsed || outcome.rule == ParseRule::kRecognizedUnused) {
    feed->on_fetched(job.kind, {batch_, parser_.trade_numbers()}, at);
  } else {
    ++bad_frames_;
    feed->on_fetch_failed(job.kind, at);
  }
}

// ---- what users see

std::vector<StreamStatus> LiveSession::streams() const {
  std::vector<StreamStatus> all;
  for (const Entry& entry : entries_) {
    if (entry.feed) entry.feed->add_status(all);
  }
  return all;
}

VenueStatus LiveSession::status() const {
  VenueStatus status;
  status.reason = reason_;
  for (const Line& each : lines_) {
    if (each.line->streams() == 0) continue;
    ++status.links_wanted;
    if (each.line->open()) {
      ++status.links_open;
    } else if (status.reason.empty()) {
      status.reason = each.line->reason();
    }
  }
  status.bad_frames = bad_frames_;
  status.weight_used = gate_.weight_used();
  status.weight_limit = weight_limit_of(config_);
  status.banned_until = gate_.banned_until(now_);
  status.requests_waiting = gate_.waiting();
  return status;
}

}  // namespace tidemark::venues::binance
