#pragma once

#include <string>

#include "net/json_writer.hpp"
#include "sim/accounts/margin_settlement.hpp"
#include "venues/simulated/futures_desk.hpp"

namespace tidemark::venues::simulated {

// Answers and events of USD-M futures, field for field as developers.binance.com documents them
// (derivatives/usds-margined-futures), but for the break-even price, which is left out.

/// Of an answer to a new order (newOrderRespType).
enum class FuturesAnswer : std::uint8_t { kAck, kResult };

[[nodiscard]] std::string new_futures_order_text(const sim::ClientOrder& order, const MarketSymbol& symbol,
                                                 FuturesAnswer answer);
void put_futures_order(net::JsonWriter& json, const sim::ClientOrder& order, const MarketSymbol& symbol);
void put_user_trade(net::JsonWriter& json, const sim::ClientFill& fill, const MarketSymbol& symbol);

/// Mean price of what was filled; 0 when nothing was.
[[nodiscard]] std::string average_text(const sim::ClientOrder& order, const MarketSymbol& symbol);

/// Which edition of an account endpoint is asked for.
enum class AccountVersion : std::uint8_t { kV2, kV3 };

void put_balance(net::JsonWriter& json, const FuturesDesk& futures, const ClientAccount& account);
[[nodiscard]] std::string futures_account_text(const FuturesDesk& futures, const ClientAccount& account,
                                               AccountVersion version);
void put_position_risk(net::JsonWriter& json, const FuturesDesk& futures, const ClientAccount& account,
                       const MarketSymbol& symbol, AccountVersion version);
/// A position or open orders: what the third version lists.
[[nodiscard]] bool is_in_use(const FuturesDesk& futures, const ClientAccount& account, const MarketSymbol& symbol);

/// Cost of a position per unit, cut off at 10^-8; 0 when it is flat.
[[nodiscard]] sim::Money entry_price(const sim::Position& position, core::Scale scale);

// User data stream.
[[nodiscard]] std::string order_update_text(const sim::MarginSettlement& money, const sim::OrderEvent& event,
                                            const MarketSymbol& symbol, core::Timestamp shown_now);
[[nodiscard]] std::string account_update_text(const sim::MarginSettlement& money, const sim::OrderEvent& event,
                                              const MarketSymbol& symbol, core::Timestamp shown_now);
[[nodiscard]] std::string funding_update_text(const sim::MarginSettlement& money, sim::OwnerId owner, sim::Money paid,
                                              core::Timestamp at, core::Timestamp shown_now);

}  // namespace tidemark::venues::simulated
