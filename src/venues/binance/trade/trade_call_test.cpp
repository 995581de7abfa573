// Requests as source-apis.md, sections 1 and 2, lists them (rest-api.md "New order", web-socket-api.md; the USD-M
// documentation); signatures are the published test vectors.

#include "venues/binance/trade/trade_call.hpp"

#include <gtest/gtest.h>

#include "net/hmac_sha256.hpp"
#include "net/json_reader.hpp"

namespace tidemark::venues::binance {
namespace {

using core::OrderReason;
using core::OrderType;
using core::Side;
using core::TimeInForce;

core::Instrument btc() {
  core::Instrument instrument;
  instrument.venue = "binance";
  instrument.symbol = "BTCUSDT";
  instrument.scale = {5, 7};
  return instrument;
}

core::OrderRequest order(OrderType type, Side side = Side::kBuy) {
  core::OrderRequest request;
  request.id = {17};
  request.type = type;
  request.side = side;
  request.qty = {100'000};                                                // 0.01
  if (core::has_limit(type)) request.limit = core::Price{6'000'050'000};  // 60000.5
  if (core::waits_for_trigger(type)) request.trigger = core::Price{5'900'000'000};
  return request;
}

std::string query_of(Market market, const core::OrderRequest& request) {
  const auto call = place_call(market, request, btc());
  return call ? call->query : "refused: " + std::string{core::name_of(call.error())};
}

OrderReason refusal_of(Market market, const core::OrderRequest& request) {
  const auto call = place_call(market, request, btc());
  EXPECT_FALSE(call) << call->query;
  return call ? OrderReason::kEnd : call.error();
}

constexpr std::string_view kTail = "&newClientOrderId=tm-17&newOrderRespType=RESULT";

TEST(PlaceCall, spot_orders_have_the_parameters_their_type_needs) {
  const std::string head = "symbol=BTCUSDT&side=BUY&type=";
  const std::string tail{kTail};
  EXPECT_EQ(query_of(Market::kSpot, order(OrderType::kMarket)), head + "MARKET&quantity=0.01" + tail);
  EXPECT_EQ(query_of(Market::kSpot, order(OrderType::kLimit)),
            head + "LIMIT&timeInForce=GTC&quantity=0.01&price=60000.5" + tail);
  auto fok = order(OrderType::kLimit);
  fok.time_in_force = TimeInForce::kFok;
  EXPECT_EQ(query_of(Market::kSpot, fok), head + "LIMIT&timeInForce=FOK&quantity=0.01&price=60000.5" + tail);
  auto maker = order(OrderType::kLimit);
  maker.liquidity = core::Liquidity::kPostOnly;
  EXPECT_EQ(query_of(Market::kSpot, maker), head + "LIMIT_MAKER&quantity=0.01&price=60000.5" + tail);
  EXPECT_EQ(query_of(Market::kSpot, order(OrderType::kStop)), head + "STOP_LOSS&quantity=0.01&stopPrice=59000" + tail);
  EXPECT_EQ(query_of(Market::kSpot, order(OrderType::kTakeProfit)),
            head + "TAKE_PROFIT&quantity=0.01&stopPrice=59000" + tail);
  EXPECT_EQ(query_of(Market::kSpot, order(OrderType::kStopLimit)),
            head + "STOP_LOSS_LIMIT&timeInForce=GTC&quantity=0.01&price=60000.5&stopPrice=59000" + tail);
  const auto call = place_call(Market::kSpot, order(OrderType::kMarket), btc());
  EXPECT_EQ(call->method, net::Method::kPost);
  EXPECT_EQ(call->path, "/api/v3/order");
  EXPECT_EQ(call->counted, Counted::kNewOrder);
}

TEST(PlaceCall, futures_orders_have_theirs) {
  const std::string head = "symbol=BTCUSDT&side=SELL&type=";
  const std::string tail{kTail};
  auto close = order(OrderType::kMarket, Side::kSell);
  close.effect = core::Effect::kReduceOnly;
  EXPECT_EQ(query_of(Market::kUsdm, close), head + "MARKET&quantity=0.01&reduceOnly=true" + tail);
  auto maker = order(OrderType::kLimit, Side::kSell);
  maker.liquidity = core::Liquidity::kPostOnly;
  EXPECT_EQ(query_of(Market::kUsdm, maker), head + "LIMIT&timeInForce=GTX&quantity=0.01&price=60000.5" + tail);
  auto dated = order(OrderType::kLimit, Side::kSell);
  dated.time_in_force = TimeInForce::kGtd;
  dated.good_till = core::Timestamp::from_ms(1'700'000'000'000);
  EXPECT_EQ(query_of(Market::kUsdm, dated),
            head + "LIMIT&timeInForce=GTD&goodTillDate=1700000000000&quantity=0.01&price=60000.5" + tail);
  EXPECT_EQ(place_call(Market::kUsdm, close, btc())->path, "/fapi/v1/order");
}

// USD-M documentation, "New Algo Order": the algo service keeps what waits for its price.
TEST(PlaceCall, futures_orders_that_wait_for_a_price_go_to_the_algo_service) {
  const std::string tail =
      "&quantity=0.01&triggerPrice=59000&reduceOnly=true&algoType=CONDITIONAL"
      "&workingType=CONTRACT_PRICE&clientAlgoId=tm-17";
  auto stop = order(OrderType::kStop, Side::kSell);
  stop.effect = core::Effect::kReduceOnly;
  EXPECT_EQ(query_of(Market::kUsdm, stop), "symbol=BTCUSDT&side=SELL&type=STOP_MARKET" + tail);
  auto target = order(OrderType::kTakeProfit, Side::kSell);
  target.effect = core::Effect::kReduceOnly;
  EXPECT_EQ(query_of(Market::kUsdm, target), "symbol=BTCUSDT&side=SELL&type=TAKE_PROFIT_MARKET" + tail);
  const auto call = place_call(Market::kUsdm, stop, btc());
  EXPECT_EQ(call->path, "/fapi/v1/algoOrder");
  EXPECT_EQ(call->method, net::Method::kPost);
  EXPECT_EQ(call->counted, Counted::kNewOrder);
}

/// rest-api.md, "New Order list - OCO": selling, the limit order is above and the stop below; buying, the other way
/// round.
TEST(PlaceOcoCall, names_each_order_by_where_it_stands) {
  auto loss = order(OrderType::kStop, Side::kSell);
  auto profit = order(OrderType::kLimit, Side::kSell);
  profit.id = {18};
  const auto selling = place_oco_call(loss, profit, btc());
  ASSERT_TRUE(selling);
  EXPECT_EQ(selling->path, "/api/v3/orderList/oco");
  EXPECT_EQ(selling->query,
            "symbol=BTCUSDT&listClientOrderId=tm-oco-17&side=SELL&quantity=0.01&belowType=STOP_LOSS&"
            "belowStopPrice=59000&belowClientOrderId=tm-17&aboveType=LIMIT_MAKER&abovePrice=60000.5&"
            "aboveClientOrderId=tm-18&newOrderRespType=RESULT");
  EXPECT_EQ(selling->orders, 2U) << "Unfilled Order Count: 2";
  EXPECT_EQ(place_oco_call(profit, loss, btc())->query, selling->query) << "whichever comes first";
  EXPECT_FALSE(own_id("tm-oco-17")) << "no order of ours";
  loss.side = profit.side = Side::kBuy;
  profit.type = OrderType::kTakeProfit;
  profit.trigger = core::Price{5'800'000'000};
  EXPECT_EQ(place_oco_call(loss, profit, btc())->query,
            "symbol=BTCUSDT&listClientOrderId=tm-oco-17&side=BUY&quantity=0.01&aboveType=STOP_LOSS&"
            "aboveStopPrice=59000&aboveClientOrderId=tm-17&belowType=TAKE_PROFIT&belowStopPrice=58000&"
            "belowClientOrderId=tm-18&newOrderRespType=RESULT");
}

TEST(PlaceOcoCall, refuses_what_are_no_such_two) {
  const auto loss = order(OrderType::kStop, Side::kSell);
  const auto profit = order(OrderType::kLimit, Side::kSell);
  EXPECT_EQ(place_oco_call(loss, loss, btc()).error(), OrderReason::kBadCombination);
  EXPECT_EQ(place_oco_call(profit, profit, btc()).error(), OrderReason::kBadCombination);
  auto other = profit;
  other.qty = {1};
  EXPECT_EQ(place_oco_call(loss, other, btc()).error(), OrderReason::kBadCombination);
  other = profit;
  other.side = Side::kBuy;
  EXPECT_EQ(place_oco_call(loss, other, btc()).error(), OrderReason::kBadCombination);
  other = profit;
  other.limit.reset();
  EXPECT_EQ(place_oco_call(loss, other, btc()).error(), OrderReason::kBadPrice);
}

TEST(HomeOfLeg, usdm_keeps_each_by_itself_and_spot_two_that_sell_as_a_pair) {
  using trading::LegHome;
  for (const OrderType type : {OrderType::kStop, OrderType::kTakeProfit, OrderType::kLimit}) {
    EXPECT_EQ(home_of_leg(Market::kUsdm, order(type)), LegHome::kVenue);
    EXPECT_EQ(home_of_leg(Market::kSpot, order(type, Side::kSell)), LegHome::kVenuePair);
    EXPECT_EQ(home_of_leg(Market::kSpot, order(type, Side::kBuy)), LegHome::kHere) << "a spot account is never short";
  }
  EXPECT_EQ(home_of_leg(Market::kUsdm, order(OrderType::kTrailingStop)), LegHome::kHere);
  EXPECT_EQ(home_of_leg(Market::kSpot, order(OrderType::kStopLimit, Side::kSell)), LegHome::kHere);
}

TEST(PlaceCall, what_a_market_does_not_have_is_refused) {
  for (const Market market : {Market::kSpot, Market::kUsdm}) {
    auto leg = order(OrderType::kLimit);
    leg.parent = core::ClientOrderId{1};
    EXPECT_EQ(refusal_of(market, leg), OrderReason::kBadCombination);
    auto pair = order(OrderType::kLimit);
    pair.oco = core::OcoGroupId{1};
    EXPECT_EQ(refusal_of(market, pair), OrderReason::kBadCombination);
    auto hedge = order(OrderType::kMarket);
    hedge.position = core::PositionSide::kLong;
    EXPECT_EQ(refusal_of(market, hedge), OrderReason::kBadCombination);
    EXPECT_EQ(refusal_of(market, order(OrderType::kTrailingStop)), OrderReason::kBadCombination);
    auto nothing = order(OrderType::kMarket);
    nothing.qty = {};
    EXPECT_EQ(refusal_of(market, nothing), OrderReason::kBadQty);
    auto priceless = order(OrderType::kLimit);
    priceless.limit.reset();
    EXPECT_EQ(refusal_of(market, priceless), OrderReason::kBadPrice);
  }
  EXPECT_EQ(refusal_of(Market::kUsdm, order(OrderType::kStopLimit)), OrderReason::kBadCombination);
  auto dated = order(OrderType::kLimit);
  dated.time_in_force = TimeInForce::kGtd;
  dated.good_till = core::Timestamp::from_ms(1);
  EXPECT_EQ(refusal_of(Market::kSpot, dated), OrderReason::kBadCombination);
  auto cover = order(OrderType::kMarket);
  cover.effect = core::Effect::kReduceOnly;
  EXPECT_EQ(refusal_of(Market::kSpot, cover), OrderReason::kNothingToClose);
}

TEST(OwnId, takes_back_exactly_what_was_given) {
  EXPECT_EQ(wire_id({17}), "tm-17");
  EXPECT_EQ(own_id("tm-17"), core::ClientOrderId{17});
  EXPECT_EQ(own_id(wire_id({UINT64_MAX})), core::ClientOrderId{UINT64_MAX});
  for (const char* other :
       {"", "tm-", "tm-0", "tm-017", "tm-1x", "tm--1", "x-17", "TM-17", "tm-18446744073709551616"}) {
    EXPECT_FALSE(own_id(other)) << other;
  }
}

TradeConfig config_with(const char* secret, core::Duration window) {
  TradeConfig config;
  config.keys = {"vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A", secret};
  config.recv_window = window;
  return config;
}
constexpr const char* kSecret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";

TEST(TargetOf, signs_as_the_published_example) {
  TradeCall call;
  call.path = "/api/v3/order";
  call.query = "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1";
  EXPECT_EQ(target_of(call, config_with(kSecret, core::seconds(5)), core::Timestamp::from_ms(1'499'827'319'559)),
            "/api/v3/order?symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&"
            "timestamp=1499827319559&signature=c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71");
}

TEST(TargetOf, signs_only_what_must_be) {
  const TradeConfig config = config_with(kSecret, core::seconds(5));
  EXPECT_EQ(target_of(time_call(Market::kSpot), config, {}), "/api/v3/time");
  EXPECT_EQ(target_of(listen_key_call(ListenKey::kOpen), config, {}), "/fapi/v1/listenKey");
  const std::string account = target_of(account_call(Market::kUsdm), config, core::Timestamp::from_ms(7));
  EXPECT_TRUE(account.starts_with("/fapi/v3/account?recvWindow=5000&timestamp=7&signature=")) << account;
}

TEST(SubscribeText, signs_its_sorted_parameters) {
  // web-socket-api.md: parameters without the signature, sorted by name, joined k=v&…
  const TradeConfig config = config_with(kSecret, core::seconds(5));
  const auto json = net::parse_json(subscribe_text(config, core::Timestamp::from_ms(1'645'423'376'532), "user"));
  ASSERT_TRUE(json);
  EXPECT_EQ(*json->find("method")->text(), "userDataStream.subscribe.signature");
  const net::JsonValue& params = *json->find("params");
  EXPECT_EQ(*params.find("timestamp")->integer(), 1'645'423'376'532);
  EXPECT_EQ(*params.find("signature")->text(),
            net::hmac_sha256_hex(kSecret, "apiKey=" + config.keys.api_key + "&timestamp=1645423376532"));
}

TEST(Calls, questions_name_the_order_as_it_was_placed) {
  EXPECT_EQ(cancel_call(Market::kSpot, "BTCUSDT", {17}).query, "symbol=BTCUSDT&origClientOrderId=tm-17");
  EXPECT_EQ(cancel_call(Market::kSpot, "BTCUSDT", {17}).method, net::Method::kDelete);
  EXPECT_EQ(order_call(Market::kUsdm, "BTCUSDT", {17}).path, "/fapi/v1/order");
  EXPECT_EQ(fills_call(Market::kSpot, "BTCUSDT", 5, 0).query, "symbol=BTCUSDT&orderId=5&limit=1000");
  EXPECT_EQ(fills_call(Market::kUsdm, "BTCUSDT", 5, 9).query, "symbol=BTCUSDT&orderId=5&fromId=9&limit=1000");
  EXPECT_EQ(open_orders_call(Market::kSpot).weight, 80U);
  EXPECT_EQ(cancel_conditional_call({17}).query, "clientAlgoId=tm-17");
  EXPECT_EQ(cancel_conditional_call({17}).method, net::Method::kDelete);
  EXPECT_EQ(conditional_order_call({17}).path, "/fapi/v1/algoOrder");
  EXPECT_EQ(open_conditionals_call().path, "/fapi/v1/openAlgoOrders");
  EXPECT_EQ(fundings_call(core::Timestamp::from_ms(1'570'608'000'000)).query,
            "incomeType=FUNDING_FEE&startTime=1570608000000&limit=1000");
  EXPECT_EQ(numbered_order_call(Market::kUsdm, "BTCUSDT", 9).query, "symbol=BTCUSDT&orderId=9");
}

TEST(TradeConfig, names_what_is_missing) {
  TradeConfig config = config_with(kSecret, core::seconds(5));
  EXPECT_TRUE(check(config));
  config.keys.secret.clear();
  EXPECT_EQ(check(config).error().place, "keys.secret");
  config.keys.api_key.clear();
  EXPECT_EQ(check(config).error().place, "keys.api_key");
}

}  // namespace
}  // namespace tidemark::venues::binance
