#include "activation/criteria.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/decimal.hpp"

namespace tidemark::activation {
namespace {

using analysis::confidence::wilson_interval;

/// The 95th percentile of fewer says little: its interval would have no upper end.
constexpr std::uint64_t kLatencySamplesMin = 100;
constexpr double kNsPerMs = 1e6;

constexpr std::array<CriterionInfo, kCriteria> kInfo{{
    {Criterion::kTrades, "trades", "Closed trades", Bound::kAtLeast, Unit::kCount, "trades closed at this stage",
     "none: it is a count"},
    {Criterion::kWinRate, "win_rate", "Win rate", Bound::kAtLeast, Unit::kShare, "trades closed at this stage",
     "Wilson's score interval"},
    {Criterion::kRiskReward, "risk_reward", "Reward for risk", Bound::kAtLeast, Unit::kRatio,
     "trades closed at this stage, one of them lost at least",
     "delta method on the logarithm of mean win over mean loss"},
    {Criterion::kDrawdown, "drawdown", "Deepest drawdown", Bound::kAtMost, Unit::kShare,
     "looks at the equity, one a minute", "bootstrap: 1000 draws of as many of the same trades"},
    {Criterion::kObjectives, "objectives", "Service objectives", Bound::kAtLeast, Unit::kShare,
     "looks at the objectives, one a minute", "Wilson's score interval"},
    {Criterion::kLatency, "latency_p95", "Latency, 95th percentile", Bound::kAtMost, Unit::kMilliseconds,
     "events since the start", "order statistics, by the binomial distribution"},
    {Criterion::kQuality, "data_quality", "Lowest data quality", Bound::kAtLeast, Unit::kShare,
     "candles in the windows judged", "none: every candle of the window was judged"},
}};

std::string decimals(double value, int places) {
  return core::format_decimal(std::llround(value * std::pow(10.0, places)), places);
}

/// Everything but the verdict, which then follows.
Judgement judged(Judgement j) {
  const CriterionInfo& info = criteria_info()[static_cast<std::size_t>(j.criterion)];
  if (!j.measured || j.sample < j.sample_min) {
    j.verdict = Verdict::kTooFew;
    return j;
  }
  const bool met = info.bound == Bound::kAtLeast ? *j.measured >= j.target : *j.measured <= j.target;
  j.verdict = met ? Verdict::kMet : Verdict::kUnmet;
  return j;
}

Judgement judge_trades(const Criteria& criteria, std::uint64_t trades) {
  return judged({.criterion = Criterion::kTrades,
                 .verdict = {},
                 .measured = static_cast<double>(trades),
                 .target = static_cast<double>(criteria.trades_min),
                 .sample = trades,
                 .sample_min = criteria.trades_min,
                 .interval = {}});
}

Judgement judge_win_rate(const Criteria& criteria, const Outcomes& outcomes) {
  Judgement j{.criterion = Criterion::kWinRate,
              .verdict = {},
              .measured = {},
              .target = criteria.win_rate_min,
              .sample = outcomes.trades,
              .sample_min = criteria.trades_min,
              .interval = {}};
  if (outcomes.trades > 0) {
    j.measured = static_cast<double>(outcomes.wins.size()) / static_cast<double>(outcomes.trades);
    j.interval = wilson_interval(outcomes.wins.size(), outcomes.trades);
  }
  return judged(j);
}

Judgement judge_payoff(const Criteria& criteria, const Outcomes& outcomes) {
  Judgement j{.criterion = Criterion::kRiskReward,
              .verdict = {},
              .measured = {},
              .target = criteria.risk_reward_min,
              .sample = outcomes.trades,
              .sample_min = criteria.trades_min,
              .interval = {}};
  if (const auto payoff = payoff_of(outcomes.wins, outcomes.losses)) {
    j.measured = payoff->ratio;
    j.interval = payoff->interval;
  }
  // Only losses: nothing was ever rewarded.
  if (outcomes.wins.empty() && !outcomes.losses.empty()) j.measured = 0;
  return judged(j);
}

Judgement judge_drawdown(const Criteria& criteria, const Evidence& evidence) {
  std::vector<double> shares;
  shares.reserve(evidence.trades.size());
  for (const TradeSeen& trade : evidence.trades) shares.push_back(trade.share);
  return judged({.criterion = Criterion::kDrawdown,
                 .verdict = {},
                 .measured = evidence.equity_looks == 0 ? std::nullopt : std::optional{evidence.drawdown},
                 .target = criteria.drawdown_max,
                 .sample = evidence.equity_looks,
                 .sample_min = criteria.minutes_min,
                 .interval = drawdown_interval(shares)});
}

Judgement judge_objectives(const Criteria& criteria, const Evidence& evidence) {
  Judgement j{.criterion = Criterion::kObjectives,
              .verdict = {},
              .measured = {},
              .target = criteria.objectives_min,
              .sample = evidence.objective_looks,
              .sample_min = criteria.minutes_min,
              .interval = {}};
  if (evidence.objective_looks > 0) {
    j.measured = static_cast<double>(evidence.objectives_met) / static_cast<double>(evidence.objective_looks);
    j.interval = wilson_interval(evidence.objectives_met, evidence.objective_looks);
  }
  return judged(j);
}

Judgement judge_latency(const Criteria& criteria, const LatencySeen& latency) {
  const auto ms = [](core::Duration d) { return static_cast<double>(d.ns) / kNsPerMs; };
  Judgement j{.criterion = Criterion::kLatency,
              .verdict = {},
              .measured = {},
              .target = ms(criteria.latency_p95_max),
              .sample = latency.samples,
              .sample_min = kLatencySamplesMin,
              .interval = {}};
  if (latency.samples > 0) {
    j.measured = ms(latency.p95);
    j.interval = Interval{.low = ms(latency.low), .high = ms(latency.high)};
  }
  return judged(j);
}

Judgement judge_quality(const Criteria& criteria, const std::optional<QualitySeen>& quality) {
  return judged({.criterion = Criterion::kQuality,
                 .verdict = {},
                 .measured = quality ? std::optional{quality->lowest} : std::nullopt,
                 .target = criteria.quality_min,
                 .sample = quality ? quality->candles : 0,
                 .sample_min = 1,
                 .interval = {}});
}

}  // namespace

bool operator==(const Judgement& a, const Judgement& b) {
  const auto ends = [](const std::optional<Interval>& i) {
    return i ? std::optional{std::pair{i->low, i->high}} : std::nullopt;
  };
  return a.criterion == b.criterion && a.verdict == b.verdict && a.measured == b.measured && a.target == b.target &&
         a.sample == b.sample && a.sample_min == b.sample_min && ends(a.interval) == ends(b.interval);
}

const std::array<CriterionInfo, kCriteria>& criteria_info() noexcept {
  return kInfo;
}

std::string_view name_of(Verdict verdict) noexcept {
  constexpr std::array<std::string_view, 3> kNames{"met", "unmet", "too_few"};
  return kNames[static_cast<std::size_t>(verdict)];
}

std::string_view name_of(Bound bound) noexcept {
  return bound == Bound::kAtLeast ? "at_least" : "at_most";
}

std::string_view name_of(Unit unit) noexcept {
  constexpr std::array<std::string_view, 4> kNames{"count", "share", "ratio", "ms"};
  return kNames[static_cast<std::size_t>(unit)];
}

Board judge(const Criteria& criteria, const Evidence& evidence, const Present& present) {
  const Outcomes outcomes = outcomes_of(evidence.trades);
  return {judge_trades(criteria, outcomes.trades), judge_win_rate(criteria, outcomes),
          judge_payoff(criteria, outcomes),        judge_drawdown(criteria, evidence),
          judge_objectives(criteria, evidence),    judge_latency(criteria, present.latency),
          judge_quality(criteria, present.quality)};
}

bool is_go(const Board& board) noexcept {
  return std::ranges::all_of(board, [](const Judgement& j) { return j.verdict == Verdict::kMet; });
}

std::string text_of(double value, Unit unit) {
  constexpr double kPercent = 100;
  switch (unit) {
    case Unit::kCount:
      return decimals(value, 0);
    case Unit::kShare:
      return decimals(value * kPercent, 2) + " %";
    case Unit::kRatio:
      return decimals(value, 2);
    case Unit::kMilliseconds:
      return decimals(value, 1) + " ms";
  }
  return {};
}

std::string describe(const Judgement& j) {
  const CriterionInfo& info = kInfo[static_cast<std::size_t>(j.criterion)];
  std::string text{info.title};
  text += ' ' + (j.measured ? text_of(*j.measured, info.unit) : std::string{"not known"});
  text += info.bound == Bound::kAtLeast ? ", at least " : ", at most ";
  text += text_of(j.target, info.unit) + " (" + std::to_string(j.sample);
  if (j.sample < j.sample_min) text += " of " + std::to_string(j.sample_min);
  return text + ' ' + std::string{info.sample} + ')';
}

}  // namespace tidemark::activation
