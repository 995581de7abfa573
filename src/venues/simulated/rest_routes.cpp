#include "venues/simulated/rest_routes.hpp"

#include <algorithm>
#include <array>

namespace tidemark::venues::simulated {
namespace {

using binance::Market;
using enum WeightRule;

constexpr std::string_view kKlineParameters = "symbol,interval,startTime,endTime,timeZone,limit";
constexpr std::string_view kAggParameters = "symbol,fromId,startTime,endTime,limit";

// Weights: rest-api.md for spot, the connector's documentation for USD-M.
constexpr std::array<RestRoute, 27> kRoutes{{
    {"/api/v3/ping", Market::kSpot, get_ping, 1, kFixed, ""},
    {"/api/v3/time", Market::kSpot, get_time, 1, kFixed, ""},
    {"/api/v3/exchangeInfo", Market::kSpot, get_exchange_info, 20, kFixed,
     "symbol,symbols,permissions,showPermissionSets,symbolStatus"},
    {"/api/v3/depth", Market::kSpot, get_depth, 5, kSpotDepth, "symbol,limit"},
    {"/api/v3/trades", Market::kSpot, get_trades, 25, kFixed, "symbol,limit"},
    {"/api/v3/historicalTrades", Market::kSpot, get_historical_trades, 25, kFixed, "symbol,limit,fromId"},
    {"/api/v3/aggTrades", Market::kSpot, get_agg_trades, 4, kFixed, kAggParameters},
    {"/api/v3/klines", Market::kSpot, get_klines, 2, kFixed, kKlineParameters},
    {"/api/v3/uiKlines", Market::kSpot, get_klines, 2, kFixed, kKlineParameters},
    {"/api/v3/avgPrice", Market::kSpot, get_avg_price, 2, kFixed, "symbol"},
    {"/api/v3/ticker/24hr", Market::kSpot, get_ticker_day, 2, kDayTicker, "symbol,symbols,type"},
    {"/api/v3/ticker/price", Market::kSpot, get_ticker_price, 2, kAllSymbols, "symbol,symbols"},
    {"/api/v3/ticker/bookTicker", Market::kSpot, get_ticker_book, 2, kAllSymbols, "symbol,symbols"},
    {"/fapi/v1/ping", Market::kUsdm, get_ping, 1, kFixed, ""},
    {"/fapi/v1/time", Market::kUsdm, get_time, 1, kFixed, ""},
    {"/fapi/v1/exchangeInfo", Market::kUsdm, get_exchange_info, 1, kFixed, ""},
    {"/fapi/v1/depth", Market::kUsdm, get_depth, 2, kUsdmDepth, "symbol,limit"},
    {"/fapi/v1/trades", Market::kUsdm, get_trades, 5, kFixed, "symbol,limit"},
    {"/fapi/v1/historicalTrades", Market::kUsdm, get_historical_trades, 200, kFixed, "symbol,limit,fromId"},
    {"/fapi/v1/aggTrades", Market::kUsdm, get_agg_trades, 20, kFixed, kAggParameters},
    {"/fapi/v1/klines", Market::kUsdm, get_klines, 1, kUsdmKlines, "symbol,interval,startTime,endTime,limit"},
    {"/fapi/v1/premiumIndex", Market::kUsdm, get_premium_index, 1, kAllSymbols, "symbol"},
    {"/fapi/v1/fundingRate", Market::kUsdm, get_funding_rate, 1, kFixed, "symbol,startTime,endTime,limit"},
    {"/fapi/v1/openInterest", Market::kUsdm, get_open_interest, 1, kFixed, "symbol"},
    {"/fapi/v1/ticker/24hr", Market::kUsdm, get_ticker_day, 1, kDayTicker, "symbol"},
    {"/fapi/v1/ticker/price", Market::kUsdm, get_ticker_price, 1, kAllSymbols, "symbol"},
    {"/fapi/v1/ticker/bookTicker", Market::kUsdm, get_ticker_book, 2, kAllSymbols, "symbol"},
}};

/// The weight of the first row whose limit is not below the asked one.
struct LimitWeight {
  std::uint64_t limit;
  int weight;
};
constexpr std::array<LimitWeight, 4> kSpotDepthWeights{{{100, 5}, {500, 25}, {1000, 50}, {~0ULL, 250}}};
constexpr std::array<LimitWeight, 4> kUsdmDepthWeights{{{50, 2}, {100, 5}, {500, 10}, {~0ULL, 20}}};
constexpr std::array<LimitWeight, 4> kUsdmKlineWeights{{{99, 1}, {499, 2}, {1000, 5}, {~0ULL, 10}}};

int by_limit(std::span<const LimitWeight> rows, const Parameters& parameters, std::uint64_t standard) {
  const auto limit = parameters.number("limit");
  const std::uint64_t asked = limit ? limit->value_or(standard) : standard;
  return std::ranges::find_if(rows, [&](const LimitWeight& row) { return asked <= row.limit; })->weight;
}

int day_ticker_weight(const RestRoute& route, const Parameters& parameters) {
  if (parameters.has("symbol")) return route.weight;
  const std::string_view list = parameters.text("symbols");
  if (list.empty()) return route.market == Market::kSpot ? 80 : 40;
  const auto symbols = std::ranges::count(list, ',') + 1;
  return symbols <= 20 ? 2 : symbols <= 100 ? 40 : 80;
}

}  // namespace

std::span<const RestRoute> public_routes() {
  return kRoutes;
}

const RestRoute* find_route(std::string_view path) {
  const auto found = std::ranges::find(kRoutes, path, &RestRoute::path);
  return found == kRoutes.end() ? nullptr : &*found;
}

int weight_of(const RestRoute& route, const Parameters& parameters) {
  switch (route.rule) {
    case kFixed:
      return route.weight;
    case kSpotDepth:
      return by_limit(kSpotDepthWeights, parameters, 100);
    case kUsdmDepth:
      return by_limit(kUsdmDepthWeights, parameters, 500);
    case kUsdmKlines:
      return by_limit(kUsdmKlineWeights, parameters, 500);
    case kDayTicker:
      return day_ticker_weight(route, parameters);
    case kAllSymbols:
      return parameters.has("symbol") ? route.weight : 2 * route.weight;
  }
  return route.weight;
}

}  // namespace tidemark::venues::simulated
