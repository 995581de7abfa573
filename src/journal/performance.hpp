#pragma once

#include <cstdint>
#include <optional>

#include "core/money.hpp"
#include "core/time.hpp"

namespace tidemark::journal {

/// Figures of an equity over time. What cannot be said (no time passed, nothing varied) is absent. Shares are
/// fractions, not percent. Returns are those from day to day: of the last equity of each UTC day that has one. The
/// risk-free rate is 0.
struct Performance {
  core::Timestamp from;
  core::Timestamp to;
  double first{0};
  double last{0};
  double total_return{0};      ///< last / first - 1
  std::optional<double> cagr;  ///< (last / first) ^ (1 / years) - 1, a year being 365.25 days; none of less than a day
  std::optional<double> volatility;  ///< sample deviation of daily returns * root of days a year
  std::optional<double> sharpe;      ///< mean / sample deviation of daily returns * root of days a year (Sharpe 1994)
  std::optional<double> sortino;  ///< mean / root of the mean square of negative ones, over all days, * the same root
                                  ///< (Sortino and Price 1994, target 0)
  double max_drawdown{0};         ///< largest fall below an earlier high, as a share of that high
  core::Duration max_drawdown_length;  ///< longest time below an earlier high, recovered or not
  std::optional<double> calmar;        ///< cagr / max_drawdown (Young 1991)
  std::uint64_t days{0};               ///< daily returns
  double exposure{0};                  ///< share of looks with a position
  double turnover{0};                  ///< value traded / mean equity
};

/// Streams an equity into its figures in constant memory.
class PerformanceMeter {
 public:
  /// How many daily returns a market has in a year: 365 where it always trades, 252 where it rests on weekends.
  explicit PerformanceMeter(double days_per_year) : days_per_year_{days_per_year} {}

  enum class Holding : std::uint8_t { kFlat, kInMarket };
  /// The equity at a moment; times do not go back.
  void on_equity(core::Timestamp at, double equity, Holding holding) {
    if (looks_ == 0) begin(at, equity);
    if (at >= day_end_) end_day(at);
    last_at_ = at;
    last_ = equity;
    ++looks_;
    sum_ += equity;
    in_market_ += holding == Holding::kInMarket ? 1U : 0U;
    if (equity >= high_) {
      if (below_) end_drawdown(at);
      high_ = equity;
      high_at_ = at;
    } else {
      below_ = true;
      if (high_ - equity > worst_ * high_) worst_ = (high_ - equity) / high_;
    }
  }
  void on_traded(double value) { traded_ += value; }

  [[nodiscard]] Performance result() const;
  /// Below the highest equity so far, as a share of it.
  [[nodiscard]] double drawdown() const { return high_ > 0 ? (high_ - last_) / high_ : 0; }

 private:
  /// Mean and deviation as they come (Welford 1962).
  struct Returns {
    std::uint64_t count{0};
    double mean{0};
    double squares{0};
    double negative_squares{0};

    void add(double value);
  };

  void begin(core::Timestamp at, double equity);
  void end_day(core::Timestamp at);
  void end_drawdown(core::Timestamp at);

  double days_per_year_;
  std::uint64_t looks_{0};
  std::uint64_t in_market_{0};
  double sum_{0};
  double traded_{0};
  core::Timestamp first_at_;
  core::Timestamp last_at_;
  double first_{0};
  double last_{0};
  core::Timestamp day_end_;
  double day_open_{0};  ///< the last equity of the day before
  Returns returns_;
  double high_{0};
  core::Timestamp high_at_;
  bool below_{false};
  double worst_{0};
  core::Duration longest_;
};

}  // namespace tidemark::journal
