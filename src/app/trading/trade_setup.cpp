#include "app/trading/trade_setup.hpp"

namespace tidemark::app {
namespace {

using venues::binance::Market;

std::unexpected<core::Error> refuse(const char* key, std::string message) {
  return core::fail(core::ErrorKind::kInvalidArgument, "live_trading", std::move(message), key);
}

}  // namespace

core::Result<venues::binance::TradeConfig> trade_config_of(const ops::Config& config, std::string_view source_kind) {
  const ops::TradingConfig& trading = config.trading;
  const bool spot = trading.broker == venues::binance::venue_of(Market::kSpot);
  if (source_kind != "binance") {
    return refuse("source",
                  "trading at a venue needs its own market data: --source binance, not " + std::string{source_kind});
  }
  if (trading.api_key.empty()) {
    return refuse("trading.api_key", "trading at a venue needs an API key in TIDEMARK_TRADING__API_KEY");
  }
  if (trading.api_secret.empty()) {
    return refuse("trading.api_secret", "trading at a venue needs the key's secret in TIDEMARK_TRADING__API_SECRET");
  }
  const ops::VenueAddress& address = spot ? config.venues.binance : config.venues.binance_usdm;
  if (address.rest_url.empty() != address.user_url.empty()) {
    return refuse(spot ? "venues.binance.user_url" : "venues.binance_usdm.user_url",
                  "rest_url and user_url belong together: orders and what becomes of them are the same account's");
  }
  venues::binance::TradeConfig trade;
  trade.market = spot ? Market::kSpot : Market::kUsdm;
  trade.endpoints = trade_endpoints_of(trade.market, venues::binance::Network::kProduction);
  if (!address.rest_url.empty()) trade.endpoints = {address.rest_url, address.user_url};
  trade.keys = {trading.api_key, trading.api_secret};
  trade.currency = trading.currency;
  return trade;
}

}  // namespace tidemark::app
