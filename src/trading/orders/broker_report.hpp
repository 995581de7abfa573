#pragma once

#include <optional>

#include "core/order.hpp"

namespace tidemark::trading {

/// What a broker says happened to an order.
struct BrokerReport {
  core::OrderEventKind kind{core::OrderEventKind::kAccepted};
  core::ClientOrderId order;
  core::Timestamp at;
  std::optional<core::OrderReason> reason;  ///< of kCanceled, kRejected, kExpired
  std::optional<core::Qty> qty;             ///< of kAmended: the order's whole quantity from now on
  std::optional<core::Fill> fill;           ///< of kFilled
  /// What the order has filled in all after this, where the broker tells it: a report that does not fit what was
  /// counted says that another was missed.
  std::optional<core::Qty> filled;
};

}  // namespace tidemark::trading
