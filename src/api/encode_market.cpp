#include "api/encode.hpp"

namespace tidemark::api {
namespace {

void encode_levels(net::JsonWriter& json, std::span<const core::BookLevel> levels, core::Scale scale) {
  json.begin_array();
  for (const core::BookLevel& level : levels) {
    json.begin_array();
    json.decimal(level.price.ticks, scale.price_decimals).decimal(level.qty.lots, scale.qty_decimals);
    json.end_array();
  }
  json.end_array();
}

/// Members of a book that is live; without levels and numbers otherwise.
void encode_depth(net::JsonWriter& json, const engine::BookDepth& depth, core::Scale scale, std::size_t levels) {
  const auto bids = depth.bids().first(std::min(levels, depth.bids().size()));
  const auto asks = depth.asks().first(std::min(levels, depth.asks().size()));
  json.key("state").text(name_of(depth.state));
  json.key("update_id").unsigned_integer(depth.update_id);
  json.key("known_at").text(core::format_iso(depth.known_at));
  json.key("spread");
  if (bids.empty() || asks.empty()) {
    json.null();
  } else {
    json.decimal(asks.front().price.ticks - bids.front().price.ticks, scale.price_decimals);
  }
  encode_levels(json.key("bids"), bids, scale);
  encode_levels(json.key("asks"), asks, scale);
}

}  // namespace

std::string encode_order_book(const core::Instrument& instrument, const std::optional<engine::BookDepth>& depth,
                              std::size_t levels) {
  std::string out;
  net::JsonWriter json{out};
  json.begin_object();
  json.key("symbol").text(instrument.symbol);
  json.key("venue").text(instrument.venue);
  if (depth) {
    encode_depth(json, *depth, instrument.scale, levels);
  } else {
    json.key("state").text(name_of(engine::BookState::kEmpty));
    json.key("update_id").null().key("known_at").null().key("spread").null();
    json.key("bids").begin_array().end_array().key("asks").begin_array().end_array();
  }
  json.end_object();
  return out;
}

std::string encode_trades(const core::Instrument& instrument, const std::vector<core::Trade>& trades) {
  const core::Scale scale = instrument.scale;
  std::string out;
  net::JsonWriter json{out};
  json.begin_object();
  json.key("symbol").text(instrument.symbol);
  json.key("venue").text(instrument.venue);
  json.key("trades").begin_array();
  for (const core::Trade& trade : trades) {
    const core::Timestamp time = trade.times.exchange.ns != 0 ? trade.times.exchange : trade.times.received;
    json.begin_object();
    json.key("id").unsigned_integer(trade.last_id);
    json.key("time_ms").integer(time.ms());
    json.key("price").decimal(trade.price.ticks, scale.price_decimals);
    json.key("qty").decimal(trade.qty.lots, scale.qty_decimals);
    json.key("side").text(trade.taker == core::Side::kBuy ? "buy" : "sell");
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

void encode_available(net::JsonWriter& json, const AvailableSymbol& symbol) {
  using enum SubscriptionState;
  json.begin_object();
  json.key("venue").text(symbol.venue);
  json.key("symbol").text(symbol.symbol);
  json.key("base").text(symbol.base);
  json.key("quote").text(symbol.quote);
  json.key("subscribed").boolean(symbol.state == kSubscribed || symbol.state == kSubscribing);
  json.key("state").text(name_of(symbol.state));
  json.end_object();
}

}  // namespace tidemark::api
