#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/json_writer.hpp"
#include "sim/accounts/spot_settlement.hpp"
#include "sim/accounts/trade_desk.hpp"
#include "venues/simulated/market.hpp"

namespace tidemark::venues::simulated {

[[nodiscard]] std::string_view name_of(sim::OrderType type) noexcept;
[[nodiscard]] std::string_view name_of(sim::OrderStatus status) noexcept;
[[nodiscard]] std::string_view name_of(sim::TimeInForce time_in_force) noexcept;
[[nodiscard]] std::string_view name_of(sim::SelfTrade mode) noexcept;
[[nodiscard]] inline std::string_view name_of(core::Side side) noexcept {
  return side == core::Side::kBuy ? "BUY" : "SELL";
}

/// How much an order's answer says (newOrderRespType).
enum class OrderAnswer : std::uint8_t { kAck, kResult, kFull };

// Answers of rest-api.md, "Account Endpoints", field for field.
void put_new_order(net::JsonWriter& json, const sim::ClientOrder& order, const MarketSymbol& symbol,
                   const std::vector<sim::ClientFill>& fills, OrderAnswer answer);
void put_queried_order(net::JsonWriter& json, const sim::ClientOrder& order, const MarketSymbol& symbol);
void put_canceled_order(net::JsonWriter& json, const sim::ClientOrder& order, const MarketSymbol& symbol);
void put_my_trade(net::JsonWriter& json, const sim::ClientFill& fill, const MarketSymbol& symbol);
/// The members that every answer about an order list begins with; its object stays open.
void put_order_list(net::JsonWriter& json, const sim::OrderList& list, const MarketSymbol& symbol);
void put_canceled_order_list(net::JsonWriter& json, const sim::OrderList& list, const sim::TradeDesk& desk,
                             const MarketSymbol& symbol);
[[nodiscard]] std::string money_text(sim::Money money);

// Events of user-data-stream.md.
[[nodiscard]] std::string execution_report_text(const sim::OrderEvent& event, const MarketSymbol& symbol,
                                                core::Timestamp shown_now);
[[nodiscard]] std::string list_status_text(const sim::OrderList& list, const MarketSymbol& symbol,
                                           core::Timestamp shown_now);
/// The balances the event may have changed, as they are now.
[[nodiscard]] std::string account_position_text(const sim::SpotSettlement& money, const sim::OrderEvent& event,
                                                core::Timestamp shown_now);

}  // namespace tidemark::venues::simulated
