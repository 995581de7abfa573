#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/http_types.hpp"

namespace tidemark::venues::simulated {

/// One WebSocket client of the simulated venue, as the venue sees it. Implemented by whoever carries the bytes: the
/// server's sessions (app), or a simulated network (tests).
class SimPeer {
 public:
  virtual ~SimPeer() = default;
  /// A text message, complete; with the fault `malformed` it may be no JSON at all.
  virtual void send(std::string_view text) = 0;
  /// Ends the connection: with a closing handshake, or as if the cable had been cut.
  enum class Ending : std::uint8_t { kClose, kCut };
  virtual void end(Ending ending) = 0;
};

struct SimVenueConfig;

/// The simulated exchange behind Binance's REST and WebSocket protocols, without sockets, threads or clocks: time is
/// what advance() says. Deterministic by its seed and the calls made. Not thread-safe. Faults (sim/faults) act here, so
/// that a socket server and a simulated network show the very same ones.
class SimVenue {
 public:
  [[nodiscard]] static core::Result<std::unique_ptr<SimVenue>> make(const SimVenueConfig& config);
  virtual ~SimVenue() = default;

  /// Lets the market run to `now` (venue time, without the fault of a skewed clock) and sends what is due to the peers.
  /// Never goes back.
  virtual void advance(core::Timestamp now) = 0;
  /// Venue time of the last advance(); at first the configured start, or that of the files to replay.
  [[nodiscard]] virtual core::Timestamp now() const = 0;
  /// When something is due next; for whoever owns the clock.
  [[nodiscard]] virtual core::Timestamp next_due() const = 0;

  /// A REST request at the time of the last advance(). The reply may be due later (slow responses): `after` says how
  /// long the carrier holds it back.
  struct Reply {
    net::Response response;
    core::Duration after{};
    bool never{false};  ///< the request is swallowed: the client runs into its timeout
  };
  [[nodiscard]] virtual Reply handle(const net::Request& request) = 0;

  /// The HTTP status with which connect() would refuse this target now (404 no such address, 400 too many streams, 503
  /// by fault), for a carrier that refuses before the handshake; nothing when it would take it. Throws no dice.
  [[nodiscard]] virtual std::optional<int> refusal(std::string_view target) const = 0;
  /// A WebSocket handshake on `target` ("/ws/btcusdt@trade", "/stream?streams=…", "/ws-api/v3"). The peer must stay
  /// until disconnect() or its end() was called. False: refused (HTTP 4xx/5xx or no answer, by fault).
  virtual bool connect(SimPeer& peer, std::string_view target) = 0;
  virtual void receive(SimPeer& peer, std::string_view text) = 0;
  virtual void disconnect(SimPeer& peer) = 0;
};

}  // namespace tidemark::venues::simulated
