#include <algorithm>
#include <array>

#include "venues/simulated/rest_call.hpp"
#include "venues/simulated/wire_number.hpp"

namespace tidemark::venues::simulated {
namespace {

bool is_spot(const RestCall& call) {
  return call.market.kind() == binance::Market::kSpot;
}

ApiResult<std::size_t> depth_limit(const RestCall& call) {
  if (is_spot(call)) return call.parameters.limit(100, 5000);
  const auto limit = call.parameters.limit(500, 1'000'000);
  if (!limit) return limit;
  constexpr std::array<std::size_t, 7> kAllowed{5, 10, 20, 50, 100, 500, 1000};
  if (std::ranges::find(kAllowed, *limit) == kAllowed.end()) {
    return refuse(-4021, "Valid depth limit: 5, 10, 20, 50, 100, 500, 1000. Current value: " + std::to_string(*limit));
  }
  return limit;
}

ApiResult<std::string> trades_text(const RestCall& call, std::optional<std::uint64_t> from) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const auto limit = call.parameters.limit(500, 1000);
  if (!limit) return std::unexpected(limit.error());
  const core::Scale scale = (*symbol)->instrument().scale;
  std::string text;
  net::JsonWriter json{text};
  WireWriter wire{json, (*symbol)->rules};
  json.begin_array();
  for (const sim::Print& print : (*symbol)->tape.prints(from, *limit)) {
    json.begin_object().key("id").unsigned_integer(print.id);
    wire.price("price", print.price);
    wire.qty("qty", print.qty);
    wire.money("quoteQty", sim::notional_of(print.price, print.qty, scale).value_or(sim::Money{}));
    wire.time("time", print.at);
    json.key("isBuyerMaker").boolean(print.taker == core::Side::kSell);
    if (is_spot(call)) json.key("isBestMatch").boolean(true);
    json.end_object();
  }
  json.end_array();
  return text;
}

}  // namespace

ApiResult<std::string> get_depth(const RestCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const auto limit = depth_limit(call);
  if (!limit) return std::unexpected(limit.error());
  const core::BookSnapshot* old = call.stale == nullptr ? nullptr : call.stale->find(**symbol, call.market);
  core::BookSnapshot book = old == nullptr ? call.market.snapshot(**symbol, *limit) : *old;
  book.bids.resize(std::min(book.bids.size(), *limit));
  book.asks.resize(std::min(book.asks.size(), *limit));
  std::string text;
  net::JsonWriter json{text};
  WireWriter wire{json, (*symbol)->rules};
  json.begin_object().key("lastUpdateId").unsigned_integer(book.last_update_id);
  if (!is_spot(call)) {
    wire.time("E", call.shown_now);
    wire.time("T", book.times.exchange);
  }
  wire.levels("bids", book.bids);
  wire.levels("asks", book.asks);
  json.end_object();
  return text;
}

ApiResult<std::string> get_trades(const RestCall& call) {
  return trades_text(call, std::nullopt);
}

ApiResult<std::string> get_historical_trades(const RestCall& call) {
  const auto from = call.parameters.number("fromId");
  if (!from) return std::unexpected(from.error());
  return trades_text(call, *from);
}

ApiResult<std::string> get_agg_trades(const RestCall& call) {
  const auto symbol = symbol_of(call);
  if (!symbol) return std::unexpected(symbol.error());
  const auto limit = call.parameters.limit(500, 1000);
  const auto from_id = call.parameters.number("fromId");
  const auto from = call.parameters.time("startTime");
  const auto to = call.parameters.time("endTime");
  if (!limit) return std::unexpected(limit.error());
  if (!from_id) return std::unexpected(from_id.error());
  if (!from) return std::unexpected(from.error());
  if (!to) return std::unexpected(to.error());
  if (*from_id && (*from || *to)) return bad_combination();
  const sim::TradeTape& tape = (*symbol)->tape;
  const auto trades = *from || *to ? tape.aggregates_between(*from, *to, *limit) : tape.aggregates(*from_id, *limit);
  std::string text;
  net::JsonWriter json{text};
  WireWriter wire{json, (*symbol)->rules};
  json.begin_array();
  for (const sim::AggregateTrade& trade : trades) {
    json.begin_object().key("a").unsigned_integer(trade.id);
    wire.price("p", trade.price);
    wire.qty("q", trade.qty);
    json.key("f").unsigned_integer(trade.first_id).key("l").unsigned_integer(trade.last_id);
    wire.time("T", trade.at);
    json.key("m").boolean(trade.taker == core::Side::kSell);
    if (is_spot(call)) json.key("M").boolean(true);
    json.end_object();
  }
  json.end_array();
  return text;
}

}  // namespace tidemark::venues::simulated
