#pragma once

#include <optional>
#include <vector>

#include "core/order.hpp"
#include "core/time.hpp"
#include "trading/orders/broker_report.hpp"
#include "trading/risk/risk_gate.hpp"

namespace tidemark::trading {

/// Who carries out orders: paper or a venue. Nothing is answered at once: what happened is told by reports, in order,
/// as soon as it is known.
class Broker {
 public:
  Broker() = default;
  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;
  virtual ~Broker() = default;

  virtual void submit(const ApprovedOrder& order, core::Timestamp at) = 0;
  /// An order that is over already stays what it is.
  virtual void cancel(core::ClientOrderId order, core::Timestamp at) = 0;
  /// Appends what was reported since the last call.
  virtual void take_reports(std::vector<BrokerReport>& out) = 0;
  /// Takes over an order that was open when an earlier run ended, before anything is submitted; parents before their
  /// children. `best`: of a trailing stop, the best price it had seen. It is not reported again.
  virtual void adopt(const core::Order& order, std::optional<core::Price> best, core::Timestamp at) = 0;
  /// Something was counted, by its own report or by reconciling.
  virtual void on_event(const core::OrderEvent& /*event*/) {}
  /// The order was counted as over: nothing more is wanted of it.
  virtual void on_over(core::ClientOrderId /*order*/) {}
};

}  // namespace tidemark::trading
