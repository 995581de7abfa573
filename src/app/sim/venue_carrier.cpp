#include "app/sim/venue_carrier.hpp"

#include <cmath>
#include <utility>

#include "net/websocket.hpp"

namespace tidemark::app {
namespace {

constexpr std::size_t kSwallowedMax = 1000;

std::string target_of(const net::Request& request) {
  return request.raw_query.empty() ? request.path : request.path + "?" + request.raw_query;
}

}  // namespace

class VenueCarrier::Peer final : public venues::simulated::SimPeer {
 public:
  explicit Peer(net::WsSession& session) : session_{session} {}

  void send(std::string_view text) override { session_.send(net::make_frame(text)); }
  void end(Ending ending) override {
    if (ending == Ending::kCut) return session_.cut();
    session_.close(net::WsClose::kPolicyViolation, "closed by the venue");
  }

 private:
  net::WsSession& session_;
};

VenueCarrier::VenueCarrier(venues::simulated::SimVenue& venue, const core::Clock& clock, core::Duration start,
                           double speed)
    : venue_{venue}, clock_{clock}, speed_{speed}, venue_start_{venue.now()}, clock_start_{start} {}

VenueCarrier::~VenueCarrier() = default;

void VenueCarrier::catch_up() {
  const double elapsed = static_cast<double>((clock_.monotonic() - clock_start_).ns) * speed_;
  venue_.advance(venue_start_ + core::nanoseconds(std::llround(elapsed)));
}

void VenueCarrier::tick() {
  catch_up();
  const core::Duration now = clock_.monotonic();
  while (!late_.empty() && late_.begin()->first <= now) {
    auto due = late_.extract(late_.begin());
    due.mapped().responder.send(std::move(due.mapped().response));
  }
}

void VenueCarrier::handle(net::Responder responder) {
  catch_up();
  auto reply = venue_.handle(responder.request());
  if (reply.never) {
    swallowed_.push_back(std::move(responder));
    if (swallowed_.size() > kSwallowedMax) swallowed_.pop_front();
  } else if (reply.after.ns > 0) {
    late_.emplace(clock_.monotonic() + reply.after, Late{std::move(responder), std::move(reply.response)});
  } else {
    responder.send(std::move(reply.response));
  }
}

std::optional<net::Response> VenueCarrier::refusal(const net::Request& request) {
  catch_up();
  const auto status = venue_.refusal(target_of(request));
  if (!status) return std::nullopt;
  return net::Response{.status = *status, .content_type = "text/plain", .headers = {}, .body = {}};
}

void VenueCarrier::on_open(net::WsSession& session, const net::Request& request) {
  auto peer = std::make_unique<Peer>(session);
  if (!venue_.connect(*peer, target_of(request))) return session.cut();
  peers_[&session] = std::move(peer);
}

void VenueCarrier::on_message(net::WsSession& session, std::string_view text) {
  const auto found = peers_.find(&session);
  if (found == peers_.end()) return;
  catch_up();
  venue_.receive(*found->second, text);
}

void VenueCarrier::on_close(net::WsSession& session) {
  const auto found = peers_.find(&session);
  if (found == peers_.end()) return;
  venue_.disconnect(*found->second);
  peers_.erase(found);
}

}  // namespace tidemark::app
