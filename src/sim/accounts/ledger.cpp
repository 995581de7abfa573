#include "sim/accounts/ledger.hpp"

#include <cassert>

namespace tidemark::sim {

Balance& Ledger::at(OwnerId owner, std::string_view asset) {
  Balances& balances = accounts_[owner];
  const auto found = balances.find(asset);
  return found == balances.end() ? balances[std::string{asset}] : found->second;
}

void Ledger::pay(OwnerId owner, std::string_view asset, Money amount) {
  at(owner, asset).free.units += amount.units;
  at(kCrowd, asset).free.units -= amount.units;
}

bool Ledger::lock(OwnerId owner, std::string_view asset, Money amount) {
  Balance& balance = at(owner, asset);
  if (amount.units < 0 || balance.free < amount) return false;
  balance.free.units -= amount.units;
  balance.locked.units += amount.units;
  return true;
}

void Ledger::release(OwnerId owner, std::string_view asset, Money amount) {
  Balance& balance = at(owner, asset);
  assert(amount.units >= 0 && amount <= balance.locked);
  balance.locked.units -= amount.units;
  balance.free.units += amount.units;
}

void Ledger::spend_locked(OwnerId owner, std::string_view asset, Money amount) {
  Balance& balance = at(owner, asset);
  assert(amount.units >= 0 && amount <= balance.locked);
  balance.locked.units -= amount.units;
  at(kCrowd, asset).free.units += amount.units;
}

Balance Ledger::balance(OwnerId owner, std::string_view asset) const {
  const Balances& all = balances(owner);
  const auto found = all.find(asset);
  return found == all.end() ? Balance{} : found->second;
}

const Ledger::Balances& Ledger::balances(OwnerId owner) const {
  const auto found = accounts_.find(owner);
  return found == accounts_.end() ? none_ : found->second;
}

Money Ledger::total(std::string_view asset) const {
  Money sum;
  for (const auto& [owner, balances] : accounts_) {
    const Balance one = balance(owner, asset);
    sum.units += one.free.units + one.locked.units;
  }
  return sum;
}

}  // namespace tidemark::sim
