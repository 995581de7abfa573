#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <string>

#include "core/clock.hpp"
#include "net/http_router.hpp"
#include "net/http_server.hpp"
#include "venues/simulated/sim_venue.hpp"

namespace tidemark::app {

/// Carries a simulated venue's bytes: requests and sessions of the server go in, what the venue says goes out. Keeps
/// its time too: venue time runs at `speed` times the clock's from where the venue stands. Everything happens on the
/// server's I/O thread.
class VenueCarrier final : public net::WsHandler {
 public:
  /// `venue` and `clock` must outlive the carrier. `start`: the clock's monotonic time at which the venue's present
  /// time was the clock's; making a long past takes a while.
  VenueCarrier(venues::simulated::SimVenue& venue, const core::Clock& clock, core::Duration start, double speed);
  ~VenueCarrier() override;

  void handle(net::Responder responder);
  /// Call every few milliseconds: lets the market go on and sends late responses.
  void tick();

  std::optional<net::Response> refusal(const net::Request& request) override;
  void on_open(net::WsSession& session, const net::Request& request) override;
  void on_message(net::WsSession& session, std::string_view text) override;
  void on_close(net::WsSession& session) override;

 private:
  class Peer;
  struct Late {
    net::Responder responder;
    net::Response response;
  };

  void catch_up();

  venues::simulated::SimVenue& venue_;
  const core::Clock& clock_;
  double speed_;
  core::Timestamp venue_start_;
  core::Duration clock_start_;
  std::map<net::WsSession*, std::unique_ptr<Peer>> peers_;
  std::multimap<core::Duration, Late> late_;  ///< by the clock's monotonic time
  std::deque<net::Responder> swallowed_;      ///< never answered; the oldest of too many gets a 500
};

}  // namespace tidemark::app
