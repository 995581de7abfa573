#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/trading/venue_event.hpp"
#include "bus/queue_registry.hpp"
#include "core/clock.hpp"
#include "core/instrument.hpp"
#include "net/client_loop.hpp"
#include "net/proxy.hpp"
#include "net/rest_client.hpp"
#include "net/ws_client.hpp"
#include "ops/log.hpp"
#include "ops/metrics.hpp"
#include "venues/binance/trade/order_session.hpp"
#include "venues/live/net_transport.hpp"

namespace tidemark::app {

/// The line between the account that trades and its venue: requests one way, what becomes of them the other. The
/// session lives on the thread of run(), its HTTP requests on that of run_client().
class OrderLine final : private venues::binance::OrderSink {
 public:
  struct Dependencies {
    const core::Clock& clock;
    ops::Logger& logger;
    ops::Metrics& metrics;
    net::ProxyEnvironment proxies;
    std::string ca_file;  ///< PEM; empty: the system's trust store
  };
  /// Nothing is connected yet. kInvalidArgument: an address or a key is missing, or the certificates cannot be read.
  [[nodiscard]] static core::Result<std::unique_ptr<OrderLine>> make(venues::binance::TradeConfig config,
                                                                     Dependencies dependencies);
  ~OrderLine() override = default;
  OrderLine(const OrderLine&) = delete;
  OrderLine& operator=(const OrderLine&) = delete;

  /// Called from run()'s thread whenever there is something to take; before the threads start.
  void set_wake(std::function<void()> wake) { wake_ = std::move(wake); }

  // The account's thread.
  void put_instrument(const core::Instrument& instrument);
  /// In order. When there is no room an order is refused by a report, and a question is followed by a doubt; cancels
  /// always have room.
  void put(std::vector<trading::VenueRequest> requests);
  [[nodiscard]] bool has_events() const;
  /// Appends what was heard since the last call.
  void take(std::vector<VenueEvent>& out);
  /// Waits until all that was put was looked at, and cancels that may be sent are; false when it took too long.
  bool await_sent(core::Duration longest);

  // Bodies of two threads: the second must end after the first.
  void run(const std::stop_token& stop);
  void run_client(const std::stop_token& stop) { rest_->run(stop); }
  void interrupt() { loop_.wake(); }

  [[nodiscard]] std::vector<bus::QueueRegistry::Registration> register_queues(bus::QueueRegistry& queues);

 private:
  static constexpr std::size_t kRequestsMax = 1024;
  static constexpr std::size_t kEventsMax = 16'384;

  OrderLine(Dependencies dependencies, std::unique_ptr<net::RestClient> rest);
  core::Status open(venues::binance::TradeConfig config);
  void obey();
  void tell(VenueEvent event);

  void on_up(core::Timestamp at) override;
  void on_down(const core::Error& why, core::Timestamp at) override;
  void on_report(const trading::BrokerReport& report) override { tell(report); }
  void on_account(const trading::VenueAccount& account) override { tell(account); }
  void on_doubt(core::Timestamp at) override { tell(VenueDoubt{at}); }
  void on_trouble(const core::Error& what) override;

  Dependencies on_;
  net::ClientLoop loop_;
  std::unique_ptr<net::RestClient> rest_;
  std::unique_ptr<net::WsClient> websockets_;
  std::unique_ptr<venues::NetTransport> transport_;
  std::unique_ptr<venues::binance::OrderSession> session_;
  std::function<void()> wake_;
  ops::Counter& orders_;
  ops::Counter& cancels_;
  ops::Counter& unknown_;
  venues::binance::OrderSessionStatus told_;

  mutable std::mutex mutex_;  ///< guards what follows
  std::deque<core::Instrument> instruments_;
  std::deque<trading::VenueRequest> requests_;
  std::deque<VenueEvent> events_;
  bool lost_{false};  ///< an event found no room
  std::uint64_t put_{0};
  std::uint64_t seen_{0};
  std::size_t requests_most_{0};
  std::size_t events_most_{0};
  std::uint64_t refused_{0};
  std::uint64_t events_lost_{0};
  std::condition_variable sent_;
};

}  // namespace tidemark::app
