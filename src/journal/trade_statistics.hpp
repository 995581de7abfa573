#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "journal/closed_trade.hpp"

namespace tidemark::journal {

/// Sums over closed trades, in one currency. A trade with profit 0 is neither won nor lost.
struct TradeTally {
  std::uint64_t trades{0};
  std::uint64_t won{0};
  std::uint64_t lost{0};
  core::Money gross_profit;  ///< of the won ones, net of fees
  core::Money gross_loss;    ///< of the lost ones, <= 0
  core::Money largest_win;
  core::Money largest_loss;
  double r_sum{0};
  std::uint64_t r_count{0};  ///< trades whose risk is known
  core::Duration held;       ///< in all

  /// Of a trade in the tally's currency.
  void add(const ClosedTrade& trade) { add(trade, trade.profit); }
  /// Of one in another currency: what it brought in the tally's. Its R multiple is free of currencies.
  void add(const ClosedTrade& trade, core::Money profit);

  [[nodiscard]] core::Money profit() const { return gross_profit + gross_loss; }
  /// won / trades.
  [[nodiscard]] std::optional<double> win_rate() const;
  /// Mean profit of a trade.
  [[nodiscard]] std::optional<double> expectancy() const;
  /// gross profit / -gross loss; nothing without a loss.
  [[nodiscard]] std::optional<double> profit_factor() const;
  /// Mean win / -mean loss.
  [[nodiscard]] std::optional<double> payoff() const;
  [[nodiscard]] std::optional<double> mean_r() const;
};

/// What closed trades have to say, in all and taken apart. Grows with the number of setups only.
class TradeStatistics {
 public:
  /// As TradeTally::add().
  void add(const ClosedTrade& trade) { add(trade, trade.profit); }
  void add(const ClosedTrade& trade, core::Money profit);

  [[nodiscard]] const TradeTally& all() const { return all_; }
  [[nodiscard]] const TradeTally& longs() const { return longs_; }
  [[nodiscard]] const TradeTally& shorts() const { return shorts_; }
  /// By the UTC hour and weekday (0 = Sunday) of entry.
  [[nodiscard]] const std::array<TradeTally, 24>& by_hour() const { return by_hour_; }
  [[nodiscard]] const std::array<TradeTally, 7>& by_weekday() const { return by_weekday_; }
  [[nodiscard]] const std::map<std::string, TradeTally>& by_setup() const { return by_setup_; }
  /// Of trades whose regime is known.
  [[nodiscard]] const std::map<std::string, TradeTally>& by_regime() const { return by_regime_; }
  /// Longest rows of won and lost trades.
  [[nodiscard]] std::uint64_t wins_in_a_row() const { return wins_max_; }
  [[nodiscard]] std::uint64_t losses_in_a_row() const { return losses_max_; }

 private:
  TradeTally all_;
  TradeTally longs_;
  TradeTally shorts_;
  std::array<TradeTally, 24> by_hour_;
  std::array<TradeTally, 7> by_weekday_;
  std::map<std::string, TradeTally> by_setup_;
  std::map<std::string, TradeTally> by_regime_;
  std::uint64_t wins_{0};
  std::uint64_t losses_{0};
  std::uint64_t wins_max_{0};
  std::uint64_t losses_max_{0};
};

}  // namespace tidemark::journal
