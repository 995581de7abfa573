#include "analysis/batch/lines.hpp"

#include <cmath>
#include <limits>

#include "analysis/kernel/blocks.hpp"
#include "analysis/kernel/directional.hpp"
#include "analysis/kernel/gains.hpp"
#include "analysis/kernel/money_flow.hpp"
#include "analysis/kernel/stochastic.hpp"

namespace tidemark::analysis::batch {
namespace {

/// The extreme of a window out of those of its halves, whose windows are powers of two: `better` takes the older and
/// the newer.
template <class Better>
Line extreme(Plan& plan, Line x, int period, Better better) {
  int reach = 1;
  for (; 2 * reach <= period; reach *= 2) x = plan.map(std::array{x.before(reach), x}, better);
  return reach == period ? x : plan.map(std::array{x.before(period - reach), x}, better);
}

}  // namespace

Line price(Plan& plan, PriceSource source) {
  const std::array ohlc{plan.open(), plan.high(), plan.low(), plan.close()};
  switch (source) {
    case PriceSource::kClose:
      return plan.close();
    case PriceSource::kOpen:
      return plan.open();
    case PriceSource::kHigh:
      return plan.high();
    case PriceSource::kLow:
      return plan.low();
    case PriceSource::kHlc3:
      return typical_price(plan);
    case PriceSource::kHl2:
      return plan.map(std::array{plan.high(), plan.low()}, [](double high, double low) { return (high + low) / 2.0; });
    case PriceSource::kHlcc4:
      return plan.map(ohlc, [](double open, double high, double low, double close) {
        return weighted_close({.open_time = {}, .open = open, .high = high, .low = low, .close = close});
      });
    case PriceSource::kOhlc4:
      break;
  }
  return plan.map(ohlc, [](double open, double high, double low, double close) {
    return average_price({.open_time = {}, .open = open, .high = high, .low = low, .close = close});
  });
}

Line price_of_last(Plan& plan, std::span<const double> parameters) {
  return price(plan, static_cast<PriceSource>(parameters.back()));
}

Line typical_price(Plan& plan) {
  return plan.map(std::array{plan.high(), plan.low(), plan.close()},
                  [](double high, double low, double close) { return (high + low + close) / 3.0; });
}

Line true_range(Plan& plan) {
  return plan.map(std::array{plan.close().before(1), plan.high(), plan.low()},
                  [](double before, double high, double low) { return TrueRange::of(before, high, low); });
}

GainLines average_gains(Plan& plan, Line x, int period) {
  const auto [gain, loss] = plan.map(std::array{x, x.before(1)}, [](double now, double before) {
    const double change = now - before;
    return std::array{positive_part(change), positive_part(-change)};
  });
  return {plan.wilder_mean(gain, period), plan.wilder_mean(loss, period)};
}

DirectionLines directional_moves(Plan& plan) {
  const auto [plus, minus] = plan.map(std::array{plan.high(), plan.high().before(1), plan.low(), plan.low().before(1)},
                                      [](double high, double before_high, double low, double before_low) {
                                        return DirectionalMovement::of(high, before_high, low, before_low);
                                      });
  return {plus, minus};
}

DirectionLines directional_indexes(Plan& plan, int period, double epsilon) {
  const DirectionLines moves = directional_moves(plan);
  const std::array sums{plan.wilder_sum(moves.plus, period), plan.wilder_sum(moves.minus, period),
                        plan.wilder_sum(true_range(plan), period)};
  const auto [plus, minus] =
      plan.map(sums, std::array{epsilon}, [](double up, double down, double range, double least) {
        const bool none = ZeroTest{least}(range);
        const double up_share = 100.0 * (up / range);
        const double down_share = 100.0 * (down / range);
        return std::array{none ? 0.0 : up_share, none ? 0.0 : down_share};
      });
  return {plus, minus};
}

Line directional_strength(Plan& plan, int period, double epsilon) {
  const auto [plus, minus] = directional_indexes(plan, period, epsilon);
  return plan.map(std::array{plus, minus}, std::array{epsilon}, [](double up, double down, double least) {
    const double both = down + up;
    const double strength = 100.0 * (std::fabs(down - up) / both);
    return ZeroTest{least}(both) ? std::numeric_limits<double>::quiet_NaN() : strength;
  });
}

Line money_flow_volume(Plan& plan) {
  return plan.map(std::array{plan.high(), plan.low(), plan.close(), plan.volume()}, [](double high, double low,
                                                                                       double close, double volume) {
    return analysis::money_flow_volume({.open_time = {}, .high = high, .low = low, .close = close, .volume = volume});
  });
}

Line highest(Plan& plan, Line x, int period) {
  return extreme(plan, x, period, [](double older, double newer) { return newer > older ? newer : older; });
}

Line lowest(Plan& plan, Line x, int period) {
  return extreme(plan, x, period, [](double older, double newer) { return newer < older ? newer : older; });
}

Line stochastic(Plan& plan, int period) {
  return plan.map(std::array{highest(plan, plan.high(), period), lowest(plan, plan.low(), period), plan.close()},
                  [](double high, double low, double close) { return Stochastic::of(high, low, close); });
}

Line mean(Plan& plan, Line x, int period) {
  return plan.map(std::array{plan.rolling_sum(x, period)}, std::array{static_cast<double>(period)},
                  [](double sum, double n) { return sum / n; });
}

Line ema(Plan& plan, Line x, int period, int skip) {
  return plan.ema(x, period, skip, Ema::factor(period));
}

Line weighted_mean(Plan& plan, Line x, int period) {
  return plan.map(std::array{plan.weighted_sum(x, period)}, std::array{Wma::divider(period)},
                  [](double sum, double weights) { return sum / weights; });
}

Line difference(Plan& plan, Line x, Line y) {
  return plan.map(std::array{x, y}, [](double a, double b) { return a - b; });
}

Line double_ema(Plan& plan, Line x, int period) {
  const Line once = ema(plan, x, period);
  const Line twice = ema(plan, once, period);
  return plan.map(std::array{once, twice}, [](double e1, double e2) { return Dema::of(e1, e2); });
}

Line triple_ema(Plan& plan, Line x, int period) {
  const Line once = ema(plan, x, period);
  const Line twice = ema(plan, once, period);
  const Line thrice = ema(plan, twice, period);
  return plan.map(std::array{once, twice, thrice},
                  [](double e1, double e2, double e3) { return Tema::of(e1, e2, e3); });
}

bool has_average(AverageType type, int period) {
  return period <= 1 || type == AverageType::kSma || type == AverageType::kEma || type == AverageType::kWma ||
         type == AverageType::kDema || type == AverageType::kTema;
}

Line average(Plan& plan, AverageType type, Line x, int period) {
  if (period <= 1) return x;
  if (type == AverageType::kEma) return ema(plan, x, period);
  if (type == AverageType::kWma) return weighted_mean(plan, x, period);
  if (type == AverageType::kDema) return double_ema(plan, x, period);
  if (type == AverageType::kTema) return triple_ema(plan, x, period);
  return mean(plan, x, period);
}

MomentLines moments(Plan& plan, Line x, int period) {
  const Line square = plan.map(std::array{x}, [](double value) { return value * value; });
  const auto [mean, variance] =
      plan.map(std::array{plan.rolling_sum(x, period), plan.rolling_sum(square, period)},
               std::array{static_cast<double>(period)}, [](double sum, double squares, double n) {
                 const double average = sum / n;
                 return std::array{average, squares / n - average * average};
               });
  return {mean, variance};
}

}  // namespace tidemark::analysis::batch
