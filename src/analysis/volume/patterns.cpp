#include "analysis/volume/patterns.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tidemark::analysis::volume {
namespace {

/// The side against a move.
Side against(double move) {
  return move > 0 ? Side::kBearish : Side::kBullish;
}

/// Correlation of the last n values with time, -1 … 1; 0 when they do not change. `at(age)` is the value age candles
/// ago. Differences from the oldest are taken first, so that equal values make no noise.
template <class At>
double correlation_with_time(int n, At at) {
  const double first = at(n - 1);
  double mean = 0;
  for (int age = 0; age < n; ++age) mean += at(age) - first;
  mean /= n;
  double squares = 0;
  double products = 0;
  for (int age = 0; age < n; ++age) {
    const double off = (at(age) - first) - mean;
    squares += off * off;
    products += off * ((n - 1) / 2.0 - age);
  }
  if (!(squares > 0)) return 0;
  const double times = std::sqrt(n * (n * static_cast<double>(n) - 1) / 12.0);
  return std::clamp(products / std::sqrt(squares) / times, -1.0, 1.0);
}

/// Mean of the newest `count` volumes.
double mean_volume(const Tail& volumes, std::size_t count) {
  double sum = 0;
  for (std::size_t age = 0; age < count; ++age) sum += volumes.newest(age);
  return sum / static_cast<double>(count);
}

struct Bounds {
  double high;
  double low;
};

/// Of the `candles` before the newest, when that closes beyond them; most do not, and are known by the first of them.
std::optional<Bounds> bounds_left(const Scene& scene, int candles) {
  const double close = scene.now().close;
  Bounds bounds{scene.ago(1).high, scene.ago(1).low};
  for (int age = 1; age <= candles; ++age) {
    bounds.high = std::max(bounds.high, scene.ago(age).high);
    bounds.low = std::min(bounds.low, scene.ago(age).low);
    if (close <= bounds.high && close >= bounds.low) return std::nullopt;
  }
  return bounds;
}

/// Whether the newest close lies beyond the closes of the `candles` before it, upwards or downwards.
bool is_closing_extreme(const Scene& scene, int candles, double direction) {
  for (int age = 1; age <= candles; ++age) {
    if ((scene.now().close - scene.ago(age).close) * direction <= 0) return false;
  }
  return true;
}

}  // namespace

int warm_up_of(const Settings& s) {
  return std::max({s.period, s.atr_period + 1, s.divergence_candles - 1, s.climax_candles + 1,
                   s.dry_candles + s.period - 1, s.base_candles, s.exhaustion_candles});
}

Verdict judge_spike(const Scene& scene, const Settings& s) {
  if (!(scene.ratio > s.spike_flag)) return std::nullopt;
  const core::CandleF& c = scene.now();
  const Side side = c.close > c.open ? Side::kBullish : c.close < c.open ? Side::kBearish : Side::kNone;
  int below = 0;
  for (int age = 1; age <= s.period; ++age) {
    below += scene.volumes.newest(static_cast<std::size_t>(age)) < scene.volumes.newest(0) ? 1 : 0;
  }
  Finding finding = scene.finding(Kind::kSpike, side, 1);
  finding.strength = strength_of_ratio(scene.ratio, s);
  finding.confidence =
      confidence_of({share(scene.ratio, s.spike_flag, s.ratio_extreme), static_cast<double>(below) / s.period});
  finding.measure = scene.ratio;
  return finding;
}

Verdict DivergenceRule::judge(const Scene& scene, const Settings& s) {
  const double volume = correlation_with_time(
      s.divergence_candles, [&](int age) { return scene.volumes.newest(static_cast<std::size_t>(age)); });
  if (-volume < s.divergence_rearm) {  // most candles end here
    said = Side::kNone;
    return std::nullopt;
  }
  const double price = correlation_with_time(s.divergence_candles, [&](int age) { return scene.ago(age).close; });
  const double weaker = std::min(std::fabs(price), -volume);
  const Side side = against(price);
  if (weaker < s.divergence_rearm || side != said) said = Side::kNone;
  if (said != Side::kNone || weaker < s.divergence_trend || price == 0) return std::nullopt;
  said = side;
  Finding finding = scene.finding(Kind::kDivergence, side, s.divergence_candles);
  finding.strength = strength_of_share(share(weaker, s.divergence_trend, 1));
  finding.confidence = confidence_of({std::fabs(price), -volume});
  finding.measure = volume;
  return finding;
}

Verdict judge_climax(const Scene& scene, const Settings& s) {
  if (!(scene.atr > 0) || !(scene.ratio > 0) || scene.ratio < s.climax_volume) return std::nullopt;
  const double move = scene.in_atr(scene.change(1));
  const double run = scene.in_atr(scene.ago(1).close - scene.ago(1 + s.climax_candles).close);
  if (std::fabs(move) > s.climax_move || std::fabs(run) < s.climax_run || run == 0) return std::nullopt;
  Finding finding = scene.finding(Kind::kClimax, against(run), s.climax_candles + 2);
  finding.strength = strength_of_ratio(scene.ratio, s);
  finding.confidence =
      confidence_of({share(scene.ratio, s.climax_volume, s.ratio_extreme), share(std::fabs(move), s.climax_move, 0),
                     share(std::fabs(run), s.climax_run, 2 * s.climax_run)});
  finding.measure = move;
  return finding;
}

Verdict DryUpRule::judge(const Scene& scene, const Settings& s) {
  const auto dry = static_cast<std::size_t>(s.dry_candles);
  const double before = scene.sums.newest(dry) / s.period;
  if (!(before > 0)) return std::nullopt;
  const double ratio = std::min(mean_volume(scene.volumes, dry) / before, kInputMax);
  if (ratio > s.dry_rearm) said = false;
  if (said || ratio > s.dry_ratio) return std::nullopt;
  said = true;
  int each = 0;
  for (std::size_t age = 0; age < dry; ++age) each += scene.volumes.newest(age) <= s.dry_ratio * before ? 1 : 0;
  const double depth = share(ratio, s.dry_ratio, 0);
  Finding finding = scene.finding(Kind::kDryUp, Side::kNone, s.dry_candles);
  finding.strength = strength_of_share(depth);
  finding.confidence = confidence_of({depth, static_cast<double>(each) / s.dry_candles});
  finding.volume_ratio = ratio;
  finding.measure = ratio;
  return finding;
}

Verdict FlowRule::judge(const Scene& scene, const Settings& s) {
  double flows = 0;
  for (std::size_t age = 0; age < static_cast<std::size_t>(s.period); ++age) {
    flows += scene.multipliers.newest(age) * scene.volumes.newest(age);
  }
  const double volumes = scene.sums.newest(0);
  const double flow = volumes > 0 ? std::clamp(flows / volumes, -1.0, 1.0) : 0;
  const int before = std::exchange(state.side, FlowState::next(state.side, flow, s.flow_enter, s.flow_leave));
  if (state.side == 0 || state.side == before) return std::nullopt;
  int agreeing = 0;
  for (std::size_t age = 0; age < static_cast<std::size_t>(s.period); ++age) {
    agreeing += scene.multipliers.newest(age) * state.side > 0 ? 1 : 0;
  }
  const double size = std::fabs(flow);
  Finding finding = scene.finding(Kind::kAccumulationDistribution, static_cast<Side>(state.side), s.period);
  finding.strength = strength_of_share(share(size, s.flow_enter, 2 * s.flow_enter));
  finding.confidence = confidence_of({share(size, 0, 2 * s.flow_enter), static_cast<double>(agreeing) / s.period});
  finding.measure = flow;
  return finding;
}

Verdict BreakRule::judge_return(const Scene& scene, const Settings& s) {
  if (pending < 0) return std::nullopt;
  const double inside = (boundary - scene.now().close) * confidence::sign_of(side);
  const std::int64_t age = scene.history.newest() - pending;
  if (age > s.fake_candles) pending = -1;
  if (pending < 0 || inside < 0) return std::nullopt;
  pending = -1;
  const double now = scene.volumes.newest(0);
  if (ratio >= s.breakout_volume && now < volume) return std::nullopt;
  const double against_break = volume > 0 ? std::min(now / volume, kInputMax) : 0;
  Finding finding = scene.finding(Kind::kFakeOut, side == Side::kBullish ? Side::kBearish : Side::kBullish,
                                  static_cast<int>(age) + 1);
  finding.strength = strength_of_ratio(scene.ratio, s);
  finding.confidence = confidence_of(
      {share(ratio, s.breakout_volume, 0), volume > 0 ? share(against_break, 0, 2) : 1, share(inside, 0, atr)});
  finding.measure = against_break;
  finding.price = boundary;
  return finding;
}

BreakRule::Verdicts BreakRule::judge(const Scene& scene, const Settings& s) {
  Verdicts verdicts{.breakout = std::nullopt, .fake_out = judge_return(scene, s)};
  if (!(scene.atr > 0) || breakout >= scene.history.newest() - s.base_candles) return verdicts;
  const auto base = bounds_left(scene, s.base_candles);
  if (!base) return verdicts;
  const double width = scene.in_atr(base->high - base->low);
  const double close = scene.now().close;
  if (width > s.base_width) return verdicts;
  pending = scene.history.newest();
  side = close > base->high ? Side::kBullish : Side::kBearish;
  boundary = close > base->high ? base->high : base->low;
  atr = scene.atr;
  ratio = scene.ratio;
  volume = scene.volumes.newest(0);
  if (!(scene.ratio > 0) || scene.ratio < s.breakout_volume) return verdicts;
  breakout = scene.history.newest();
  const double beyond = scene.in_atr(std::fabs(close - boundary));
  Finding finding = scene.finding(Kind::kBreakout, side, s.base_candles + 1);
  finding.strength = strength_of_ratio(scene.ratio, s);
  finding.confidence = confidence_of({share(scene.ratio, s.breakout_volume, s.ratio_extreme), share(beyond, 0, 1),
                                      share(width, s.base_width, s.base_width / 2)});
  finding.measure = beyond;
  finding.price = boundary;
  verdicts.breakout = finding;
  return verdicts;
}

Verdict ExhaustionRule::judge(const Scene& scene, const Settings& s) {
  if (!(scene.atr > 0)) return std::nullopt;
  const double run = scene.in_atr(scene.change(s.exhaustion_candles));
  const Side side = against(run);
  if (std::fabs(run) < s.exhaustion_run || side != said) said = Side::kNone;
  if (said != Side::kNone || std::fabs(run) < s.exhaustion_run || run == 0) return std::nullopt;
  if (!(scene.ratio > 0) || scene.ratio > s.exhaustion_volume) return std::nullopt;
  if (!is_closing_extreme(scene, s.period, run)) return std::nullopt;
  said = side;
  const double quiet = share(scene.ratio, s.exhaustion_volume, 0);
  Finding finding = scene.finding(Kind::kExhaustion, side, s.exhaustion_candles + 1);
  finding.strength = strength_of_share(quiet);
  finding.confidence = confidence_of({quiet, share(std::fabs(run), s.exhaustion_run, 2 * s.exhaustion_run)});
  finding.measure = run;
  return finding;
}

}  // namespace tidemark::analysis::volume
