#include "venues/live/net_transport.hpp"

#include <cassert>
#include <unordered_map>
#include <utility>

namespace tidemark::venues {

/// Kept alive by replies on their way to the loop's thread, which find out there whether it still wants them.
class NetTransport::Impl : public std::enable_shared_from_this<NetTransport::Impl> {
 public:
  Impl(net::ClientLoop& the_loop, net::WsClient& the_websockets, net::RestClient& the_rest)
      : loop{the_loop}, websockets{the_websockets}, rest{the_rest} {}

  /// Hears one connection.
  struct Link final : net::WsEvents {
    Link(Impl& transport, LinkId link) : owner{transport}, id{link} {}

    void on_open(core::Timestamp at) override { owner.events->on_open(id, at); }
    void on_text(std::string_view text, core::Timestamp received) override {
      if (owner.message_times == nullptr) return owner.events->on_text(id, text, received);
      // What it is told may close this link: nothing of it is touched afterwards.
      ops::Histogram& times = *owner.message_times;
      const core::Clock& clock = owner.loop.clock();
      const core::Duration began = clock.monotonic();
      owner.events->on_text(id, text, received);
      times.record((clock.monotonic() - began).ns);
    }
    void on_closed(const core::Error& why, core::Timestamp at) override { owner.on_closed(id, why, at); }

    Impl& owner;
    LinkId id;
    std::unique_ptr<net::WsConnection> connection;
  };

  void on_closed(LinkId id, const core::Error& why, core::Timestamp at) {
    // Still on the stack of the connection's call: it goes when that is over.
    const auto link = links.extract(id.value);
    if (!link.empty()) events->on_closed(id, why, at);
  }

  void on_reply(RequestId id, core::Result<HttpReply> reply) {
    if (requests.erase(id.value) != 0) events->on_reply(id, std::move(reply), loop.clock().now());
  }
  /// Any thread: brings the reply home.
  static void post_reply(const std::weak_ptr<Impl>& transport, net::ClientLoop& loop, RequestId id,
                         core::Result<HttpReply> reply) {
    loop.post([transport, id, answer = std::move(reply)]() mutable {
      if (const auto self = transport.lock()) self->on_reply(id, std::move(answer));
    });
  }

  net::ClientLoop& loop;
  net::WsClient& websockets;
  net::RestClient& rest;
  TransportEvents* events{nullptr};
  ops::Histogram* message_times{nullptr};
  std::unordered_map<std::uint64_t, std::unique_ptr<Link>> links;
  std::unordered_map<std::uint64_t, net::RestTicket> requests;
  std::uint64_t link_count{0};
  std::uint64_t request_count{0};
};

namespace {

core::Result<HttpReply> http_reply(core::Result<net::RestReply> reply) {
  if (!reply) return core::forward_error(reply);
  return HttpReply{reply->status, std::move(reply->headers), std::move(reply->body)};
}

}  // namespace

NetTransport::NetTransport(net::ClientLoop& loop, net::WsClient& websockets, net::RestClient& rest)
    : impl_{std::make_shared<Impl>(loop, websockets, rest)} {}

NetTransport::~NetTransport() {
  for (const auto& [id, ticket] : impl_->requests) impl_->rest.cancel(ticket);
  impl_->requests.clear();
}

void NetTransport::set_events(TransportEvents& events) {
  impl_->events = &events;
}

void NetTransport::time_messages(ops::Histogram& times) {
  impl_->message_times = &times;
}

LinkId NetTransport::open(const std::string& url) {
  assert(impl_->events != nullptr);
  const LinkId id{++impl_->link_count};
  const auto& link = impl_->links.emplace(id.value, std::make_unique<Impl::Link>(*impl_, id)).first->second;
  link->connection = impl_->websockets.open({url, {}}, *link);
  return id;
}

void NetTransport::send(LinkId link, std::string_view text) {
  const auto found = impl_->links.find(link.value);
  if (found != impl_->links.end()) found->second->connection->send(text);
}

void NetTransport::close(LinkId link) {
  // May be called by what the link is just telling: its memory stays until that is over.
  auto node = impl_->links.extract(link.value);
  if (node.empty()) return;
  node.mapped()->connection.reset();
  impl_->loop.post([closed = std::move(node.mapped())] {});
}

RequestId NetTransport::request(HttpRequest request) {
  assert(impl_->events != nullptr);
  const RequestId id{++impl_->request_count};
  // The thread of the REST client keeps no transport alive: its last owner is on the loop's thread.
  auto ticket = impl_->rest.submit(
      {request.method, std::move(request.url), std::move(request.headers), std::move(request.body), request.timeout},
      [transport = std::weak_ptr{impl_->shared_from_this()}, &loop = impl_->loop, id](
          core::Result<net::RestReply> reply) { Impl::post_reply(transport, loop, id, http_reply(std::move(reply))); });
  impl_->requests.emplace(id.value, ticket.value_or(net::RestTicket{}));
  if (!ticket) {
    ticket.error().kind = core::ErrorKind::kUnavailable;
    Impl::post_reply(impl_->weak_from_this(), impl_->loop, id, std::unexpected(std::move(ticket.error())));
  }
  return id;
}

void NetTransport::cancel(RequestId request) {
  const auto found = impl_->requests.find(request.value);
  if (found == impl_->requests.end()) return;
  impl_->rest.cancel(found->second);
  impl_->requests.erase(found);
}

}  // namespace tidemark::venues
