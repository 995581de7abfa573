#pragma once

#include <optional>

#include "core/rng.hpp"
#include "core/time.hpp"
#include "sim/flow/regime.hpp"
#include "sim/flow/volatility.hpp"

namespace tidemark::sim {

/// One source of price changes, in units of its own long-run daily standard deviation: diffusion with stochastic
/// volatility, switched by regimes (drift, pull, shocks).
class PriceDriver {
 public:
  explicit PriceDriver(core::Rng rng) noexcept;

  /// The change over the step; `session` is the intraday volatility multiplier.
  double step(const TimeStep& dt, double session) noexcept;
  /// Present deviation per root day, session included.
  [[nodiscard]] double deviation() const noexcept { return deviation_; }
  [[nodiscard]] Regime regime() const noexcept { return chain_.regime(); }

 private:
  core::Rng rng_;
  Volatility volatility_;
  RegimeChain chain_;
  double diffusion_scale_;
  double from_entry_{0};  ///< change since the regime began
  double shock_left_{0};
  double deviation_{0};
};

/// How a symbol's price moves.
struct PriceTraits {
  double daily_deviation{0.03};    ///< standard deviation of the log price over a day
  double market_correlation{0.8};  ///< of its changes with the common market factor, [-1, 1]
};

/// The fundamental log price of one symbol: market factor and own driver, so that the correlation of two symbols is the
/// product of their market correlations. Every symbol holds its own copy of the market driver, with the same seed and
/// hence the same path: nothing is shared, symbols can be simulated in any order. A cross of two symbols holds copies
/// of both of their drivers, and so has at any time the quotient of their prices.
class PriceProcess {
 public:
  PriceProcess(const PriceTraits& traits, core::Rng market, core::Rng own) noexcept;
  /// Before the first step: the price is over that of the symbol with these traits and this driver.
  void divide_by(const PriceTraits& traits, core::Rng own) noexcept;

  /// The change of the log price over the step that begins at `t`.
  double step(core::Timestamp t, const TimeStep& dt) noexcept;
  /// Sum of all changes.
  [[nodiscard]] double log_price() const noexcept { return log_price_; }
  /// Present deviation of the log price per root day.
  [[nodiscard]] double deviation() const noexcept;
  /// deviation() relative to its long-run value, the intraday shape included; around 1.
  [[nodiscard]] double activity() const noexcept { return deviation() / long_run_; }
  [[nodiscard]] Regime market_regime() const noexcept { return market_.regime(); }
  [[nodiscard]] Regime own_regime() const noexcept { return own_.regime(); }

 private:
  /// How much of what drives a symbol there is in it.
  struct Share {
    double deviation{0};
    double market{0};
    double own{0};
  };
  struct Under {
    Share share;
    PriceDriver own;
  };
  static Share share_of(const PriceTraits& traits) noexcept;

  Share share_;
  PriceDriver market_;
  PriceDriver own_;
  std::optional<Under> under_;  ///< of a cross
  double long_run_;             ///< deviation per root day
  double log_price_{0};
};

}  // namespace tidemark::sim
