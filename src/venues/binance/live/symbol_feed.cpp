#include "venues/binance/live/symbol_feed.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::venues::binance {

using core::FeedState;

SymbolFeed::SymbolFeed(const Parts& parts, const core::Instrument& instrument, const Resume& resume,
                       core::Timestamp now)
    : config_{&parts.config},
      emitter_{&parts.emitter},
      gate_{&parts.gate},
      id_{instrument.id},
      symbol_{instrument.symbol},
      trades_{parts.config.heal},
      candles_{parts.config.heal},
      book_wait_{parts.config.heal.retry_first} {
  for (const StreamKind kind : streams_of(*config_)) stream(kind).used = true;
  for (Stream& each : streams_) {
    each.carrier_since = each.state_since = each.checked = now;
    each.quiet_wait = config_->stream_quiet_after;
    each.reason = "not connected yet";
  }
  if (stream(StreamKind::kTrades).used && resume.last_trade) trades_.resume_after(*resume.last_trade, now);
  if (stream(StreamKind::kCandles).used) {
    if (resume.last_candle) {
      candles_.begin_at(*resume.last_candle + CandleChain::kLength, now);
    } else if (config_->first_history.ns > 0) {
      candles_.begin_at(core::open_time_of(now - config_->first_history, core::Timeframe::k1m), now);
    }
  }
  emitter_->status(id_, told_, now);
}

void SymbolFeed::note(StreamKind kind, Taken taken) {
  if (taken == Taken::kDuplicate) ++stream(kind).duplicates;
}

void SymbolFeed::on_message(StreamKind kind, core::Event& event, std::uint64_t number, core::Timestamp now) {
  Stream& from = stream(kind);
  from.last_message = now;
  from.stalled = false;
  from.quiet_wait = config_->stream_quiet_after;
  switch (kind) {
    case StreamKind::kTrades:
      note(kind, trades_.add({number, std::get<core::Trade>(event)}, Origin::kStream, now, trade_steps_));
      break;
    case StreamKind::kCandles:
      note(kind, candles_.add(std::get<core::VenueCandle>(event), now, candle_steps_));
      break;
    case StreamKind::kBook:
      take_delta(event, now);
      break;
    case StreamKind::kQuotes:
      take_quote(event, now);
      break;
    case StreamKind::kMarkPrice:
      take_mark(event, now);
      break;
    case StreamKind::kLiquidations:
      take_liquidation(event, now);
      break;
  }
  hand_on(now);
  if (state_of(kind) != from.state) refresh(now);
}

void SymbolFeed::take_delta(core::Event& event, core::Timestamp now) {
  const BookChain::Step step = book_.on_delta(std::get<core::BookDelta>(event));
  if (step == BookChain::Step::kDuplicate) {
    ++stream(StreamKind::kBook).duplicates;
    return;
  }
  if (step == BookChain::Step::kLost) {
    book_ask_at_ = now;
    book_wait_ = config_->heal.retry_first;
    refresh(now);  // the state is told before the message that breaks the book
  }
  emitter_->event(event, now);
}

void SymbolFeed::take_quote(core::Event& event, core::Timestamp now) {
  const auto& quote = std::get<core::Quote>(event);
  if (quote.update_id <= last_quote_) {
    ++stream(StreamKind::kQuotes).duplicates;
    return;
  }
  last_quote_ = quote.update_id;
  emitter_->event(event, now);
}

void SymbolFeed::take_mark(core::Event& event, core::Timestamp now) {
  const auto& mark = std::get<core::MarkPrice>(event);
  if (mark.times.exchange <= last_mark_) {
    ++stream(StreamKind::kMarkPrice).duplicates;
    return;
  }
  last_mark_ = mark.times.exchange;
  emitter_->event(event, now);
}

void SymbolFeed::take_liquidation(core::Event& event, core::Timestamp now) {
  const auto& liquidation = std::get<core::Liquidation>(event);
  const auto same = [&](const core::Liquidation& other) {
    return other.times.exchange == liquidation.times.exchange && other.side == liquidation.side &&
           other.price == liquidation.price && other.qty == liquidation.qty;
  };
  if (last_liquidation_ &&
      (liquidation.times.exchange < last_liquidation_->times.exchange || same(*last_liquidation_))) {
    ++stream(StreamKind::kLiquidations).duplicates;
    return;
  }
  last_liquidation_ = liquidation;
  emitter_->event(event, now);
}

void SymbolFeed::hand_on(core::Timestamp now) {
  bool gapped = false;
  const auto tell_gap = [&] {
    if (!gapped) tell(FeedState::kGapped, now);
    gapped = true;
  };
  for (const TradeStep& step : trade_steps_) {
    if (step.lost != 0) tell_gap();
    emitter_->make(step.trade, now);
  }
  for (const CandleStep& step : candle_steps_) {
    if (step.lost) {
      tell_gap();
      add_repair(*step.lost, now);
    }
    emitter_->make(step.candle, now);
  }
  trade_steps_.clear();
  candle_steps_.clear();
  if (!gapped) return;
  // The engine forgets its book with a gap: what joins now is a new snapshot.
  book_.lose();
  book_ask_at_ = now;
  refresh(now);
}

void SymbolFeed::refetch_book(core::Timestamp now) {
  if (!stream(StreamKind::kBook).used || book_.state() == BookChain::State::kSyncing) return;
  book_.lose();
  book_ask_at_ = now;
  refresh(now);
}

void SymbolFeed::close(core::Timestamp now) {
  tell(FeedState::kClosed, now);
}

void SymbolFeed::set_carrier(StreamKind kind, Carrier carrier, std::string_view reason, core::Timestamp now) {
  Stream& each = stream(kind);
  if (!each.used) return;
  each.reason = carrier == Carrier::kUp ? std::string_view{} : reason;
  if (each.carrier == carrier) return;
  each.carrier = carrier;
  each.carrier_since = now;
  each.stalled = false;
  if (carrier == Carrier::kDown) ++each.losses;
  if (kind == StreamKind::kBook) book_.doubt();
  if (carrier == Carrier::kUp) {
    each.ever_up = true;
    if (kind == StreamKind::kTrades) trades_.suspect(now, config_->proof_after);
  }
  refresh(now);
}

void SymbolFeed::tell(FeedState state, core::Timestamp now) {
  told_ = state;
  emitter_->status(id_, state, now);
}

void SymbolFeed::refresh(core::Timestamp now) {
  for (std::size_t i = 0; i < kStreamKindCount; ++i) {
    Stream& each = streams_[i];
    if (!each.used) continue;
    const FeedState state = state_of(static_cast<StreamKind>(i));
    if (state == each.state) continue;
    each.state = state;
    each.state_since = now;
  }
  if (const FeedState all = state_of_all(); all != told_) tell(all, now);
}

FeedState SymbolFeed::state_of(StreamKind kind) const {
  const Stream& each = stream(kind);
  if (each.carrier == Carrier::kDown) {
    if (polling_ && kind <= StreamKind::kQuotes) return FeedState::kPolling;
    return each.ever_up ? FeedState::kStale : FeedState::kConnecting;
  }
  if (each.stalled) return FeedState::kStale;
  switch (kind) {
    case StreamKind::kTrades:
      return trades_.healing() ? FeedState::kResyncing : FeedState::kLive;
    case StreamKind::kCandles:
      return candles_.healing() ? FeedState::kResyncing : FeedState::kLive;
    case StreamKind::kBook:
      return book_.state() == BookChain::State::kLive ? FeedState::kLive : FeedState::kResyncing;
    default:
      return FeedState::kLive;
  }
}

FeedState SymbolFeed::state_of_all() const {
  // The worst of the streams that analysis lives on. A hole among trades alone holds back nothing but trades.
  constexpr std::array kWorstFirst{FeedState::kConnecting, FeedState::kStale, FeedState::kPolling,
                                   FeedState::kResyncing};
  for (const FeedState state : kWorstFirst) {
    for (const StreamKind kind : {StreamKind::kTrades, StreamKind::kCandles, StreamKind::kBook, StreamKind::kQuotes}) {
      if (!stream(kind).used || stream(kind).state != state) continue;
      if (kind == StreamKind::kTrades && state == FeedState::kResyncing) continue;
      return state;
    }
  }
  return FeedState::kLive;
}

void SymbolFeed::add_status(std::vector<StreamStatus>& out) const {
  for (std::size_t i = 0; i < kStreamKindCount; ++i) {
    const Stream& each = streams_[i];
    if (!each.used) continue;
    StreamStatus status;
    status.instrument = id_;
    status.kind = static_cast<StreamKind>(i);
    status.state = each.state;
    status.since = each.state_since;
    status.last_message = each.last_message;
    status.reconnects = each.losses;
    status.duplicates = each.duplicates;
    if (status.kind == StreamKind::kTrades) status.backfilled = trades_.backfilled();
    if (status.kind == StreamKind::kCandles) status.backfilled = candles_.backfilled();
    if (status.state != FeedState::kLive) status.reason = reason_of(status.kind);
    out.push_back(std::move(status));
  }
}

std::string SymbolFeed::reason_of(StreamKind kind) const {
  const Stream& each = stream(kind);
  if (each.carrier == Carrier::kDown) return each.reason;
  if (each.stalled) return "the stream fell silent while the venue had news";
  if (kind == StreamKind::kBook) return "waiting for a snapshot that joins";
  return "fetching what the stream did not bring";
}

}  // namespace tidemark::venues::binance
