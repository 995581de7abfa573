#pragma once

#include <vector>

#include "core/order.hpp"
#include "core/time.hpp"
#include "trading/orders/broker_report.hpp"
#include "trading/risk/risk_gate.hpp"

namespace tidemark::trading {

/// Who carries out orders: paper or a venue. What happened is told by reports, in order.
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
};

}  // namespace tidemark::trading
