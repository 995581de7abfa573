#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace tidemark::ops {

// KeyInfo::normalize of the keys: what a text must be beyond its type. Each gives the text in its canonical form, or
// kInvalidArgument "bad_value" whose message says what was expected.

core::Result<std::string> check_address(std::string_view text);  ///< IPv4 or IPv6
core::Result<std::string> check_not_empty(std::string_view text);
core::Result<std::string> canonical_symbol(std::string_view text);  ///< "BTCUSDT", "binance_usdm:BTCUSDT"
core::Result<std::string> check_trading_mode(std::string_view text);
core::Result<std::string> check_broker(std::string_view text);
core::Result<std::string> check_first_stage(std::string_view text);
core::Result<std::string> check_fills(std::string_view text);
core::Result<std::string> check_positions(std::string_view text);
core::Result<std::string> check_currency(std::string_view text);
core::Result<std::string> check_amount(std::string_view text);  ///< of money, above 0
core::Result<std::string> check_amount_or_empty(std::string_view text);
core::Result<std::string> check_share(std::string_view text);  ///< from 0 on, below 1
core::Result<std::string> check_fee(std::string_view text);    ///< a share; a rebate is below 0
core::Result<std::string> check_part(std::string_view text);   ///< above 0, at most 1
core::Result<std::string> check_part_or_empty(std::string_view text);
core::Result<std::string> check_leverage(std::string_view text);  ///< above 0, at most 1000; or empty

}  // namespace tidemark::ops
