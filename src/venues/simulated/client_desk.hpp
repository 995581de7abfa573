#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/rng.hpp"
#include "sim/accounts/trade_desk.hpp"
#include "venues/simulated/api_error.hpp"
#include "venues/simulated/connection.hpp"
#include "venues/simulated/market.hpp"
#include "venues/simulated/sim_venue_config.hpp"

namespace tidemark::venues::simulated {

/// New orders an account may send within a length of time (exchangeInfo.rateLimits, ORDERS).
struct OrderLimit {
  core::Duration length;
  int most{0};
  std::string_view interval;  ///< "SECOND", "MINUTE", "DAY"
  int interval_count{0};
  std::string_view header;  ///< of the count so far, in answers to new orders
};
using OrderLimits = std::array<OrderLimit, 2>;

/// "Too many new orders; …" (-1015, 429).
[[nodiscard]] std::unexpected<ApiError> too_many_orders(const OrderLimit& limit);

/// An account on one market, and its orders in the current window of each limit.
struct ClientAccount {
  AccountConfig config;
  sim::OwnerId owner;
  core::Timestamp updated;
  std::array<core::Timestamp, 2> windows;
  std::array<int, 2> orders{};
};

/// What trading on either market has in common: accounts with their keys, the desk that keeps their orders, and who
/// listens to what happens to them.
class ClientDesk {
 public:
  ClientDesk(const ClientDesk&) = delete;
  ClientDesk& operator=(const ClientDesk&) = delete;
  virtual ~ClientDesk() = default;

  [[nodiscard]] virtual sim::TradeDesk& desk() = 0;
  [[nodiscard]] Market& market() { return market_; }
  [[nodiscard]] const Market& market() const { return market_; }
  [[nodiscard]] TimestampCheck timestamps() const { return timestamps_; }
  [[nodiscard]] const OrderLimits& limits() const { return limits_; }

  /// nullptr when no account has this key.
  [[nodiscard]] ClientAccount* find_key(std::string_view api_key);
  [[nodiscard]] ClientAccount& account(sim::OwnerId owner) { return accounts_[owner.value - 1]; }
  /// Counts new orders; the limit they would break when they are too many.
  [[nodiscard]] const OrderLimit* count_orders(ClientAccount& account, core::Timestamp now, int orders) const;

  /// Letters and digits, for client order ids and listen keys.
  [[nodiscard]] std::string random_id(std::size_t length);

  /// The account's listen key; the same until it is closed or an hour has passed since the last call.
  [[nodiscard]] std::string open_listen_key(sim::OwnerId owner, core::Timestamp now);
  bool keep_listen_key(std::string_view key, core::Timestamp now);
  void close_listen_key(std::string_view key);
  [[nodiscard]] std::optional<std::string> listen_key_of(sim::OwnerId owner, core::Timestamp now) const;
  [[nodiscard]] std::optional<sim::OwnerId> owner_of_listen_key(std::string_view key, core::Timestamp now) const;

  /// `subscription`: number within a WebSocket API connection, whose events are wrapped with it.
  void listen(Connection& connection, sim::OwnerId owner, std::optional<int> subscription);
  void stop_listening(Connection& connection, std::optional<int> subscription);
  void leave(Connection& connection);
  [[nodiscard]] bool has_listeners() const { return !listeners_.empty(); }

  /// The market went on from `from`: settles, triggers stops, tells the listeners.
  virtual void go_on(core::Timestamp from, core::Timestamp now, core::Timestamp shown_now, MessageSink& sink) = 0;
  /// Tells the listeners what orders have come to, and what follows from that.
  void tell(core::Timestamp shown_now, MessageSink& sink);

 protected:
  ClientDesk(Market& market, const SimVenueConfig& config, const OrderLimits& limits, std::uint64_t id_stream);

  /// The messages of one event, by send().
  virtual void tell_event(const sim::OrderEvent& event, core::Timestamp shown_now, MessageSink& sink) = 0;
  /// After the events have been told: what they lead to.
  virtual void follow_up(const std::vector<sim::OrderEvent>& events);
  void send(sim::OwnerId owner, const std::string& event, MessageSink& sink);
  [[nodiscard]] const std::vector<ClientAccount>& accounts() const { return accounts_; }

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

  Market& market_;
  TimestampCheck timestamps_;
  OrderLimits limits_;
  std::vector<ClientAccount> accounts_;
  core::Rng rng_;
  std::vector<Listener> listeners_;
  std::map<std::string, ListenKey, std::less<>> listen_keys_;
  std::vector<sim::OrderEvent> events_;
};

}  // namespace tidemark::venues::simulated
