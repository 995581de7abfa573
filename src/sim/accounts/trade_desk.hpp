#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/accounts/client_order.hpp"
#include "sim/accounts/settlement.hpp"
#include "sim/exchange.hpp"

namespace tidemark::sim {

/// Orders of accounts at an exchange: keeps stop orders until their time, has fills settled, remembers orders and fills
/// (the newest 20,000 closed orders and fills). Orders act at the exchange's now(). Not thread-safe.
class TradeDesk {
 public:
  /// Both must outlive the desk.
  TradeDesk(Exchange& exchange, Settlement& settlement);

  /// Places an order; what happens to it at once has happened when this returns. The reference is valid until the next
  /// call that changes anything.
  [[nodiscard]] std::expected<const ClientOrder*, DeskRefusal> submit(const NewOrder& request);
  /// Whether submit() would refuse it; changes nothing.
  [[nodiscard]] std::expected<void, DeskRefusal> probe(const NewOrder& request) const;
  /// Places two orders of the same side and quantity as one list: `loss` stops a loss, `profit` takes a profit, and the
  /// last price is between them. When one begins to work (a stop whose time has come) or to fill, the other expires; a
  /// cancel takes both.
  [[nodiscard]] std::expected<const OrderList*, DeskRefusal> submit_oco(const NewOrder& loss, const NewOrder& profit,
                                                                        std::string list_client_id);
  /// Cancels every order of it. `new_client_id` is their name from then on.
  [[nodiscard]] std::expected<const OrderList*, DeskRefusal> cancel_list(std::uint64_t list_id,
                                                                         const std::string& new_client_id);
  [[nodiscard]] const OrderList* find_list(std::uint64_t list_id) const;
  /// The newest of the account with this client id.
  [[nodiscard]] const OrderList* find_list(OwnerId owner, std::string_view client_id) const;
  /// By rising id; those of forgotten orders are forgotten, too.
  [[nodiscard]] const std::map<std::uint64_t, OrderList>& lists() const { return lists_; }

  /// `new_client_id` is the order's name from then on. Of an order in a list the whole list is canceled.
  [[nodiscard]] std::expected<const ClientOrder*, DeskRefusal> cancel(std::uint64_t order_id,
                                                                      std::string new_client_id);
  /// Takes an open order off as one whose rest may not rest any more.
  void expire(std::uint64_t order_id, Expiry reason = Expiry::kVenue);

  /// The exchange went on: settles what was filled. Call after every advance().
  void settle();
  /// A public trade: sends orders that wait for the last price, and whose time has come, to the book.
  void on_price(core::InstrumentId id, core::Price price) { look(id, price, TriggerBy::kLast); }
  /// The same for those that wait for the mark price. Until the first mark they are judged by the last price.
  void on_mark(core::InstrumentId id, core::Price mark) { look(id, mark, TriggerBy::kMark); }
  [[nodiscard]] bool has_waiting() const { return !waiting_.empty(); }

  [[nodiscard]] const ClientOrder* find(std::uint64_t order_id) const;
  /// The newest order of the account with this client id.
  [[nodiscard]] const ClientOrder* find(OwnerId owner, core::InstrumentId id, std::string_view client_id) const;
  /// By rising id.
  [[nodiscard]] const std::map<std::uint64_t, ClientOrder>& orders() const { return orders_; }
  /// In order of time, with their owners.
  struct OwnedFill {
    OwnerId owner;
    ClientFill fill;
  };
  [[nodiscard]] const std::deque<OwnedFill>& fills() const { return fills_; }

  /// Appends what happened to orders since the last call, and forgets it.
  void take_events(std::vector<OrderEvent>& out);

 private:
  [[nodiscard]] bool crosses(const NewOrder& request) const;
  void look(core::InstrumentId id, core::Price price, TriggerBy by);
  /// The price that an order waits for, as it is.
  [[nodiscard]] core::Price watched(const NewOrder& request) const;
  void place(ClientOrder& order);
  void trigger(ClientOrder& order);
  void cancel_one(ClientOrder& order, std::string new_client_id);
  /// The other order of its list, while that is open.
  [[nodiscard]] ClientOrder* open_other(const ClientOrder& order);
  void expire_other(const ClientOrder& order);
  [[nodiscard]] std::expected<void, DeskRefusal> probe_oco(const NewOrder& loss, const NewOrder& profit) const;
  void note_list(const ClientOrder& order, core::Timestamp at);
  void apply(const ClientExecution& execution);
  void apply_fill(std::uint64_t order_id, const Fill& fill, Role role, core::Timestamp at);
  void close(ClientOrder& order, OrderStatus status, OrderEventKind kind, core::Timestamp at);
  void expire(ClientOrder& order, Expiry reason, core::Timestamp at);
  void tell(OrderEventKind kind, const ClientOrder& order, core::Timestamp at);
  void forget_oldest();
  [[nodiscard]] core::Scale scale_of(core::InstrumentId id) const { return exchange_.market(id).instrument().scale; }
  [[nodiscard]] std::uint64_t order_of(core::InstrumentId id, OrderId book_id) const;

  Exchange& exchange_;
  Settlement& settlement_;
  std::map<std::uint64_t, ClientOrder> orders_;
  std::map<std::pair<core::InstrumentId, OrderId>, std::uint64_t> on_book_;  ///< open orders at the exchange
  std::vector<std::uint64_t> waiting_;                                       ///< stop orders, by rising id
  std::map<core::InstrumentId, core::Price> last_price_;
  std::map<core::InstrumentId, core::Price> mark_price_;  ///< of those that have one
  std::deque<std::uint64_t> closed_;
  std::deque<OwnedFill> fills_;
  std::vector<OrderEvent> events_;
  std::vector<ClientExecution> executions_;
  std::map<std::uint64_t, Expiry> expiring_;  ///< taken off by expire(), not yet gone
  std::map<std::uint64_t, OrderList> lists_;
  std::uint64_t next_list_{1};
  std::uint64_t next_id_{1};
};

}  // namespace tidemark::sim
