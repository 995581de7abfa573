// REST bodies to events and instruments; the bodies are the documented forms of Binance's rest-api.md.
#include <string>

#include <gtest/gtest.h>

#include "venues/binance/parser.hpp"
#include "venues/binance/routes.hpp"

namespace tidemark::venues::binance {
namespace {

using core::Price;
using core::Qty;
using core::Timestamp;

class RestTest : public ::testing::Test {
 protected:
  ParseOutcome rest(Parser& parser, std::string_view url, std::string_view body,
                    Timestamp received = {2'000'000'000'000'000'000}) {
    batch.clear();
    return parser.parse_rest({url, body, received}, batch);
  }
  core::InstrumentTable instruments;
  Parser spot{{.market = Market::kSpot, .unknown_symbols = UnknownSymbols::kAdd}, instruments};
  Parser usdm{{.market = Market::kUsdm, .unknown_symbols = UnknownSymbols::kAdd}, instruments};
  Parser strict{{.market = Market::kSpot}, instruments};
  EventBatch batch;
};

constexpr std::string_view kKlines =
    R"([[1499040000000,"0.01634790","0.80000000","0.01575800","0.01577100","148976.11427815",1499644799999,"2434.19055334",308,"1756.87402397","28.46694368","0"]])";

TEST_F(RestTest, KlinesTakeSymbolAndIntervalFromTheQuery) {
  const auto outcome = rest(spot, "https://api.binance.com/api/v3/klines?symbol=ETHBTC&interval=1w&limit=1", kKlines);
  ASSERT_EQ(outcome, (ParseOutcome{MessageKind::kRestKlines, ParseRule::kParsed, 1}));
  const auto& candle = std::get<core::VenueCandle>(batch[0]);
  EXPECT_EQ(candle.timeframe, core::Timeframe::k1w);
  EXPECT_EQ(candle.state, core::CandleState::kClosed);
  EXPECT_EQ(candle.candle.open_time, Timestamp::from_ms(1499040000000));
  EXPECT_EQ(candle.candle.high, Price{80'000'000});
  EXPECT_EQ(candle.candle.volume, Qty{14'897'611'427'815});
  EXPECT_EQ(candle.candle.taker_buy, Qty{175'687'402'397});
  EXPECT_EQ(candle.candle.trades, 308U);
}

TEST_F(RestTest, KlineStillOpenWhenFetchedIsForming) {
  rest(spot, "/api/v3/klines?symbol=ETHBTC&interval=1w", kKlines, Timestamp::from_ms(1499644799999));
  EXPECT_EQ(std::get<core::VenueCandle>(batch[0]).state, core::CandleState::kForming);
  rest(spot, "/api/v3/klines?symbol=ETHBTC&interval=1w", kKlines, Timestamp::from_ms(1499644800000));
  EXPECT_EQ(std::get<core::VenueCandle>(batch[0]).state, core::CandleState::kClosed);
}

TEST_F(RestTest, KlinesRefusals) {
  EXPECT_EQ(rest(spot, "/api/v3/klines?symbol=ETHBTC&interval=2h", kKlines).rule, ParseRule::kUnsupportedTimeframe);
  EXPECT_EQ(rest(spot, "/api/v3/klines?interval=1w", kKlines).rule, ParseRule::kMissingSymbol);
  EXPECT_EQ(rest(strict, "/api/v3/klines?symbol=LTCBTC&interval=1w", kKlines).rule, ParseRule::kUnknownSymbol);
  EXPECT_EQ(rest(spot, "/api/v3/klines?symbol=ETHBTC&interval=1w", R"([[1499040000000,"1","1","1"]])").rule,
            ParseRule::kMissingField);
  EXPECT_EQ(rest(spot, "/api/v3/klines?symbol=ETHBTC&interval=1w", R"([[1499040000000,"1")").rule, ParseRule::kBadJson);
  EXPECT_EQ(rest(spot, "/api/v3/klines?symbol=ETHBTC&interval=1w", "[]").rule, ParseRule::kRecognizedUnused);
}

TEST_F(RestTest, DepthSnapshot) {
  const auto outcome = rest(
      spot, "/api/v3/depth?symbol=BNBBTC&limit=5",
      R"({"lastUpdateId":1027024,"bids":[["4.00000000","431.00000000",[]]],"asks":[["4.00000200","12.00000000"]]})");
  ASSERT_EQ(outcome, (ParseOutcome{MessageKind::kRestDepth, ParseRule::kParsed, 1}));
  const auto& book = std::get<core::BookSnapshot>(batch[0]);
  EXPECT_EQ(book.last_update_id, 1027024U);
  EXPECT_EQ(book.bids.at(0), (core::BookLevel{Price{400'000'000}, Qty{43'100'000'000}}));
  EXPECT_EQ(book.asks.at(0).price, Price{400'000'200});
}

TEST_F(RestTest, TradesAndAggTrades) {
  ASSERT_EQ(
      rest(
          spot, "/api/v3/trades?symbol=BNBBTC",
          R"([{"id":28457,"price":"4.00000100","qty":"12.00000000","quoteQty":"48.000012","time":1499865549590,"isBuyerMaker":true,"isBestMatch":true}])")
          .events,
      1U);
  auto trade = std::get<core::Trade>(batch[0]);
  EXPECT_EQ(trade.first_id, 28457U);
  EXPECT_EQ(trade.taker, core::Side::kSell);
  EXPECT_EQ(trade.times.exchange, Timestamp::from_ms(1499865549590));
  ASSERT_EQ(
      rest(
          spot, "/api/v3/aggTrades?symbol=BNBBTC",
          R"([{"a":26129,"p":"0.01633102","q":"4.70443515","f":27781,"l":27783,"T":1498793709153,"m":false,"M":true}])")
          .events,
      1U);
  trade = std::get<core::Trade>(batch[0]);
  EXPECT_EQ(trade.last_id, 27783U);
  EXPECT_EQ(trade.qty, Qty{470'443'515});
  EXPECT_EQ(trade.taker, core::Side::kBuy);
}

TEST_F(RestTest, PremiumIndexAndBookTicker) {
  ASSERT_EQ(
      rest(
          usdm, "/fapi/v1/premiumIndex?symbol=BTCUSDT",
          R"({"symbol":"BTCUSDT","markPrice":"11793.63104562","indexPrice":"11781.80495970","estimatedSettlePrice":"11781.16138815","lastFundingRate":"0.00038246","interestRate":"0.00010000","nextFundingTime":1597392000000,"time":1597370495002})"),
      (ParseOutcome{MessageKind::kRestPremiumIndex, ParseRule::kParsed, 1}));
  EXPECT_EQ(std::get<core::MarkPrice>(batch[0]).mark, Price{1'179'363'104'562});
  EXPECT_EQ(
      rest(
          usdm, "/fapi/v1/ticker/bookTicker",
          R"([{"symbol":"BTCUSDT","bidPrice":"4.0","bidQty":"431.0","askPrice":"4.2","askQty":"9.0","time":1589437530011}])")
          .events,
      1U);
  EXPECT_EQ(std::get<core::Quote>(batch[0]).ask, Price{420'000'000});
}

TEST_F(RestTest, ErrorBodiesAndUnusedAnswers) {
  EXPECT_EQ(rest(spot, "/api/v3/depth?symbol=NO", R"({"code":-1121,"msg":"Invalid symbol."})"),
            (ParseOutcome{MessageKind::kError, ParseRule::kVenueError, 0}));
  EXPECT_EQ(spot.error_code(), -1121);
  EXPECT_EQ(spot.error_message(), "Invalid symbol.");
  EXPECT_EQ(rest(spot, "/api/v3/exchangeInfo", R"({"code":-1003,"msg":"Too many requests."})").rule,
            ParseRule::kVenueError);
  EXPECT_EQ(rest(spot, "/api/v3/time", R"({"serverTime":1499827319559})").rule, ParseRule::kRecognizedUnused);
  EXPECT_EQ(rest(spot, "/api/v3/ping", "{}").rule, ParseRule::kRecognizedUnused);
  EXPECT_EQ(
      rest(usdm, "/fapi/v1/openInterest?symbol=BTCUSDT", R"({"openInterest":"10659.509","symbol":"BTCUSDT","time":1})")
          .kind,
      MessageKind::kOpenInterest);
  EXPECT_EQ(rest(usdm, "/fapi/v1/fundingRate?symbol=BTCUSDT", "null").rule, ParseRule::kUnknownShape);
  EXPECT_EQ(rest(spot, "/dapi/v1/klines?symbol=BTCUSD_PERP&interval=1m", kKlines).rule,
            ParseRule::kCoinMarginedNotSupported);
  EXPECT_EQ(rest(spot, "/eapi/v1/mark", "[]").rule, ParseRule::kOptionsNotSupported);
  EXPECT_EQ(rest(spot, "/api/v3/order", "{}").rule, ParseRule::kUnknownShape);
}

constexpr std::string_view kExchangeInfo =
    R"({"timezone":"UTC","serverTime":1,"rateLimits":[],"exchangeFilters":[],"symbols":[
 {"symbol":"ETHBTC","status":"TRADING","baseAsset":"ETH","filters":[
   {"filterType":"PRICE_FILTER","minPrice":"0.00000100","maxPrice":"922327.00000000","tickSize":"0.00000500"},
   {"filterType":"LOT_SIZE","minQty":"0.00010000","maxQty":"100000.00000000","stepSize":"0.00010000"},
   {"filterType":"MARKET_LOT_SIZE","minQty":"0","maxQty":"873","stepSize":"0.00000000"}]},
 {"symbol":"SHIBUSDT","filters":[{"tickSize":"0.00000001","filterType":"PRICE_FILTER"},{"stepSize":"1.00","filterType":"LOT_SIZE"}]},
 {"symbol":"NOFILTER","filters":[]},
 {"symbol":"ZEROSTEP","filters":[{"tickSize":"0.1","filterType":"PRICE_FILTER"},{"stepSize":"0","filterType":"LOT_SIZE"}]},
 {"symbol":"BTCUSD_PERP","filters":[{"tickSize":"0.1","filterType":"PRICE_FILTER"},{"stepSize":"1","filterType":"LOT_SIZE"}]}]})";

TEST_F(RestTest, ExchangeInfoGivesScaleTickAndLot) {
  ASSERT_EQ(rest(strict, "/api/v3/exchangeInfo", kExchangeInfo),
            (ParseOutcome{MessageKind::kRestExchangeInfo, ParseRule::kParsed, 0}));
  ASSERT_EQ(instruments.size(), 2U);
  const auto& eth = instruments.get(*instruments.find("binance", "ETHBTC"));
  EXPECT_EQ(eth.scale, (core::Scale{8, 6}));  // 6 and 4 decimals, with room for finer history
  EXPECT_EQ(eth.tick_size, Price{500});
  EXPECT_EQ(eth.lot_size, Qty{100});
  EXPECT_EQ(eth.market_type, core::MarketType::kCryptoSpot);
  EXPECT_EQ(instruments.get(*instruments.find("binance", "SHIBUSDT")).scale, (core::Scale{8, 2}));
}

TEST_F(RestTest, ExchangeInfoUpdatesAnInstrumentThatIsThere) {
  rest(spot, "/api/v3/depth?symbol=ETHBTC", R"({"lastUpdateId":1,"bids":[],"asks":[]})");
  ASSERT_EQ(instruments.get(*instruments.find("binance", "ETHBTC")).scale, (core::Scale{8, 8}));
  rest(spot, "/api/v3/exchangeInfo", kExchangeInfo);
  EXPECT_EQ(instruments.get(*instruments.find("binance", "ETHBTC")).scale, (core::Scale{8, 6}));
}

TEST_F(RestTest, ExchangeInfoRefusals) {
  EXPECT_EQ(rest(spot, "/api/v3/exchangeInfo", R"({"timezone":"UTC"})").rule, ParseRule::kMissingField);
  EXPECT_EQ(rest(spot, "/api/v3/exchangeInfo", R"({"symbols":7})").rule, ParseRule::kWrongType);
  EXPECT_EQ(rest(spot, "/api/v3/exchangeInfo", R"({"symbols":[{"symbol":"A")").rule, ParseRule::kBadJson);
}

TEST(Routes, PathsWithAndWithoutHostAndQuery) {
  EXPECT_EQ(route_of("/api/v3/klines").kind, MessageKind::kRestKlines);
  EXPECT_EQ(route_of("https://fapi.binance.com/fapi/v1/depth?symbol=A&limit=5").kind, MessageKind::kRestDepth);
  EXPECT_EQ(route_of("/futures/data/openInterestHist?period=5m").kind, MessageKind::kRestStatistics);
  EXPECT_EQ(route_of("/api/v3/nothing").rule, ParseRule::kUnknownShape);
  EXPECT_EQ(route_of("").rule, ParseRule::kUnknownShape);
  EXPECT_EQ(route_of("https://host").rule, ParseRule::kUnknownShape);
  EXPECT_EQ(query_value("/x?symbol=BTCUSDT&interval=1m", "interval"), "1m");
  EXPECT_EQ(query_value("/x?symbol=BTCUSDT", "sym"), "");
  EXPECT_EQ(query_value("/x", "symbol"), "");
}

}  // namespace
}  // namespace tidemark::venues::binance
