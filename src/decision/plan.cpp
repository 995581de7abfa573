#include "decision/plan.hpp"

#include <cmath>
#include <limits>
#include <optional>

namespace tidemark::decision {
namespace {

/// To a tick, against (or with) the side's direction.
double rounded(double price, double tick, double way) {
  const double ticks = price / tick;
  // A price that is on a tick but for its last bits stays there.
  const double nearest = std::round(ticks);
  if (std::fabs(ticks - nearest) < 1e-6) return nearest * tick;
  return (way > 0 ? std::ceil(ticks) : std::floor(ticks)) * tick;
}

double stop_of(const PlanInputs& in, const DecisionSettings& settings, bool& at_level) {
  const double way = sign_of(in.side);
  std::optional<double> distance;
  for (const PlanLevel& level : in.levels) {
    if (level.side != in.side) continue;
    const double away = way * (in.price - level.far_side) + settings.stop_buffer_atr * in.atr;
    if (away < settings.stop_min_atr * in.atr || away > settings.stop_max_atr * in.atr) continue;
    if (!distance || away < *distance) distance = away;
  }
  at_level = distance.has_value();
  return rounded(in.price - way * distance.value_or(settings.stop_atr * in.atr), in.tick, -way);
}

/// The nearest target farther ahead than `from`.
std::optional<double> next_target(const PlanInputs& in, double from) {
  const double way = sign_of(in.side);
  double nearest = std::numeric_limits<double>::infinity();
  for (const PlanLevel& level : in.levels) {
    if (level.side != opposite(in.side) || level.timeframe < core::Timeframe::k15m) continue;
    const double ahead = way * (level.price - in.price);
    if (ahead >= from && ahead < nearest) nearest = ahead;
  }
  if (nearest == std::numeric_limits<double>::infinity()) return std::nullopt;
  return nearest;
}

}  // namespace

PlanLevel level_of(const Factor& factor) {
  return {.side = factor.side,
          .timeframe = factor.timeframe,
          .price = factor.price,
          .far_side = factor.zone ? factor.zone->distal() : factor.price};
}

std::vector<PlanLevel> levels_of(std::span<const Factor> factors) {
  std::vector<PlanLevel> levels;
  for (const Factor& factor : factors) {
    if (bearing_of(factor.type) == Bearing::kLevel) levels.push_back(level_of(factor));
  }
  return levels;
}

Plan plan_of(const PlanInputs& in, const DecisionSettings& settings) {
  const double way = sign_of(in.side);
  Plan plan{.entry = in.price};
  plan.stop = stop_of(in, settings, plan.stop_at_level);
  const double risk = way * (in.price - plan.stop);
  constexpr double kApart = 0.5;
  double from = risk;
  while (!plan.targets.full()) {
    const auto ahead = next_target(in, from);
    if (!ahead) break;
    plan.targets.push(rounded(in.price + way * *ahead, in.tick, -way));
    from = *ahead + kApart * risk;
  }
  plan.target_at_level = !plan.targets.empty();
  if (plan.targets.empty()) plan.targets.push(rounded(in.price + way * settings.fallback_target * risk, in.tick, -way));
  plan.risk_reward = way * (plan.targets.front() - in.price) / risk;
  plan.risk_percent = settings.risk_percent * in.confidence / 100;
  plan.size_hint = plan.risk_percent / 100 * in.price / risk;
  return plan;
}

}  // namespace tidemark::decision
