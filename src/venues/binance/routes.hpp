#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "venues/binance/parse_rule.hpp"

namespace tidemark::venues::binance {

/// What a REST path asks for, before the body is looked at.
struct Route {
  MessageKind kind{MessageKind::kUnknown};
  /// kParsed: this parser reads it; else the rule that refuses the path (COIN-M, options, unknown).
  ParseRule rule{ParseRule::kUnknownShape};
};

/// "/api/v3/klines?symbol=BTCUSDT" or a whole URL.
[[nodiscard]] Route route_of(std::string_view url) noexcept;
/// Value of a query parameter ("symbol" in "…?symbol=BTCUSDT&limit=5"), empty when absent.
[[nodiscard]] std::string_view query_value(std::string_view url, std::string_view name) noexcept;

}  // namespace tidemark::venues::binance
