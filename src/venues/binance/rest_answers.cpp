#include <array>
#include <charconv>
#include <limits>

#include "venues/binance/exchange_info.hpp"
#include "venues/binance/klines.hpp"
#include "venues/binance/parser_impl.hpp"
#include "venues/binance/tokens.hpp"

namespace tidemark::venues::binance {
namespace {

constexpr auto kNoList = [](ondemand::value&) { return ParseRule::kUnknownShape; };

/// Columns of a kline row.
enum Column : std::size_t { kOpenTime, kOpen, kHigh, kLow, kClose, kVolume, kCloseTime, kQuote, kTrades, kTakerBuy };
constexpr std::size_t kColumns = 10;

ParseRule take_rest_trade(const Fields& fields, const core::Instrument& instrument, const MessageContext& context) {
  FieldReader in{fields, instrument.scale};
  auto& trade = context.out.append<core::Trade>();
  trade.instrument = instrument.id;
  trade.times = {in.time(LongKey::kTime), context.received};
  trade.price = in.price(LongKey::kPrice);
  trade.qty = in.qty(LongKey::kQty);
  trade.taker = in.taker_of_maker_flag(LongKey::kIsBuyerMaker);
  trade.first_id = in.number(LongKey::kId);
  trade.last_id = trade.first_id;
  return in.rule();
}

ParseRule take_rest_agg_trade(const Fields& fields, const core::Instrument& instrument, const MessageContext& context) {
  FieldReader in{fields, instrument.scale};
  auto& trade = context.out.append<core::Trade>();
  trade.instrument = instrument.id;
  trade.times = {in.time('T'), context.received};
  trade.price = in.price('p');
  trade.qty = in.qty('q');
  trade.taker = in.taker_of_maker_flag('m');
  trade.first_id = in.number('f');
  trade.last_id = in.number('l');
  return in.ok() ? take_number(fields, context) : in.rule();
}

ParseRule take_rest_quote(const Fields& fields, const core::Instrument& instrument, const MessageContext& context) {
  FieldReader in{fields, instrument.scale};
  auto& quote = context.out.append<core::Quote>();
  quote.instrument = instrument.id;
  quote.times.received = context.received;
  if (fields.has(LongKey::kTime)) quote.times.exchange = in.time(LongKey::kTime);
  quote.bid = in.price(LongKey::kBidPrice);
  quote.bid_qty = in.qty(LongKey::kBidQty);
  quote.ask = in.price(LongKey::kAskPrice);
  quote.ask_qty = in.qty(LongKey::kAskQty);
  return in.rule();
}

ParseRule take_premium_index(const Fields& fields, const core::Instrument& instrument, const MessageContext& context) {
  FieldReader in{fields, instrument.scale};
  auto& mark = context.out.append<core::MarkPrice>();
  mark.instrument = instrument.id;
  mark.times = {in.time(LongKey::kTime), context.received};
  mark.mark = in.rounded_price(LongKey::kMarkPrice);
  if (fields.has(LongKey::kIndexPrice)) mark.index = in.rounded_price(LongKey::kIndexPrice);
  const auto rate = unquote(fields.get(LongKey::kLastFundingRate));
  if (!rate.empty()) {  // dated contracts have none
    double value = 0;
    const auto [end, error] = std::from_chars(rate.data(), rate.data() + rate.size(), value);
    if (error != std::errc{} || end != rate.data() + rate.size()) in.note(ParseRule::kBadDecimal);
    mark.funding_rate = value;
    if (fields.has(LongKey::kNextFundingTime)) mark.next_funding = in.time(LongKey::kNextFundingTime);
  }
  return in.rule();
}

ParseRule take_kline_row(const std::array<std::string_view, kColumns>& row, std::size_t columns,
                         const core::Instrument& instrument, core::Timeframe timeframe, const MessageContext& context) {
  if (columns < kColumns) return ParseRule::kMissingField;
  Fields fields;  // the letters of the stream's kline
  constexpr std::array<char, kColumns> kLetters{'t', 'o', 'h', 'l', 'c', 'v', 'T', 'q', 'n', 'V'};
  for (std::size_t i = 0; i < kColumns; ++i) fields.set(kLetters[i], row[i]);
  FieldReader in{fields, instrument.scale};
  auto& event = context.out.append<core::VenueCandle>();
  event.instrument = instrument.id;
  event.timeframe = timeframe;
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
  const core::Timestamp close = in.time('T');
  event.times = {close, context.received};
  event.state = close < context.received ? core::CandleState::kClosed : core::CandleState::kForming;
  return in.rule();
}

using TakeEntry = ParseRule (*)(const Fields&, const core::Instrument&, const MessageContext&);

TakeEntry taker_of(MessageKind kind) {
  switch (kind) {
    case MessageKind::kRestTrades:
      return take_rest_trade;
    case MessageKind::kRestAggTrades:
      return take_rest_agg_trade;
    case MessageKind::kRestBookTicker:
      return take_rest_quote;
    case MessageKind::kRestPremiumIndex:
      return take_premium_index;
    default:
      return nullptr;
  }
}

}  // namespace

template <class TakeOne>
ParseRule Parser::Impl::read_objects(ondemand::document& document, TakeOne&& take_one) {
  ondemand::array list;
  if (const auto error = document.get_array().get(list); error != simdjson::SUCCESS) return rule_of(error);
  for (auto entry : list) {
    ondemand::object object;
    if (const auto error = entry.get_object().get(object); error != simdjson::SUCCESS) return rule_of(error);
    fields_.clear();
    if (const ParseRule rule = walk_object(object, fields_, kNoList, 1); rule != ParseRule::kParsed) return rule;
    if (const ParseRule rule = take_one(fields_.outer); rule != ParseRule::kParsed) return rule;
  }
  return read_to_end(document) ? ParseRule::kParsed : ParseRule::kBadJson;
}

ParseRule Parser::Impl::read_klines(ondemand::document& document, const RestAnswer& answer,
                                    const MessageContext& context) {
  const auto timeframe = timeframe_of(query_value(answer.url, "interval"));
  if (!timeframe) return ParseRule::kUnsupportedTimeframe;
  const auto symbol = query_value(answer.url, "symbol");
  const auto instrument = symbol.empty() ? std::unexpected(ParseRule::kMissingSymbol) : symbols_.resolve(symbol);
  if (!instrument) return instrument.error();
  ondemand::array rows;
  if (const auto error = document.get_array().get(rows); error != simdjson::SUCCESS) return rule_of(error);
  for (auto entry : rows) {
    ondemand::array row;
    if (const auto error = entry.get_array().get(row); error != simdjson::SUCCESS) return rule_of(error);
    std::array<std::string_view, kColumns> tokens;
    std::size_t columns = 0;
    for (auto cell : row) {
      ondemand::value value;
      if (const auto error = std::move(cell).get(value); error != simdjson::SUCCESS) return rule_of(error);
      if (columns < kColumns) tokens[columns] = value.raw_json_token();
      ++columns;
    }
    const ParseRule rule = take_kline_row(tokens, columns, **instrument, *timeframe, context);
    if (rule != ParseRule::kParsed) return rule;
  }
  return read_to_end(document) ? ParseRule::kParsed : ParseRule::kBadJson;
}

ParseRule Parser::Impl::read_exchange_info(ondemand::document& document) {
  return take_exchange_info(document, symbols_.options().market, symbols_.instruments());
}

ParseOutcome Parser::Impl::read_rest(const Route& route, ondemand::document& document, const RestAnswer& answer,
                                     EventBatch& out) {
  const MessageContext context{symbols_, out, answer.received, {}, &numbers_};
  const auto symbol = query_value(answer.url, "symbol");
  ondemand::json_type type{};
  if (const auto error = document.type().get(type); error != simdjson::SUCCESS) return {route.kind, rule_of(error), 0};
  if (route.kind == MessageKind::kRestKlines && type == ondemand::json_type::array) {
    return {route.kind, read_klines(document, answer, context), 0};
  }
  if (route.kind == MessageKind::kRestExchangeInfo && type == ondemand::json_type::object) {
    const ParseRule rule = read_exchange_info(document);
    if (rule != ParseRule::kMissingField) return {route.kind, rule, 0};
    document.rewind();  // no symbols: perhaps an error body
  }
  const TakeEntry take = taker_of(route.kind);
  const auto take_one = [&](const Fields& fields) {
    if (take == nullptr) return ParseRule::kParsed;
    const auto named = fields.has(LongKey::kSymbol) ? unquote(fields.get(LongKey::kSymbol)) : symbol;
    const auto instrument = named.empty() ? std::unexpected(ParseRule::kMissingSymbol) : symbols_.resolve(named);
    // An all-market answer names symbols that nobody asked for.
    if (!instrument && instrument.error() == ParseRule::kUnknownSymbol && symbol.empty()) return ParseRule::kParsed;
    if (!instrument) return instrument.error();
    return take(fields, **instrument, context);
  };
  if (type == ondemand::json_type::array) return {route.kind, read_objects(document, take_one), 0};
  if (type != ondemand::json_type::object) return {route.kind, ParseRule::kUnknownShape, 0};

  ondemand::object object;
  if (const auto error = document.get_object().get(object); error != simdjson::SUCCESS)
    return {route.kind, rule_of(error), 0};
  fields_.clear();
  if (const ParseRule rule = walk_object(object, fields_, kNoList, 1); rule != ParseRule::kParsed)
    return {route.kind, rule, 0};
  if (!read_to_end(document)) return {route.kind, ParseRule::kBadJson, 0};
  if (fields_.outer.has(LongKey::kCode) && fields_.outer.has(LongKey::kMessage)) {
    return {MessageKind::kError, ParseRule::kVenueError, 0};
  }
  if (route.kind == MessageKind::kRestDepth) return {route.kind, take_snapshot(fields_.outer, symbol, context), 0};
  if (route.kind == MessageKind::kRestExchangeInfo) return {route.kind, ParseRule::kMissingField, 0};
  return {route.kind, take_one(fields_.outer), 0};
}

ParseOutcome Parser::Impl::parse_answer(const RestAnswer& answer, EventBatch& out) {
  const Route route = route_of(answer.url);
  if (route.rule != ParseRule::kParsed) return {route.kind, route.rule, 0};
  const std::size_t before = out.size();
  numbers_.clear();
  ondemand::document document;
  if (const ParseRule rule = open(pad(answer.body), document); rule != ParseRule::kParsed) return {route.kind, rule, 0};
  ParseOutcome outcome = read_rest(route, document, answer, out);
  if (outcome.rule == ParseRule::kVenueError) keep_error(fields_.outer);
  if (outcome.rule != ParseRule::kParsed) out.shrink(before);
  outcome.events = static_cast<std::uint32_t>(out.size() - before);
  const bool gives_instruments = route.kind == MessageKind::kRestExchangeInfo;
  if (outcome.rule == ParseRule::kParsed && outcome.events == 0 && !gives_instruments) {
    outcome.rule = ParseRule::kRecognizedUnused;
  }
  return outcome;
}

}  // namespace tidemark::venues::binance
