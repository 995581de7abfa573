#pragma once

#include <string_view>

#include "core/result.hpp"
#include "ops/config.hpp"
#include "venues/binance/trade/trade_config.hpp"

namespace tidemark::app {

/// How orders go to the venue that `trading.broker` names. Refused with kInvalidArgument, its place the key that is
/// wrong: without keys; with market data that is not the venue's own (`source_kind`, as api::SourceInfo says it); when
/// the addresses of orders and of user data do not belong together.
[[nodiscard]] core::Result<venues::binance::TradeConfig> trade_config_of(const ops::Config& config,
                                                                         std::string_view source_kind);

}  // namespace tidemark::app
