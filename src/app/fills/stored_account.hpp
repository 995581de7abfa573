#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/fills/account_play.hpp"
#include "app/fills/order_history.hpp"
#include "core/result.hpp"
#include "storage/store.hpp"
#include "trading/portfolio/portfolio.hpp"

namespace tidemark::app {

/// Of which account what is wanted.
struct AccountQuestion {
  core::Instrument instrument;
  std::string strategy;
  std::string currency;
  core::Timeframe timeframe{core::Timeframe::k1m};
  core::Timestamp begin;
  core::Timestamp end;
};

/// What a store says of the account that traded there, between two times.
struct StoredAccount {
  OrderHistory history;  ///< orders asked for in that time, and what became of them until its end
  bool is_live{false};   ///< at a venue; else on paper
  core::Money capital;   ///< what it was worth at the beginning
  trading::PositionMode positions{trading::PositionMode::kNetting};
  std::vector<SizeStep> sizes;
  std::map<core::Timestamp, core::Money> equity;  ///< at closes, about once a minute
  std::optional<core::Timestamp> killed;          ///< the kill switch is engaged since then
};

/// kConflict "other_currency": the account is in another. kNotFound "no_orders", saying what there is instead: there is
/// no account, its orders are of another time, or it was traded by hand.
[[nodiscard]] core::Result<StoredAccount> read_account(storage::Store& store, const AccountQuestion& question);

}  // namespace tidemark::app
