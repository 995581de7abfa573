#include "engine/decision_bank.hpp"

#include "analysis/confidence/pattern_confidence.hpp"

namespace tidemark::engine {
namespace {

namespace structure = analysis::structure;

structure::Event event_of(const StructureOutput& output) {
  structure::Event event{.kind = output.kind,
                         .state = output.state,
                         .side = output.side,
                         .label = output.label,
                         .part = output.part,
                         .id = output.id};
  event.from.time = output.from;
  event.at.time = output.time;
  event.top = output.top;
  event.bottom = output.bottom;
  event.price = output.price;
  event.measure = output.measure;
  event.confidence = output.confidence;
  return event;
}

analysis::zones::Zone zone_of(const ZoneOutput& output) {
  analysis::zones::Zone zone{.id = output.id,
                             .kind = output.kind,
                             .status = output.status,
                             .top = output.top,
                             .bottom = output.bottom,
                             .strength = output.strength,
                             .tests = output.tests};
  zone.base_from.time = output.base_from;
  return zone;
}

/// Base strengths run to 60 (confidence::base_strength), confidences to 100.
decision::Happening happening_of(const PatternOutput& output, core::Scale scale, core::Timestamp moment) {
  constexpr double kBaseMax = 60;
  constexpr double kConfidenceMax = 100;
  return {.price = core::to_double(output.price, scale),
          .strength = output.confidence.base / kBaseMax,
          .confidence = analysis::confidence::confidence_of(output.confidence) / kConfidenceMax,
          .finding = {.time = output.open_time, .known_at = moment}};
}

}  // namespace

DecisionBank::DecisionBank(const std::optional<DecisionConfig>& config, const core::Instrument& instrument)
    : config_{&config}, instrument_{instrument} {
  if (config) decider_ = make();
}

std::unique_ptr<decision::Decider> DecisionBank::make() const {
  const DecisionConfig& config = **config_;
  return std::make_unique<decision::Decider>(
      instrument_, config.settings,
      decision::weights_for(instrument_.symbol, config.weights).value_or(decision::default_weights()));
}

void DecisionBank::hear(const Output& output, decision::TimeframeEvidence& evidence, core::Timestamp moment) const {
  if (const auto* structure = std::get_if<StructureOutput>(&output)) {
    if (decision::TimeframeEvidence::keeps(structure->kind)) evidence.on(event_of(*structure), moment);
  } else if (const auto* zone = std::get_if<ZoneOutput>(&output)) {
    evidence.on(zone_of(*zone), moment);
  } else if (const auto* pattern = std::get_if<PatternOutput>(&output)) {
    evidence.on(pattern->pattern, pattern->value, happening_of(*pattern, instrument_.scale, moment));
  } else if (const auto* volume = std::get_if<VolumeOutput>(&output)) {
    evidence.on(volume->finding, moment);
  }
}

void DecisionBank::observe(core::Timeframe timeframe, const core::CandleF& candle, std::size_t mark, Sink& sink) {
  if (decider_ == nullptr) return;
  // What a candle shows could be known from its end on, whenever it was received.
  const core::Timestamp moment = candle.open_time + core::duration_of(timeframe);
  decision::TimeframeEvidence& evidence = decider_->on(timeframe);
  evidence.on_candle(candle, moment);
  for (std::size_t i = mark; i < sink.out.size(); ++i) hear(sink.out[i], evidence, moment);
  closed_ |= 1U << core::index_of(timeframe);
}

void DecisionBank::say_confluence(Sink& sink) {
  if (decider_ == nullptr || (*config_)->reports == ConfluenceReports::kSuppress) return;
  for (const core::Timeframe timeframe : core::kAllTimeframes) {
    if ((closed_ >> core::index_of(timeframe) & 1U) == 0) continue;
    if (!decider_->confluence(timeframe, sink.now, sink.work)) continue;
    sink.out.emplace_back(
        ConfluenceOutput{.instrument = instrument_.id,
                         .timeframe = timeframe,
                         .confluence = std::make_shared<const decision::Confluence>(sink.work.confluence),
                         .known_at = sink.now});
  }
  if (closed_ != 0) {
    sink.out.emplace_back(MarketStateOutput{instrument_.id, decider_->market_state(), sink.now});
  }
  closed_ = 0;
}

void DecisionBank::on_quote(core::Price bid, core::Price ask, core::Timestamp now) {
  if (decider_ == nullptr || bid.ticks <= 0 || ask <= bid) return;
  decider_->on_spread(core::to_double(core::Price{ask.ticks - bid.ticks}, instrument_.scale), now);
}

void DecisionBank::decide(core::Timeframe base, const core::Candle& candle, Sink& sink) {
  if (decider_ == nullptr || base > decision::Decider::kLongestBase) return;
  const auto data = sink.gate.state() == SignalGate::kOpen ? decision::DataState::kGood : decision::DataState::kPaused;
  decider_->decide(base, core::to_double(candle, instrument_.scale), sink.now, data, sink.work);
  const decision::Trace& trace = sink.work.trace;
  const bool all = (*config_)->settings.traces == decision::TracePolicy::kAll;
  if (all || trace.verdict == decision::Verdict::kSignal) {
    sink.out.emplace_back(DecisionOutput{
        .instrument = instrument_.id, .trace = std::make_shared<const decision::Trace>(trace), .known_at = sink.now});
  }
  for (const decision::Signal& signal : sink.work.changed) {
    sink.out.emplace_back(SignalOutput{.instrument = instrument_.id,
                                       .signal = std::make_shared<const decision::Signal>(signal),
                                       .known_at = sink.now});
  }
}

void DecisionBank::snapshot(core::ByteWriter& out) const {
  if (decider_ != nullptr) decider_->snapshot(out);
}

bool DecisionBank::restore(core::ByteReader& in) {
  if (decider_ == nullptr) return true;
  decider_ = make();
  closed_ = 0;
  return decider_->restore(in);
}

}  // namespace tidemark::engine
