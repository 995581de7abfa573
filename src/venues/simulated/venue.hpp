#pragma once

#include <map>
#include <memory>
#include <vector>

#include "sim/faults/fault_dice.hpp"
#include "venues/simulated/connection.hpp"
#include "venues/simulated/fault_gate.hpp"
#include "venues/simulated/futures_routes.hpp"
#include "venues/simulated/market.hpp"
#include "venues/simulated/rate_limiter.hpp"
#include "venues/simulated/rest_routes.hpp"
#include "venues/simulated/sim_venue.hpp"
#include "venues/simulated/sim_venue_config.hpp"
#include "venues/simulated/spot_desk.hpp"
#include "venues/simulated/stale_books.hpp"
#include "venues/simulated/stream_hub.hpp"
#include "venues/simulated/trade_routes.hpp"

namespace tidemark::venues::simulated {

/// A market with its listeners and its budget.
struct Floor {
  Floor(std::unique_ptr<Market> opened, MessageSink& sink, int budget)
      : market{std::move(opened)}, hub{*market, sink}, limiter{budget} {}

  std::unique_ptr<Market> market;
  StreamHub hub;
  RateLimiter limiter;
};

/// Where each market's orders go; none: nothing can be traded there.
struct Exchanges {
  sim::Exchange* spot{nullptr};
  sim::Exchange* usdm{nullptr};
};

/// SimVenue put together.
class Venue final : public SimVenue, public MessageSink {
 public:
  Venue(const SimVenueConfig& config, std::vector<std::unique_ptr<Market>> markets, const Exchanges& exchanges);

  void advance(core::Timestamp now) override;
  [[nodiscard]] core::Timestamp now() const override { return now_; }
  [[nodiscard]] core::Timestamp next_due() const override;
  [[nodiscard]] Reply handle(const net::Request& request) override;
  [[nodiscard]] std::optional<int> refusal(std::string_view target) const override;
  bool connect(SimPeer& peer, std::string_view target) override;
  void receive(SimPeer& peer, std::string_view text) override;
  void disconnect(SimPeer& peer) override;

  void send(Connection& connection, std::string_view text) override;
  void end(Connection& connection, SimPeer::Ending ending) override;

 private:
  [[nodiscard]] Floor* floor_of(binance::Market market) const;
  void step(core::Timestamp until);
  void sweep_ended();
  void forget(Connection& connection);
  [[nodiscard]] core::Timestamp shown_now() const { return now_ + dice_.skew(now_); }
  void happen(const sim::Occasion& occasion);
  void end_connections();
  [[nodiscard]] net::Response serve(const net::Request& request, const RestRoute& route, Floor& floor,
                                    const sim::RequestFate& fate);
  template <class Call, class Desk>
  [[nodiscard]] Reply trade(const net::Request& request, const AccountRoute<Call>* route, Desk* desk, Floor& floor);
  [[nodiscard]] ClientDesk* desk_of(binance::Market market) const;
  [[nodiscard]] net::Response administrate(const net::Request& request);
  [[nodiscard]] std::string state_text() const;
  [[nodiscard]] bool too_fast(Connection& connection);

  std::uint64_t seed_;
  core::Timestamp now_;
  sim::FaultDice dice_;
  FaultGate gate_{dice_};
  StaleBooks stale_books_;
  std::vector<std::unique_ptr<Floor>> floors_;
  std::unique_ptr<SpotDesk> spot_;
  std::unique_ptr<FuturesDesk> futures_;
  std::vector<ClientDesk*> desks_;  ///< those there are
  std::map<SimPeer*, std::unique_ptr<Connection>> connections_;
  std::uint64_t next_connection_{1};
};

}  // namespace tidemark::venues::simulated
