#pragma once

#include <expected>

#include "sim/accounts/client_order.hpp"

namespace tidemark::sim {

/// What an order would hold of its account.
struct Hold {
  core::Qty qty;  ///< the order's quantity; one by quote quantity gets it here
  Money amount;
};

/// The money side of a desk: what an open order holds, what a fill pays, what comes free. Spot swaps assets, futures
/// move margin and profit. Keeps `ClientOrder::locked` of the orders it is given. Not thread-safe.
class Settlement {
 public:
  Settlement() = default;
  Settlement(const Settlement&) = delete;
  Settlement& operator=(const Settlement&) = delete;
  virtual ~Settlement() = default;

  /// What the order would hold if it were placed now; a refusal when the account does not have it.
  [[nodiscard]] virtual std::expected<Hold, DeskRefusal> plan(const NewOrder& request) const = 0;
  /// As the last plan() of this order said.
  virtual void hold(ClientOrder& order, const Hold& hold) = 0;
  /// A waiting stop order goes to the book: what it costs now is known now, and its quantity. A refusal when the
  /// account does not have it, or nothing to reduce; the order then holds nothing.
  [[nodiscard]] virtual std::expected<void, DeskRefusal> renew(ClientOrder& order) = 0;
  /// A fill that is counted in `order` already: moves its money, and writes commission and profit into `fill`.
  virtual void settle(ClientOrder& order, ClientFill& fill) = 0;
  /// The order is over: what it still holds comes free.
  virtual void release(ClientOrder& order) = 0;
};

}  // namespace tidemark::sim
