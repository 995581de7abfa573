#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "trading/execution/venue_account.hpp"
#include "trading/execution/venue_broker.hpp"
#include "trading/orders/broker_report.hpp"
#include "venues/binance/trade/account_inquiry.hpp"
#include "venues/binance/trade/user_link.hpp"

namespace tidemark::venues::binance {

/// Hears what an order session learns: what a trading::VenueBroker and its desk are to be told.
class OrderSink {
 public:
  virtual ~OrderSink() = default;
  /// User data comes: the account should be asked for.
  virtual void on_up(core::Timestamp at) = 0;
  virtual void on_down(const core::Error& why, core::Timestamp at) = 0;
  virtual void on_report(const trading::BrokerReport& report) = 0;
  /// The answer to trading::VenueRequest::kAccount.
  virtual void on_account(const trading::VenueAccount& account) = 0;
  /// Something may have been missed, or nobody knows what became of a request: the account should be asked for.
  virtual void on_doubt(core::Timestamp at) = 0;
  /// Something a person should know of.
  virtual void on_trouble(const core::Error& what) = 0;
};

struct OrderSessionStatus {
  bool up{false};
  std::size_t waiting{0};  ///< orders and questions that were not sent yet
  std::size_t working{0};  ///< orders that are not known to be over
  std::uint64_t orders_sent{0};
  std::uint64_t cancels_sent{0};
  std::uint64_t unknown_outcomes{0};  ///< requests for orders without an answer that says what became of them
};

/// Orders at one Binance market and what becomes of them: signed requests, and user data. Deterministic: by the
/// configuration, the calls made and what the transport says. An order is sent once; when the answer is lost it is
/// asked for, never sent again. Cancels go before all that waits, and are repeated until an answer says what came of
/// them. Not thread-safe.
class OrderSession final : private TransportEvents {
 public:
  /// `transport` and `sink` must outlive it; `config` must pass check().
  OrderSession(TradeConfig config, Transport& transport, OrderSink& sink);

  [[nodiscard]] TransportEvents& transport_events() { return *this; }
  /// Again: its facts are replaced. Orders of instruments that were not put are rejected.
  void put_instrument(const core::Instrument& instrument) { symbols_.put(instrument); }
  /// Connects. Once.
  void start(core::Timestamp now);
  /// Does what is due; gives the moment to be called again, at the latest.
  core::Timestamp on_time(core::Timestamp now);
  /// Closes; nothing more is sent or told.
  void stop();

  void ask(trading::VenueRequest request, core::Timestamp now);
  [[nodiscard]] OrderSessionStatus status() const;

 private:
  enum class Stage : std::uint8_t {
    kWaiting,   ///< in the queue
    kUnderWay,  ///< sent, not answered
    kThere,     ///< answered, or known from before
    kUnknown,   ///< the answer was lost
  };
  enum class Cancel : std::uint8_t { kNone, kWanted, kUnderWay };
  struct Order {
    core::OrderRequest request;
    Stage stage{Stage::kThere};
    core::Timestamp asked;         ///< when it came; of one that waits
    core::Timestamp believe_from;  ///< AccountInquiry::Asked
    Cancel cancel{Cancel::kNone};
    bool cancel_asked{false};
    core::Qty filled;       ///< told, or learned by an inquiry
    core::Money base_fees;  ///< of that
    core::Timestamp cancel_at;
    std::uint64_t venue_order{0};  ///< the venue's number, once it is known
    bool triggered{false};         ///< a conditional one: it is the matching engine's from then on
  };
  /// What is told of it again is old; an order that is sent again under its name has another number.
  struct Over {
    std::uint64_t id{0};
    std::uint64_t venue_order{0};  ///< 0: not known
  };
  using Orders = std::map<std::uint64_t, Order>;

  // order_session.cpp: time and the transport
  void on_open(LinkId link, core::Timestamp at) override;
  void on_text(LinkId link, std::string_view text, core::Timestamp received) override;
  void on_closed(LinkId link, const core::Error& why, core::Timestamp at) override;
  void on_reply(RequestId request, core::Result<HttpReply> reply, core::Timestamp at) override;
  void note(UserLink::Change change, core::Timestamp at);
  void tell(const trading::BrokerReport& report);
  void hear(UserEvent event);
  void hear_end(const trading::BrokerReport& end);
  void forget(Orders::iterator order);
  void finish_inquiry(core::Timestamp at);
  core::Timestamp tell_doubt(core::Timestamp now);
  void tell_problem();

  // order_requests.cpp: orders, cancels, questions
  core::Timestamp send_cancels(core::Timestamp now);
  core::Timestamp send_waiting(core::Timestamp now);
  [[nodiscard]] bool send_order(const trading::VenueRequest& request, core::Timestamp now);
  void put_waiting(const core::OrderRequest& request, core::Timestamp now);
  void drop_request(const trading::VenueRequest& request, core::Timestamp at);
  [[nodiscard]] bool is_unwanted(const core::OrderRequest& request) const;
  void begin_inquiry(const trading::VenueRequest& request);
  void want_cancel(const core::OrderRequest& request);
  void on_order_reply(const trading::VenueRequest& request, const core::Result<HttpReply>& reply, core::Timestamp at);
  void on_cancel_reply(Orders::iterator order, const core::Result<HttpReply>& reply, core::Timestamp at);
  void on_canceled(std::uint64_t asked, const std::string& body, core::Timestamp at);
  void reject(core::ClientOrderId id, core::OrderReason reason, core::Timestamp at);
  void drop_waiting(core::Timestamp at);

  TradeConfig config_;
  Transport& transport_;
  OrderSink& sink_;
  TradedSymbols symbols_;
  SignedGate gate_;
  UserLink link_;
  AccountInquiry inquiry_;
  bool running_{false};
  core::Timestamp started_;
  core::Timestamp verified_;  ///< the account was asked for
  bool doubtful_{false};
  std::uint32_t doubts_{0};  ///< in a row
  core::Timestamp hold_until_;
  Orders orders_;          ///< not known to be over
  std::deque<Over> over_;  ///< the newest that are
  std::deque<trading::VenueRequest> queue_;
  std::map<RequestId, trading::VenueRequest> submits_;
  std::map<RequestId, std::uint64_t> cancels_;
  std::string told_problem_;  ///< of the connection
  std::string told_refusal_;  ///< of questions about the account
  OrderSessionStatus status_;
};

}  // namespace tidemark::venues::binance
