#pragma once

#include <array>
#include <span>

#include "analysis/batch/plan.hpp"
#include "analysis/kernel/any_average.hpp"
#include "analysis/kernel/price_source.hpp"

/// Lines that several indicators are made of, each the batch form of a block of kernel/.
namespace tidemark::analysis::batch {

[[nodiscard]] Line price(Plan& plan, PriceSource source);
/// Of a row whose last parameter is source_parameter().
[[nodiscard]] Line price_of_last(Plan& plan, std::span<const double> parameters);
[[nodiscard]] Line typical_price(Plan& plan);
[[nodiscard]] Line true_range(Plan& plan);

struct GainLines {
  Line gain;
  Line loss;
};
/// AverageGains.
[[nodiscard]] GainLines average_gains(Plan& plan, Line x, int period);

/// DirectionalMovement and DirectionalIndexes: +DI and -DI; a period of 2 at least.
struct DirectionLines {
  Line plus;
  Line minus;
};
[[nodiscard]] DirectionLines directional_moves(Plan& plan);
[[nodiscard]] DirectionLines directional_indexes(Plan& plan, int period, double epsilon);
/// directional_strength() of them; NaN where there is none.
[[nodiscard]] Line directional_strength(Plan& plan, int period, double epsilon);
[[nodiscard]] Line money_flow_volume(Plan& plan);

/// RollingExtreme of values: of equal ones the earliest.
[[nodiscard]] Line highest(Plan& plan, Line x, int period);
[[nodiscard]] Line lowest(Plan& plan, Line x, int period);
/// Stochastic.
[[nodiscard]] Line stochastic(Plan& plan, int period);

[[nodiscard]] Line mean(Plan& plan, Line x, int period);
[[nodiscard]] Line ema(Plan& plan, Line x, int period, int skip = 0);
[[nodiscard]] Line weighted_mean(Plan& plan, Line x, int period);
[[nodiscard]] Line difference(Plan& plan, Line x, Line y);
/// 2 * EMA - EMA(EMA), 3 * EMA - 3 * EMA(EMA) + EMA(EMA(EMA)).
[[nodiscard]] Line double_ema(Plan& plan, Line x, int period);
[[nodiscard]] Line triple_ema(Plan& plan, Line x, int period);
/// AnyAverage, where it has a batch form.
[[nodiscard]] bool has_average(AverageType type, int period);
/// Of a type that has_average().
[[nodiscard]] Line average(Plan& plan, AverageType type, Line x, int period);

struct MomentLines {
  Line mean;
  Line variance;
};
/// Of the last n values, population (RollingMoments).
[[nodiscard]] MomentLines moments(Plan& plan, Line x, int period);

}  // namespace tidemark::analysis::batch
