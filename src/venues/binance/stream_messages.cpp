#include "venues/binance/stream_messages.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "venues/binance/klines.hpp"
#include "venues/binance/tokens.hpp"

namespace tidemark::venues::binance {
namespace {

using Taken = ParseRule (*)(const MessageFields&, const MessageContext&);

/// Resolves `symbol`; on failure leaves nullptr and the rule.
const core::Instrument* resolve(std::string_view symbol, const MessageContext& context, ParseRule& rule) {
  if (symbol.empty()) {
    rule = ParseRule::kMissingSymbol;
    return nullptr;
  }
  const auto found = context.symbols.resolve(symbol);
  if (found) return *found;
  rule = found.error();
  return nullptr;
}

/// Transaction time where there is one, else event time.
core::EventTimes times_of(FieldReader& in, const Fields& fields, const MessageContext& context) {
  core::EventTimes times;
  times.received = context.received;
  if (fields.has('T'))
    times.exchange = in.time('T');
  else if (fields.has('E'))
    times.exchange = in.time('E');
  return times;
}

ParseRule take_trade_fields(const Fields& fields, const MessageContext& context, char first_id, char last_id) {
  ParseRule rule = ParseRule::kParsed;
  const auto* instrument = resolve(unquote(fields.get('s')), context, rule);
  if (instrument == nullptr) return rule;
  FieldReader in{fields, instrument->scale};
  auto& trade = context.out.append<core::Trade>();
  trade.instrument = instrument->id;
  trade.times = times_of(in, fields, context);
  trade.price = in.price('p');
  trade.qty = in.qty('q');
  trade.taker = in.taker_of_maker_flag('m');
  trade.first_id = in.number(first_id);
  trade.last_id = in.number(last_id);
  return in.rule();
}

ParseRule take_agg_trade(const MessageFields& fields, const MessageContext& context) {
  const ParseRule rule = take_trade_fields(fields.outer, context, 'f', 'l');
  return rule == ParseRule::kParsed ? take_number(fields.outer, context) : rule;
}

ParseRule take_trade(const MessageFields& fields, const MessageContext& context) {
  // Futures say where a trade came from: MARKET is the book; insurance fund and ADL prints are not market prices.
  if (fields.outer.has('X') && unquote(fields.outer.get('X')) != "MARKET") {
    const ParseRule rule = judge_symbol(unquote(fields.outer.get('s')));
    return rule == ParseRule::kParsed ? ParseRule::kNotMarketTrade : rule;
  }
  return take_trade_fields(fields.outer, context, 't', 't');
}

ParseRule take_book_ticker(const MessageFields& fields, const MessageContext& context) {
  const Fields& outer = fields.outer;
  ParseRule rule = ParseRule::kParsed;
  const auto* instrument = resolve(unquote(outer.get('s')), context, rule);
  if (instrument == nullptr) return rule;
  FieldReader in{outer, instrument->scale};
  auto& quote = context.out.append<core::Quote>();
  quote.instrument = instrument->id;
  quote.times = times_of(in, outer, context);
  quote.bid = in.price('b');
  quote.bid_qty = in.qty('B');
  quote.ask = in.price('a');
  quote.ask_qty = in.qty('A');
  quote.update_id = in.number('u');
  return in.rule();
}

/// "btcusdt@depth20@100ms" is a partial book, "btcusdt@depth@100ms" a stream of differences.
bool is_partial_depth(std::string_view stream) {
  const auto at = stream.find("@depth");
  if (at == std::string_view::npos) return false;
  const auto rest = stream.substr(at + 6);
  const auto levels = rest.substr(0, rest.find('@'));
  return levels == "5" || levels == "10" || levels == "20";
}

ParseRule take_depth_update(const MessageFields& fields, const MessageContext& context) {
  const Fields& outer = fields.outer;
  ParseRule rule = ParseRule::kParsed;
  const auto* instrument = resolve(unquote(outer.get('s')), context, rule);
  if (instrument == nullptr) return rule;
  FieldReader in{outer, instrument->scale};
  auto& delta = context.out.append<core::BookDelta>();
  delta.instrument = instrument->id;
  delta.times = times_of(in, outer, context);
  delta.first_update_id = in.number('U');
  delta.last_update_id = in.number('u');
  if (outer.has(LongKey::kPreviousId)) delta.previous_update_id = in.number(LongKey::kPreviousId);
  in.levels(outer.get('b'), delta.bids);
  in.levels(outer.get('a'), delta.asks);
  return in.rule();
}

/// Futures send the top of the book as a depthUpdate: only the stream's name tells.
ParseRule take_partial_depth_update(const MessageFields& fields, const MessageContext& context) {
  const Fields& outer = fields.outer;
  ParseRule rule = ParseRule::kParsed;
  const auto* instrument = resolve(unquote(outer.get('s')), context, rule);
  if (instrument == nullptr) return rule;
  FieldReader in{outer, instrument->scale};
  auto& book = context.out.append<core::BookSnapshot>();
  book.instrument = instrument->id;
  book.times = times_of(in, outer, context);
  book.last_update_id = in.number('u');
  in.levels(outer.get('b'), book.bids);
  in.levels(outer.get('a'), book.asks);
  return in.rule();
}

ParseRule take_kline(const MessageFields& fields, const MessageContext& context) {
  const Fields& kline = fields.inner;
  if (kline.empty()) return ParseRule::kMissingField;
  ParseRule rule = ParseRule::kParsed;
  const auto* instrument = resolve(unquote(fields.outer.get('s')), context, rule);
  if (instrument == nullptr) return rule;
  const auto timeframe = timeframe_of(unquote(kline.get('i')));
  if (!timeframe) return kline.has('i') ? ParseRule::kUnsupportedTimeframe : ParseRule::kMissingField;
  FieldReader in{kline, instrument->scale};
  FieldReader outer{fields.outer, instrument->scale};
  auto& event = context.out.append<core::VenueCandle>();
  event.instrument = instrument->id;
  event.timeframe = *timeframe;
  event.times = {outer.time('E'), context.received};
  event.candle.open_time = in.time('t');
  event.candle.open = in.price('o');
  event.candle.high = in.price('h');
  event.candle.low = in.price('l');
  event.candle.close = in.price('c');
  event.candle.volume = in.qty('v');
  event.candle.taker_buy = in.qty('V');
  const std::uint64_t trades = in.number('n');
  if (trades > std::numeric_limits<std::uint32_t>::max()) in.note(ParseRule::kOverflow);
  event.candle.trades = static_cast<std::uint32_t>(trades);
  const std::string_view closed = trim(kline.get('x'));
  if (closed.empty())
    in.note(ParseRule::kMissingField);
  else if (closed != "true" && closed != "false")
    in.note(ParseRule::kWrongType);
  event.state = closed == "true" ? core::CandleState::kClosed : core::CandleState::kForming;
  in.note(outer.rule());
  return in.rule();
}

ParseRule take_mark_price(const MessageFields& fields, const MessageContext& context) {
  const Fields& outer = fields.outer;
  ParseRule rule = ParseRule::kParsed;
  const auto* instrument = resolve(unquote(outer.get('s')), context, rule);
  if (instrument == nullptr) return rule;
  FieldReader in{outer, instrument->scale};
  auto& mark = context.out.append<core::MarkPrice>();
  mark.instrument = instrument->id;
  mark.times = {in.time('E'), context.received};
  mark.mark = in.rounded_price('p');
  if (outer.has('i')) mark.index = in.rounded_price('i');
  // Dated contracts have no funding: the rate is "" and the time 0.
  const auto rate = unquote(outer.get('r'));
  if (!rate.empty()) {
    double value = 0;
    const auto [end, error] = std::from_chars(rate.data(), rate.data() + rate.size(), value);
    if (error != std::errc{} || end != rate.data() + rate.size()) return ParseRule::kBadDecimal;
    mark.funding_rate = value;
    if (outer.has('T')) mark.next_funding = in.time('T');
  }
  return in.rule();
}

ParseRule take_force_order(const MessageFields& fields, const MessageContext& context) {
  const Fields& order = fields.inner;
  if (order.empty()) return ParseRule::kMissingField;
  ParseRule rule = ParseRule::kParsed;
  const auto* instrument = resolve(unquote(order.get('s')), context, rule);
  if (instrument == nullptr) return rule;
  FieldReader in{order, instrument->scale};
  auto& liquidation = context.out.append<core::Liquidation>();
  liquidation.instrument = instrument->id;
  liquidation.times = times_of(in, order, context);
  const auto side = unquote(order.get('S'));
  if (side != "SELL" && side != "BUY") in.note(side.empty() ? ParseRule::kMissingField : ParseRule::kWrongType);
  liquidation.side = side == "SELL" ? core::Side::kSell : core::Side::kBuy;
  liquidation.price = in.price('p');
  liquidation.qty = in.qty('q');
  return in.rule();
}

/// Documented, but nothing is taken from it; a symbol of another market is still named as such.
ParseRule take_unused(const MessageFields& fields, const MessageContext& /*context*/) {
  const auto symbol = unquote(fields.outer.get('s'));
  if (symbol.empty()) return ParseRule::kRecognizedUnused;
  const ParseRule rule = judge_symbol(symbol);
  return rule == ParseRule::kParsed ? ParseRule::kRecognizedUnused : rule;
}

ParseRule take_coin_margined(const MessageFields& /*fields*/, const MessageContext& /*context*/) {
  return ParseRule::kCoinMarginedNotSupported;
}

ParseRule take_option(const MessageFields& /*fields*/, const MessageContext& /*context*/) {
  return ParseRule::kOptionsNotSupported;
}

ParseRule take_shutdown(const MessageFields& /*fields*/, const MessageContext& /*context*/) {
  return ParseRule::kServerShutdown;
}

struct EventType {
  std::string_view name;  ///< value of "e"
  MessageKind kind;
  Taken take;
};

/// By frequency: the list is searched from its start.
constexpr std::array kEventTypes{
    EventType{"aggTrade", MessageKind::kAggTrade, take_agg_trade},
    EventType{"bookTicker", MessageKind::kBookTicker, take_book_ticker},
    EventType{"depthUpdate", MessageKind::kDepthUpdate, take_depth_update},
    EventType{"trade", MessageKind::kTrade, take_trade},
    EventType{"kline", MessageKind::kKline, take_kline},
    EventType{"markPriceUpdate", MessageKind::kMarkPrice, take_mark_price},
    EventType{"forceOrder", MessageKind::kForceOrder, take_force_order},
    EventType{"24hrTicker", MessageKind::kTicker, take_unused},
    EventType{"24hrMiniTicker", MessageKind::kMiniTicker, take_unused},
    EventType{"1hTicker", MessageKind::kTicker, take_unused},
    EventType{"4hTicker", MessageKind::kTicker, take_unused},
    EventType{"1dTicker", MessageKind::kTicker, take_unused},
    EventType{"avgPrice", MessageKind::kAvgPrice, take_unused},
    EventType{"continuous_kline", MessageKind::kOtherStream, take_unused},
    EventType{"contractInfo", MessageKind::kOtherStream, take_unused},
    EventType{"compositeIndex", MessageKind::kOtherStream, take_unused},
    EventType{"assetIndexUpdate", MessageKind::kOtherStream, take_unused},
    EventType{"serverShutdown", MessageKind::kServerShutdown, take_shutdown},
    EventType{"indexPriceUpdate", MessageKind::kIndexPrice, take_coin_margined},
    EventType{"indexPrice_kline", MessageKind::kOtherStream, take_coin_margined},
    EventType{"markPrice_kline", MessageKind::kOtherStream, take_coin_margined},
    EventType{"index", MessageKind::kIndexPrice, take_option},
    EventType{"markPrice", MessageKind::kMarkPrice, take_option},
    EventType{"depth", MessageKind::kDepthUpdate, take_option},
    EventType{"openInterest", MessageKind::kOpenInterest, take_option},
    EventType{"OPTION_PAIR", MessageKind::kOtherStream, take_option},
};

ParseOutcome outcome(MessageKind kind, ParseRule rule) {
  return {kind, rule, rule == ParseRule::kParsed ? 1U : 0U};
}

/// Messages that do not say what they are.
ParseOutcome take_unnamed(const MessageFields& fields, const MessageContext& context) {
  const Fields& outer = fields.outer;
  if (outer.has(LongKey::kLastUpdateId) && outer.has(LongKey::kBids)) {
    std::array<char, 32> upper{};
    const auto name = context.stream.substr(0, context.stream.find('@'));
    if (name.size() > upper.size()) return outcome(MessageKind::kPartialDepth, ParseRule::kBadSymbol);
    std::ranges::transform(name, upper.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return outcome(MessageKind::kPartialDepth, take_snapshot(outer, {upper.data(), name.size()}, context));
  }
  if (outer.has('u') && outer.has('s') && outer.has('b') && outer.has('a')) {
    return outcome(MessageKind::kBookTicker, take_book_ticker(fields, context));
  }
  if (outer.has(LongKey::kCode) && outer.has(LongKey::kMessage)) {
    return outcome(MessageKind::kError, ParseRule::kVenueError);
  }
  if (outer.has(LongKey::kResult) && outer.has(LongKey::kId)) {
    return outcome(MessageKind::kControl, ParseRule::kControlReply);
  }
  if (outer.has(LongKey::kOpenInterest) && outer.has(LongKey::kSymbol)) {
    const ParseRule rule = judge_symbol(unquote(outer.get(LongKey::kSymbol)));
    return outcome(MessageKind::kOpenInterest, rule == ParseRule::kParsed ? ParseRule::kRecognizedUnused : rule);
  }
  return outcome(MessageKind::kUnknown, ParseRule::kUnknownShape);
}

}  // namespace

ParseRule take_number(const Fields& fields, const MessageContext& context) {
  std::uint64_t number = 0;
  if (fields.has('a')) {
    if (const ParseRule rule = read_unsigned(fields.get('a'), number); rule != ParseRule::kParsed) return rule;
  }
  if (context.numbers != nullptr) context.numbers->push_back(number);
  return ParseRule::kParsed;
}

ParseRule take_snapshot(const Fields& fields, std::string_view symbol, const MessageContext& context) {
  ParseRule rule = ParseRule::kParsed;
  if (fields.has(LongKey::kSymbol)) symbol = unquote(fields.get(LongKey::kSymbol));
  const auto* instrument = resolve(symbol, context, rule);
  if (instrument == nullptr) return rule;
  FieldReader in{fields, instrument->scale};
  auto& book = context.out.append<core::BookSnapshot>();
  book.instrument = instrument->id;
  book.times = times_of(in, fields, context);
  book.last_update_id = in.number(LongKey::kLastUpdateId);
  in.levels(fields.get(LongKey::kBids), book.bids);
  in.levels(fields.get(LongKey::kAsks), book.asks);
  return in.rule();
}

ParseOutcome take_stream_message(const MessageFields& fields, const MessageContext& context) {
  const auto type = unquote(fields.outer.get('e'));
  if (type.empty()) return take_unnamed(fields, context);
  if (fields.outer.has(LongKey::kStatus) && trim(fields.outer.get(LongKey::kStatus)) == "2") {
    return outcome(MessageKind::kUnknown, ParseRule::kCoinMarginedNotSupported);
  }
  for (const EventType& known : kEventTypes) {
    if (known.name != type) continue;
    if (known.take == take_depth_update && is_partial_depth(context.stream)) {
      return outcome(MessageKind::kPartialDepth, take_partial_depth_update(fields, context));
    }
    return outcome(known.kind, known.take(fields, context));
  }
  return outcome(MessageKind::kUnknown, ParseRule::kUnknownEvent);
}

}  // namespace tidemark::venues::binance
