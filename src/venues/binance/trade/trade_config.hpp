#pragma once

#include <cstddef>
#include <string>

#include "core/time.hpp"
#include "net/backoff.hpp"
#include "venues/binance/live/live_config.hpp"

namespace tidemark::venues::binance {

/// Where orders go and user data comes from.
struct TradeEndpoints {
  std::string rest;  ///< "https://api.binance.com", no trailing slash
  /// Spot: the WebSocket API, "wss://ws-api.binance.com:443/ws-api/v3". USD-M: where a listen key is opened,
  /// "wss://fstream.binance.com/private/ws".
  std::string user;
};

/// Hosts of spec source-apis.md, sections 1 and 2.
[[nodiscard]] TradeEndpoints trade_endpoints_of(Market market, Network network);

/// An API key and its HMAC secret. Never printed, never stored.
struct TradeKeys {
  std::string api_key;
  std::string secret;
};

/// How an order session behaves. The defaults keep inside the venue's documented limits.
struct TradeConfig {
  Market market{Market::kSpot};
  TradeEndpoints endpoints{trade_endpoints_of(Market::kSpot, Network::kProduction)};
  TradeKeys keys;
  std::string currency{"USDT"};  ///< whose balance is told

  // Requests.
  core::Duration recv_window{core::seconds(5)};         ///< the venue takes a request no later than this after its time
  core::Duration request_timeout{core::seconds(4)};     ///< no answer: the outcome is unknown
  core::Duration patience{core::seconds(2)};            ///< an order that could not be sent for so long is rejected
  core::Duration retry_after{core::milliseconds(250)};  ///< a cancel or a question without an answer is asked again
  std::size_t queue{256};                               ///< orders that wait to be sent; more are rejected
  std::size_t questions_at_once{8};

  // User data.
  core::Duration open_timeout{core::seconds(10)};
  core::Duration probe_every{core::seconds(10)};  ///< a sign of life is asked for
  core::Duration probe_timeout{core::seconds(8)};
  core::Duration key_renewal{core::minutes(30)};        ///< a listen key lasts an hour
  core::Duration link_age_max{core::hours(23)};         ///< the venue cuts it at 24 h
  core::Duration verify_every{core::minutes(1)};        ///< while orders are open, all is asked for anew
  core::Duration doubt_pause{core::milliseconds(500)};  ///< least time between two such questions
  net::BackoffConfig backoff{.first = core::milliseconds(500), .cap = core::seconds(10)};
  std::uint64_t seed{1};  ///< of the jitter
};

/// kInvalidArgument with the first thing that is missing: an address, the key, the secret.
[[nodiscard]] core::Status check(const TradeConfig& config);

}  // namespace tidemark::venues::binance
