#include "api/zone_socket.hpp"

#include <algorithm>
#include <utility>

#include "api/params.hpp"
#include "api/reply.hpp"
#include "api/zone_page.hpp"

namespace tidemark::api {
namespace {

const RouteInfo& zones_route() {
  return *std::ranges::find(route_table(), Operation::kZones, &RouteInfo::operation);
}

core::Error invalid(std::string code, std::string message, std::string place) {
  return {core::ErrorKind::kInvalidArgument, std::move(code), std::move(message), std::move(place)};
}

/// The members of a message as the query that asks for the same.
core::Result<std::vector<net::NameValue>> query_of(const StreamMessage& message) {
  std::vector<net::NameValue> query;
  for (const auto& [name, member] : *message.value.members()) {
    if (name == "action" || name == "id") continue;
    if (member.text() != nullptr) {
      query.push_back({name, *member.text()});
    } else if (member.integer() != nullptr) {
      query.push_back({name, std::to_string(*member.integer())});
    } else {
      return std::unexpected(invalid("bad_member", "A parameter must be a text or a whole number.", name));
    }
  }
  return query;
}

}  // namespace

std::optional<net::Response> ZoneSocket::refusal(const net::Request& request) {
  if (auto on = zones_are_on(context_); !on) return reply(on.error());
  const auto params = parse_params(route_, request);
  if (!params) return reply(params.error());
  const auto instrument = find_live(context_, *params->symbol);
  if (!instrument) return reply(instrument.error());
  return std::nullopt;
}

void ZoneSocket::on_open(net::WsSession& session, const net::Request& request) {
  const auto params = parse_params(route_, request);  // refusal() has seen them
  const std::string venue = params->symbol->venue.empty() ? "" : params->symbol->venue + ":";
  const std::string series = venue + params->symbol->symbol + ":" + std::string{core::name_of(*params->timeframe)};
  hub_.on_open(session, request);
  hub_.open_for(session, "zones:" + series);
  Client& client = clients_[session.id()];
  client.session = &session;
  client.channel = "zones:" + series;
  client.request.params = request.params;
}

void ZoneSocket::on_close(net::WsSession& session) {
  clients_.erase(session.id());
  hub_.on_close(session);
}

void ZoneSocket::on_message(net::WsSession& session, std::string_view text) {
  const auto it = clients_.find(session.id());
  if (it == clients_.end()) return;
  const core::Timestamp now = context_.deps.clock.now();
  const auto message = parse_stream_message(text);
  if (!message) return session.send(net::make_frame(encode_error(message.error(), now, {})));
  if (message->action == "ping") {
    return session.send(net::make_frame(
        encode({.type = "pong", .channel = "", .timestamp = now, .seq = 0, .data = "{}", .id = message->id})));
  }
  const auto done = message->action == "detect_zones"
                        ? detect(it->second, *message)
                        : core::Status{std::unexpected(
                              invalid("unknown_action", "`action` must be detect_zones or ping.", "action"))};
  if (!done) session.send(net::make_frame(encode_error(done.error(), now, message->id)));
}

core::Status ZoneSocket::detect(Client& client, const StreamMessage& message) {
  if (client.busy) {
    return core::fail(core::ErrorKind::kExhausted, "busy", "A detection is under way; wait for its answer.", "");
  }
  auto query = query_of(message);
  if (!query) return core::forward_error(query);
  net::Request request = client.request;
  request.query = std::move(*query);
  // What is wrong with the question is said at once.
  const auto params = parse_params(zones_route(), request);
  if (!params) return std::unexpected(params.error());
  if (auto wanted = zones_wanted(context_, *params); !wanted) return core::forward_error(wanted);
  client.busy = true;
  const auto answer = [this, number = client.session->id(), id = message.id](core::Result<std::string> page) {
    loop_->post([this, number, id, page = std::move(page)] { tell(number, id, page); });
  };
  read_on_worker(
      context_, std::string{route_.pattern},
      [this, answer, request = std::move(request)](const ReadWorker::StoreAccess& store) {
        answer(zone_page(context_, zones_route(), request, store));
      },
      [answer](const core::Error& error) { answer(std::unexpected(error)); });
  return {};
}

void ZoneSocket::tell(std::uint64_t number, std::optional<std::int64_t> id, const core::Result<std::string>& page) {
  const auto it = clients_.find(number);
  if (it == clients_.end()) return;
  Client& client = it->second;
  client.busy = false;
  const core::Timestamp now = context_.deps.clock.now();
  client.session->send(net::make_frame(page ? encode({.type = "sd_zones_detected",
                                                      .channel = client.channel,
                                                      .timestamp = now,
                                                      .seq = 0,
                                                      .data = *page,
                                                      .id = id})
                                            : encode_error(page.error(), now, id)));
}

}  // namespace tidemark::api
