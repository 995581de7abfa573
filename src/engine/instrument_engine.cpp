#include "engine/instrument_engine.hpp"

#include <algorithm>
#include <variant>

#include "pipeline/snapshot_fields.hpp"

namespace tidemark::engine {

using core::FindingCode;

namespace {

/// What a feed that is not live is put down to.
FindingCode reason_of(core::FeedState state) {
  switch (state) {
    case core::FeedState::kStale:
      return FindingCode::kBookStale;
    case core::FeedState::kResyncing:
      return FindingCode::kBookGap;
    default:
      return FindingCode::kGap;
  }
}

}  // namespace

InstrumentEngine::InstrumentEngine(const core::Instrument& instrument, const EngineConfig& config,
                                   decision::Workspace& work)
    : instrument_{instrument},
      config_{&config},
      work_{&work},
      gate_{config.pause},
      ticks_{instrument, config.validator},
      candles_{instrument, config},
      book_{instrument, config} {}

void InstrumentEngine::process(const core::Event& event, core::Timestamp now, std::vector<Output>& out) {
  Sink sink{out, gate_, instrument_.id, now, *work_, config_->stages};
  if (!std::holds_alternative<core::FeedStatus>(event)) heard(sink);
  std::visit([&](const auto& e) { on(e, sink); }, event);
  candles_.on_time(sink);
  watch_book(sink);
}

void InstrumentEngine::on_time(core::Timestamp now, std::vector<Output>& out) {
  Sink sink{out, gate_, instrument_.id, now, *work_, config_->stages};
  candles_.on_time(sink);
  book_.on_time(sink);
  watch_book(sink);
  check_silence(sink);
}

void InstrumentEngine::heard(Sink& sink) {
  last_heard_ = sink.now;
  if (!silent_) return;
  silent_ = false;
  if (!feed_down_) gate_.feed_up();
}

void InstrumentEngine::check_silence(Sink& sink) {
  if (silent_ || !last_heard_ || sink.now - *last_heard_ <= config_->feed_stale_after) return;
  silent_ = true;
  sink.change(gate_.feed_down(FindingCode::kBookStale));
}

void InstrumentEngine::watch_book(Sink& sink) {
  const BookState state = book_.state();
  if (state == BookState::kLive) {
    book_promised_ = true;
    gate_.book_up();
  } else if (book_promised_) {
    sink.change(gate_.book_down(state == BookState::kStale ? FindingCode::kBookStale : FindingCode::kBookGap));
  }
}

void InstrumentEngine::tell_missing(const pipeline::TickVerdict& verdict, const core::Trade& trade, Sink& sink) const {
  core::Gap gap;
  gap.instrument = instrument_.id;
  const core::Timestamp until = trade.times.exchange.ns != 0 ? trade.times.exchange : trade.times.received;
  gap.range = {verdict.missing_since, std::max(until, verdict.missing_since + core::nanoseconds(1))};
  gap.reason = feed_was_down_ ? core::GapReason::kDisconnect : core::GapReason::kSequence;
  gap.known_at = sink.now;
  gap.trades = verdict.missing;
  sink.gap(gap, config_->validator.rules[FindingCode::kTradeIdGap].severity);
}

bool InstrumentEngine::pass(const pipeline::TickVerdict& verdict, Sink& sink) const {
  for (const core::Finding& finding : verdict.findings) sink.finding(finding);
  return verdict.accepted();
}

void InstrumentEngine::on(const core::Trade& trade, Sink& sink) {
  const pipeline::TickVerdict verdict = ticks_.check(trade);
  if (!pass(verdict, sink)) return;
  if (verdict.missing && !listening_anew_) tell_missing(verdict, trade, sink);
  listening_anew_ = false;
  feed_was_down_ = false;
  sink.out.emplace_back(trade);
  if (trade.times.exchange.ns != 0) {
    candles_.on_trade(trade, verdict.continuity, sink);
    return;
  }
  core::Trade timed = trade;  // without a time of the venue's, ours is the best there is
  timed.times.exchange = sink.now;
  candles_.on_trade(timed, verdict.continuity, sink);
}

void InstrumentEngine::on(const core::Quote& quote, Sink& sink) {
  if (!pass(ticks_.check(quote), sink)) return;
  candles_.on_quote(quote.bid, quote.ask, sink.now);
  sink.out.emplace_back(quote);
}

void InstrumentEngine::on(const core::BookSnapshot& snapshot, Sink& sink) {
  book_.on_snapshot(snapshot, sink);
}

void InstrumentEngine::on(const core::BookDelta& delta, Sink& sink) {
  // A delta from the future is still the next one in line: its clock is a finding, its levels are not in doubt.
  pass(ticks_.check_times(delta.times), sink);
  book_.on_delta(delta, sink);
  if (const auto best = book_.best()) candles_.on_quote((*best)[0], (*best)[1], sink.now);
}

void InstrumentEngine::on(const core::VenueCandle& candle, Sink& sink) {
  candles_.on_venue_candle(candle, sink);
}

void InstrumentEngine::on(const core::MarkPrice& mark, Sink& sink) {
  if (pass(ticks_.check(mark), sink)) sink.out.emplace_back(mark);
}

void InstrumentEngine::on(const core::Liquidation& liquidation, Sink& sink) {
  if (pass(ticks_.check(liquidation), sink)) sink.out.emplace_back(liquidation);
}

void InstrumentEngine::on(const core::FeedStatus& status, Sink& sink) {
  sink.out.emplace_back(status);
  candles_.set_feed(status.state);
  const bool at_work = status.state == core::FeedState::kLive || status.state == core::FeedState::kResyncing ||
                       status.state == core::FeedState::kGapped;
  if (!at_work) feed_was_down_ = true;
  if (status.state == core::FeedState::kClosed) listening_anew_ = true;
  switch (status.state) {
    case core::FeedState::kLive:
    case core::FeedState::kPolling:
      feed_down_ = false;
      last_heard_ = sink.now;
      silent_ = false;
      gate_.feed_up();
      break;
    case core::FeedState::kConnecting:
    case core::FeedState::kGapped:
    case core::FeedState::kClosed:
      // Messages were missed: deltas no longer join, and trades may lack between.
      ticks_.break_stream();
      book_.on_feed_lost(sink);
      [[fallthrough]];
    case core::FeedState::kStale:
    case core::FeedState::kResyncing:
      feed_down_ = true;
      sink.change(gate_.feed_down(reason_of(status.state)));
      break;
  }
}

void InstrumentEngine::snapshot(core::ByteWriter& out) const {
  gate_.snapshot(out);
  ticks_.snapshot(out);
  candles_.snapshot(out);
  book_.snapshot(out);
  pipeline::put_optional(out, last_heard_);
  out.put(static_cast<std::uint8_t>(silent_));
  out.put(static_cast<std::uint8_t>(feed_down_));
  out.put(static_cast<std::uint8_t>(feed_was_down_));
  out.put(static_cast<std::uint8_t>(listening_anew_));
  out.put(static_cast<std::uint8_t>(book_promised_));
}

bool InstrumentEngine::restore(core::ByteReader& in) {
  if (!gate_.restore(in) || !ticks_.restore(in) || !candles_.restore(in) || !book_.restore(in)) return false;
  last_heard_ = pipeline::get_optional_time(in);
  silent_ = in.get<std::uint8_t>() != 0;
  feed_down_ = in.get<std::uint8_t>() != 0;
  feed_was_down_ = in.get<std::uint8_t>() != 0;
  listening_anew_ = in.get<std::uint8_t>() != 0;
  book_promised_ = in.get<std::uint8_t>() != 0;
  return in.ok();
}

}  // namespace tidemark::engine
