#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "trading/execution/broker.hpp"
#include "trading/execution/reconcile.hpp"
#include "trading/orders/order_registry.hpp"
#include "trading/portfolio/portfolio.hpp"
#include "trading/risk/risk_gate.hpp"

namespace tidemark::trading {

enum class Sending : std::uint8_t {
  kSent,
  kKnown,    ///< the same was asked for before: nothing happened
  kRefused,  ///< by the gate, or because the id is taken
};

struct Submission {
  Sending sending{Sending::kSent};
  std::optional<core::OrderReason> reason;  ///< of kRefused
};

/// Where orders are placed: the way of an order from a request through registry and risk gate to the broker, and of the
/// broker's reports back into registry, portfolio and gate. When a position is closed, the brackets that protected it
/// are canceled. All events are kept until taken. Not thread-safe.
class Desk {
 public:
  /// All must outlive it.
  Desk(Broker& broker, Portfolio& portfolio, RiskGate& gate) : broker_{broker}, portfolio_{portfolio}, gate_{gate} {}

  void add_instrument(core::InstrumentId id, const TradeRules& rules) { instruments_.push_back({id, rules}); }

  /// A refused order is known and rejected afterwards: asking again with its id changes nothing.
  Submission submit(const core::OrderRequest& request, core::Timestamp at);
  void cancel(core::ClientOrderId order, core::Timestamp at);
  /// Asks for the cancel of every open order; of one instrument.
  void cancel_all(core::Timestamp at);
  void cancel_all(core::InstrumentId instrument, core::Timestamp at);
  /// From now on nothing is sent but cancels, which are sent at once, of all open orders.
  void engage_kill_switch(core::Timestamp at);

  void release_kill_switch() { gate_.release_kill_switch(); }
  void release_halt() { gate_.release_halt(); }
  /// Every position's value has moved: may begin or end a halt.
  void on_equity(core::Timestamp at, core::Money equity) { gate_.on_equity(at, equity); }

  /// Counts what the broker has reported.
  void settle();
  /// Counts what was missed of what the venue knows, and says what does not agree even then.
  [[nodiscard]] std::vector<Difference> reconcile(const VenueAccount& account);

  /// As an earlier run left it: an order goes to the registry and, when it is open, to the broker. `best` as in
  /// Broker::adopt.
  void restore(const core::Order& order, std::span<const std::uint64_t> fills, std::optional<core::Price> best,
               core::Timestamp at);
  void restore_sequence(std::uint64_t next) { registry_.restore_sequence(next); }
  /// What a position had earned when it was last flat: what it earns from then on is the trade's.
  void restore_basis(core::InstrumentId id, core::PositionSide side, core::Money earned) {
    bases_.push_back({id, side, earned});
  }
  [[nodiscard]] core::Money basis_of(core::InstrumentId id, core::PositionSide side) const;

  /// What an amount of an asset is worth in the quote currency of an instrument now; nothing when nobody knows.
  using Worth = std::function<std::optional<core::Money>(const core::ChargedFee&, core::InstrumentId)>;
  /// By which fees in other assets are counted; without it they have no known worth.
  void set_worth(Worth worth) { worth_ = std::move(worth); }

  [[nodiscard]] const OrderRegistry& orders() const { return registry_; }
  [[nodiscard]] const Portfolio& portfolio() const { return portfolio_; }
  [[nodiscard]] const RiskGate& gate() const { return gate_; }
  /// What happened since the last clear_events(), in order.
  [[nodiscard]] std::span<const core::OrderEvent> events() const { return events_; }
  void clear_events() { events_.clear(); }
  /// Reports that were not believed, repetitions left out, and fills that could not be booked: above zero, what is
  /// known here and what the broker knows have parted, and must be reconciled.
  [[nodiscard]] std::uint64_t faults() const { return faults_; }
  /// Reports that were left alone because one before them was missed: when it grows, the broker must be asked how the
  /// account stands, and reconcile() told.
  [[nodiscard]] std::uint64_t gaps() const { return gaps_; }

 private:
  struct Traded {
    core::InstrumentId id;
    TradeRules rules;
  };
  /// What a position had earned when it was last flat.
  struct Basis {
    core::InstrumentId id;
    core::PositionSide side;
    core::Money earned;
  };

  [[nodiscard]] TradeRules rules_of(core::InstrumentId id) const;
  void reject(const core::OrderRequest& request, core::OrderReason reason, core::Timestamp at);
  void count(const BrokerReport& report);
  void apply(const BrokerReport& report);
  void book(const core::Fill& fill);
  void cancel_protection(const core::Fill& closing);

  Broker& broker_;
  Portfolio& portfolio_;
  RiskGate& gate_;
  OrderRegistry registry_;
  std::vector<Traded> instruments_;
  std::vector<Basis> bases_;
  Worth worth_;
  std::vector<BrokerReport> reports_;
  std::vector<core::OrderEvent> events_;
  std::uint64_t faults_{0};
  std::uint64_t gaps_{0};
};

}  // namespace tidemark::trading
