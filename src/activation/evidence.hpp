#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/money.hpp"
#include "core/time.hpp"

namespace tidemark::activation {

// What is seen of a configuration at work.

/// A trade of the strategy that was closed; of profit 0 it is neither won nor lost.
struct TradeSeen {
  core::Timestamp at;
  core::Money profit;  ///< net
  double share{0};     ///< of the equity without it

  friend bool operator==(const TradeSeen&, const TradeSeen&) = default;
};

struct EquitySeen {
  core::Timestamp at;
  core::Money equity;
};

/// Whether every service objective held.
struct ObjectivesSeen {
  core::Timestamp at;
  std::string breach;  ///< empty: all held
};

/// Of all events since the process began; `low` and `high` are the 95 % interval of the 95th percentile.
struct LatencySeen {
  std::uint64_t samples{0};
  core::Duration p95;
  core::Duration low;
  core::Duration high;

  friend bool operator==(const LatencySeen&, const LatencySeen&) = default;
};

/// The instrument with the lowest score among those traded.
struct QualitySeen {
  core::Timestamp at;
  double lowest{0};
  std::uint64_t candles{0};  ///< judged, of all instruments
  std::string where;         ///< "binance:BTCUSDT"

  friend bool operator==(const QualitySeen&, const QualitySeen&) = default;
};

/// Something is wrong with data or books that no score tells.
struct FaultSeen {
  core::Timestamp at;
  std::string what;
};

/// What was seen at the present stage since it began.
struct Evidence {
  /// More trades are not kept: the oldest go.
  static constexpr std::size_t kTradesKept = 1000;

  std::vector<TradeSeen> trades;  ///< the newest, oldest first
  std::optional<core::Money> highest;
  double drawdown{0};  ///< deepest below the highest, as a share of it
  std::uint64_t equity_looks{0};
  std::uint64_t objective_looks{0};
  std::uint64_t objectives_met{0};

  void add(const TradeSeen& trade);
  void add(const EquitySeen& seen);
  void add(const ObjectivesSeen& seen);

  friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// Won and lost among trades, as doubles: for figures only.
struct Outcomes {
  std::uint64_t trades{0};
  std::vector<double> wins;    ///< > 0
  std::vector<double> losses;  ///< > 0
};
[[nodiscard]] Outcomes outcomes_of(std::span<const TradeSeen> trades);
/// Of at least one trade.
[[nodiscard]] double win_rate_of(std::span<const TradeSeen> trades);
/// Losing trades at the end; one of profit 0 changes nothing.
[[nodiscard]] std::uint32_t losses_in_a_row(std::span<const TradeSeen> trades);

}  // namespace tidemark::activation
