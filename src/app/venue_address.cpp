#include "app/venue_address.hpp"

namespace tidemark::app {

venues::binance::Endpoints endpoints_of(const ops::VenuesConfig& config, venues::binance::Market market) {
  auto endpoints = venues::binance::endpoints_of(market, venues::binance::Network::kProduction);
  const ops::VenueAddress& address = market == venues::binance::Market::kSpot ? config.binance : config.binance_usdm;
  if (!address.rest_url.empty()) endpoints.rest = address.rest_url;
  if (!address.stream_url.empty()) endpoints.stream = address.stream_url;
  return endpoints;
}

}  // namespace tidemark::app
