#include "venues/simulated/venue.hpp"

#include <algorithm>
#include <limits>

#include "net/json_writer.hpp"
#include "venues/simulated/generated_source.hpp"
#include "venues/simulated/rest_routes.hpp"
#include "venues/simulated/stream_commands.hpp"
#include "venues/simulated/stream_target.hpp"

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

net::Response json_response(int status, std::string body) {
  return {.status = status, .content_type = "application/json;charset=UTF-8", .headers = {}, .body = std::move(body)};
}

}  // namespace

core::Result<std::unique_ptr<SimVenue>> SimVenue::make(const SimVenueConfig& config) {
  std::vector<std::unique_ptr<Market>> markets;
  for (const binance::Market kind : config.markets) {
    auto source = GeneratedSource::make(config, kind);
    if (!source) return core::forward_error(source);
    markets.push_back(std::make_unique<Market>(kind, std::move(*source), config.start, config.seed));
  }
  return std::unique_ptr<SimVenue>{std::make_unique<Venue>(config, std::move(markets))};
}

Venue::Venue(const SimVenueConfig& config, std::vector<std::unique_ptr<Market>> markets) : now_{config.start} {
  // Spot first: the perpetuals' index follows it.
  std::ranges::stable_sort(markets, {}, [](const auto& market) { return market->kind(); });
  for (auto& market : markets) {
    const int budget = market->kind() == binance::Market::kSpot ? kSpotBudget : kUsdmBudget;
    floors_.push_back(std::make_unique<Floor>(std::move(market), *this, budget));
  }
  Floor* spot = floor_of(binance::Market::kSpot);
  Floor* usdm = floor_of(binance::Market::kUsdm);
  if (spot != nullptr && usdm != nullptr) usdm->market->follow(*spot->market);
}

Floor* Venue::floor_of(binance::Market market) {
  const auto found = std::ranges::find_if(floors_, [&](const auto& floor) { return floor->market->kind() == market; });
  return found == floors_.end() ? nullptr : found->get();
}

void Venue::advance(core::Timestamp now) {
  while (now_ < now) {
    core::Timestamp next = std::min(now, next_multiple(now_, core::seconds(1).ns));
    for (const auto& floor : floors_) {
      if (const auto due = floor->hub.next_tick(now_)) next = std::min(next, *due);
    }
    step(next);
  }
  close_old();
  sweep_ended();
}

void Venue::step(core::Timestamp until) {
  for (const auto& floor : floors_) {
    floor->hub.set_clock(until, {});
    floor->market->advance(until, floor->hub);
  }
  now_ = until;
  for (const auto& floor : floors_) floor->hub.tick(until);
}

core::Timestamp Venue::next_due() const {
  core::Timestamp next{std::numeric_limits<std::int64_t>::max()};
  for (const auto& floor : floors_) {
    if (const auto due = floor->hub.next_tick(now_)) next = std::min(next, *due);
    if (floor->hub.has_real_time()) next = std::min(next, next_multiple(now_, kRealTimeGrid));
  }
  for (const auto& [peer, connection] : connections_) next = std::min(next, connection->opened + kConnectionLife);
  return next;
}

SimVenue::Reply Venue::handle(const net::Request& request) {
  Reply reply = answer(request);
  sweep_ended();
  return reply;
}

SimVenue::Reply Venue::answer(const net::Request& request) {
  const RestRoute* route = find_route(request.path);
  Floor* floor = route == nullptr ? nullptr : floor_of(route->market);
  if (floor == nullptr) {
    std::string body;
    net::JsonWriter{body}
        .begin_object()
        .key("timestamp")
        .integer(now_.ms())
        .key("status")
        .integer(404)
        .key("error")
        .text("Not Found")
        .key("message")
        .text("No message available")
        .key("path")
        .text(request.path)
        .end_object();
    return {json_response(404, std::move(body))};
  }
  const auto parameters = Parameters::read(request.raw_query, request.body);
  const int weight = parameters ? weight_of(*route, *parameters) : 1;
  const RateLimiter::Outcome budget = floor->limiter.take(request.peer, weight, now_);
  net::Response response;
  if (budget.refusal) {
    const std::string message =
        budget.refusal->status == 418
            ? "Way too much request weight used; IP banned until " + std::to_string(budget.refusal->until.ms()) +
                  ". Please use WebSocket Streams for live updates to avoid bans."
            : "Too much request weight used; current limit is " + std::to_string(floor->limiter.budget()) +
                  " request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the "
                  "API.";
    response = json_response(budget.refusal->status, error_text({budget.refusal->status, -1003, message}));
    const std::int64_t seconds = budget.refusal->retry_after.ns / core::seconds(1).ns + 1;
    response.headers.push_back({"Retry-After", std::to_string(seconds)});
  } else {
    ApiResult<std::string> body = std::unexpected(ApiError{});
    if (!parameters) {
      body = std::unexpected(parameters.error());
    } else if (request.method != net::Method::kGet && request.method != net::Method::kHead) {
      body = refuse(-1000, "Request method '" + std::string{net::name_of(request.method)} + "' not supported", 405);
    } else if (auto unread = parameters->unread(route->parameters)) {
      body = std::unexpected(std::move(*unread));
    } else {
      body = route->endpoint({*floor->market, *parameters, now_, now_});
    }
    response =
        body ? json_response(200, std::move(*body)) : json_response(body.error().status, error_text(body.error()));
  }
  response.headers.push_back({"X-MBX-USED-WEIGHT", std::to_string(budget.used)});
  response.headers.push_back({"X-MBX-USED-WEIGHT-1M", std::to_string(budget.used)});
  return {std::move(response)};
}

bool Venue::connect(SimPeer& peer, std::string_view target) {
  const auto parsed = parse_target(target);
  if (!parsed || parsed->streams.size() > kStreamsMax) return false;
  Floor* floor = floor_of(parsed->market);
  if (floor == nullptr || parsed->kind == ConnectionKind::kApi) return false;
  auto connection = std::make_unique<Connection>();
  connection->peer = &peer;
  connection->number = next_connection_++;
  connection->opened = now_;
  connection->kind = parsed->kind;
  connection->market = parsed->market;
  connection->form = parsed->form;
  connection->group = parsed->group;
  for (const std::string& name : parsed->streams) floor->hub.subscribe(*connection, name);
  connections_[&peer] = std::move(connection);
  return true;
}

bool Venue::too_fast(Connection& connection) {
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
  } else {
    take_stream_command(connection, text, floor_of(connection.market)->hub, *this);
  }
  sweep_ended();
}

void Venue::disconnect(SimPeer& peer) {
  const auto found = connections_.find(&peer);
  if (found == connections_.end()) return;
  floor_of(found->second->market)->hub.leave(*found->second);
  connections_.erase(found);
}

void Venue::send(Connection& connection, std::string_view text) {
  if (!connection.over) connection.peer->send(text);
}

void Venue::end(Connection& connection, SimPeer::Ending ending) {
  if (std::exchange(connection.over, true)) return;
  connection.peer->end(ending);
}

void Venue::close_old() {
  for (const auto& [peer, connection] : connections_) {
    if (connection->opened + kConnectionLife <= now_) end(*connection, SimPeer::Ending::kClose);
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
    floor_of(connection.market)->hub.leave(connection);
    entry = connections_.erase(entry);
  }
}

}  // namespace tidemark::venues::simulated
