#include "venues/binance/trade/trade_config.hpp"

namespace tidemark::venues::binance {

TradeEndpoints trade_endpoints_of(Market market, Network network) {
  const bool live = network == Network::kProduction;
  if (market == Market::kSpot) {
    return {live ? "https://api.binance.com" : "https://testnet.binance.vision",
            live ? "wss://ws-api.binance.com:443/ws-api/v3" : "wss://ws-api.testnet.binance.vision/ws-api/v3"};
  }
  return {live ? "https://fapi.binance.com" : "https://demo-fapi.binance.com",
          live ? "wss://fstream.binance.com/private/ws" : "wss://fstream.binancefuture.com/ws"};
}

core::Status check(const TradeConfig& config) {
  const auto missing = [](const char* what, const char* place) {
    return core::fail(core::ErrorKind::kInvalidArgument, "missing", std::string{what} + " is missing", place);
  };
  if (config.endpoints.rest.empty()) return missing("the address for orders", "endpoints.rest");
  if (config.endpoints.user.empty()) return missing("the address of user data", "endpoints.user");
  if (config.keys.api_key.empty()) return missing("the API key", "keys.api_key");
  if (config.keys.secret.empty()) return missing("the API secret", "keys.secret");
  return {};
}

}  // namespace tidemark::venues::binance
