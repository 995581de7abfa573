#include "venues/simulated/venue.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "net/json_writer.hpp"
#include "venues/simulated/rest_routes.hpp"
#include "venues/simulated/stream_commands.hpp"
#include "venues/simulated/stream_target.hpp"
#include "venues/simulated/ws_api.hpp"

namespace tidemark::venues::simulated {
namespace {

constexpr int kSpotBudget = 6000;
constexpr int kUsdmBudget = 2400;
constexpr std::size_t kSpotMessages = 5;  ///< incoming a second
constexpr std::size_t kUsdmMessages = 10;
constexpr core::Duration kConnectionLife = core::hours(24);
/// How often real-time streams look for news.
constexpr std::int64_t kRealTimeGrid = core::milliseconds(20).ns;

core::Timestamp next_multiple(core::Timestamp now, std::int64_t period) {
  return {(now.ns / period + 1) * period};
}

}  // namespace

Venue::Venue(const SimVenueConfig& config, std::vector<std::unique_ptr<Market>> markets, const Exchanges& exchanges)
    : seed_{config.seed}, now_{config.start}, dice_{config.faults, config.start} {
  // Spot first: the perpetuals' index follows it.
  std::ranges::stable_sort(markets, {}, [](const auto& market) { return market->kind(); });
  for (auto& market : markets) {
    const int budget = market->kind() == binance::Market::kSpot ? kSpotBudget : kUsdmBudget;
    floors_.push_back(std::make_unique<Floor>(std::move(market), *this, budget));
  }
  Floor* spot = floor_of(binance::Market::kSpot);
  Floor* usdm = floor_of(binance::Market::kUsdm);
  if (spot != nullptr && usdm != nullptr) usdm->market->follow(*spot->market);
  if (spot != nullptr && exchanges.spot != nullptr) {
    spot_ = std::make_unique<SpotDesk>(*spot->market, *exchanges.spot, config);
    desks_.push_back(spot_.get());
  }
  if (usdm != nullptr && exchanges.usdm != nullptr) {
    futures_ = std::make_unique<FuturesDesk>(*usdm->market, *exchanges.usdm, config);
    desks_.push_back(futures_.get());
  }
}

Floor* Venue::floor_of(binance::Market market) const {
  const auto found = std::ranges::find_if(floors_, [&](const auto& floor) { return floor->market->kind() == market; });
  return found == floors_.end() ? nullptr : found->get();
}

ClientDesk* Venue::desk_of(binance::Market market) const {
  if (market == binance::Market::kSpot) return spot_.get();
  return futures_.get();
}

void Venue::advance(core::Timestamp now) {
  while (now_ < now) {
    core::Timestamp next = std::min(now, next_multiple(now_, core::seconds(1).ns));
    for (const auto& floor : floors_) {
      if (const auto due = floor->hub.next_tick(now_)) next = std::min(next, *due);
    }
    if (const auto due = dice_.next_occasion(now_)) next = std::min(next, *due);
    // Stop orders go to the book soon after the trade that reaches them.
    for (ClientDesk* desk : desks_) {
      if (desk->desk().has_waiting()) next = std::min(next, next_multiple(now_, kRealTimeGrid));
    }
    step(next);
  }
  end_connections();
  sweep_ended();
}

void Venue::step(core::Timestamp until) {
  const core::Timestamp from = std::exchange(now_, until);
  for (const auto& floor : floors_) {
    floor->hub.set_clock(until, dice_.skew(until));
    floor->market->advance(until, floor->hub);
  }
  for (ClientDesk* desk : desks_) desk->go_on(from, until, shown_now(), *this);
  for (const auto& floor : floors_) floor->hub.tick(until);
  for (const auto& [peer, connection] : connections_) {
    if (!connection->over) FaultGate::release_overdue(*connection, until);
  }
  if (const auto age = dice_.stale_age()) {
    for (const auto& floor : floors_) stale_books_.keep(*floor->market, until, *age);
  }
  for (const sim::Occasion& occasion : dice_.occasions(from, until)) happen(occasion);
}

core::Timestamp Venue::next_due() const {
  core::Timestamp next{std::numeric_limits<std::int64_t>::max()};
  for (const auto& floor : floors_) {
    if (const auto due = floor->hub.next_tick(now_)) next = std::min(next, *due);
    ClientDesk* desk = desk_of(floor->market->kind());
    const bool trading = desk != nullptr && (desk->desk().has_waiting() || desk->has_listeners());
    if (floor->hub.has_real_time() || trading) next = std::min(next, next_multiple(now_, kRealTimeGrid));
  }
  for (const auto& [peer, connection] : connections_) {
    next = std::min(next, connection->closing.value_or(connection->opened + kConnectionLife));
  }
  if (const auto due = dice_.next_occasion(now_)) next = std::min(next, *due);
  return next;
}

std::optional<int> Venue::refusal(std::string_view target) const {
  if (dice_.refuses(now_)) return 503;
  const auto parsed = parse_target(target);
  if (!parsed || floor_of(parsed->market) == nullptr) return 404;
  // USD-M orders come over REST only.
  if (parsed->kind == ConnectionKind::kApi && parsed->market != binance::Market::kSpot) return 404;
  if (parsed->streams.size() > kStreamsMax) return 400;
  return std::nullopt;
}

bool Venue::connect(SimPeer& peer, std::string_view target) {
  if (refusal(target)) return false;
  const auto parsed = parse_target(target);
  Floor* floor = floor_of(parsed->market);
  auto connection = std::make_unique<Connection>();
  connection->peer = &peer;
  connection->number = next_connection_++;
  connection->opened = now_;
  connection->kind = parsed->kind;
  connection->market = parsed->market;
  connection->form = parsed->form;
  connection->group = parsed->group;
  for (const std::string& name : parsed->streams) {
    ClientDesk* desk = desk_of(parsed->market);
    const auto owner = desk != nullptr ? desk->owner_of_listen_key(name, now_) : std::nullopt;
    if (owner) desk->listen(*connection, *owner, std::nullopt);
    floor->hub.subscribe(*connection, name);
  }
  connections_[&peer] = std::move(connection);
  return true;
}

bool Venue::too_fast(Connection& connection) {
  // API connections are limited by weight, not by messages.
  if (connection.kind == ConnectionKind::kApi) return false;
  const std::size_t most = connection.market == binance::Market::kSpot ? kSpotMessages : kUsdmMessages;
  auto& incoming = connection.incoming;
  while (!incoming.empty() && incoming.front() + core::seconds(1) <= now_) incoming.pop_front();
  incoming.push_back(now_);
  return incoming.size() > most;
}

void Venue::receive(SimPeer& peer, std::string_view text) {
  const auto found = connections_.find(&peer);
  if (found == connections_.end() || found->second->over) return;
  Connection& connection = *found->second;
  if (too_fast(connection)) {
    end(connection, SimPeer::Ending::kClose);
  } else if (connection.kind == ConnectionKind::kApi) {
    Floor& floor = *floor_of(connection.market);
    WsApi api{*floor.market, spot_.get(), floor.limiter, now_, shown_now()};
    send(connection, api.answer(connection, text));
    if (spot_) spot_->tell(shown_now(), *this);
  } else {
    take_stream_command(connection, text, floor_of(connection.market)->hub, *this);
  }
  sweep_ended();
}

void Venue::disconnect(SimPeer& peer) {
  const auto found = connections_.find(&peer);
  if (found == connections_.end()) return;
  forget(*found->second);
  connections_.erase(found);
}

void Venue::forget(Connection& connection) {
  floor_of(connection.market)->hub.leave(connection);
  for (ClientDesk* desk : desks_) desk->leave(connection);
}

void Venue::send(Connection& connection, std::string_view text) {
  if (!connection.over) gate_.pass(connection, text, now_);
}

void Venue::end(Connection& connection, SimPeer::Ending ending) {
  if (std::exchange(connection.over, true)) return;
  connection.peer->end(ending);
}

void Venue::happen(const sim::Occasion& occasion) {
  // In order of connecting, not of addresses, so that the dice fall the same way in every run.
  std::map<std::uint64_t, Connection*> in_order;
  for (const auto& [peer, connection] : connections_) in_order[connection->number] = connection.get();
  for (const auto& [number, connection] : in_order) {
    if (connection->over || !dice_.chance(occasion.chance)) continue;
    if (occasion.kind != sim::FaultKind::kShutdown) {
      end(*connection, occasion.kind == sim::FaultKind::kCut ? SimPeer::Ending::kCut : SimPeer::Ending::kClose);
      continue;
    }
    std::string text;
    net::JsonWriter{text}
        .begin_object()
        .key("e")
        .text("serverShutdown")
        .key("E")
        .integer(shown_now().ms())
        .end_object();
    send(*connection, text);
    connection->closing = now_ + occasion.by;
  }
}

void Venue::end_connections() {
  for (const auto& [peer, connection] : connections_) {
    if (connection->closing.value_or(connection->opened + kConnectionLife) <= now_) {
      end(*connection, SimPeer::Ending::kClose);
    }
  }
}

/// Peers that were told to end are not known any more; a peer may have gone during a call.
void Venue::sweep_ended() {
  for (auto entry = connections_.begin(); entry != connections_.end();) {
    Connection& connection = *entry->second;
    if (!connection.over) {
      ++entry;
      continue;
    }
    forget(connection);
    entry = connections_.erase(entry);
  }
}

}  // namespace tidemark::venues::simulated
