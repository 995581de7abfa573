#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "net/http_types.hpp"
#include "venues/simulated/rest_call.hpp"

namespace tidemark::venues::simulated {

/// How a request's weight follows from its parameters.
enum class WeightRule : std::uint8_t {
  kFixed,
  kSpotDepth,   ///< 5, 25, 50, 250 by limit
  kUsdmDepth,   ///< 2, 5, 10, 20 by limit
  kUsdmKlines,  ///< 1, 2, 5, 10 by limit
  kDayTicker,   ///< 2 for one symbol … 80 for all
  kAllSymbols,  ///< the weight for one symbol, double without one
};

/// One public endpoint.
struct RestRoute {
  std::string_view path;
  binance::Market market;
  Endpoint endpoint;
  int weight;
  WeightRule rule;
  std::string_view parameters;  ///< known names, separated by commas
};

[[nodiscard]] std::span<const RestRoute> public_routes();
/// nullptr when there is none of this path.
[[nodiscard]] const RestRoute* find_route(std::string_view path);
[[nodiscard]] int weight_of(const RestRoute& route, const Parameters& parameters);

}  // namespace tidemark::venues::simulated
