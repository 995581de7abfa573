#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/rng.hpp"
#include "sim/accounts/trade_desk.hpp"
#include "venues/simulated/connection.hpp"
#include "venues/simulated/market.hpp"
#include "venues/simulated/sim_venue_config.hpp"

namespace tidemark::venues::simulated {

/// Orders counted against an account's limits (exchangeInfo.rateLimits, ORDERS).
struct OrderCount {
  int ten_seconds{0};
  int day{0};
};

/// Trading on the spot market: accounts with their keys, the desk that keeps orders and money, and who listens to what
/// happens to them.
class SpotDesk {
 public:
  SpotDesk(Market& market, sim::Exchange& exchange, const SimVenueConfig& config);

  [[nodiscard]] sim::TradeDesk& desk() { return desk_; }
  [[nodiscard]] Market& market() { return market_; }
  [[nodiscard]] TimestampCheck timestamps() const { return timestamps_; }

  struct Account {
    AccountConfig config;
    sim::OwnerId owner;
    core::Timestamp updated;
    core::Timestamp window;  ///< of the ten seconds and day counted in `orders`
    core::Timestamp day;
    OrderCount orders;
  };
  /// nullptr when no account has this key.
  [[nodiscard]] Account* find_key(std::string_view api_key);
  [[nodiscard]] Account& account(sim::OwnerId owner) { return accounts_[owner.value - 1]; }
  /// Counts one order, or refuses it as one too many.
  [[nodiscard]] bool count_order(Account& account, core::Timestamp now);

  /// Letters and digits, for client order ids and listen keys.
  [[nodiscard]] std::string random_id(std::size_t length);

  /// The account's listen key; the same until it is closed or an hour has passed since the last call.
  [[nodiscard]] std::string open_listen_key(sim::OwnerId owner, core::Timestamp now);
  bool keep_listen_key(std::string_view key, core::Timestamp now);
  void close_listen_key(std::string_view key);
  [[nodiscard]] std::optional<sim::OwnerId> owner_of_listen_key(std::string_view key, core::Timestamp now) const;

  /// `subscription`: number within a WebSocket API connection, whose events are wrapped with it.
  void listen(Connection& connection, sim::OwnerId owner, std::optional<int> subscription);
  void stop_listening(Connection& connection, std::optional<int> subscription);
  void leave(Connection& connection);
  [[nodiscard]] bool has_listeners() const { return !listeners_.empty(); }

  /// The market went on from `from`: settles, triggers stops, tells the listeners.
  void go_on(core::Timestamp from, core::Timestamp now, core::Timestamp shown_now, MessageSink& sink);
  /// Tells the listeners what orders have come to.
  void tell(core::Timestamp shown_now, MessageSink& sink);

 private:
  struct Listener {
    Connection* connection;
    sim::OwnerId owner;
    std::optional<int> subscription;
  };
  struct ListenKey {
    sim::OwnerId owner;
    core::Timestamp last_used;
  };
  void send(sim::OwnerId owner, const std::string& event, MessageSink& sink);

  Market& market_;
  sim::TradeDesk desk_;
  TimestampCheck timestamps_;
  std::vector<Account> accounts_;
  core::Rng rng_;
  std::vector<Listener> listeners_;
  std::map<std::string, ListenKey, std::less<>> listen_keys_;
  std::vector<sim::OrderEvent> events_;
};

}  // namespace tidemark::venues::simulated
