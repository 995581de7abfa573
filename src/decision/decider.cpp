#include "decision/decider.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/confidence/agreement.hpp"
#include "analysis/kernel/snapshot.hpp"

namespace tidemark::decision {
namespace {

using core::Timeframe;

/// Where levels are looked for before there is an ATR, as a share of the price.
constexpr double kReachWithoutAtr = 0.02;

template <class Read>
std::array<Part, 2> parts(const Decider& decider, Timeframe longer, Timeframe shorter, Read read) {
  std::array<Part, 2> both{Part{.timeframe = longer}, Part{.timeframe = shorter}};
  for (Part& part : both) {
    if (const TimeframeEvidence* evidence = decider.find(part.timeframe)) part = read(*evidence);
  }
  return both;
}

/// Timeframes that agree, bullish and bearish, as factors; worth nothing where none does.
std::array<Factor, 2> convergence_factors(const std::array<double, 2>& share, Timeframe from, double price,
                                          core::Timestamp now) {
  std::array<Factor, 2> both;
  for (std::size_t side = 0; side < share.size(); ++side) {
    both[side] = {.type = FactorType::kTimeframe,
                  .timeframe = from,
                  .side = kBothSides[side],
                  .price = price,
                  .strength = share[side],
                  .confidence = 1,
                  .finding = {.time = now, .known_at = now}};
  }
  return both;
}

}  // namespace

Decider::Decider(const core::Instrument& instrument, const DecisionSettings& settings, const Weights& weights)
    : instrument_{instrument},
      settings_{&settings},
      given_{weights},
      vwap_{analysis::parse_indicator("VWAP")->make()},
      measured_{weights} {
  renew_configuration();
}

const Weights& Decider::weights() const {
  return settings_->weight_mode == WeightMode::kMeasured ? measured_.now() : given_;
}

void Decider::renew_configuration() {
  configuration_ = configuration_version(*settings_, weights());
}

TimeframeEvidence& Decider::on(Timeframe timeframe) {
  auto& place = evidence_[core::index_of(timeframe)];
  if (place == nullptr) place = std::make_unique<TimeframeEvidence>(timeframe);
  return *place;
}

void Decider::on_spread(double spread, core::Timestamp now) {
  spread_ = spread;
  spread_at_ = now;
}

Frame Decider::frame_at(double price) const {
  return {.present = price,
          .pip = core::pip_size_of(instrument_, price),
          .weights = weights(),
          .settings = settings_->confluence};
}

std::array<double, 2> Decider::convergence() const {
  std::array<double, 2> share{};
  double all = 0;
  for (std::size_t place = 0; place < analysis::confidence::kHierarchy.size(); ++place) {
    const double weight = analysis::confidence::weight_of(place);
    all += weight;
    const TimeframeEvidence* evidence = find(analysis::confidence::kHierarchy[place]);
    if (evidence == nullptr || evidence->trend() == Side::kNone) continue;
    share[evidence->trend() == Side::kBullish ? 0 : 1] += weight;
  }
  for (double& one : share) one /= all;
  return share;
}

std::array<double, 2> Decider::volume_worth(Timeframe from, core::Timestamp now) const {
  std::array<double, 2> worth{};
  for (const auto& evidence : evidence_) {
    if (evidence == nullptr || evidence->timeframe() < from) continue;
    const auto here = evidence->volume_worth(now);
    for (std::size_t side = 0; side < worth.size(); ++side) worth[side] = std::max(worth[side], here[side]);
  }
  return worth;
}

bool Decider::may_signal(DecisionInputs& in, Timeframe from) const {
  const OpenSides sides = open_sides(in, *settings_);
  if (!sides.any()) return false;
  in.convergence = convergence();
  return may_convince(in, sides, volume_worth(from, in.moment), *settings_, book_.calibration());
}

double Decider::reach_of(double price, double atr) const {
  return atr > 0 ? settings_->reach_atr * atr : kReachWithoutAtr * price;
}

void Decider::collect(Timeframe from, double price, double atr, core::Timestamp now,
                      std::vector<Factor>& factors) const {
  factors.clear();
  const double slack = settings_->confluence.tolerance_pips * core::pip_size_of(instrument_, price);
  for (const auto& evidence : evidence_) {
    if (evidence == nullptr || evidence->timeframe() < from) continue;
    evidence->collect(price, reach_of(price, atr), slack, now, factors);
  }
}

void Decider::collect_levels(Timeframe from, double price, double atr, std::vector<PlanLevel>& levels) const {
  levels.clear();
  const double slack = settings_->confluence.tolerance_pips * core::pip_size_of(instrument_, price);
  for (const auto& evidence : evidence_) {
    if (evidence == nullptr || evidence->timeframe() < from) continue;
    evidence->collect_levels(price, reach_of(price, atr), slack, levels);
  }
}

void Decider::count_at(Timeframe from, const Frame& frame, double atr, core::Timestamp now, Counting& counting) const {
  counting.clear();
  const double reach = reach_of(frame.present, atr);
  const TimeframeEvidence::Nearness near{.level = std::min(reach, frame.settings.tolerance_pips * frame.pip),
                                         .zone = std::min(reach, frame.settings.max_distance_pips * frame.pip)};
  for (const auto& evidence : evidence_) {
    if (evidence == nullptr || evidence->timeframe() < from) continue;
    evidence->count_at(frame.present, near, now, counting);
  }
}

EntryView Decider::entry_view(Timeframe base, const core::CandleF& candle, core::Timestamp now) const {
  EntryView view{.candle = candle,
                 .pip = core::pip_size_of(instrument_, candle.close),
                 .vwap = vwap_now_,
                 .calendar = instrument_.calendar};
  if (spread_ && now - spread_at_ <= kQuoteLife) view.spread = spread_;
  if (const TimeframeEvidence* evidence = find(base)) view.momentum = evidence->momentum();
  for (const Timeframe timeframe : core::kAllTimeframes) {
    if (timeframe > Timeframe::k15m) break;
    const TimeframeEvidence* evidence = find(timeframe);
    if (evidence == nullptr || !evidence->last_sweep()) continue;
    if (!view.sweep || evidence->last_sweep()->known_at > view.sweep->known_at) view.sweep = evidence->last_sweep();
  }
  if (view.sweep) {
    view.sweep_age = static_cast<double>((candle.open_time - view.sweep->known_at).ns) /
                         static_cast<double>(core::duration_of(base).ns) +
                     1;
  }
  return view;
}

void Decider::decide(Timeframe base, const core::CandleF& candle, core::Timestamp now, DataState data,
                     Workspace& work) {
  std::array<double, analysis::kOutputsMax> vwap{};
  const bool has_vwap = vwap_->update(candle, std::span{vwap}.first(1)) == analysis::Indicator::Ready::kReady;
  vwap_now_.reset();
  if (has_vwap && candle.volume > 0) vwap_now_ = vwap[0];

  work.changed.clear();
  const core::Timestamp moment = candle.open_time + core::duration_of(base);
  book_.step(candle, {moment, now}, work.changed);
  const auto& of_15m = find(Timeframe::k15m);
  const auto& of_1h = find(Timeframe::k1h);
  DecisionInputs in{.instrument = instrument_.id,
                    .candle = candle,
                    .moment = moment,
                    .known_at = now,
                    .tick = core::to_double(instrument_.tick_size, instrument_.scale),
                    .data = data == DataState::kGood && now - moment > kLateAfter ? DataState::kLate : data,
                    .frame = frame_at(candle.close)};
  in.configuration = configuration_;
  in.structure = parts(*this, Timeframe::k4h, Timeframe::k1h,
                       [moment](const TimeframeEvidence& evidence) { return structure_of(evidence, moment); });
  in.momentum = parts(*this, Timeframe::k1h, Timeframe::k15m, momentum_of);
  in.liquidity = parts(*this, Timeframe::k15m, Timeframe::k5m,
                       [&](const TimeframeEvidence& evidence) { return liquidity_of(evidence, candle.close, moment); });
  if (of_15m != nullptr && of_15m->momentum()) in.atr = of_15m->momentum()->atr;
  if (of_1h != nullptr && of_1h->momentum() && of_1h->momentum()->regime_known) in.trend = of_1h->momentum()->trend;
  in.entry = entry_view(base, candle, now);
  for (std::size_t side = 0; side < in.barred_until.size(); ++side) {
    in.barred_until[side] = book_.barred_until(kBothSides[side], core::minutes(settings_->repeat_minutes));
  }
  const Timeframe from = std::max(base, kFactorsFrom);
  if (settings_->traces == TracePolicy::kAll || may_signal(in, from)) {
    weigh_all(in, from, work);
  } else {
    work.trace.verdict = Verdict::kNoSignal;
  }
  std::optional<Signal> opened;
  if (work.trace.verdict == Verdict::kSignal) {
    opened = signal_of(work.trace, moment, *settings_, book_.next_number());
    work.trace.signal = opened->number;
    book_.open(*opened, moment, work.changed);
  }
  for (const Signal& ended : work.changed) measured_.add(ended);
  if (!work.changed.empty()) renew_configuration();
  if (opened) work.changed.push_back(*opened);
}

void Decider::weigh_all(DecisionInputs& in, Timeframe from, Workspace& work) {
  const double price = in.candle.close;
  const double atr = in.atr.value_or(0);
  in.convergence = convergence();
  count_at(from, in.frame, atr, in.moment, work.counting);
  for (const Factor& one : convergence_factors(in.convergence, from, price, in.moment)) work.counting.offer(one);
  in.factors = work.counting.factors();
  weigh(in, *settings_, book_.calibration(), work.trace);
  if (settings_->traces == TracePolicy::kAll || is_promising(work.trace)) {
    collect_levels(from, price, atr, work.levels);
    conclude(in, work.levels, *settings_, work.trace);
  }
  if (work.trace.side != Side::kNone) filters_.add(work.trace.filters);
}

bool Decider::confluence(Timeframe timeframe, core::Timestamp now, Workspace& work) const {
  const TimeframeEvidence* evidence = find(timeframe);
  if (evidence == nullptr || !evidence->newest()) return false;
  const double price = evidence->newest()->close;
  collect(timeframe, price, evidence->momentum() ? evidence->momentum()->atr : 0, evidence->known_at(), work.factors);
  for (const Factor& one : convergence_factors(convergence(), timeframe, price, evidence->known_at())) {
    if (one.strength > 0) work.factors.push_back(one);
  }
  work.confluence.time = evidence->newest()->open_time;
  work.confluence.known_at = now;
  work.finder.find(work.factors, frame_at(price), work.confluence);
  return true;
}

MarketState Decider::market_state() const {
  MarketState state;
  for (const Timeframe timeframe : core::kAllTimeframes) {
    const TimeframeEvidence* evidence = find(timeframe);
    if (evidence == nullptr) continue;
    state.live_zones += static_cast<std::uint32_t>(evidence->live_zones());
    const auto& momentum = evidence->momentum();
    if (timeframe > Timeframe::k1h || !momentum || !momentum->regime_known) continue;
    state.regime = RegimeReading{timeframe, static_cast<std::int8_t>(momentum->trend), momentum->volatile_};
  }
  return state;
}

void Decider::snapshot(core::ByteWriter& out) const {
  for (const auto& evidence : evidence_) {
    out.put(static_cast<std::uint8_t>(evidence != nullptr ? 1 : 0));
    if (evidence != nullptr) evidence->snapshot(out);
  }
  vwap_->snapshot(out);
  out.put(static_cast<std::uint8_t>(spread_ ? 1 : 0));
  out.put(spread_.value_or(0));
  out.put(spread_at_.ns);
  book_.save(out);
  analysis::snapshot_detail::save(measured_, out);
  analysis::snapshot_detail::save(filters_, out);
}

bool Decider::restore(core::ByteReader& in) {
  for (const Timeframe timeframe : core::kAllTimeframes) {
    evidence_[core::index_of(timeframe)].reset();
    if (in.get<std::uint8_t>() == 0) continue;
    if (!on(timeframe).restore(in)) return false;
  }
  if (!vwap_->restore(in)) return false;
  const bool has_spread = in.get<std::uint8_t>() != 0;
  const auto spread = in.get<double>();
  spread_.reset();
  if (has_spread) spread_ = spread;
  spread_at_ = {in.get<std::int64_t>()};
  if (!in.ok() || !std::isfinite(spread)) return false;
  if (!book_.load(in) || !analysis::snapshot_detail::load(measured_, in)) return false;
  if (!analysis::snapshot_detail::load(filters_, in)) return false;
  measured_.renew();
  renew_configuration();
  return true;
}

}  // namespace tidemark::decision
