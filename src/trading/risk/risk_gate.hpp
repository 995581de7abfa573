#pragma once

#include <deque>
#include <expected>

#include "core/order.hpp"
#include "trading/orders/order_registry.hpp"
#include "trading/orders/order_rules.hpp"
#include "trading/portfolio/portfolio.hpp"
#include "trading/risk/risk_limits.hpp"

namespace tidemark::trading {

/// An order that has passed the gate. Only the gate makes one, and brokers take nothing else.
class ApprovedOrder {
 public:
  [[nodiscard]] const core::OrderRequest& request() const { return request_; }

 private:
  friend class RiskGate;
  explicit ApprovedOrder(const core::OrderRequest& request) : request_{request} {}

  core::OrderRequest request_;
};

/// The one pre-trade check, for paper and live alike. In this order: form, kill switch, fat finger, collar, duplicate,
/// that what is sold is held (spot venues), and for what may add to a position: halts, cool-down, open orders, exposure
/// of instrument and portfolio, leverage. Reduce-only orders are let out of a position whatever halts and exposure say,
/// and where a rate is missing; the kill switch stops them, too. Exposure counts as if every open order of the same
/// side were filled; in a hedging account both positions count, and the open orders that could add to either. Not
/// thread-safe.
class RiskGate {
 public:
  RiskGate(const RiskLimits& limits, CurrencyId base, const RiskState& state = {})
      : limits_{limits}, base_{base}, state_{state} {}

  [[nodiscard]] std::expected<ApprovedOrder, core::OrderReason> check(const core::OrderRequest& request,
                                                                      const TradeRules& rules,
                                                                      const Portfolio& portfolio,
                                                                      const OrderRegistry& orders, core::Timestamp now);

  /// The equity as it is now: may begin a halt, or end yesterday's.
  void on_equity(core::Timestamp at, core::Money equity);
  /// A position was closed with this profit, fees counted: may begin a cool-down.
  void on_closed(core::Timestamp at, core::Money profit);

  /// As an earlier run left it, before anything is checked.
  void restore(const RiskState& state) { state_ = state; }
  void engage_kill_switch() { state_.kill_switch = KillSwitch::kEngaged; }
  void release_kill_switch() { state_.kill_switch = KillSwitch::kReleased; }
  /// Ends a halt and a cool-down by hand; drawdown is measured anew from the present equity.
  void release_halt();

  [[nodiscard]] const RiskState& state() const { return state_; }
  [[nodiscard]] const RiskLimits& limits() const { return limits_; }

 private:
  struct Recent {
    core::OrderRequest request;
    core::Timestamp at;
  };
  struct Worth {
    core::Money order;       ///< of the order, in the base currency
    core::Money instrument;  ///< exposure of its instrument with it and the open orders of its side
    core::Money others;      ///< exposure of the rest of the portfolio
  };

  [[nodiscard]] std::optional<core::OrderReason> refusal(const core::OrderRequest& request, const TradeRules& rules,
                                                         const Portfolio& portfolio, const OrderRegistry& orders,
                                                         core::Timestamp now);
  [[nodiscard]] std::optional<core::OrderReason> entry_refusal(const Worth& worth, const Portfolio& portfolio,
                                                               const OrderRegistry& orders, core::Timestamp now) const;
  [[nodiscard]] std::expected<Worth, core::OrderReason> worth_of(const core::OrderRequest& request,
                                                                 const TradeRules& rules, const Portfolio& portfolio,
                                                                 const OrderRegistry& orders) const;
  [[nodiscard]] bool is_outside_collar(const core::OrderRequest& request, const Portfolio& portfolio) const;
  [[nodiscard]] bool is_repeated(const core::OrderRequest& request, core::Timestamp now);

  RiskLimits limits_;
  CurrencyId base_;
  RiskState state_;
  std::optional<core::Money> equity_;
  std::deque<Recent> recent_;
};

}  // namespace tidemark::trading
