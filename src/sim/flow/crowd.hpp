#pragma once

#include <cstdint>
#include <vector>

#include "core/rng.hpp"
#include "sim/flow/symbol_spec.hpp"
#include "sim/matching/order_book.hpp"

namespace tidemark::sim {

/// What the crowd knows: the fundamental price in units of the instrument's scale, and how lively the market is.
struct CrowdView {
  double fair{0};
  double activity{1};
};

/// The background traders of one symbol, all anonymous (kCrowd):
///  - makers hold a ladder of orders around the fair price, take their quotes away when the price comes near, and quote
///    a spread that widens with activity;
///  - informed takers hit quotes the fair price has passed, which is how the book follows it;
///  - noise takers buy and sell in runs, log-normal sizes with rare whales.
/// Orders go through the same book as everybody's. Draws only from its own generator.
class Crowd {
 public:
  Crowd(const SymbolSpec& spec, core::Rng rng);

  /// Fills an empty book with a ladder around the fair price.
  void open_book(const CrowdView& view, OrderBook& book, BookOutput& out);
  /// Once per cell, after the fair price has moved: informed takers first, then the makers.
  void react(const CrowdView& view, OrderBook& book, BookOutput& out);

  /// Single acts, spread over the cell by the caller.
  void take(const CrowdView& view, OrderBook& book, BookOutput& out);
  void add(const CrowdView& view, OrderBook& book, BookOutput& out);
  void cancel_one(OrderBook& book, BookOutput& out);

  /// Mean rates per second of add() and cancel_one() for the book as it is.
  [[nodiscard]] double add_rate(const CrowdView& view, const OrderBook& book) const;
  [[nodiscard]] double cancel_rate(const OrderBook& book) const;

 private:
  [[nodiscard]] core::Price on_grid(double price, core::Side rounding_for) const;
  [[nodiscard]] core::Qty lots_for(double notional, double price) const;
  void hit_stale(core::Side maker_side, const CrowdView& view, OrderBook& book, BookOutput& out);
  void pull_stale(core::Side side, const CrowdView& view, OrderBook& book, BookOutput& out);
  void tighten(core::Side side, const CrowdView& view, OrderBook& book, BookOutput& out);
  void post(core::Side side, double price, double notional, OrderBook& book, BookOutput& out);
  void forget_finished(const OrderBook& book);

  SymbolSpec spec_;
  core::Rng rng_;
  double unit_;  ///< one unit of the price scale, in quote currency
  double lot_;   ///< one unit of the quantity scale, in base currency
  core::Side last_taker_{core::Side::kBuy};
  std::vector<OrderId> resting_;  ///< the crowd's orders, some of them already gone
  std::vector<OrderId> scratch_;
};

/// Half of the spread the crowd aims at, in price units.
[[nodiscard]] double half_spread(const SymbolSpec& spec, const CrowdView& view) noexcept;

/// Sizes of the crowd's taker orders, in quote currency.
[[nodiscard]] double noise_notional(const SymbolSpec& spec, core::Rng& rng) noexcept;
inline constexpr double kNoiseLogDeviation = 1.4;
inline constexpr double kWhaleChance = 0.004;
inline constexpr double kWhaleFactor = 15.0;
inline constexpr double kInformedFactor = 1.5;  ///< mean informed order relative to trade_notional

/// Mean rate of informed taker orders per second at this volatility (deviation of the log price per root day): how
/// often the fair price passes a quote. An estimate for the history, where there is no book.
[[nodiscard]] double informed_rate(const SymbolSpec& spec, const CrowdView& view, double deviation) noexcept;

/// Length of the cells in which the exchange moves its fair prices, in seconds.
inline constexpr double kCellSeconds = 0.1;

}  // namespace tidemark::sim
