// What a SymbolFeed asks for over REST, and what it makes of the answers.
#include <algorithm>
#include <utility>

#include "venues/binance/live/symbol_feed.hpp"

namespace tidemark::venues::binance {
namespace {

constexpr core::Timestamp kNever{INT64_MAX};
/// A book stream that has just been subscribed usually speaks within this time; only then is a snapshot of use.
constexpr core::Duration kFirstDelta = core::seconds(1);
constexpr core::Duration kSnapshotWaitMax = core::seconds(10);
constexpr core::Duration kQuietWaitMax = core::minutes(16);
constexpr std::size_t kRepairsMax = 64;
/// Streams that polling stands in for.
constexpr std::array kPolled{StreamKind::kTrades, StreamKind::kCandles, StreamKind::kBook, StreamKind::kQuotes};

std::uint32_t rows_for(core::TimeRange range) {
  const std::int64_t minutes = (range.to - range.from) / CandleChain::kLength;
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(minutes + 2, 2, kPageMax));
}

}  // namespace

// ---- asking

void SymbolFeed::fetch_trades(core::Timestamp now) {
  trades_.on_time(now, trade_steps_);
  if (const auto from = trades_.ask(now)) {
    gate_->submit({JobKind::kTrades, id_, trades_call(config_->market, symbol_, *from), Urgency::kHealing});
  }
}

void SymbolFeed::fetch_candles(core::Timestamp now) {
  candles_.on_time(now, candle_steps_);
  if (const auto from = candles_.ask(now)) {
    gate_->submit({JobKind::kCandles, id_, candles_call(config_->market, symbol_, *from, rows_for({*from, now})),
                   Urgency::kHealing});
  }
}

core::Timestamp SymbolFeed::book_due() const {
  if (!up(StreamKind::kBook) || book_asking_) return kNever;
  const core::Timestamp since = stream(StreamKind::kBook).carrier_since;
  switch (book_.state()) {
    case BookChain::State::kEmpty:
      return std::max(book_ask_at_, since + kFirstDelta);
    case BookChain::State::kUnproven:
      return std::max(book_ask_at_, since + config_->proof_after);
    case BookChain::State::kSyncing:
      return book_ask_at_;
    case BookChain::State::kLive:
      break;
  }
  return kNever;
}

void SymbolFeed::ask_snapshot(Urgency urgency) {
  if (book_asking_) return;
  book_asking_ = true;
  gate_->submit({JobKind::kSnapshot, id_, depth_call(config_->market, symbol_, config_->snapshot_levels), urgency});
}

core::Timestamp SymbolFeed::silence_due(StreamKind kind) const {
  const Stream& each = stream(kind);
  if (!each.used || each.carrier == Carrier::kDown) return kNever;
  const core::Timestamp heard = std::max(each.last_message.value_or(each.carrier_since), each.carrier_since);
  return std::max(heard, each.checked) + each.quiet_wait;
}

bool SymbolFeed::silent(StreamKind kind, core::Timestamp now) const {
  const Stream& each = stream(kind);
  const core::Timestamp heard = std::max(each.last_message.value_or(each.carrier_since), each.carrier_since);
  return up(kind) && now - heard >= config_->stream_quiet_after;
}

void SymbolFeed::check_silence(core::Timestamp now) {
  for (const StreamKind kind : {StreamKind::kTrades, StreamKind::kBook}) {
    if (now < silence_due(kind)) continue;
    Stream& each = stream(kind);
    each.checked = now;
    each.quiet_wait = std::min(each.quiet_wait * 2, kQuietWaitMax);
    if (kind == StreamKind::kTrades) trades_.suspect(now, {});
    if (kind == StreamKind::kBook) ask_snapshot(Urgency::kBackground);
  }
}

void SymbolFeed::found_silent(StreamKind kind, core::Timestamp now) {
  if (!silent(kind, now)) return;
  stream(kind).stalled = true;
  silent_.push_back(kind);
}

std::vector<StreamKind> SymbolFeed::take_silent() {
  return std::exchange(silent_, {});
}

core::Timestamp SymbolFeed::polling_due() const {
  if (polling_) return poll_at_;
  core::Timestamp due = kNever;
  for (const StreamKind kind : kPolled) {
    if (stream(kind).used && !up(kind)) due = std::min(due, stream(kind).carrier_since + config_->failover_after);
  }
  return due;
}

void SymbolFeed::check_polling(core::Timestamp now) {
  const bool all_up = std::ranges::all_of(kPolled, [&](StreamKind kind) { return !stream(kind).used || up(kind); });
  if (all_up) {
    polling_ = false;
    return;
  }
  if (now < polling_due()) return;
  polling_ = true;
  poll(now);
}

void SymbolFeed::poll(core::Timestamp now) {
  poll_at_ = now + config_->poll_every;
  const auto down = [&](StreamKind kind) { return stream(kind).used && !up(kind); };
  if (down(StreamKind::kTrades)) {
    if (trades_.next_number()) {
      trades_.suspect(now, {});
    } else if (!first_trades_asked_) {
      first_trades_asked_ = true;
      gate_->submit({JobKind::kTrades, id_, latest_trades_call(config_->market, symbol_), Urgency::kPolling});
    }
  }
  if (down(StreamKind::kCandles)) candles_.suspect(now);
  if (down(StreamKind::kBook)) ask_snapshot(Urgency::kPolling);
  if (down(StreamKind::kQuotes) && !quote_asking_) {
    quote_asking_ = true;
    gate_->submit({JobKind::kQuote, id_, quote_call(config_->market, symbol_), Urgency::kPolling});
  }
}

void SymbolFeed::add_repair(core::TimeRange range, core::Timestamp now) {
  if (repairs_.size() >= kRepairsMax) repairs_.pop_front();  // it stands in the ledger
  repairs_.push_back(range);
  repair_at_ = now + config_->repair_after;
}

void SymbolFeed::fetch_repair(core::Timestamp now) {
  if (repairs_.empty() || repair_asking_ || now < repair_at_) return;
  repair_asking_ = true;
  const core::TimeRange range = repairs_.front();
  gate_->submit({JobKind::kRepair, id_, candles_call(config_->market, symbol_, range.from, rows_for(range)),
                 Urgency::kBackground});
}

// ---- answers

void SymbolFeed::on_fetched(JobKind kind, Fetched fetched, core::Timestamp now) {
  switch (kind) {
    case JobKind::kTrades:
      on_trades(fetched, now);
      break;
    case JobKind::kCandles:
      on_candles(fetched.events, now);
      break;
    case JobKind::kSnapshot:
      book_asking_ = false;
      if (!fetched.events.empty()) take_snapshot(fetched.events[0], now);
      break;
    case JobKind::kQuote:
      quote_asking_ = false;
      if (!fetched.events.empty() && !up(StreamKind::kQuotes)) emitter_->event(fetched.events[0], now);
      break;
    case JobKind::kRepair:
      repair_asking_ = false;
      on_repair(fetched.events, now);
      break;
    case JobKind::kExchangeInfo:
      break;
  }
  hand_on(now);
  refresh(now);
}

void SymbolFeed::on_trades(const Fetched& fetched, core::Timestamp now) {
  std::vector<NumberedTrade> page;
  page.reserve(fetched.events.size());
  for (std::size_t i = 0; i < fetched.events.size() && i < fetched.numbers.size(); ++i) {
    page.push_back({fetched.numbers[i], std::get<core::Trade>(fetched.events[i])});
  }
  const std::uint64_t before = trades_.backfilled();
  const auto fill = page.size() >= kPageMax ? TradeChain::Page::kFull : TradeChain::Page::kLast;
  trades_.on_page(page, fill, now, trade_steps_);
  if (trades_.backfilled() > before) found_silent(StreamKind::kTrades, now);
}

void SymbolFeed::on_candles(const EventBatch& events, core::Timestamp now) {
  std::vector<core::VenueCandle> page;
  page.reserve(events.size());
  for (const core::Event& event : events) page.push_back(std::get<core::VenueCandle>(event));
  const std::uint64_t before = candles_.backfilled();
  const auto fill = page.size() >= kPageMax ? CandleChain::Page::kFull : CandleChain::Page::kLast;
  candles_.on_page(page, fill, now, candle_steps_);
  if (candles_.backfilled() > before) found_silent(StreamKind::kCandles, now);
}

void SymbolFeed::take_snapshot(core::Event& event, core::Timestamp now) {
  const auto& snapshot = std::get<core::BookSnapshot>(event);
  const bool news = book_.state() == BookChain::State::kLive && snapshot.last_update_id > book_.update_id();
  switch (book_.on_snapshot(snapshot)) {
    case BookChain::Joined::kJoined:
      if (news) found_silent(StreamKind::kBook, now);
      book_wait_ = config_->heal.retry_first;
      emitter_->event(event, now);
      break;
    case BookChain::Joined::kBehind:
      break;
    case BookChain::Joined::kTooOld:
      wait_for_snapshot(now);
      break;
  }
}

void SymbolFeed::wait_for_snapshot(core::Timestamp now) {
  book_ask_at_ = now + book_wait_;
  book_wait_ = std::min(book_wait_ * 2, kSnapshotWaitMax);
}

void SymbolFeed::on_fetch_failed(JobKind kind, core::Timestamp now) {
  switch (kind) {
    case JobKind::kTrades:
      first_trades_asked_ = false;
      trades_.on_failed(now);
      break;
    case JobKind::kCandles:
      candles_.on_failed(now);
      break;
    case JobKind::kSnapshot:
      book_asking_ = false;
      wait_for_snapshot(now);
      break;
    case JobKind::kQuote:
      quote_asking_ = false;
      break;
    case JobKind::kRepair:
      repair_asking_ = false;
      repair_at_ = now + config_->repair_after;
      break;
    case JobKind::kExchangeInfo:
      break;
  }
  refresh(now);
}

void SymbolFeed::on_repair(const EventBatch& events, core::Timestamp now) {
  if (repairs_.empty()) return;
  core::TimeRange& range = repairs_.front();
  Repair repair{id_, core::Timeframe::k1m, {range.from, range.from}, {}};
  for (const core::Event& event : events) {
    core::Candle candle = std::get<core::VenueCandle>(event).candle;
    if (!range.contains(candle.open_time)) continue;
    core::set_flag(candle.flags, core::CandleFlag::kRepaired);
    repair.candles.push_back(candle);
    repair.range.to = candle.open_time + CandleChain::kLength;
  }
  range.from = repair.range.to;
  // A page that is not full was all the venue has; what is still missing stays in the ledger.
  if (events.size() < kPageMax || range.from >= range.to) repairs_.pop_front();
  repair_at_ = now;
  if (!repair.candles.empty()) emitter_->repaired(repair);
}

// ---- time

core::Timestamp SymbolFeed::on_time(core::Timestamp now) {
  check_silence(now);
  check_polling(now);
  fetch_trades(now);
  fetch_candles(now);
  if (now >= book_due()) ask_snapshot(Urgency::kHealing);
  fetch_repair(now);
  hand_on(now);
  refresh(now);
  return due();
}

core::Timestamp SymbolFeed::due() const {
  core::Timestamp due = std::min(book_due(), polling_due());
  due = std::min({due, trades_.due().value_or(kNever), candles_.due().value_or(kNever)});
  due = std::min({due, silence_due(StreamKind::kTrades), silence_due(StreamKind::kBook)});
  if (!repairs_.empty() && !repair_asking_) due = std::min(due, repair_at_);
  return due;
}

}  // namespace tidemark::venues::binance
