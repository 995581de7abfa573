#include "app/serve/live_feed.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "app/venue_address.hpp"
#include "net/client_loop.hpp"
#include "net/ws_client.hpp"
#include "venues/binance/live/live_session.hpp"
#include "venues/live/net_transport.hpp"

namespace tidemark::app {
namespace {

using venues::binance::Market;
using venues::binance::venue_of;

constexpr core::Duration kHeartbeat = core::seconds(1);
constexpr core::Duration kPost = core::milliseconds(500);
/// A trader does not wait a minute for a venue that is back; far below the 300 attempts in five minutes it allows.
constexpr core::Duration kReconnectWithin = core::seconds(10);
constexpr core::Duration kPastSpan = core::days(3);

/// The configured symbols, each with its venue.
core::Result<std::vector<core::SymbolName>> wanted_symbols(const ops::Config& config) {
  std::vector<core::SymbolName> wanted;
  for (const std::string& text : config.symbols.empty() ? config.venues.default_symbols : config.symbols) {
    auto name = core::parse_symbol(text);
    if (!name) return core::forward_error(name);
    if (name->venue.empty()) name->venue = venue_of(Market::kSpot);
    if (name->venue != venue_of(Market::kSpot) && name->venue != venue_of(Market::kUsdm)) {
      return core::fail(core::ErrorKind::kInvalidArgument, "unknown_venue",
                        "there is no live venue " + name->venue + "; there are binance and binance_usdm", text);
    }
    if (std::ranges::find(wanted, *name) == wanted.end()) wanted.push_back(std::move(*name));
  }
  return wanted;
}

venues::binance::LiveConfig session_config(const ops::VenuesConfig& config, Market market, std::uint64_t seed) {
  venues::binance::LiveConfig session{.market = market};
  session.endpoints = endpoints_of(config, market);
  session.first_history = config.history;
  session.link_stale_after = config.stale_after;
  session.failover_after = config.failover_after;
  session.backoff.cap = kReconnectWithin;
  session.seed = seed;
  return session;
}

std::optional<venues::StreamKind> kind_of(const core::Event& event) {
  constexpr std::array<std::optional<venues::StreamKind>, std::variant_size_v<core::Event>> kKinds{
      venues::StreamKind::kTrades,
      venues::StreamKind::kQuotes,
      venues::StreamKind::kBook,
      venues::StreamKind::kBook,
      venues::StreamKind::kCandles,
      venues::StreamKind::kMarkPrice,
      venues::StreamKind::kLiquidations,
      std::nullopt,
      std::nullopt};
  return kKinds[event.index()];
}

/// The feed's own things; what happens on the loop's thread only.
class RunningFeed final : public LiveFeed, private venues::MarketDataSink {
 public:
  RunningFeed(const Dependencies& dependencies, std::unique_ptr<net::RestClient> rest)
      : on_{dependencies}, loop_{dependencies.clock}, rest_{std::move(rest)} {}
  ~RunningFeed() override { on_.board.set_wake({}); }

  core::Status open(const ops::Config& config, const Start& start, std::vector<core::SymbolName> wanted);

  net::RestClient& rest() override { return *rest_; }
  void set_repairs(std::function<void(RepairedRange)> repairs) override { repairs_ = std::move(repairs); }

  core::Result<std::optional<core::Timestamp>> deliver(core::Timestamp now, const FeedSink& sink) override;
  void wait(core::Duration longest, const std::stop_token& stop, const FeedSink& sink) override;
  void interrupt() override { loop_.wake(); }
  void finish(core::Timestamp now, const FeedSink& sink) override;
  const core::InstrumentTable& instruments() const override { return table_; }
  std::string summary() const override { return "live feed stopped after " + std::to_string(delivered_) + " events"; }

 private:
  struct Venue {
    Market market{Market::kSpot};
    std::unique_ptr<venues::NetTransport> transport;
    std::unique_ptr<venues::binance::LiveSession> session;
    std::size_t listed{0};  ///< of its directory, posted
    std::array<std::uint64_t, venues::kStreamKindCount> messages{};
  };

  /// Lends the sink to the venue's callbacks for the length of a call.
  class Lent {
   public:
    Lent(RunningFeed& feed, const FeedSink& sink) : feed_{feed} { feed_.sink_ = &sink; }
    ~Lent() { feed_.sink_ = nullptr; }
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;

   private:
    RunningFeed& feed_;
  };

  void on_instrument(const core::Instrument& instrument) override;
  void on_event(core::Event& event) override;
  void on_repaired(const venues::Repair& repair) override;
  void on_refused(std::string_view symbol, const core::Error& why) override;

  core::Status read_pasts(const Start& start);
  void open_venue(const ops::Config& config, Market market, net::WsClient& websockets);
  [[nodiscard]] Venue* venue_named(std::string_view name);
  [[nodiscard]] bool is_ready(core::InstrumentId instrument, const core::Event& event);
  void begin(core::Timestamp now);
  void deliver_past();
  void give(core::Event event);
  void make_changes(core::Timestamp now);
  void post(core::Timestamp now);

  Dependencies on_;
  net::ClientLoop loop_;
  std::unique_ptr<net::RestClient> rest_;
  std::unique_ptr<net::WsClient> websockets_;
  core::InstrumentTable table_;
  std::vector<Venue> venues_;
  std::vector<core::SymbolName> wanted_;
  std::unordered_map<std::uint32_t, Past> pasts_;  ///< of instruments the store knows, until they are delivered
  std::function<void(RepairedRange)> repairs_;
  const FeedSink* sink_{nullptr};
  FeedItem item_{core::Event{}};
  std::vector<bool> candle_seen_;  ///< by instrument id
  bool begun_{false};
  core::Timestamp heartbeat_;
  core::Timestamp posted_;
  std::uint64_t delivered_{0};
};

core::Status RunningFeed::open(const ops::Config& config, const Start& start, std::vector<core::SymbolName> wanted) {
  wanted_ = std::move(wanted);
  auto websockets = net::WsClient::make(loop_, {.ca_file = config.venues.ca_file, .proxies = on_.proxies});
  if (!websockets) return core::forward_error(websockets);
  websockets_ = std::move(*websockets);
  for (const Market market : {Market::kSpot, Market::kUsdm}) {
    const auto of_market = [&](const core::SymbolName& name) { return name.venue == venue_of(market); };
    if (std::ranges::any_of(wanted_, of_market)) open_venue(config, market, *websockets_);
  }
  on_.board.set_wake([this] { loop_.wake(); });
  return read_pasts(start);
}

void RunningFeed::open_venue(const ops::Config& config, Market market, net::WsClient& websockets) {
  Venue venue{.market = market};
  venue.transport = std::make_unique<venues::NetTransport>(loop_, websockets, *rest_);
  const auto seed = static_cast<std::uint64_t>(on_.clock.now().ns);  // of the jitter: unlike that of other processes
  venue.session =
      std::make_unique<venues::binance::LiveSession>(session_config(config.venues, market, seed), *venue.transport,
                                                     table_, static_cast<venues::MarketDataSink&>(*this));
  venue.transport->set_events(venue.session->transport_events());
  if (on_.message_times != nullptr) venue.transport->time_messages(*on_.message_times);
  venues_.push_back(std::move(venue));
}

/// Instruments that the store knows are there at once, before the network has answered.
core::Status RunningFeed::read_pasts(const Start& start) {
  auto stored = start.store.instruments();
  if (!stored) return core::forward_error(stored);
  for (core::Instrument& instrument : *stored) {
    if (std::ranges::find(wanted_, core::SymbolName{instrument.venue, instrument.symbol}) == wanted_.end()) continue;
    instrument.id = table_.add(instrument);
    auto past = read_past(start.store, {.instrument = instrument,
                                        .now = start.now,
                                        .span = kPastSpan,
                                        .engine_configuration = start.engine_configuration});
    if (!past) return core::forward_error(past);
    pasts_.emplace(instrument.id.value, std::move(*past));
  }
  return {};
}

RunningFeed::Venue* RunningFeed::venue_named(std::string_view name) {
  const auto found = std::ranges::find_if(venues_, [&](const Venue& v) { return venue_of(v.market) == name; });
  return found == venues_.end() ? nullptr : &*found;
}

void RunningFeed::begin(core::Timestamp now) {
  begun_ = true;
  for (const core::Instrument& instrument : table_.all()) {
    item_ = instrument;
    (*sink_)(item_);
    Past& past = pasts_.at(instrument.id.value);
    if (!past.state) continue;
    item_ = EngineState{instrument.id, std::move(*past.state)};
    (*sink_)(item_);
  }
  deliver_past();
  for (Venue& venue : venues_) venue.session->start(now);
  for (const core::SymbolName& name : wanted_) {
    venues::Resume resume;
    if (const auto id = table_.find(name.venue, name.symbol)) {
      if (const auto& newest = pasts_.at(id->value).newest) resume.last_candle = newest->open_time;
    }
    on_.board.post_subscription(name, api::SubscriptionState::kSubscribing);
    if (auto status = venue_named(name.venue)->session->subscribe(name.symbol, resume, now); !status) {
      on_refused(name.symbol, status.error());
    }
  }
  pasts_.clear();
}

void RunningFeed::deliver_past() {
  std::vector<core::VenueCandle> past;
  for (const auto& [id, known] : pasts_) {
    for (const core::Candle& candle : known.candles) {
      const core::Timestamp end = candle.open_time + core::minutes(1);
      past.push_back({core::InstrumentId{id}, {end, end}, core::Timeframe::k1m, core::CandleState::kClosed, candle});
    }
  }
  std::ranges::sort(past, {}, [](const core::VenueCandle& c) { return std::pair{c.times.received, c.instrument}; });
  for (const core::VenueCandle& candle : past) give(candle);
}

void RunningFeed::give(core::Event event) {
  item_ = std::move(event);
  (*sink_)(item_);
}

core::Result<std::optional<core::Timestamp>> RunningFeed::deliver(core::Timestamp now, const FeedSink& sink) {
  const Lent lent{*this, sink};
  if (!begun_) begin(now);
  make_changes(now);
  loop_.run_for({});
  core::Timestamp next = now + kHeartbeat;
  for (Venue& venue : venues_) next = std::min(next, venue.session->on_time(now));
  if (now - heartbeat_ >= kHeartbeat) {
    heartbeat_ = now;
    give(core::Heartbeat{{.received = now}});
  }
  const auto learned = [](const Venue& venue) { return venue.session->directory().size() != venue.listed; };
  if (now - posted_ >= kPost || std::ranges::any_of(venues_, learned)) post(now);
  return std::optional{next};
}

void RunningFeed::wait(core::Duration longest, const std::stop_token& /*stop*/, const FeedSink& sink) {
  const Lent lent{*this, sink};
  loop_.run_for(longest);
}

void RunningFeed::finish(core::Timestamp now, const FeedSink& sink) {
  const Lent lent{*this, sink};
  for (Venue& venue : venues_) venue.session->stop(now);
  post(now);
}

void RunningFeed::make_changes(core::Timestamp now) {
  for (const core::InstrumentId book : on_.board.take_books()) {
    if (Venue* venue = venue_named(table_.get(book).venue)) venue->session->refetch_book(book, now);
  }
  for (const api::SubscriptionChange& change : on_.board.take_changes()) {
    Venue* venue = venue_named(change.name.venue);
    if (venue == nullptr) continue;
    const bool on = change.action == api::SubscriptionChange::Action::kSubscribe;
    const auto status = on ? venue->session->subscribe(change.name.symbol, {}, now)
                           : venue->session->unsubscribe(change.name.symbol, now);
    if (!status) {
      on_refused(change.name.symbol, status.error());
    } else if (!on) {
      on_.board.post_subscription(change.name, api::SubscriptionState::kUnsubscribed);
    }
  }
}

void RunningFeed::post(core::Timestamp now) {
  posted_ = now;
  std::vector<VenueView> views;
  for (Venue& venue : venues_) {
    if (const auto& directory = venue.session->directory(); directory.size() != venue.listed) {
      venue.listed = directory.size();
      on_.board.post_directory(directory);
    }
    views.push_back(
        {std::string{venue_of(venue.market)}, venue.session->status(), venue.session->streams(), venue.messages});
  }
  on_.board.post(std::move(views));
}

// ---- what the venues say

void RunningFeed::on_instrument(const core::Instrument& instrument) {
  on_.board.post_subscription({instrument.venue, instrument.symbol}, api::SubscriptionState::kSubscribed);
  item_ = instrument;
  (*sink_)(item_);
}

void RunningFeed::on_event(core::Event& event) {
  if (const auto kind = kind_of(event)) {
    const auto instrument = core::instrument_of(event);
    if (!is_ready(*instrument, event)) return;
    if (Venue* venue = venue_named(table_.get(*instrument).venue)) {
      ++venue->messages[static_cast<std::size_t>(*kind)];
    }
  }
  ++delivered_;
  if (!std::holds_alternative<core::Event>(item_)) item_ = core::Event{};
  std::swap(std::get<core::Event>(item_), event);  // both keep the memory of their levels
  (*sink_)(item_);
}

/// Trades that come before the venue's first candle would let the engine close minutes of its own making, for which the
/// history that is on its way would be too late. Nobody misses them.
bool RunningFeed::is_ready(core::InstrumentId instrument, const core::Event& event) {
  if (candle_seen_.size() <= instrument.value) candle_seen_.resize(instrument.value + 1);
  if (std::holds_alternative<core::VenueCandle>(event)) candle_seen_[instrument.value] = true;
  return candle_seen_[instrument.value] || !std::holds_alternative<core::Trade>(event);
}

void RunningFeed::on_repaired(const venues::Repair& repair) {
  if (repairs_ && repair.timeframe == core::Timeframe::k1m) {
    repairs_({table_.get(repair.instrument), repair.range, repair.candles});
  }
}

void RunningFeed::on_refused(std::string_view symbol, const core::Error& why) {
  on_.logger.warning("a subscription came to nothing", {{"symbol", symbol}, {"reason", std::string_view{why.message}}});
}

}  // namespace

core::Result<std::unique_ptr<LiveFeed>> LiveFeed::make(const ops::Config& config, const Start& start,
                                                       const Dependencies& dependencies) {
  auto wanted = wanted_symbols(config);
  if (!wanted) return core::forward_error(wanted);
  auto rest = net::RestClient::make({.ca_file = config.venues.ca_file, .proxies = dependencies.proxies});
  if (!rest) return core::forward_error(rest);
  auto feed = std::make_unique<RunningFeed>(dependencies, std::move(*rest));
  if (auto status = feed->open(config, start, std::move(*wanted)); !status) return core::forward_error(status);
  return std::unique_ptr<LiveFeed>{std::move(feed)};
}

std::optional<std::string> why_unreachable(const ops::Config& config, const net::ProxyEnvironment& proxies) {
  const std::string rest = endpoints_of(config.venues, Market::kSpot).rest;
  const auto reply = net::fetch({.url = rest + "/api/v3/ping", .timeout = config.venues.probe_timeout},
                                {.ca_file = config.venues.ca_file, .proxies = proxies});
  if (!reply) return rest + ": " + reply.error().message;
  if (reply->status != 200) return rest + " answers with status " + std::to_string(reply->status);
  return std::nullopt;
}

}  // namespace tidemark::app
