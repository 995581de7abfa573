#include "engine/candle_path.hpp"

#include <algorithm>
#include <limits>

#include "pipeline/interval_check.hpp"
#include "pipeline/snapshot_fields.hpp"

namespace tidemark::engine {
namespace {

using core::Candle;
using core::CandleFlag;
using core::CandleState;
using core::FindingCode;
using core::Timeframe;
using core::Timestamp;
using pipeline::Continuity;
using pipeline::TradeCandles;

/// A repeat that agrees, or a candle that will come again closed, is no fault of the source.
bool is_fault(const core::Finding& finding) {
  return pipeline::refuses(finding.policy) && finding.code != FindingCode::kDuplicate &&
         finding.code != FindingCode::kUnclosedCandle;
}

}  // namespace

CandlePath::CandlePath(const core::Instrument& instrument, const EngineConfig& config)
    : instrument_{instrument},
      config_{&config},
      indicators_{config.indicators},
      patterns_{config.candlesticks, config.audience},
      volume_{config.volume, instrument.market_type, config.audience},
      structure_{config.structure, config.audience},
      zones_{config.zones, config.audience},
      chart_patterns_{config.chart_patterns},
      decisions_{config.decision, instrument},
      source_{config.source == CandleSource::kVenueCandles ? Source::kVenue : Source::kTrades} {}

Series& CandlePath::series_of(Timeframe base) {
  if (!series_) {
    series_.emplace(instrument_, base, *config_);
    series_->aggregator.set_completeness(source_ == Source::kTrades ? pipeline::Completeness::kMarked
                                                                    : pipeline::Completeness::kCounted);
  }
  return *series_;
}

core::Finding CandlePath::finding_of(FindingCode code, Timeframe timeframe, Timestamp time, Timestamp now) const {
  const pipeline::Rule& rule = config_->validator.rules[code];
  return {code, rule.severity, rule.policy, instrument_.id, timeframe, time, now, 0, 0};
}

void CandlePath::set_feed(core::FeedState state) {
  const bool whole = state == core::FeedState::kLive || state == core::FeedState::kPolling;
  if (!whole && state != core::FeedState::kResyncing) feed_was_down_ = true;
  if (!whole) {
    feed_ = Feed::kBroken;
  } else if (feed_ == Feed::kBroken) {
    feed_ = Feed::kUnproven;
  }
}

// ---- from trades

void CandlePath::on_trade(const core::Trade& trade, Continuity continuity, Sink& sink) {
  if (!series_ && config_->source == CandleSource::kVenueCandles && !config_->base_timeframe) return;
  Series& series = series_of(config_->base_timeframe.value_or(Timeframe::k1m));
  const bool ours = source_ == Source::kTrades;
  if (ours && continuity == Continuity::kLost) series.aggregator.mark_incomplete();
  const TradeCandles::Outcome outcome = series.trades.add(trade, continuity);
  if (outcome.taken == TradeCandles::Taken::kLate) {
    if (ours && !late_run_) {
      late_run_ = true;
      core::Finding finding = finding_of(FindingCode::kOutOfOrder, series.base, trade.times.exchange, sink.now);
      finding.value = static_cast<double>((trade.times.exchange - series.trades.closed_until()).ns) * 1e-9;
      sink.finding(finding);
    }
    return;
  }
  late_run_ = false;
  if (ours && outcome.closed) close_trade_candle(*outcome.closed, sink);
  if (ours && continuity == Continuity::kLost) note_lost(series.trades.forming()->open_time, sink);
  if (feed_ == Feed::kUnproven) feed_ = Feed::kWhole;
  forming_changed_ = true;
}

void CandlePath::note_lost(Timestamp next_open, Sink& sink) {
  Series& series = *series_;
  const auto expected = series.gaps.expected_next();
  if (!expected || *expected >= next_open) return;
  const auto reason = feed_ != Feed::kWhole ? core::GapReason::kDisconnect : core::GapReason::kSequence;
  if (const auto gap = series.gaps.gap_in({*expected, next_open}, sink.now, reason)) {
    sink.gap(*gap, config_->validator.rules[FindingCode::kGap].severity);
    series.missing += gap->candles;
  }
  series.gaps.skip_to(next_open);
}

void CandlePath::close_trade_candle(const Candle& candle, Sink& sink) {
  // The trades are known to follow one another: periods between without a trade have no candle and miss none.
  series_->gaps.skip_to(candle.open_time);
  close_base(candle, sink);
}

// ---- from the venue's candles

Timeframe CandlePath::base_for(const core::VenueCandle& event) {
  if (series_) return series_->base;
  if (config_->base_timeframe) return *config_->base_timeframe;
  shortest_seen_ = std::min(shortest_seen_.value_or(event.timeframe), event.timeframe);
  return *shortest_seen_;
}

void CandlePath::use_venue() {
  if (source_ == Source::kVenue || config_->source == CandleSource::kTrades) return;
  source_ = Source::kVenue;
  if (series_) series_->aggregator.set_completeness(pipeline::Completeness::kCounted);
}

void CandlePath::on_venue_candle(const core::VenueCandle& event, Sink& sink) {
  const Timeframe base = base_for(event);
  if (event.timeframe < base) {
    refuse_shorter(event, sink);
    return;
  }
  const bool taken = event.timeframe == base && config_->source != CandleSource::kTrades;
  if (!taken) {
    if (event.state == CandleState::kClosed && series_) compare_with_venue(event, sink);
    return;
  }
  use_venue();
  if (event.state == CandleState::kForming) {
    // Until a closed candle settles the base, a shorter timeframe may still appear.
    if (series_ || config_->base_timeframe) on_forming(event, sink);
    return;
  }
  series_of(base);
  close_base(event.candle, sink);
}

void CandlePath::refuse_shorter(const core::VenueCandle& event, Sink& sink) {
  if (shorter_said_) return;
  shorter_said_ = true;
  core::Finding finding = finding_of(FindingCode::kIntervalMismatch, event.timeframe, event.candle.open_time, sink.now);
  finding.policy = core::Policy::kReject;
  finding.value = static_cast<double>(core::duration_of(event.timeframe).ns) * 1e-9;
  finding.limit = static_cast<double>(core::duration_of(series_ ? series_->base : *config_->base_timeframe).ns) * 1e-9;
  sink.finding(finding, event.candle);
}

void CandlePath::on_forming(const core::VenueCandle& event, Sink& sink) {
  Series& series = series_of(event.timeframe);
  const pipeline::Verdict verdict = series.validator.check_alone(event.candle);
  if (!verdict.accepted()) {
    for (const core::Finding& finding : verdict.findings) sink.finding(finding, event.candle);
    return;
  }
  series.trades.set_forming(event.candle, event.times.exchange.ns != 0 ? event.times.exchange : event.times.received);
  forming_changed_ = true;
}

// ---- closed candles, whatever their source

void CandlePath::close_base(const Candle& candle, Sink& sink) {
  if (sink.stages != nullptr) sink.stages->begin();
  take_base(candle, sink);
  if (sink.stages != nullptr) sink.stages->end();
}

void CandlePath::take_base(Candle candle, Sink& sink) {
  Series& series = *series_;
  if (!begun_) begun_ = sink.now;
  const pipeline::Verdict verdict = series.validator.check(candle, sink.now);
  if (!verdict.accepted()) {
    for (const core::Finding& finding : verdict.findings) sink.finding(finding, candle);
    const bool fault = std::ranges::any_of(verdict.findings, is_fault);
    if (fault && series.refused < std::numeric_limits<std::uint16_t>::max()) ++series.refused;
    sink.done(Stage::kValidate);
    return;
  }
  if (candle.open_time < series.aggregator.settled_until()) {
    // Without it a longer candle was closed by the clock already, and closed candles are final.
    sink.finding(finding_of(FindingCode::kOutOfOrder, series.base, candle.open_time, sink.now), candle);
    sink.done(Stage::kValidate);
    return;
  }
  candle.flags |= verdict.flags;
  const auto reason = feed_was_down_ ? core::GapReason::kDisconnect : core::GapReason::kMissing;
  const auto gap = series.gaps.next(candle.open_time, sink.now, reason);
  feed_was_down_ = false;
  if (gap) series.missing += gap->candles;

  pipeline::QualityStep step;
  step.expected = 1 + series.missing;
  step.refused = series.refused;
  const Timestamp end = candle.open_time + core::duration_of(series.base);
  // What ended before anyone listened is history, not late.
  step.late = end > *begun_ && sink.now > end + config_->quality.late_after ? 1 : 0;
  step.implausible = core::has_flag(verdict.flags, CandleFlag::kFlagged) ? 1 : 0;
  series.missing = 0;
  series.refused = 0;

  sink.done(Stage::kValidate);
  pipeline::ClosedCandles closed;
  series.aggregator.add(candle, closed);
  series.trades.close_until(candle.open_time + core::duration_of(series.base));
  sink.done(Stage::kAggregate);
  // The hole is told before the candle that shows it.
  if (gap) sink.gap(*gap, config_->validator.rules[FindingCode::kGap].severity);
  publish_closed(closed, sink);
  add_quality(series.base, step, sink);
  for (const core::Finding& finding : verdict.findings) sink.finding(finding, candle);
  sink.done(Stage::kValidate);
  decisions_.decide(series.base, candle, sink);
  sink.done(Stage::kDecision);
}

void CandlePath::publish_closed(const pipeline::ClosedCandles& closed, Sink& sink) {
  Series& series = *series_;
  for (const auto& [timeframe, candle] : closed) {
    TimeframeState& state = series.timeframes[core::index_of(timeframe)];
    const std::size_t mark = sink.out.size();
    sink.out.emplace_back(CandleOutput{instrument_.id, timeframe, CandleState::kClosed, candle, sink.now});
    const core::CandleF measured = core::to_double(candle, instrument_.scale);
    indicators_.update(instrument_.id, timeframe, measured, sink.now, sink.out);
    sink.done(Stage::kIndicators);
    patterns_.update(instrument_, timeframe, candle, sink.now, sink.out);
    sink.done(Stage::kPatterns);
    volume_.update(instrument_, timeframe, measured, sink.now, sink.out);
    sink.done(Stage::kVolume);
    structure_.update(instrument_, timeframe, measured, sink.now, sink.out);
    zones_.update(instrument_, timeframe, measured, sink.now, sink.out);
    sink.done(Stage::kLevels);
    chart_patterns_.update(instrument_, timeframe, measured, sink.now, sink.out);
    sink.done(Stage::kChartPatterns);
    decisions_.observe(timeframe, measured, mark, sink);
    sink.done(Stage::kDecision);
    if (state.venue_pending && state.venue_pending->open_time == candle.open_time) {
      report_mismatch(timeframe, candle, *state.venue_pending, sink);
      state.venue_pending.reset();
    }
    // The first candle of a higher timeframe is partial because we began within it; that is nobody's fault.
    if (timeframe != series.base && state.closed) {
      const bool whole = !core::has_flag(candle.flags, CandleFlag::kPartial);
      const auto periods = (candle.open_time - state.closed->open_time) / core::duration_of(timeframe);
      pipeline::QualityStep step;
      if (source_ == Source::kVenue && series.calendar.kind() == core::CalendarKind::kAlways) {
        step.expected = static_cast<std::uint32_t>(periods);
      }
      step.accepted = whole ? 1 : 0;
      add_quality(timeframe, step, sink);
    }
    state.closed = candle;
  }
  decisions_.say_confluence(sink);
  sink.done(Stage::kDecision);
}

void CandlePath::add_quality(Timeframe timeframe, const pipeline::QualityStep& step, Sink& sink) {
  auto& window = series_->timeframes[core::index_of(timeframe)].quality;
  if (!window) window.emplace(config_->quality);
  window->add(step);
  const core::QualityScore score = window->score();
  sink.out.emplace_back(QualityOutput{instrument_.id, timeframe, score, sink.now});
  if (timeframe != series_->base) return;
  const FindingCode reason = score.completeness < score.plausibility ? FindingCode::kGap : FindingCode::kPriceJump;
  sink.change(sink.gate.candle(score.score, reason));
}

// ---- our aggregate against the venue's longer candles

void CandlePath::compare_with_venue(const core::VenueCandle& event, Sink& sink) {
  TimeframeState& state = series_->timeframes[core::index_of(event.timeframe)];
  if (state.closed && state.closed->open_time == event.candle.open_time) {
    report_mismatch(event.timeframe, *state.closed, event.candle, sink);
  } else if (!state.closed || event.candle.open_time > state.closed->open_time) {
    state.venue_pending = event.candle;
  }
}

void CandlePath::report_mismatch(Timeframe timeframe, const Candle& ours, const Candle& venue, Sink& sink) {
  const auto mismatch = pipeline::compare_intervals(ours, venue, config_->interval_volume_tolerance);
  if (!mismatch) return;
  core::Finding finding = finding_of(FindingCode::kIntervalMismatch, timeframe, ours.open_time, sink.now);
  finding.value = mismatch->value;
  finding.limit = mismatch->limit;
  sink.finding(finding, venue);
}

// ---- time

void CandlePath::on_time(Sink& sink) {
  if (!series_) return;
  if (source_ == Source::kTrades && feed_ == Feed::kWhole) {
    const Timestamp due = sink.now - config_->close_grace;
    if (const auto closed = series_->trades.advance(due)) close_trade_candle(*closed, sink);
    pipeline::ClosedCandles closed;
    series_->aggregator.advance(due, closed);
    publish_closed(closed, sink);
  }
  if (forming_changed_) publish_forming(sink);
}

void CandlePath::publish_forming(Sink& sink) {
  if (config_->forming == FormingCandles::kSuppress) return;
  if (published_ && sink.now - *published_ < config_->forming_interval) return;
  const auto& forming = series_->trades.forming();
  forming_changed_ = false;
  if (!forming) return;
  published_ = sink.now;
  pipeline::FormingCandles all;
  series_->aggregator.forming(*forming, all);
  for (const auto& [timeframe, candle] : all) {
    sink.out.emplace_back(CandleOutput{instrument_.id, timeframe, CandleState::kForming, candle, sink.now});
    indicators_.peek(instrument_.id, timeframe, core::to_double(candle, instrument_.scale), sink.now, sink.out);
    patterns_.peek(instrument_, timeframe, candle, sink.now, sink.out);
  }
}

// ---- state

std::optional<Timestamp> CandlePath::candles_until() const {
  if (!series_) return std::nullopt;
  const TimeframeState& base = series_->timeframes[core::index_of(series_->base)];
  if (!base.closed) return std::nullopt;
  return base.closed->open_time + core::duration_of(series_->base);
}

void CandlePath::snapshot(core::ByteWriter& out) const {
  out.put(source_);
  out.put(feed_);
  out.put(static_cast<std::uint8_t>(feed_was_down_));
  out.put(static_cast<std::uint8_t>(forming_changed_));
  out.put(static_cast<std::uint8_t>(late_run_));
  out.put(static_cast<std::uint8_t>(shorter_said_));
  out.put(static_cast<std::uint8_t>(shortest_seen_ ? core::index_of(*shortest_seen_) : core::kTimeframeCount));
  pipeline::put_optional(out, begun_);
  pipeline::put_optional(out, published_);
  out.put(static_cast<std::uint8_t>(series_ ? core::index_of(series_->base) : core::kTimeframeCount));
  if (series_) series_->snapshot(out);
  indicators_.snapshot(out);
  patterns_.snapshot(out);
  volume_.snapshot(out);
  structure_.snapshot(out);
  zones_.snapshot(out);
  chart_patterns_.snapshot(out);
  decisions_.snapshot(out);
}

bool CandlePath::restore(core::ByteReader& in) {
  source_ = in.get<Source>();
  feed_ = in.get<Feed>();
  if (source_ > Source::kVenue || feed_ > Feed::kUnproven) return false;
  feed_was_down_ = in.get<std::uint8_t>() != 0;
  forming_changed_ = in.get<std::uint8_t>() != 0;
  late_run_ = in.get<std::uint8_t>() != 0;
  shorter_said_ = in.get<std::uint8_t>() != 0;
  const auto shortest = in.get<std::uint8_t>();
  if (shortest < core::kTimeframeCount) shortest_seen_ = core::kAllTimeframes[shortest];
  begun_ = pipeline::get_optional_time(in);
  published_ = pipeline::get_optional_time(in);
  const auto base = in.get<std::uint8_t>();
  if (!in.ok() || shortest > core::kTimeframeCount || base > core::kTimeframeCount) return false;
  if (base < core::kTimeframeCount && !series_of(core::kAllTimeframes[base]).restore(in, *config_)) return false;
  return indicators_.restore(in) && patterns_.restore(in) && volume_.restore(in) && structure_.restore(in) &&
         zones_.restore(in, instrument_) && chart_patterns_.restore(in) && decisions_.restore(in);
}

}  // namespace tidemark::engine
