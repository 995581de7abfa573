// Stream messages to events. The messages are the documented forms of Binance's web-socket-streams.md and of its
// futures client; numbers expected are read off the text by hand.
#include "venues/binance/parser.hpp"

#include <string>

#include <gtest/gtest.h>

namespace tidemark::venues::binance {
namespace {

using core::Price;
using core::Qty;
using core::Timestamp;

constexpr Timestamp kReceived{1'723'161'254'087'896'568};

class ParserTest : public ::testing::Test {
 protected:
  core::InstrumentId add(Market market, const std::string& symbol, core::Scale scale) {
    core::Instrument instrument;
    instrument.venue = venue_of(market);
    instrument.symbol = symbol;
    instrument.scale = scale;
    return instruments.add(instrument);
  }
  ParseOutcome parse(Parser& parser, std::string_view text, std::string_view stream = {}) {
    batch.clear();
    return parser.parse(text, kReceived, batch, stream);
  }
  template <class T>
  const T& only() {
    EXPECT_EQ(batch.size(), 1U);
    return std::get<T>(batch[0]);
  }

  core::InstrumentTable instruments;
  core::InstrumentId spot_btc = add(Market::kSpot, "BTCUSDT", {2, 5});
  core::InstrumentId usdm_btc = add(Market::kUsdm, "BTCUSDT", {2, 3});
  Parser spot{{.market = Market::kSpot}, instruments};
  Parser usdm{{.market = Market::kUsdm}, instruments};
  EventBatch batch;
};

TEST_F(ParserTest, CombinedAggTradeBecomesTrade) {
  const auto outcome = parse(
      usdm,
      R"({"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1616202009196,"a":389551486,"s":"BTCUSDT","p":"58665.00","q":"0.043","f":621622993,"l":621622995,"T":1616202009188,"m":false}})");
  EXPECT_EQ(outcome, (ParseOutcome{MessageKind::kAggTrade, ParseRule::kParsed, 1}));
  const auto& trade = only<core::Trade>();
  EXPECT_EQ(trade.instrument, usdm_btc);
  EXPECT_EQ(trade.price, Price{5'866'500});
  EXPECT_EQ(trade.qty, Qty{43});
  EXPECT_EQ(trade.taker, core::Side::kBuy);  // m: the buyer is not the maker
  EXPECT_EQ(trade.first_id, 621622993U);
  EXPECT_EQ(trade.last_id, 621622995U);
  EXPECT_EQ(trade.times.exchange, Timestamp::from_ms(1616202009188));
  EXPECT_EQ(trade.times.received, kReceived);
}

TEST_F(ParserTest, RawTradeOfASellerTaker) {
  const auto outcome = parse(
      spot,
      R"({"e":"trade","E":1723161255343,"s":"BTCUSDT","t":3735683259,"p":"61837.63000000","q":"0.02000000","T":1723161255342,"m":true,"M":true})");
  EXPECT_EQ(outcome.rule, ParseRule::kParsed);
  const auto& trade = only<core::Trade>();
  EXPECT_EQ(trade.price, Price{6'183'763});
  EXPECT_EQ(trade.qty, Qty{2'000});
  EXPECT_EQ(trade.taker, core::Side::kSell);
  EXPECT_EQ(trade.first_id, 3735683259U);
  EXPECT_EQ(trade.last_id, 3735683259U);
}

TEST_F(ParserTest, FuturesTradeThatIsNotFromTheBookIsNamed) {
  const auto outcome = parse(
      usdm,
      R"({"e":"trade","E":1723161256322,"T":1723161256322,"s":"BTCUSDT","t":5266583935,"p":"0","q":"0","X":"NA","m":false})");
  EXPECT_EQ(outcome, (ParseOutcome{MessageKind::kTrade, ParseRule::kNotMarketTrade, 0}));
  EXPECT_TRUE(batch.empty());
}

TEST_F(ParserTest, SpotBookTickerHasNoTypeAndNoTime) {
  const auto outcome = parse(
      spot,
      R"({"stream":"btcusdt@bookTicker","data":{"u":50093239212,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000","A":"1.54698000"}})");
  EXPECT_EQ(outcome, (ParseOutcome{MessageKind::kBookTicker, ParseRule::kParsed, 1}));
  const auto& quote = only<core::Quote>();
  EXPECT_EQ(quote.bid, Price{6'183'763});
  EXPECT_EQ(quote.bid_qty, Qty{378'826});
  EXPECT_EQ(quote.ask, Price{6'183'764});
  EXPECT_EQ(quote.ask_qty, Qty{154'698});
  EXPECT_EQ(quote.update_id, 50093239212U);
  EXPECT_EQ(quote.times.exchange, Timestamp{});
}

TEST_F(ParserTest, FuturesBookTickerTakesTransactionTime) {
  const auto outcome = parse(
      usdm,
      R"({"stream":"!bookTicker","data":{"e":"bookTicker","u":5123107839020,"s":"BTCUSDT","b":"61800.20","B":"2.507","a":"61800.30","A":"2.510","T":1723161256313,"E":1723161256314,"st":1,"ps":"BTCUSDT"}})");
  EXPECT_EQ(outcome.rule, ParseRule::kParsed);
  EXPECT_EQ(only<core::Quote>().times.exchange, Timestamp::from_ms(1723161256313));
  EXPECT_EQ(only<core::Quote>().instrument, usdm_btc);
}

TEST_F(ParserTest, SpotDepthUpdateKeepsOrderAndZeros) {
  const auto outcome = parse(
      spot,
      R"({"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":50093239189,"u":50093239202,"b":[["61737.63000000","0.00000000"],["61730.17000000","1.5"]],"a":[]})");
  EXPECT_EQ(outcome, (ParseOutcome{MessageKind::kDepthUpdate, ParseRule::kParsed, 1}));
  const auto& delta = only<core::BookDelta>();
  EXPECT_EQ(delta.first_update_id, 50093239189U);
  EXPECT_EQ(delta.last_update_id, 50093239202U);
  EXPECT_FALSE(delta.previous_update_id.has_value());
  ASSERT_EQ(delta.bids.size(), 2U);
  EXPECT_EQ(delta.bids[0], (core::BookLevel{Price{6'173'763}, Qty{0}}));
  EXPECT_EQ(delta.bids[1], (core::BookLevel{Price{6'173'017}, Qty{150'000}}));
  EXPECT_TRUE(delta.asks.empty());
  EXPECT_EQ(delta.times.exchange, Timestamp::from_ms(1723161255208));
}

TEST_F(ParserTest, FuturesDepthUpdateCarriesPreviousId) {
  const auto outcome = parse(
      usdm,
      R"({"stream":"btcusdt@depth@0ms","data":{"e":"depthUpdate","E":1723161256299,"T":1723161256298,"s":"BTCUSDT","U":5,"u":9,"pu":4,"b":[["58710.20","0.014"]],"a":[["61659.9","1"]]}})");
  EXPECT_EQ(outcome.rule, ParseRule::kParsed);
  EXPECT_EQ(only<core::BookDelta>().previous_update_id, 4U);
  EXPECT_EQ(only<core::BookDelta>().times.exchange, Timestamp::from_ms(1723161256298));
}

TEST_F(ParserTest, KeysMayComeInAnyOrderAndDataBeforeStream) {
  const auto outcome = parse(
      usdm,
      R"({"data":{"a":[["2.5","1"]],"b":[["1.5","2"]],"pu":1,"u":3,"U":2,"s":"BTCUSDT","T":1723161256298,"e":"depthUpdate"},"stream":"btcusdt@depth"})");
  EXPECT_EQ(outcome.rule, ParseRule::kParsed);
  EXPECT_EQ(only<core::BookDelta>().asks.at(0), (core::BookLevel{Price{250}, Qty{1000}}));
}

TEST_F(ParserTest, SpotPartialDepthTakesSymbolFromStreamName) {
  const auto outcome = parse(
      spot,
      R"({"stream":"btcusdt@depth20@100ms","data":{"lastUpdateId":17044571457,"bids":[["1782.00000000","6.48300000"]],"asks":[["1782.01000000","15.46080000"],["1782.02","1"]]}})");
  EXPECT_EQ(outcome, (ParseOutcome{MessageKind::kPartialDepth, ParseRule::kParsed, 1}));
  const auto& book = only<core::BookSnapshot>();
  EXPECT_EQ(book.instrument, spot_btc);
  EXPECT_EQ(book.last_update_id, 17044571457U);
  EXPECT_EQ(book.bids.size(), 1U);
  EXPECT_EQ(book.asks.size(), 2U);
}

TEST_F(ParserTest, RawPartialDepthNeedsTheStreamOfItsConnection) {
  constexpr std::string_view kText = R"({"lastUpdateId":1,"bids":[["1.5","2"]],"asks":[]})";
  EXPECT_EQ(parse(spot, kText).rule, ParseRule::kMissingSymbol);
  EXPECT_EQ(parse(spot, kText, "btcusdt@depth5").rule, ParseRule::kParsed);
}

TEST_F(ParserTest, FuturesPartialDepthIsASnapshotNotADelta) {
  const auto outcome = parse(
      usdm,
      R"({"stream":"btcusdt@depth20","data":{"e":"depthUpdate","E":1653864801536,"T":1653864801453,"s":"BTCUSDT","U":1555027694421,"u":1555027698095,"pu":1555027693966,"b":[["1817.59","0.246"]],"a":[["1817.98","0.704"]]}})");
  EXPECT_EQ(outcome, (ParseOutcome{MessageKind::kPartialDepth, ParseRule::kParsed, 1}));
  EXPECT_EQ(only<core::BookSnapshot>().last_update_id, 1555027698095U);
}

TEST_F(ParserTest, KlineFormingAndClosed) {
  constexpr std::string_view kHead =
      R"({"stream":"btcusdt@kline_1m","data":{"e":"kline","E":1653818762502,"s":"BTCUSDT","k":{"t":1653818760000,"T":1653818819999,"s":"BTCUSDT","i":"1m","f":1384844002,"L":1384844032,"o":"29038.46000000","c":"29038.47000000","h":"29038.48000000","l":"29038.45000000","v":"0.20926000","n":31,"x":)";
  constexpr std::string_view kTail = R"(,"q":"6076.58918320","V":"0.10436000","Q":"3030.45472920","B":"0"}}})";
  ASSERT_EQ(parse(spot, std::string{kHead} + "false" + std::string{kTail}).rule, ParseRule::kParsed);
  auto candle = only<core::VenueCandle>();
  EXPECT_EQ(candle.state, core::CandleState::kForming);
  EXPECT_EQ(candle.timeframe, core::Timeframe::k1m);
  EXPECT_EQ(candle.times.exchange, Timestamp::from_ms(1653818762502));
  EXPECT_EQ(candle.candle.open_time, Timestamp::from_ms(1653818760000));
  EXPECT_EQ(candle.candle.open, Price{2'903'846});
  EXPECT_EQ(candle.candle.high, Price{2'903'848});
  EXPECT_EQ(candle.candle.low, Price{2'903'845});
  EXPECT_EQ(candle.candle.close, Price{2'903'847});
  EXPECT_EQ(candle.candle.volume, Qty{20'926});
  EXPECT_EQ(candle.candle.taker_buy, Qty{10'436});
  EXPECT_EQ(candle.candle.trades, 31U);
  ASSERT_EQ(parse(spot, std::string{kHead} + "true" + std::string{kTail}).rule, ParseRule::kParsed);
  EXPECT_EQ(only<core::VenueCandle>().state, core::CandleState::kClosed);
}

TEST_F(ParserTest, KlineOfAMonthIsNotAMinute) {
  const auto outcome = parse(
      usdm,
      R"({"e":"kline","E":1,"s":"BTCUSDT","k":{"t":1651363200000,"T":1654041599999,"s":"BTCUSDT","i":"1M","o":"1","c":"1","h":"1","l":"1","v":"1","n":1,"x":false,"V":"1"}})");
  EXPECT_EQ(outcome, (ParseOutcome{MessageKind::kKline, ParseRule::kUnsupportedTimeframe, 0}));
}

TEST_F(ParserTest, MarkPriceIsRoundedToTheTickScale) {
  const auto outcome = parse(
      usdm,
      R"({"e":"markPriceUpdate","E":1562305380000,"s":"BTCUSDT","p":"11794.15500000","i":"11784.62459091","P":"11784.25641265","r":"0.00038167","T":1562306400000,"st":1})");
  EXPECT_EQ(outcome, (ParseOutcome{MessageKind::kMarkPrice, ParseRule::kParsed, 1}));
  const auto& mark = only<core::MarkPrice>();
  EXPECT_EQ(mark.mark, Price{1'179'416});
  EXPECT_EQ(mark.index, Price{1'178'462});
  EXPECT_DOUBLE_EQ(mark.funding_rate.value(), 0.00038167);
  EXPECT_EQ(mark.next_funding, Timestamp::from_ms(1562306400000));
  EXPECT_EQ(mark.times.exchange, Timestamp::from_ms(1562305380000));
}

TEST_F(ParserTest, MarkPriceListGivesOneEventPerKnownSymbol) {
  add(Market::kUsdm, "ETHUSDT", {2, 3});
  constexpr std::string_view kText =
      R"([{"e":"markPriceUpdate","E":1,"s":"BTCUSDT","p":"1.5"},{"e":"markPriceUpdate","E":1,"s":"NOBODYUSDT","p":"2.5"},{"e":"markPriceUpdate","E":1,"s":"ETHUSDT","p":"3.5","r":"","T":0}])";
  EXPECT_EQ(parse(usdm, kText), (ParseOutcome{MessageKind::kMarkPrice, ParseRule::kParsed, 2}));
  EXPECT_FALSE(std::get<core::MarkPrice>(batch[1]).funding_rate.has_value());
  EXPECT_EQ(parse(usdm, R"({"stream":"!markPrice@arr","data":)" + std::string{kText} + "}").events, 2U);
}

TEST_F(ParserTest, ForceOrderSideIsTheOrdersSide) {
  const auto outcome = parse(
      usdm,
      R"({"e":"forceOrder","E":1568014460893,"o":{"s":"BTCUSDT","S":"SELL","o":"LIMIT","f":"IOC","q":"0.014","p":"9910.00000000","ap":"9910.12345678","X":"FILLED","l":"0.014","z":"0.014","T":1568014460892}})");
  EXPECT_EQ(outcome, (ParseOutcome{MessageKind::kForceOrder, ParseRule::kParsed, 1}));
  const auto& liquidation = only<core::Liquidation>();
  EXPECT_EQ(liquidation.side, core::Side::kSell);
  EXPECT_EQ(liquidation.price, Price{991'000});
  EXPECT_EQ(liquidation.qty, Qty{14});
  EXPECT_EQ(liquidation.times.exchange, Timestamp::from_ms(1568014460892));
}

TEST_F(ParserTest, DocumentedMessagesWithoutUseAreNamed) {
  EXPECT_EQ(parse(spot, R"({"e":"24hrTicker","E":1,"s":"BTCUSDT","o":"1"})"),
            (ParseOutcome{MessageKind::kTicker, ParseRule::kRecognizedUnused, 0}));
  EXPECT_EQ(parse(spot, R"([{"e":"24hrMiniTicker","E":1,"s":"BTCUSDT"}])"),
            (ParseOutcome{MessageKind::kMiniTicker, ParseRule::kRecognizedUnused, 0}));
  EXPECT_EQ(parse(spot, R"({"e":"avgPrice","E":1,"s":"BTCUSDT","i":"5m","w":"1","T":1})").kind, MessageKind::kAvgPrice);
  EXPECT_EQ(parse(spot, R"({"result":null,"id":1})"),
            (ParseOutcome{MessageKind::kControl, ParseRule::kControlReply, 0}));
  EXPECT_EQ(parse(spot, R"({"e":"serverShutdown","E":1770123456789})").rule, ParseRule::kServerShutdown);
  EXPECT_EQ(parse(spot, "[]").rule, ParseRule::kRecognizedUnused);
}

TEST_F(ParserTest, VenueErrorKeepsCodeAndText) {
  EXPECT_EQ(parse(spot, R"({"code":2,"msg":"Invalid request: unknown variant","id":3})").rule, ParseRule::kVenueError);
  EXPECT_EQ(spot.error_code(), 2);
  EXPECT_EQ(spot.error_message(), "Invalid request: unknown variant");
  EXPECT_EQ(parse(spot, R"({"id":"x","status":400,"error":{"code":-1102,"msg":"missing"}})").rule,
            ParseRule::kVenueError);
  EXPECT_EQ(spot.error_code(), -1102);
}

TEST_F(ParserTest, MicrosecondTimesAreRecognizedByMagnitude) {
  ASSERT_EQ(
      parse(spot, R"({"e":"aggTrade","E":1,"s":"BTCUSDT","p":"1","q":"1","f":1,"l":1,"T":1616202009188123,"m":true})")
          .rule,
      ParseRule::kParsed);
  EXPECT_EQ(only<core::Trade>().times.exchange, Timestamp{1616202009188123000});
}

TEST_F(ParserTest, UnknownSymbolIsRefusedOrAddedAsAsked) {
  constexpr std::string_view kText =
      R"({"e":"aggTrade","E":1,"s":"NKNUSDT","p":"0.35130000","q":"6195","f":1,"l":1,"T":1633998512068,"m":true})";
  EXPECT_EQ(parse(spot, kText).rule, ParseRule::kUnknownSymbol);
  Parser adding{{.market = Market::kSpot, .unknown_symbols = UnknownSymbols::kAdd}, instruments};
  ASSERT_EQ(parse(adding, kText).rule, ParseRule::kParsed);
  const auto id = instruments.find("binance", "NKNUSDT");
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(instruments.get(*id).scale, (core::Scale{8, 8}));
  EXPECT_EQ(only<core::Trade>().price, Price{35'130'000});
}

TEST_F(ParserTest, OtherMarketsAreNamed) {
  EXPECT_EQ(parse(usdm, R"({"e":"aggTrade","E":1,"s":"BTCUSD_PERP","p":"1","q":"1","f":1,"l":1,"T":1,"m":true})").rule,
            ParseRule::kCoinMarginedNotSupported);
  EXPECT_EQ(parse(usdm, R"({"e":"bookTicker","u":1,"s":"BTCUSDT","st":2,"b":"1","B":"1","a":"1","A":"1"})").rule,
            ParseRule::kCoinMarginedNotSupported);
  EXPECT_EQ(
      parse(usdm, R"({"e":"trade","E":1,"s":"BTC-231001-27500-C","t":"144","p":"5","q":"0.1","T":1,"S":"1"})").rule,
      ParseRule::kOptionsNotSupported);
  EXPECT_EQ(parse(usdm, R"({"e":"indexPriceUpdate","E":1,"i":"BTCUSD","p":"9429.3"})").rule,
            ParseRule::kCoinMarginedNotSupported);
}

TEST_F(ParserTest, DatedUsdmContractIsNotTakenForCoinMargined) {
  add(Market::kUsdm, "ETHUSDT_210625", {2, 3});
  EXPECT_EQ(parse(usdm, R"({"e":"bookTicker","u":1,"s":"ETHUSDT_210625","b":"1","B":"1","a":"2","A":"1","T":1})").rule,
            ParseRule::kParsed);
}

}  // namespace
}  // namespace tidemark::venues::binance
