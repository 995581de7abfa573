#pragma once

#include <string>
#include <vector>

#include "core/money.hpp"
#include "core/time.hpp"
#include "journal/trade_statistics.hpp"

namespace tidemark::api {

/// Something a configuration said: a signal its engine opened, or an order its strategy asked for. The same when
/// instrument, time and side are.
struct Intent {
  std::string instrument;  ///< "binance:BTCUSDT"
  core::Timestamp at;      ///< when the signal was known; when the order was asked for
  std::string side;        ///< "buy", "sell"

  friend bool operator==(const Intent&, const Intent&) = default;
};

/// What both sides said, and what only one did; each oldest first.
struct IntentComparison {
  std::vector<Intent> same;
  std::vector<Intent> only_active;
  std::vector<Intent> only_candidate;
};

/// What became of a side on paper. Trades closed only; the equity has what is open in it, at its mark.
struct ShadowOutcome {
  std::string id;  ///< of the configuration
  journal::TradeTally trades;
  core::Money equity;
  double drawdown{0};  ///< deepest below the highest equity, looked at once a minute
};

/// A candidate beside the active strategy: both begin flat at the same moment, with the same money, on the same input.
struct ShadowView {
  core::Timestamp since;
  std::string strategy;                 ///< of the candidate
  std::vector<std::string> parameters;  ///< "NAME=VALUE"
  IntentComparison orders;              ///< of the newest ten thousand of each side
  ShadowOutcome active;
  ShadowOutcome candidate;
};

/// A candidate as it is asked for; what is empty is as the active one has it.
struct ShadowRequest {
  std::string strategy;
  std::vector<std::string> parameters;
  std::string risk_per_trade;
  std::string position_max;
};

}  // namespace tidemark::api
