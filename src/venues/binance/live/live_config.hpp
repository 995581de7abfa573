#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "net/backoff.hpp"
#include "venues/binance/parser.hpp"
#include "venues/live/chain.hpp"
#include "venues/live/market_data_venue.hpp"

namespace tidemark::venues::binance {

/// Which of Binance's installations is meant.
enum class Network : std::uint8_t { kProduction, kTestnet };

/// Where a market is reached. No trailing slashes.
struct Endpoints {
  std::string rest;         ///< "https://api.binance.com"
  std::string stream;       ///< "wss://stream.binance.com:9443"
  std::string public_path;  ///< of combined streams for books and quotes: "/stream", USD-M "/public/stream"
  std::string market_path;  ///< for trades, candles, mark prices, liquidations: "/stream", USD-M "/market/stream"
};

/// Hosts of spec source-apis.md, sections 1 and 2.
[[nodiscard]] Endpoints endpoints_of(Market market, Network network);

/// How a live session behaves. The defaults keep well inside the venue's documented limits.
struct LiveConfig {
  Market market{Market::kSpot};
  Endpoints endpoints{endpoints_of(Market::kSpot, Network::kProduction)};
  std::vector<StreamKind> streams;  ///< empty: all that the market has

  // Links.
  std::size_t streams_per_link{200};                      ///< 1..1024 (the venue's limit)
  std::size_t control_batch{100};                         ///< streams in one SUBSCRIBE, >= 1
  core::Duration control_pause{core::milliseconds(250)};  ///< between two messages of ours; the venue allows 5 a second
  core::Duration control_timeout{core::seconds(10)};      ///< SUBSCRIBE unanswered: the link is given up
  core::Duration open_timeout{core::seconds(15)};         ///< handshake not done
  core::Duration link_age_max{core::hours(23)};           ///< replaced before the venue cuts it at 24 h
  core::Duration overlap{core::seconds(3)};               ///< two links carry the same before the older is dropped
  core::Duration link_stale_after{core::seconds(20)};     ///< nothing at all came: the link is given up
  core::Duration stream_quiet_after{core::seconds(60)};   ///< nothing came on one stream: checked over REST
  core::Duration failover_after{core::seconds(30)};       ///< a stream down this long is polled over REST
  core::Duration poll_every{core::seconds(5)};            ///< of each polled instrument
  std::uint32_t attempts_max{200};                        ///< connection attempts in five minutes; the venue allows 300
  net::BackoffConfig backoff;                             ///< between attempts of one link

  // REST.
  std::uint32_t weight_limit{0};  ///< request weight a minute that we use; 0: three quarters of the venue's limit
  std::size_t requests_at_once{8};
  core::Duration request_timeout{core::seconds(10)};
  std::uint32_t snapshot_levels{
      1000};  ///< of a book snapshot, a limit the venue knows: 100, 500, 1000, 5000 (spot only)

  // Healing.
  core::Duration first_history{core::hours(16)};  ///< candles fetched for an instrument that the store does not know
  core::Duration proof_after{core::seconds(5)};   ///< after a reconnect, a stream that stays quiet is checked over REST
  core::Duration repair_after{core::seconds(60)};  ///< between attempts to fetch what had to be given up
  HealConfig heal;

  std::uint64_t seed{1};  ///< of the jitter
};

/// kInvalidArgument with the first field out of its range.
[[nodiscard]] core::Status check(const LiveConfig& config);

/// The limit in force: the configured one, or three quarters of the venue's (spot 6000, USD-M 2400 a minute).
[[nodiscard]] std::uint32_t weight_limit_of(const LiveConfig& config) noexcept;
/// The configured streams, or all that the market has.
[[nodiscard]] std::vector<StreamKind> streams_of(const LiveConfig& config);

}  // namespace tidemark::venues::binance
