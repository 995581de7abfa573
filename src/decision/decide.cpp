#include "decision/decide.hpp"

#include <algorithm>
#include <cmath>

namespace tidemark::decision {
namespace {

std::size_t place_of(Side side) {
  return side == Side::kBullish ? 0 : 1;
}

/// All but that of confluence.
std::array<Reading, kComponentCount> read(const DecisionInputs& in, const DecisionSettings& s) {
  const double sum = s.structure_weight + s.momentum_weight + s.liquidity_weight + s.confluence_weight;
  return {reading_of(Component::kStructure, s.structure_weight / sum, in.structure[0], in.structure[1]),
          reading_of(Component::kMomentum, s.momentum_weight / sum, in.momentum[0], in.momentum[1]),
          reading_of(Component::kLiquidity, s.liquidity_weight / sum, in.liquidity[0], in.liquidity[1]), Reading{}};
}

/// Confluence on both sides: the difference is a reading, that of the side the score leans to is told in full.
void score(const DecisionInputs& in, const DecisionSettings& s, Trace& out) {
  const double sum = s.structure_weight + s.momentum_weight + s.liquidity_weight + s.confluence_weight;
  const Score bullish = score_at(in.factors, Side::kBullish, in.candle.close, in.frame);
  const Score bearish = score_at(in.factors, Side::kBearish, in.candle.close, in.frame);
  Reading& reading = out.readings[static_cast<std::size_t>(Component::kConfluence)];
  reading = {.component = Component::kConfluence,
             .known = true,
             .value = bullish.total - bearish.total,
             .weight = s.confluence_weight / sum};
  reading.contribution = reading.weight * reading.value;
  out.score = 0;
  for (const Reading& one : out.readings) out.score += one.contribution;
  out.side = analysis::confidence::side_of((out.score > 0) - (out.score < 0));
  out.leaning = type_of(out.score, s);

  const bool down = out.side == Side::kBearish;
  const Score& ours = down ? bearish : bullish;
  out.confluence = ours.total;
  out.confluence_against = (down ? bullish : bearish).total;
  out.bonus = ours.bonus;
  out.factors.clear();
  for (std::size_t type = 0; type < kFactorTypeCount; ++type) {
    if (!ours.strongest[type]) continue;
    out.factors.push({in.factors[*ours.strongest[type]], in.frame.weights.share[type], ours.contributions[type]});
  }
}

/// Of the specification's five factors of a signal's confidence those that rest on the side alone.
analysis::confidence::SignalFactors confidence_parts_of(const DecisionInputs& in, Side side, double structure) {
  const double way = sign_of(side);
  analysis::confidence::SignalFactors parts;
  parts.trend_alignment = (1 + way * structure) / 2;
  parts.market_context = in.trend ? (1 + way * *in.trend) / 2 : 0;
  parts.timeframe_convergence = in.convergence[place_of(side)];
  return parts;
}

void weigh_confidence(const DecisionInputs& in, const Calibration& history, Trace& out) {
  analysis::confidence::SignalFactors& parts = out.confidence_parts;
  parts = confidence_parts_of(in, out.side, out.readings[static_cast<std::size_t>(Component::kStructure)].value);
  for (const TraceFactor& one : out.factors.items()) {
    if (one.factor.type == FactorType::kVolume) parts.volume = one.factor.value();
  }
  parts.historical_success = history.historical_success(out.leaning);
  out.confidence = std::clamp(analysis::confidence::signal_confidence_of(parts), 0.0, 100.0);
}

double passed_share(const FilterResults& filters) {
  int passed = 0;
  int applicable = 0;
  for (const FilterResult& filter : filters) {
    passed += filter.state == FilterState::kPassed ? 1 : 0;
    applicable += filter.state != FilterState::kNotApplicable ? 1 : 0;
  }
  return applicable > 0 ? static_cast<double>(passed) / applicable : 0;
}

/// Minutes since the side may signal again; what never signaled may since ever, told as a day.
double free_minutes(const DecisionInputs& in, Side side) {
  constexpr double kDay = 24 * 60;
  const auto& until = in.barred_until[place_of(side)];
  if (!until) return kDay;
  return std::min(kDay, static_cast<double>((in.moment - *until).ns) / static_cast<double>(core::minutes(1).ns));
}

bool has_atr(const DecisionInputs& in) {
  return in.atr && *in.atr > 0;
}

constexpr int kPartsToKnow = 3;
/// Sums of the same in another order may differ in the last bits.
constexpr double kRounding = 1e-9;

int known_parts(const DecisionInputs& in, const std::array<Reading, kComponentCount>& readings) {
  const bool structure = readings[static_cast<std::size_t>(Component::kStructure)].known;
  const bool momentum = readings[static_cast<std::size_t>(Component::kMomentum)].known;
  return (structure ? 1 : 0) + (momentum ? 1 : 0) + (has_atr(in) ? 1 : 0);
}

/// Every field as before the first question. In place, because a trace is some kilobytes and decisions are many.
void begin(const DecisionInputs& in, Trace& out) {
  out.instrument = in.instrument;
  out.candle = in.candle.open_time;
  out.known_at = in.known_at;
  out.price = in.candle.close;
  out.pip = in.frame.pip;
  out.data = in.data;
  out.verdict = Verdict::kNoSignal;
  out.type = SignalType::kNeutral;
  out.signal.reset();
  out.confidence_parts = {};
  out.confidence = 0;
  out.filters = {};
  for (std::size_t i = 0; i < kGateCount; ++i) out.gates[i] = {.gate = static_cast<GateId>(i)};
  out.plan = {};
  out.weights = in.frame.weights;
  out.configuration = in.configuration;
  out.logic_version = kLogicVersion;
}

/// Where answers to gates are noted.
class Gates {
 public:
  explicit Gates(Trace& out) : out_{&out} {}
  void ask(GateId id, double value, double threshold) const {
    out_->gates[static_cast<std::size_t>(id)] = {id, true, value >= threshold, value, threshold};
  }

 private:
  Trace* out_;
};

}  // namespace

SignalType type_of(double score, const DecisionSettings& settings) {
  const double size = std::fabs(score);
  if (size < settings.weak_from || size == 0) return SignalType::kNeutral;
  const bool up = score > 0;
  if (size >= settings.strong_from) return up ? SignalType::kStrongBuy : SignalType::kStrongSell;
  if (size >= settings.plain_from) return up ? SignalType::kBuy : SignalType::kSell;
  return up ? SignalType::kWeakBuy : SignalType::kWeakSell;
}

OpenSides open_sides(const DecisionInputs& in, const DecisionSettings& s) {
  if (in.data != DataState::kGood) return {};
  const auto readings = read(in, s);
  if (known_parts(in, readings) < kPartsToKnow) return {};
  // Confluence reads from -1 to 1.
  const double sum = s.structure_weight + s.momentum_weight + s.liquidity_weight + s.confluence_weight;
  const double most = s.confluence_weight / sum + kRounding;
  double score = 0;
  for (const Reading& one : readings) score += one.contribution;
  OpenSides sides;
  for (const Side side : kBothSides) {
    const double way = sign_of(side);
    sides.open[place_of(side)] = way * score + most >= s.weak_from &&
                                 way * readings[static_cast<std::size_t>(Component::kStructure)].value >= 0 &&
                                 free_minutes(in, side) >= 0 &&
                                 passed_share(ask_filters(in.entry, side, s)) >= s.filters_min;
  }
  return sides;
}

bool may_convince(const DecisionInputs& in, const OpenSides& sides, const std::array<double, 2>& volume,
                  const DecisionSettings& s, const Calibration& history) {
  const double structure = reading_of(Component::kStructure, 1, in.structure[0], in.structure[1]).value;
  return std::ranges::any_of(kBothSides, [&](Side side) {
    if (!sides.open[place_of(side)]) return false;
    // What history says depends on how strong the signal would be.
    const bool up = side == Side::kBullish;
    auto parts = confidence_parts_of(in, side, structure);
    parts.volume = volume[place_of(side)];
    parts.historical_success =
        std::max({history.historical_success(up ? SignalType::kWeakBuy : SignalType::kWeakSell),
                  history.historical_success(up ? SignalType::kBuy : SignalType::kSell),
                  history.historical_success(up ? SignalType::kStrongBuy : SignalType::kStrongSell)});
    return analysis::confidence::signal_confidence_of(parts) + kRounding >= s.confidence_min;
  });
}

void weigh(const DecisionInputs& in, const DecisionSettings& s, const Calibration& history, Trace& out) {
  begin(in, out);
  out.readings = read(in, s);
  score(in, s, out);

  const Gates gates{out};
  gates.ask(GateId::kData, in.data == DataState::kGood ? 1 : 0, 1);
  gates.ask(GateId::kWarmUp, known_parts(in, out.readings), kPartsToKnow);
  const Reading& structure = out.readings[static_cast<std::size_t>(Component::kStructure)];
  gates.ask(GateId::kDirection, std::fabs(out.score), s.weak_from);
  if (out.side == Side::kNone) return;
  gates.ask(GateId::kStructure, sign_of(out.side) * structure.value, 0);
  gates.ask(GateId::kConfluence, out.confluence, s.confluence_min);
  out.filters = ask_filters(in.entry, out.side, s);
  gates.ask(GateId::kEntryFilters, passed_share(out.filters), s.filters_min);
  weigh_confidence(in, history, out);
  gates.ask(GateId::kConfidence, out.confidence, s.confidence_min);
  gates.ask(GateId::kRepeat, free_minutes(in, out.side), 0);
}

bool is_promising(const Trace& weighed) {
  return weighed.leaning != SignalType::kNeutral && std::ranges::all_of(weighed.gates, [](const Gate& gate) {
           return gate.passed || gate.gate == GateId::kRiskReward;
         });
}

void conclude(const DecisionInputs& in, std::span<const PlanLevel> levels, const DecisionSettings& s, Trace& out) {
  if (out.side == Side::kNone || !has_atr(in)) return;
  out.plan = plan_of({.side = out.side,
                      .price = in.candle.close,
                      .atr = *in.atr,
                      .tick = in.tick,
                      .confidence = out.confidence,
                      .levels = levels},
                     s);
  Gates{out}.ask(GateId::kRiskReward, out.plan.risk_reward, s.risk_reward_min);
  if (!is_promising(out) || !out.gates[static_cast<std::size_t>(GateId::kRiskReward)].passed) return;
  out.verdict = Verdict::kSignal;
  out.type = out.leaning;
}

void decide(const DecisionInputs& in, const DecisionSettings& s, const Calibration& history, Trace& out) {
  weigh(in, s, history, out);
  conclude(in, levels_of(in.factors), s, out);
}

Signal signal_of(const Trace& trace, core::Timestamp moment, const DecisionSettings& settings, std::uint64_t number) {
  Signal signal{.instrument = trace.instrument,
                .number = number,
                .type = trace.type,
                .side = trace.side,
                .score = trace.score,
                .confluence = trace.confluence,
                .confidence = trace.confidence,
                .entry = trace.plan.entry,
                .stop = trace.plan.stop,
                .targets = trace.plan.targets,
                .risk_reward = trace.plan.risk_reward,
                .risk_percent = trace.plan.risk_percent,
                .size_hint = trace.plan.size_hint,
                .candle = trace.candle,
                .known_at = trace.known_at,
                .expires = moment + core::minutes(settings.expiry_minutes),
                .updated = trace.known_at};
  for (const TraceFactor& one : trace.factors.items()) signal.types |= 1U << index_of(one.factor.type);
  return signal;
}

}  // namespace tidemark::decision
