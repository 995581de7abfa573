#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/closed_trade_record.hpp"
#include "api/trading.hpp"
#include "net/json_writer.hpp"
#include "storage/trading_ledger.hpp"

namespace tidemark::api {

/// What an exact decimal of a record is in JSON: the same digits as a number.
void write_decimal(net::JsonWriter& json, std::string_view text);
void write_decimal_or_null(net::JsonWriter& json, const std::optional<std::string>& text);
void write_money(net::JsonWriter& json, core::Money amount);
void write_time(net::JsonWriter& json, const std::optional<core::Timestamp>& at);

void write_order(net::JsonWriter& json, const storage::OrderRecord& order);
void write_transition(net::JsonWriter& json, const storage::OrderTransitionRecord& transition);
void write_fill(net::JsonWriter& json, const storage::FillRecord& fill);
void write_position(net::JsonWriter& json, const HeldPosition& position);
void write_portfolio(net::JsonWriter& json, const Portfolio& portfolio);
void write_entry(net::JsonWriter& json, const storage::JournalEntry& entry);
void write_statistics(net::JsonWriter& json, const CountedTrades& counted);

/// Documents of schemas OrderDetail, KillSwitch (`report`: of the request that is answered), Portfolio,
/// PortfolioChange.
[[nodiscard]] std::string encode_kill_switch(const Portfolio& portfolio, const std::optional<KillReport>& report);
[[nodiscard]] std::string encode_portfolio(const Portfolio& portfolio);
/// The orders a strategy asked for in it, legs of brackets left out; each of schema Order.
[[nodiscard]] std::vector<std::string> encode_signals(const storage::TradingChange& change);
[[nodiscard]] std::string encode_change(const storage::TradingChange& change, const Portfolio& portfolio);

}  // namespace tidemark::api
