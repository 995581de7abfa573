#include "venues/binance/live/wire_names.hpp"

#include <algorithm>

namespace tidemark::venues::binance {
namespace {

std::string_view suffix_of(StreamKind kind) {
  switch (kind) {
    case StreamKind::kTrades:
      return "@aggTrade";
    case StreamKind::kCandles:
      return "@kline_1m";
    case StreamKind::kBook:
      return "@depth@100ms";
    case StreamKind::kQuotes:
      return "@bookTicker";
    case StreamKind::kMarkPrice:
      return "@markPrice@1s";
    case StreamKind::kLiquidations:
      return "@forceOrder";
  }
  return {};
}

std::string root_of(Market market) {
  return market == Market::kSpot ? "/api/v3/" : "/fapi/v1/";
}

std::uint32_t depth_weight(Market market, std::uint32_t levels) {
  if (market == Market::kSpot) return levels <= 100 ? 5 : levels <= 500 ? 25 : levels <= 1000 ? 50 : 250;
  return levels <= 50 ? 2 : levels <= 100 ? 5 : levels <= 500 ? 10 : 20;
}

std::uint32_t candles_weight(Market market, std::uint32_t limit) {
  if (market == Market::kSpot) return 2;
  return limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1000 ? 5 : 10;
}

}  // namespace

std::string stream_name(std::string_view symbol, StreamKind kind) {
  std::string name{symbol};
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return name.append(suffix_of(kind));
}

const std::string& stream_path(const Endpoints& endpoints, StreamKind kind) {
  const bool book = kind == StreamKind::kBook || kind == StreamKind::kQuotes;
  return book ? endpoints.public_path : endpoints.market_path;
}

std::optional<StreamKind> kind_of(MessageKind message) noexcept {
  switch (message) {
    case MessageKind::kAggTrade:
      return StreamKind::kTrades;
    case MessageKind::kKline:
      return StreamKind::kCandles;
    case MessageKind::kDepthUpdate:
      return StreamKind::kBook;
    case MessageKind::kBookTicker:
      return StreamKind::kQuotes;
    case MessageKind::kMarkPrice:
      return StreamKind::kMarkPrice;
    case MessageKind::kForceOrder:
      return StreamKind::kLiquidations;
    default:
      return std::nullopt;
  }
}

std::string control_text(Control control, std::span<const std::string> streams, std::uint64_t id) {
  std::string text = R"({"method":")";
  text += control == Control::kSubscribe     ? "SUBSCRIBE"
          : control == Control::kUnsubscribe ? "UNSUBSCRIBE"
                                             : "LIST_SUBSCRIPTIONS";
  text += '"';
  if (control != Control::kList) {
    text += R"(,"params":[)";
    for (std::size_t i = 0; i < streams.size(); ++i) {
      text += i == 0 ? "\"" : ",\"";
      text += streams[i];
      text += '"';
    }
    text += ']';
  }
  return text + R"(,"id":)" + std::to_string(id) + "}";
}

Call exchange_info_call(Market market) {
  return {root_of(market) + "exchangeInfo", market == Market::kSpot ? 20U : 1U};
}

Call depth_call(Market market, std::string_view symbol, std::uint32_t levels) {
  return {root_of(market) + "depth?symbol=" + std::string{symbol} + "&limit=" + std::to_string(levels),
          depth_weight(market, levels)};
}

Call trades_call(Market market, std::string_view symbol, std::uint64_t from_number) {
  return {root_of(market) + "aggTrades?symbol=" + std::string{symbol} + "&fromId=" + std::to_string(from_number) +
              "&limit=" + std::to_string(kPageMax),
          market == Market::kSpot ? 4U : 20U};
}

Call latest_trades_call(Market market, std::string_view symbol) {
  constexpr int kFew = 100;
  return {root_of(market) + "aggTrades?symbol=" + std::string{symbol} + "&limit=" + std::to_string(kFew),
          market == Market::kSpot ? 4U : 20U};
}

Call candles_call(Market market, std::string_view symbol, core::Timestamp from, std::uint32_t limit) {
  return {root_of(market) + "klines?symbol=" + std::string{symbol} +
              "&interval=1m&startTime=" + std::to_string(from.ms()) + "&limit=" + std::to_string(limit),
          candles_weight(market, limit)};
}

Call quote_call(Market market, std::string_view symbol) {
  return {root_of(market) + "ticker/bookTicker?symbol=" + std::string{symbol}, 2};
}

}  // namespace tidemark::venues::binance
