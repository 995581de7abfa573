#pragma once

#include <string_view>

#include "sim/faults/fault_dice.hpp"
#include "venues/simulated/connection.hpp"

namespace tidemark::venues::simulated {

/// The last station of a message before it leaves: here faults lose, double, delay or spoil it.
class FaultGate {
 public:
  explicit FaultGate(sim::FaultDice& dice) : dice_{dice} {}

  void pass(Connection& connection, std::string_view text, core::Timestamp now);
  /// Lets go what waits for a next message that does not come.
  static void release_overdue(Connection& connection, core::Timestamp now);

 private:
  sim::FaultDice& dice_;
};

}  // namespace tidemark::venues::simulated
