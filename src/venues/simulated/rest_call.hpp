#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "venues/simulated/api_error.hpp"
#include "venues/simulated/market.hpp"
#include "venues/simulated/parameters.hpp"
#include "venues/simulated/stale_books.hpp"
#include "venues/simulated/stream_text.hpp"

namespace tidemark::venues::simulated {

/// One REST request on its way through an endpoint.
struct RestCall {
  Market& market;
  const Parameters& parameters;
  core::Timestamp now;               ///< the venue's time
  core::Timestamp shown_now;         ///< as the venue's clock shows it
  const StaleBooks* stale{nullptr};  ///< set: depth snapshots must come from here

  [[nodiscard]] MarketView view(const MarketSymbol& symbol) const { return {market, symbol, shown_now}; }
};

/// The listed symbol that `symbol` names; -1102, -1100 or -1121.
[[nodiscard]] ApiResult<const MarketSymbol*> symbol_of(const RestCall& call);
/// Those that `symbol` or `symbols` (a JSON list) name; all when neither was sent. `single`: it was `symbol`.
struct SymbolChoice {
  std::vector<const MarketSymbol*> symbols;
  bool single{false};
};
[[nodiscard]] ApiResult<SymbolChoice> symbols_of(const RestCall& call);

/// An endpoint: its JSON body, or the refusal.
using Endpoint = ApiResult<std::string> (*)(const RestCall& call);

// rest_general.cpp
ApiResult<std::string> get_ping(const RestCall& call);
ApiResult<std::string> get_time(const RestCall& call);
ApiResult<std::string> get_exchange_info(const RestCall& call);
// rest_trades.cpp
ApiResult<std::string> get_depth(const RestCall& call);
ApiResult<std::string> get_trades(const RestCall& call);
ApiResult<std::string> get_historical_trades(const RestCall& call);
ApiResult<std::string> get_agg_trades(const RestCall& call);
// rest_klines.cpp
ApiResult<std::string> get_klines(const RestCall& call);
// rest_tickers.cpp
ApiResult<std::string> get_avg_price(const RestCall& call);
ApiResult<std::string> get_ticker_day(const RestCall& call);
ApiResult<std::string> get_ticker_price(const RestCall& call);
ApiResult<std::string> get_ticker_book(const RestCall& call);
// rest_derivatives.cpp
ApiResult<std::string> get_premium_index(const RestCall& call);
ApiResult<std::string> get_funding_rate(const RestCall& call);
ApiResult<std::string> get_open_interest(const RestCall& call);

}  // namespace tidemark::venues::simulated
