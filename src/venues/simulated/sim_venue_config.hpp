#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "core/timeframe.hpp"
#include "sim/accounts/spot_settlement.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/market_data/money.hpp"
#include "venues/binance/parser.hpp"

namespace tidemark::venues::simulated {

/// An account that may trade, with its HMAC key pair. None of this is secret: the venue is a simulation.
struct AccountConfig {
  struct Holding {
    std::string asset;
    sim::Money amount;
  };
  std::string name;
  std::string api_key;
  std::string secret;
  std::vector<Holding> holdings;                      ///< spot
  sim::Money futures_wallet;                          ///< USDT on the USD-M market
  sim::FeeAsset fee_asset{sim::FeeAsset::kReceived};  ///< of spot, at first: POST /sapi/v1/bnbBurn changes it
};
/// "alice" and "bob", each with 100,000 USDT on either market and some of the larger coins.
[[nodiscard]] std::vector<AccountConfig> default_accounts();

/// Whether the `timestamp` of a signed request is held against the venue's clock: not when venue time runs faster or
/// slower than the clients'.
enum class TimestampCheck : std::uint8_t { kStrict, kNone };

/// What a simulated venue is made of.
struct SimVenueConfig {
  std::uint64_t seed{1};
  core::Timestamp start;             ///< venue time at the beginning; a replay begins when its files do
  std::vector<std::string> symbols;  ///< of sim::known_symbols(); empty: the first eight. For a replay: only these
  core::Duration history{core::days(3)};
  /// Files to play instead of a generated market (file::open_event_source). Nothing can be traded then.
  std::vector<std::string> replay;
  std::optional<core::Timeframe> replay_timeframe;  ///< of a candle file that does not show it
  /// Markets to open. Perpetuals trade on their own book, around the same fundamental price.
  std::vector<binance::Market> markets{binance::Market::kSpot, binance::Market::kUsdm};
  sim::FaultPlan faults;  ///< times count from the start
  std::vector<AccountConfig> accounts{default_accounts()};
  TimestampCheck timestamps{TimestampCheck::kStrict};
};

}  // namespace tidemark::venues::simulated
