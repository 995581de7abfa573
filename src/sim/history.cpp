#include "sim/history.hpp"

#include <algorithm>
#include <cmath>

#include "core/timeframe.hpp"
#include "sim/flow/arrivals.hpp"
#include "sim/flow/crowd.hpp"
#include "sim/flow/distributions.hpp"
#include "sim/flow/session.hpp"

namespace tidemark::sim {
namespace {

constexpr double kStepSeconds = 5.0;
constexpr core::Duration kStep = core::seconds(5);
/// Trades a taker order makes on average: a little more than one resting order is met. Chosen by judgment, not
/// measured.
constexpr double kFillsPerOrder = 1.25;

/// The path at the end of one step.
struct PathPoint {
  double log_price;
  double deviation;  ///< of the log price, per root day
  double activity;
};

class HistoryMaker {
 public:
  HistoryMaker(const SymbolSpec& spec, core::Rng rng, double last_log_price)
      : spec_{spec},
        rng_{rng},
        fair_scale_{spec.start_price * static_cast<double>(core::kPow10[spec.scale.price_decimals])},
        lot_value_{core::to_double(1, spec.scale.price_decimals) * core::to_double(1, spec.scale.qty_decimals)},
        last_log_price_{last_log_price} {}

  [[nodiscard]] double fair_at(double log_price) const { return fair_scale_ * std::exp(log_price - last_log_price_); }
  [[nodiscard]] core::Price print(double log_price, double activity, core::Side taker) const;
  void step(core::Timestamp t, double from, const PathPoint& to, CandleBuilder& candle);

 private:
  [[nodiscard]] core::Qty volume_of(double orders, double fair);

  const SymbolSpec& spec_;
  core::Rng rng_;
  double fair_scale_;
  double lot_value_;
  double last_log_price_;
  Arrivals arrivals_{kStepSeconds};
  TimeStep dt_{kStepSeconds};
};

core::Price HistoryMaker::print(double log_price, double activity, core::Side taker) const {
  const double fair = fair_at(log_price);
  const double half = half_spread(spec_, {fair, activity});
  const auto tick = static_cast<double>(spec_.tick_size.ticks);
  const double steps = taker == core::Side::kBuy ? std::ceil((fair + half) / tick) : std::floor((fair - half) / tick);
  return {static_cast<std::int64_t>(std::max(1.0, steps)) * spec_.tick_size.ticks};
}

core::Qty HistoryMaker::volume_of(double orders, double fair) {
  // The sum of n log-normal sizes, replaced by one log-normal of the same mean and variance (Fenton 1960).
  const double one = std::expm1(kNoiseLogDeviation * kNoiseLogDeviation);
  double notional = lognormal(rng_, orders * spec_.trade_notional, std::sqrt(std::log1p(one / orders)));
  if (rng_.chance(std::min(1.0, kWhaleChance * orders))) notional += kWhaleFactor * noise_notional(spec_, rng_);
  const double lots = notional / (fair * lot_value_) / static_cast<double>(spec_.lot_size.lots);
  return {static_cast<std::int64_t>(std::clamp(std::round(lots), 1.0, 1e15)) * spec_.lot_size.lots};
}

void HistoryMaker::step(core::Timestamp t, double from, const PathPoint& to, CandleBuilder& candle) {
  const double fair = fair_at(to.log_price);
  const double liveliness = session_intensity(t).volume * to.activity;
  const std::uint32_t noise = arrivals_.step(rng_, spec_.trades_per_second * liveliness);
  const std::uint32_t informed = poisson(rng_, kStepSeconds * informed_rate(spec_, {fair, to.activity}, to.deviation));
  const std::uint32_t orders = noise + informed;
  if (orders == 0) return;

  // Extremes of a Brownian bridge between the two ends: exact in distribution.
  const double variance = to.deviation * to.deviation * dt_.days;
  const double move = to.log_price - from;
  const auto reach = [&] { return std::sqrt(move * move - 2.0 * variance * std::log1p(-rng_.uniform())); };
  const double up = (from + to.log_price + reach()) / 2;
  const double down = (from + to.log_price - reach()) / 2;
  const double lean = std::tanh(move / std::sqrt(variance));
  const core::Side last_side = rng_.chance(0.5 + 0.3 * lean) ? core::Side::kBuy : core::Side::kSell;
  const core::Price last = print(to.log_price, to.activity, last_side);
  CandleBuilder::Prints prints{.first = last, .high = last, .low = last, .last = last};
  constexpr std::uint32_t kEnoughToReachExtremes = 4;
  if (orders >= kEnoughToReachExtremes) {
    prints.first = print(from, to.activity, rng_.chance(0.5) ? core::Side::kBuy : core::Side::kSell);
    prints.high = std::max({print(up, to.activity, core::Side::kBuy), prints.first, last});
    prints.low = std::min({print(down, to.activity, core::Side::kSell), prints.first, last});
  }
  prints.volume = volume_of(noise + kInformedFactor * informed, fair);
  const double bought = std::clamp(0.5 + 0.25 * lean + 0.12 * rng_.normal(), 0.0, 1.0);
  prints.taker_buy = {static_cast<std::int64_t>(bought * static_cast<double>(prints.volume.lots))};
  prints.trades = static_cast<std::uint32_t>(std::max(1.0, std::round(kFillsPerOrder * orders)));
  candle.add(prints);
}

}  // namespace

History make_history(const SymbolSpec& spec, PriceProcess& process, core::Rng rng, core::Timestamp start,
                     core::Duration length) {
  const core::Timestamp begin = core::open_time_of(start - length, core::Timeframe::k1m);
  const TimeStep dt{kStepSeconds};
  const double first_log_price = process.log_price();
  std::vector<PathPoint> path;
  path.reserve(static_cast<std::size_t>((start - begin) / kStep));
  core::Timestamp t = begin;
  for (; t + kStep <= start; t = t + kStep) {
    process.step(t, dt);
    path.push_back({process.log_price(), process.deviation(), process.activity()});
  }
  if (t < start) process.step(t, TimeStep{static_cast<double>((start - t).ns) * 1e-9});

  HistoryMaker maker{spec, rng, process.log_price()};
  const core::Price first = maker.print(first_log_price, 1.0, core::Side::kBuy);
  History history{{}, CandleBuilder{begin, first}};
  history.candles.reserve(static_cast<std::size_t>((start - begin) / core::minutes(1)));
  double from = first_log_price;
  core::Timestamp at = begin;
  for (const PathPoint& to : path) {
    maker.step(at, from, to, history.open);
    from = to.log_price;
    at = at + kStep;
    if (core::is_aligned(at, core::Timeframe::k1m)) {
      const core::Price close = history.open.candle().close;
      history.candles.push_back(history.open.candle());
      history.open.start(at, close);
    }
  }
  return history;
}

}  // namespace tidemark::sim
