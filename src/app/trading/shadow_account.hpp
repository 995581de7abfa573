#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "activation/evidence.hpp"
#include "api/shadow_mode.hpp"
#include "app/trading/paper_account.hpp"

namespace tidemark::app {

using api::Intent;
using api::IntentComparison;
using api::ShadowOutcome;

/// By sorting: what one side said twice is counted twice.
[[nodiscard]] IntentComparison compare_intents(std::vector<Intent> active, std::vector<Intent> candidate);

/// A configuration that trades on paper beside everything else, and leaves nothing in the store. Not thread-safe.
class ShadowAccount {
 public:
  /// `orders_max`: of the orders remembered; the oldest go.
  ShadowAccount(std::string id, AccountSetup setup, std::size_t orders_max);

  /// What cannot be traded with its currency is not.
  core::Status add_instrument(const core::Instrument& instrument);
  void on_output(const engine::Output& output) { account_.on_output(output); }
  void on_depth(const engine::BookDepth& depth) { account_.on_depth(depth); }
  void lose_book(core::InstrumentId instrument) { account_.lose_book(instrument); }
  void on_gap() { account_.on_gap(); }
  [[nodiscard]] std::vector<core::InstrumentId> book_needs() const { return account_.book_needs(); }
  /// Counts what has happened since the last call; false: nothing has. kCorrupt as api::closed_trade_of().
  core::Result<bool> settle();

  /// Oldest first.
  [[nodiscard]] const std::vector<Intent>& orders() const { return orders_; }
  [[nodiscard]] ShadowOutcome outcome() const;

 private:
  std::string id_;
  PaperAccount account_;
  std::size_t orders_max_;
  std::vector<Intent> orders_;
  journal::TradeTally trades_;
  activation::Evidence seen_;
  core::Money equity_;  ///< as it was last known
};

}  // namespace tidemark::app
