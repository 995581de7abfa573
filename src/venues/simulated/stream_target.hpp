#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "venues/simulated/connection.hpp"

namespace tidemark::venues::simulated {

/// What the address of a WebSocket handshake asks for.
struct StreamTarget {
  ConnectionKind kind{ConnectionKind::kStreams};
  binance::Market market{binance::Market::kSpot};
  StreamForm form{StreamForm::kRaw};
  StreamGroup group{StreamGroup::kAny};
  std::vector<std::string> streams;  ///< stream names, or a listenKey
};

/// Spot: /ws, /ws/NAME/…, /stream?streams=NAME/…, /ws-api/v3. USD-M: the same behind /public, /market, /private, or
/// behind /fstream for the older form (which on Binance is told by its host), and /ws-fapi/v1. Nothing for any other
/// path.
[[nodiscard]] std::optional<StreamTarget> parse_target(std::string_view target);

}  // namespace tidemark::venues::simulated
