#include "sim/symbol_market.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/flow/distributions.hpp"
#include "sim/flow/session.hpp"
#include "sim/history.hpp"

namespace tidemark::sim {
namespace {

constexpr core::Duration kCell = core::milliseconds(100);
constexpr core::Duration kFormingEvery = core::seconds(2);
constexpr std::size_t kWholeBook = std::numeric_limits<std::size_t>::max();

// Labels of the independent random streams of one symbol.
enum Stream : std::uint64_t { kPriceStream = 1, kCrowdStream, kActStream, kLatencyStream, kHistoryStream };

PriceProcess process_of(const SymbolSpec& spec, const SymbolStart& start) {
  const auto traits_of = [](const std::string& symbol) { return find_symbol(symbol).value_or(SymbolSpec{}).price; };
  const PriceTraits traits = spec.cross ? traits_of(spec.cross->over) : spec.price;
  PriceProcess process{traits, start.market, start.own.fork(kPriceStream)};
  if (spec.cross) process.divide_by(traits_of(spec.cross->under), start.under.fork(kPriceStream));
  return process;
}

}  // namespace

SymbolMarket::SymbolMarket(const SymbolSpec& spec, const SymbolStart& start)
    : spec_{spec},
      instrument_{instrument_of(spec, start.id)},
      process_{process_of(spec, start)},
      fair_scale_{0},
      crowd_{spec, start.flow.fork(kCrowdStream)},
      rng_{start.flow.fork(kActStream)},
      latency_{start.latency, start.flow.fork(kLatencyStream)},
      book_{OrderRules{spec.tick_size, spec.lot_size}},
      next_cell_{start.start},
      candle_{start.start, core::Price{}},
      keep_prints_{start.prints} {
  History past = make_history(spec, process_, start.flow.fork(kHistoryStream), start.start, start.history);
  history_ = std::move(past.candles);
  candle_ = past.open;
  const double start_price = spec.start_price * static_cast<double>(core::kPow10[spec.scale.price_decimals]);
  fair_scale_ = start_price * std::exp(-process_.log_price());
  view_ = {start_price, process_.activity()};
  crowd_.open_book(view_, book_, out_);
  // Whoever listens starts from the snapshot: the orders that made it are no deltas.
  feed_.record(out_.changes);
  core::BookDelta unseen;
  feed_.flush(unseen);
  out_.clear();
  emit(start.start, snapshot(start.start, kWholeBook));
  publish_quote(start.start);
}

void SymbolMarket::advance(core::Timestamp until) {
  for (;;) {
    if (next_act_ < acts_.size()) {
      if (acts_[next_act_].at > until) return;
      perform(acts_[next_act_++]);
    } else {
      if (next_cell_ > until) return;
      begin_cell();
    }
  }
}

void SymbolMarket::begin_cell() {
  const core::Timestamp now = next_cell_;
  next_cell_ = now + kCell;
  core::BookDelta delta{.instrument = instrument_.id};
  if (feed_.flush(delta)) emit(now, std::move(delta));
  turn_candle();
  process_.step(now, dt_);
  view_ = {fair_scale_ * std::exp(process_.log_price()), process_.activity()};
  crowd_.react(view_, book_, out_);
  publish(now);
  plan_acts();
}

void SymbolMarket::turn_candle() {
  const core::Timestamp now = next_cell_ - kCell;
  const core::Timestamp open_time = core::open_time_of(now, core::Timeframe::k1m);
  if (open_time != candle_.candle().open_time) {
    publish_candle(now, core::CandleState::kClosed);
    candle_.start(open_time, candle_.candle().close);
  } else if (now.ns % kFormingEvery.ns == 0) {
    publish_candle(now, core::CandleState::kForming);
  }
}

void SymbolMarket::plan_acts() {
  const core::Timestamp from = next_cell_ - kCell;
  acts_.clear();
  next_act_ = 0;
  const auto plan = [&](ActKind kind, std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto offset = static_cast<std::int64_t>(rng_.below(static_cast<std::uint64_t>(kCell.ns)));
      acts_.push_back({from + core::nanoseconds(offset), kind});
    }
  };
  const double liveliness = session_intensity(from).volume * view_.activity;
  plan(ActKind::kTake, takers_.step(rng_, spec_.trades_per_second * liveliness));
  plan(ActKind::kAdd, poisson(rng_, crowd_.add_rate(view_, book_) * kCellSeconds));
  plan(ActKind::kCancel, poisson(rng_, crowd_.cancel_rate(book_) * kCellSeconds));
  std::ranges::sort(acts_, [](const Act& a, const Act& b) { return a.at != b.at ? a.at < b.at : a.kind < b.kind; });
}

void SymbolMarket::perform(const Act& act) {
  switch (act.kind) {
    case ActKind::kTake:
      crowd_.take(view_, book_, out_);
      break;
    case ActKind::kAdd:
      crowd_.add(view_, book_, out_);
      break;
    case ActKind::kCancel:
      crowd_.cancel_one(book_, out_);
      break;
  }
  publish(act.at);
}

void SymbolMarket::publish(core::Timestamp at) {
  // Fills of one taker at one price are one public trade (Binance aggTrade).
  const Fill* first = nullptr;
  const Fill* last = nullptr;
  core::Qty qty{0};
  for (const Execution& execution : out_.executions) {
    note_client_execution(at, execution);
    const Fill* fill = std::get_if<Fill>(&execution);
    if (fill == nullptr) continue;
    if (keep_prints_ == Prints::kKept) {
      prints_.push_back({fill->trade_id, at, fill->price, fill->qty, fill->taker_side});
    }
    if (first != nullptr && (fill->taker != first->taker || fill->price != first->price)) {
      publish_trade(at, *first, *last, qty);
      first = nullptr;
    }
    if (first == nullptr) {
      first = fill;
      qty = {0};
    }
    last = fill;
    qty.lots += fill->qty.lots;
  }
  if (first != nullptr) publish_trade(at, *first, *last, qty);
  feed_.record(out_.changes);
  if (!out_.changes.empty()) publish_quote(at);
  out_.clear();
}

void SymbolMarket::publish_trade(core::Timestamp at, const Fill& first, const Fill& last, core::Qty qty) {
  candle_.add({.first = first.price,
               .high = first.price,
               .low = first.price,
               .last = first.price,
               .volume = qty,
               .taker_buy = first.taker_side == core::Side::kBuy ? qty : core::Qty{0},
               .trades = static_cast<std::uint32_t>(last.trade_id - first.trade_id + 1)});
  emit(at, core::Trade{.instrument = instrument_.id,
                       .price = first.price,
                       .qty = qty,
                       .taker = first.taker_side,
                       .first_id = first.trade_id,
                       .last_id = last.trade_id});
}

void SymbolMarket::publish_quote(core::Timestamp at) {
  const auto bid = book_.best(core::Side::kBuy);
  const auto ask = book_.best(core::Side::kSell);
  if (!bid || !ask) return;
  core::Quote quote{
      .instrument = instrument_.id, .bid = bid->price, .bid_qty = bid->qty, .ask = ask->price, .ask_qty = ask->qty};
  if (quote == last_quote_) return;
  last_quote_ = quote;
  quote.update_id = feed_.last_update_id();
  emit(at, quote);
}

void SymbolMarket::publish_candle(core::Timestamp at, core::CandleState state) {
  emit(
      at,
      core::VenueCandle{
          .instrument = instrument_.id, .timeframe = core::Timeframe::k1m, .state = state, .candle = candle_.candle()});
}

void SymbolMarket::note_client_execution(core::Timestamp at, const Execution& execution) {
  const auto concerns_client = [](const auto& e) {
    using T = std::decay_t<decltype(e)>;
    if constexpr (std::is_same_v<T, Accepted>) {
      return e.request.owner != kCrowd;
    } else if constexpr (std::is_same_v<T, Fill>) {
      return e.maker_owner != kCrowd || e.taker_owner != kCrowd;
    } else {
      return e.owner != kCrowd;
    }
  };
  if (std::visit(concerns_client, execution)) executions_.push_back({instrument_.id, at, execution});
}

template <class T>
void SymbolMarket::emit(core::Timestamp at, T event) {
  event.times = {at, latency_.received(at)};
  queue_.emplace_back(std::move(event));
}

void SymbolMarket::drop(std::size_t count) {
  taken_ += count;
  // Something is nearly always still on its way, so the taken front is cut off when it is the larger half.
  if (taken_ * 2 <= queue_.size()) return;
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(taken_));
  taken_ = 0;
}

OrderId SymbolMarket::submit(core::Timestamp at, const OrderRequest& request) {
  const OrderId id = book_.submit(request, out_);
  publish(at);
  return id;
}

CancelOutcome SymbolMarket::cancel(core::Timestamp at, OrderId order, OwnerId owner) {
  const CancelOutcome outcome = book_.cancel(order, owner, out_);
  publish(at);
  return outcome;
}

core::BookSnapshot SymbolMarket::snapshot(core::Timestamp at, std::size_t depth) const {
  core::BookSnapshot snapshot{.instrument = instrument_.id, .times = {at, at}};
  fill_snapshot(book_, feed_, depth, snapshot);
  return snapshot;
}

}  // namespace tidemark::sim
