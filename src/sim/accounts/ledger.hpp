#pragma once

#include <map>
#include <string>
#include <string_view>

#include "sim/market_data/money.hpp"
#include "sim/matching/order.hpp"

namespace tidemark::sim {

struct Balance {
  Money free;
  Money locked;  ///< held by open orders

  friend bool operator==(const Balance&, const Balance&) = default;
};

/// Who has what. Double entry: whatever an account gets or gives, the crowd's account (which may go below zero) gives
/// or gets, so that every asset sums to zero at any time. Amounts are exact. Not thread-safe.
class Ledger {
 public:
  using Balances = std::map<std::string, Balance, std::less<>>;

  /// The crowd pays `amount` (below zero: gets it) to the free balance. The caller has made sure that it fits.
  void pay(OwnerId owner, std::string_view asset, Money amount);
  /// Moves from free to locked; false, and nothing happens, when there is not enough.
  [[nodiscard]] bool lock(OwnerId owner, std::string_view asset, Money amount);
  /// Moves from locked to free; at most what is locked.
  void release(OwnerId owner, std::string_view asset, Money amount);
  /// The crowd gets what was locked.
  void spend_locked(OwnerId owner, std::string_view asset, Money amount);

  [[nodiscard]] Balance balance(OwnerId owner, std::string_view asset) const;
  /// Assets the owner has or had.
  [[nodiscard]] const Balances& balances(OwnerId owner) const;
  /// Over all accounts, the crowd's included: always zero.
  [[nodiscard]] Money total(std::string_view asset) const;

 private:
  Balance& at(OwnerId owner, std::string_view asset);

  std::map<OwnerId, Balances> accounts_;
  Balances none_;
};

}  // namespace tidemark::sim
