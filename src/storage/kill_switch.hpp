#pragma once

#include <optional>
#include <string>

#include "core/result.hpp"
#include "core/time.hpp"
#include "storage/trading_ledger.hpp"

namespace tidemark::storage {

/// The risk row with the kill switch engaged. It says it was at `now`, or just after the change before where a clock
/// was set back: of two states of the switch the store keeps the later one.
[[nodiscard]] RiskRecord with_switch_engaged(RiskRecord row, std::string reason, core::Timestamp now);
[[nodiscard]] RiskRecord with_switch_released(RiskRecord row, core::Timestamp now);

/// What is to be written in the place of a change that the store refused: orders, fills and money that the account has
/// and the store has not. Nobody may trade on until a person has looked at it, also after a restart, so that this
/// engages the kill switch; numbers that orders and fills were given are not given again. nullopt: there is nothing but
/// a row of risk in `refused`, and another would fare no better. Errors are those of reading the ledger.
[[nodiscard]] core::Result<std::optional<TradingChange>> in_place_of(const TradingChange& refused,
                                                                     const core::Error& why, TradingLedger& ledger,
                                                                     core::Timestamp now);

/// The orders, fills and money of a change, for the log: what a person needs to enter them elsewhere.
[[nodiscard]] std::string describe(const TradingChange& change);

}  // namespace tidemark::storage
