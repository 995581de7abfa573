#include "venues/simulated/stream_hub.hpp"

#include <algorithm>

#include "net/json_writer.hpp"

namespace tidemark::venues::simulated {
namespace {

/// On the split USD-M paths each kind has its own.
bool belongs(StreamKind kind, StreamGroup group) {
  // As ccxt 4.5.84 divides them (js/src/pro/binance.js, getFutureWsCategory).
  const bool book = kind == StreamKind::kDepth || kind == StreamKind::kPartialDepth ||
                    kind == StreamKind::kBookTicker || kind == StreamKind::kTrade;
  switch (group) {
    case StreamGroup::kAny:
      return true;
    case StreamGroup::kPublic:
      return book;
    case StreamGroup::kMarket:
      return !book;
    case StreamGroup::kPrivate:
      return false;
  }
  return false;
}

core::Timestamp next_multiple(core::Timestamp now, std::int64_t period) {
  return {(now.ns / period + 1) * period};
}

}  // namespace

StreamHub::Stream& StreamHub::open(const Connection& connection, const std::string& name) {
  // The same name may mean nothing on one path and something on another.
  auto id = parse_stream(name, market_.kind());
  if (id && !belongs(id->kind, connection.group)) id.reset();
  const std::string key = id ? name : "?" + name;
  auto& slot = streams_[key];
  if (slot) return *slot;
  slot = std::make_unique<Stream>();
  Stream& stream = *slot;
  stream.name = name;
  if (!id) return stream;
  if (!id->symbol.empty()) {
    stream.symbol = market_.find(id->symbol);
    if (stream.symbol == nullptr) return stream;
    stream.previous_id = stream.symbol->delta_id;
    by_symbol_[stream.symbol->instrument().id.value].push_back(&stream);
  } else {
    all_symbols_.push_back(&stream);
  }
  stream.id = *id;
  if (id->period.ns > 0) by_period_[id->period.ns].push_back(&stream);
  if (id->period.ns == 0) ++real_time_;
  return stream;
}

void StreamHub::close(Stream& stream) {
  std::string key = stream.name;
  if (!stream.id && streams_.contains("?" + key)) key.insert(0, 1, '?');
  if (stream.id) {
    if (stream.symbol != nullptr) std::erase(by_symbol_[stream.symbol->instrument().id.value], &stream);
    std::erase(all_symbols_, &stream);
    if (stream.id->period.ns == 0) --real_time_;
    const auto period = by_period_.find(stream.id->period.ns);
    if (period != by_period_.end()) {
      std::erase(period->second, &stream);
      if (period->second.empty()) by_period_.erase(period);
    }
  }
  streams_.erase(key);
}

void StreamHub::subscribe(Connection& connection, const std::string& name) {
  if (std::ranges::find(connection.streams, name) != connection.streams.end()) return;
  connection.streams.push_back(name);
  open(connection, name).listeners.push_back(&connection);
}

void StreamHub::unsubscribe(Connection& connection, const std::string& name) {
  if (std::erase(connection.streams, name) == 0) return;
  for (const std::string& key : {name, "?" + name}) {
    const auto found = streams_.find(key);
    if (found == streams_.end() || std::erase(found->second->listeners, &connection) == 0) continue;
    if (found->second->listeners.empty()) close(*found->second);
  }
}

void StreamHub::leave(Connection& connection) {
  const std::vector<std::string> names = connection.streams;
  for (const std::string& name : names) unsubscribe(connection, name);
}

void StreamHub::send(const Stream& stream, const std::string& payload) {
  std::string combined;
  for (Connection* listener : stream.listeners) {
    if (listener->form == StreamForm::kRaw) {
      sink_.send(*listener, payload);
      continue;
    }
    if (combined.empty()) {
      net::JsonWriter{combined}.begin_object().key("stream").text(stream.name).key("data").raw(payload).end_object();
    }
    sink_.send(*listener, combined);
  }
}

template <class Make>
void StreamHub::publish(const MarketSymbol& symbol, StreamKind kind, Make&& make) {
  const auto offer = [&](const std::vector<Stream*>& streams) {
    for (const Stream* stream : streams) {
      if (stream->id->kind == kind && stream->id->period.ns == 0) send(*stream, make());
    }
  };
  offer(by_symbol_[symbol.instrument().id.value]);
  offer(all_symbols_);
}

void StreamHub::on_print(const MarketSymbol& symbol, const sim::Print& print) {
  publish(symbol, StreamKind::kTrade, [&] { return trade_text(view(symbol, print.at), print); });
}

void StreamHub::on_aggregate(const MarketSymbol& symbol, const sim::AggregateTrade& trade) {
  publish(symbol, StreamKind::kAggTrade, [&] { return agg_trade_text(view(symbol, trade.at), trade); });
}

void StreamHub::on_quote(const MarketSymbol& symbol) {
  publish(symbol, StreamKind::kBookTicker, [&] { return book_ticker_text(view(symbol, symbol.quote.times.exchange)); });
}

void StreamHub::on_delta(const MarketSymbol& symbol, const core::BookDelta& delta) {
  for (Stream* stream : by_symbol_[symbol.instrument().id.value]) {
    if (stream->id->kind == StreamKind::kDepth) stream->merge.add(delta);
  }
}

void StreamHub::on_liquidation(const MarketSymbol& symbol, const core::Liquidation& order) {
  const auto offer = [&](const std::vector<Stream*>& streams) {
    for (Stream* stream : streams) {
      if (stream->id->kind == StreamKind::kForceOrder) stream->forced[order.instrument.value] = order;
    }
  };
  offer(by_symbol_[symbol.instrument().id.value]);
  offer(all_symbols_);
}

std::optional<core::Timestamp> StreamHub::next_tick(core::Timestamp now) const {
  std::optional<core::Timestamp> next;
  for (const auto& [period, streams] : by_period_) {
    const core::Timestamp due = next_multiple(now, period);
    if (!next || due < *next) next = due;
  }
  return next;
}

void StreamHub::tick(core::Timestamp now) {
  now_ = now;
  for (auto& [period, streams] : by_period_) {
    if (now.ns % period != 0) continue;
    for (Stream* stream : streams) tick(*stream);
  }
}

template <class Make>
void StreamHub::send_all(const Stream& stream, Make&& make) {
  if (stream.symbol != nullptr) return send(stream, make(view(*stream.symbol, now_)));
  std::string payload;
  net::JsonWriter json{payload};
  json.begin_array();
  for (const MarketSymbol& symbol : market_.symbols()) json.raw(make(view(symbol, now_)));
  json.end_array();
  send(stream, payload);
}

void StreamHub::tick(Stream& stream) {
  switch (stream.id->kind) {
    case StreamKind::kKline:
      return tick_kline(stream, *stream.symbol);
    case StreamKind::kDepth:
      return tick_depth(stream, *stream.symbol);
    case StreamKind::kPartialDepth:
      return tick_partial(stream, *stream.symbol);
    case StreamKind::kMiniTicker:
      return send_all(stream, mini_ticker_text);
    case StreamKind::kTicker:
      return send_all(stream, ticker_text);
    case StreamKind::kAvgPrice:
      return send_all(stream, avg_price_text);
    case StreamKind::kMarkPrice:
      return send_all(stream, mark_price_text);
    case StreamKind::kForceOrder:
      return tick_forced(stream);
    case StreamKind::kAggTrade:
    case StreamKind::kTrade:
    case StreamKind::kBookTicker:
      return;
  }
}

void StreamHub::tick_kline(Stream& stream, const MarketSymbol& symbol) {
  const StreamId& id = *stream.id;
  // At the end of a candle its last word; the one that begins has nothing to tell yet.
  const core::Timestamp open = sim::open_time_of({now_.ns - 1}, id.interval, id.zone);
  if (const auto row = symbol.candles.at(open, id.interval, id.zone)) {
    // What traded at this very moment belongs to the next candle, which at() does not hold.
    const bool closed = sim::next_open_time(open, id.interval, id.zone) <= now_;
    send(stream,
         kline_text(view(symbol, now_), *row, id, closed ? core::CandleState::kClosed : core::CandleState::kForming));
  }
}

void StreamHub::tick_depth(Stream& stream, const MarketSymbol& symbol) {
  if (stream.merge.empty()) return;
  const core::BookDelta delta = stream.merge.take(symbol.instrument().id);
  send(stream, depth_text(view(symbol, now_), delta, stream.previous_id));
  stream.previous_id = delta.last_update_id;
}

void StreamHub::tick_partial(Stream& stream, const MarketSymbol& symbol) {
  const core::BookSnapshot book = market_.snapshot(symbol, stream.id->levels);
  if (book.last_update_id == stream.previous_id) return;
  send(stream, partial_depth_text(view(symbol, now_), book, stream.previous_id));
  stream.previous_id = book.last_update_id;
}

void StreamHub::tick_forced(Stream& stream) {
  for (const auto& [id, order] : stream.forced) {
    send(stream, force_order_text(view(market_.symbols()[id], now_), order));
  }
  stream.forced.clear();
}

}  // namespace tidemark::venues::simulated
