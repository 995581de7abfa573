#include "venues/binance/parse_rule.hpp"

#include <array>

namespace tidemark::venues::binance {
namespace {

constexpr std::array<std::string_view, kParseRuleCount> kRuleNames{"parsed",
                                                                   "recognized_unused",
                                                                   "control_reply",
                                                                   "venue_error",
                                                                   "server_shutdown",
                                                                   "not_market_trade",
                                                                   "too_large",
                                                                   "bad_utf8",
                                                                   "bad_json",
                                                                   "wrong_type",
                                                                   "missing_field",
                                                                   "bad_decimal",
                                                                   "overflow",
                                                                   "too_precise",
                                                                   "bad_time",
                                                                   "too_many_levels",
                                                                   "unknown_symbol",
                                                                   "bad_symbol",
                                                                   "missing_symbol",
                                                                   "unsupported_timeframe",
                                                                   "coin_margined_not_supported",
                                                                   "options_not_supported",
                                                                   "unknown_event",
                                                                   "unknown_shape"};

constexpr std::array<std::string_view, kMessageKindCount> kKindNames{"unknown",
                                                                     "agg_trade",
                                                                     "trade",
                                                                     "kline",
                                                                     "book_ticker",
                                                                     "depth_update",
                                                                     "partial_depth",
                                                                     "mark_price",
                                                                     "force_order",
                                                                     "mini_ticker",
                                                                     "ticker",
                                                                     "avg_price",
                                                                     "index_price",
                                                                     "other_stream",
                                                                     "open_interest",
                                                                     "control",
                                                                     "server_shutdown",
                                                                     "error",
                                                                     "rest_depth",
                                                                     "rest_trades",
                                                                     "rest_agg_trades",
                                                                     "rest_klines",
                                                                     "rest_exchange_info",
                                                                     "rest_premium_index",
                                                                     "rest_funding_rate",
                                                                     "rest_book_ticker",
                                                                     "rest_ticker",
                                                                     "rest_avg_price",
                                                                     "rest_time",
                                                                     "rest_statistics"};

static_assert(!kRuleNames.back().empty() && !kKindNames.back().empty());

}  // namespace

std::string_view name_of(ParseRule rule) noexcept {
  return kRuleNames[static_cast<std::size_t>(rule)];
}

std::string_view name_of(MessageKind kind) noexcept {
  return kKindNames[static_cast<std::size_t>(kind)];
}

}  // namespace tidemark::venues::binance
