#include "venues/simulated/for_symbols.hpp"
#include "venues/simulated/statistics.hpp"

namespace tidemark::venues::simulated {
namespace {

bool is_spot(const RestCall& call) {
  return call.market.kind() == binance::Market::kSpot;
}

void put_day(const RestCall& call, const MarketSymbol& symbol, net::JsonWriter& json, WireWriter& wire) {
  const DayStatistics day = day_statistics(symbol, call.now);
  const core::Candle& candle = day.row.candle;
  const core::Quote& quote = symbol.quote;
  const bool mini = call.parameters.text("type") == "MINI";
  if (!mini) {
    wire.price("priceChange", day.change());
    json.key("priceChangePercent").text(fixed_text(day.percent_milli, 3, 3));
    wire.money("weightedAvgPrice", day.weighted_average);
  }
  if (!mini && is_spot(call)) wire.price("prevClosePrice", day.previous_close);
  wire.price("lastPrice", candle.close);
  if (!mini) wire.qty("lastQty", day.last_qty);
  if (!mini && is_spot(call)) {
    wire.price("bidPrice", quote.bid);
    wire.qty("bidQty", quote.bid_qty);
    wire.price("askPrice", quote.ask);
    wire.qty("askQty", quote.ask_qty);
  }
  wire.price("openPrice", candle.open);
  wire.price("highPrice", candle.high);
  wire.price("lowPrice", candle.low);
  wire.qty("volume", candle.volume);
  wire.money("quoteVolume", day.row.quote);
  wire.time("openTime", day.open_time);
  wire.time("closeTime", day.close_time);
  json.key("firstId").unsigned_integer(day.row.first_id).key("lastId").unsigned_integer(day.row.last_id);
  json.key("count").unsigned_integer(candle.trades);
}

}  // namespace

ApiResult<std::string> get_avg_price(const RestCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const AveragePrice average = average_price(**symbol, call.now);
  std::string text;
  net::JsonWriter json{text};
  WireWriter wire{json, (*symbol)->rules};
  json.begin_object().key("mins").integer(kAveragePriceMinutes);
  wire.money("price", average.price);
  wire.time("closeTime", average.last_trade);
  json.end_object();
  return text;
}

ApiResult<std::string> get_ticker_day(const RestCall& call) {
  const std::string_view type = call.parameters.text("type");
  if (!type.empty() && type != "FULL" && type != "MINI") return invalid_data("type");
  return for_symbols(call, [&](const MarketSymbol& symbol, net::JsonWriter& json, WireWriter& wire) {
    put_day(call, symbol, json, wire);
  });
}

ApiResult<std::string> get_ticker_price(const RestCall& call) {
  return for_symbols(call, [&](const MarketSymbol& symbol, net::JsonWriter&, WireWriter& wire) {
    wire.price("price", symbol.candles.last_price());
    if (!is_spot(call)) wire.time("time", call.shown_now);
  });
}

ApiResult<std::string> get_ticker_book(const RestCall& call) {
  return for_symbols(call, [&](const MarketSymbol& symbol, net::JsonWriter& json, WireWriter& wire) {
    const core::Quote& quote = symbol.quote;
    wire.price("bidPrice", quote.bid);
    wire.qty("bidQty", quote.bid_qty);
    wire.price("askPrice", quote.ask);
    wire.qty("askQty", quote.ask_qty);
    if (is_spot(call)) return;
    wire.time("time", quote.times.exchange);
    json.key("lastUpdateId").unsigned_integer(quote.update_id);
  });
}

}  // namespace tidemark::venues::simulated
