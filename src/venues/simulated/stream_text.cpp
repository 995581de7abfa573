#include "venues/simulated/stream_text.hpp"

#include "venues/simulated/statistics.hpp"
#include "venues/simulated/wire_number.hpp"

namespace tidemark::venues::simulated {
namespace {

bool is_spot(const MarketView& view) {
  return view.market.kind() == binance::Market::kSpot;
}

/// Writes one message object: the event's name and time, then what `fill` adds.
template <class Fill>
std::string message(const MarketView& view, std::string_view event, Fill&& fill) {
  std::string text;
  net::JsonWriter json{text};
  WireWriter wire{json, view.symbol.rules};
  json.begin_object();
  if (!event.empty()) {
    json.key("e").text(event);
    wire.time("E", view.now);
  }
  fill(json, wire);
  json.end_object();
  return text;
}

void put_symbol(net::JsonWriter& json, const MarketView& view) {
  json.key("s").text(view.symbol.instrument().symbol);
}

}  // namespace

std::string agg_trade_text(const MarketView& view, const sim::AggregateTrade& trade) {
  return message(view, "aggTrade", [&](net::JsonWriter& json, WireWriter& wire) {
    put_symbol(json, view);
    json.key("a").unsigned_integer(trade.id);
    wire.price("p", trade.price);
    wire.qty("q", trade.qty);
    json.key("f").unsigned_integer(trade.first_id);
    json.key("l").unsigned_integer(trade.last_id);
    wire.time("T", trade.at);
    json.key("m").boolean(trade.taker == core::Side::kSell);
    if (is_spot(view)) json.key("M").boolean(true);
  });
}

std::string trade_text(const MarketView& view, const sim::Print& print) {
  return message(view, "trade", [&](net::JsonWriter& json, WireWriter& wire) {
    put_symbol(json, view);
    json.key("t").unsigned_integer(print.id);
    wire.price("p", print.price);
    wire.qty("q", print.qty);
    wire.time("T", print.at);
    json.key("m").boolean(print.taker == core::Side::kSell);
    if (is_spot(view)) json.key("M").boolean(true);
    if (!is_spot(view)) json.key("X").text("MARKET");
  });
}

std::string book_ticker_text(const MarketView& view) {
  const core::Quote& quote = view.symbol.quote;
  return message(view, is_spot(view) ? "" : "bookTicker", [&](net::JsonWriter& json, WireWriter& wire) {
    json.key("u").unsigned_integer(quote.update_id);
    if (!is_spot(view)) wire.time("T", quote.times.exchange);
    put_symbol(json, view);
    wire.price("b", quote.bid);
    wire.qty("B", quote.bid_qty);
    wire.price("a", quote.ask);
    wire.qty("A", quote.ask_qty);
  });
}

std::string kline_text(const MarketView& view, const sim::CandleRow& row, const StreamId& stream,
                       core::CandleState state) {
  return message(view, "kline", [&](net::JsonWriter& json, WireWriter& wire) {
    const core::Candle& candle = row.candle;
    const core::Timestamp end = sim::next_open_time(candle.open_time, stream.interval, stream.zone);
    put_symbol(json, view);
    json.key("k").begin_object();
    wire.time("t", candle.open_time);
    wire.time("T", end - core::milliseconds(1));
    put_symbol(json, view);
    json.key("i").text(sim::name_of(stream.interval));
    const bool traded = candle.trades > 0;
    json.key("f").integer(traded ? static_cast<std::int64_t>(row.first_id) : -1);
    json.key("L").integer(traded ? static_cast<std::int64_t>(row.last_id) : -1);
    wire.price("o", candle.open);
    wire.price("c", candle.close);
    wire.price("h", candle.high);
    wire.price("l", candle.low);
    wire.qty("v", candle.volume);
    json.key("n").unsigned_integer(candle.trades);
    json.key("x").boolean(state == core::CandleState::kClosed);
    wire.money("q", row.quote);
    wire.qty("V", candle.taker_buy);
    wire.money("Q", row.taker_quote);
    json.key("B").text("0");
    json.end_object();
  });
}

std::string mini_ticker_text(const MarketView& view) {
  const DayStatistics day = day_statistics(view.symbol, view.now);
  return message(view, "24hrMiniTicker", [&](net::JsonWriter& json, WireWriter& wire) {
    put_symbol(json, view);
    wire.price("c", day.row.candle.close);
    wire.price("o", day.row.candle.open);
    wire.price("h", day.row.candle.high);
    wire.price("l", day.row.candle.low);
    wire.qty("v", day.row.candle.volume);
    wire.money("q", day.row.quote);
  });
}

std::string ticker_text(const MarketView& view) {
  const DayStatistics day = day_statistics(view.symbol, view.now);
  return message(view, "24hrTicker", [&](net::JsonWriter& json, WireWriter& wire) {
    const core::Candle& candle = day.row.candle;
    const core::Quote& quote = view.symbol.quote;
    put_symbol(json, view);
    wire.price("p", day.change());
    json.key("P").text(fixed_text(day.percent_milli, 3, 3));
    wire.money("w", day.weighted_average);
    if (is_spot(view)) wire.price("x", day.previous_close);
    wire.price("c", candle.close);
    wire.qty("Q", day.last_qty);
    if (is_spot(view)) {
      wire.price("b", quote.bid);
      wire.qty("B", quote.bid_qty);
      wire.price("a", quote.ask);
      wire.qty("A", quote.ask_qty);
    }
    wire.price("o", candle.open);
    wire.price("h", candle.high);
    wire.price("l", candle.low);
    wire.qty("v", candle.volume);
    wire.money("q", day.row.quote);
    wire.time("O", day.open_time);
    wire.time("C", day.close_time);
    json.key("F").unsigned_integer(day.row.first_id);
    json.key("L").unsigned_integer(day.row.last_id);
    json.key("n").unsigned_integer(candle.trades);
  });
}

std::string avg_price_text(const MarketView& view) {
  const AveragePrice average = average_price(view.symbol, view.now);
  return message(view, "avgPrice", [&](net::JsonWriter& json, WireWriter& wire) {
    put_symbol(json, view);
    json.key("i").text("5m");
    wire.money("w", average.price);
    wire.time("T", average.last_trade);
  });
}

std::string mark_price_text(const MarketView& view) {
  const Derivatives& derivatives = view.symbol.derivatives;
  return message(view, "markPriceUpdate", [&](net::JsonWriter& json, WireWriter& wire) {
    put_symbol(json, view);
    wire.price("p", derivatives.mark());
    wire.price("i", derivatives.index());
    wire.price("P", derivatives.mark());
    json.key("r").text(fixed_text(derivatives.funding_rate(), sim::kMoneyDecimals, sim::kMoneyDecimals));
    wire.time("T", derivatives.next_funding());
  });
}

std::string force_order_text(const MarketView& view, const core::Liquidation& order) {
  return message(view, "forceOrder", [&](net::JsonWriter& json, WireWriter& wire) {
    json.key("o").begin_object();
    put_symbol(json, view);
    json.key("S").text(order.side == core::Side::kSell ? "SELL" : "BUY");
    json.key("o").text("LIMIT");
    json.key("f").text("IOC");
    wire.qty("q", order.qty);
    wire.price("p", order.price);
    wire.price("ap", order.price);
    json.key("X").text("FILLED");
    wire.qty("l", order.qty);
    wire.qty("z", order.qty);
    wire.time("T", order.times.exchange);
    json.end_object();
  });
}

std::string depth_text(const MarketView& view, const core::BookDelta& delta, std::uint64_t previous_id) {
  return message(view, "depthUpdate", [&](net::JsonWriter& json, WireWriter& wire) {
    if (!is_spot(view)) wire.time("T", delta.times.exchange);
    put_symbol(json, view);
    json.key("U").unsigned_integer(delta.first_update_id);
    json.key("u").unsigned_integer(delta.last_update_id);
    if (!is_spot(view)) json.key("pu").unsigned_integer(previous_id);
    wire.levels("b", delta.bids);
    wire.levels("a", delta.asks);
  });
}

std::string partial_depth_text(const MarketView& view, const core::BookSnapshot& book, std::uint64_t previous_id) {
  if (is_spot(view)) {
    return message(view, "", [&](net::JsonWriter& json, WireWriter& wire) {
      json.key("lastUpdateId").unsigned_integer(book.last_update_id);
      wire.levels("bids", book.bids);
      wire.levels("asks", book.asks);
    });
  }
  return depth_text(view,
                    {.instrument = book.instrument,
                     .times = book.times,
                     .first_update_id = previous_id + 1,
                     .last_update_id = book.last_update_id,
                     .bids = book.bids,
                     .asks = book.asks},
                    previous_id);
}

}  // namespace tidemark::venues::simulated
