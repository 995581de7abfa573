// Answers and messages as documented (rest-api.md "Account Endpoints", errors.md, user-data-stream.md; the USD-M
// documentation "Query Order", "User Data Streams"); fees by hand.

#include "venues/binance/trade/trade_answer.hpp"

#include <gtest/gtest.h>

#include "venues/binance/trade/user_event.hpp"

namespace tidemark::venues::binance {
namespace {

using core::OrderEventKind;
using core::OrderReason;
using core::OrderState;

core::Instrument instrument(std::uint32_t id, std::string symbol, core::Scale scale, std::int64_t lot) {
  core::Instrument one;
  one.id = {id};
  one.symbol = std::move(symbol);
  one.scale = scale;
  one.lot_size = {lot};
  return one;
}

TradedSymbols symbols() {
  TradedSymbols all;
  all.put(instrument(0, "BTCUSDT", {5, 7}, 100));  // steps of 0.00001
  all.put(instrument(1, "ETHBTC", {8, 4}, 1));
  return all;
}

core::Money money(std::string_view text) {
  return core::parse_money(text).value();
}

TEST(Judge, knows_what_was_not_carried_out_from_what_nobody_knows) {
  struct Case {
    int status;
    const char* body;
    Outcome outcome;
  };
  for (const Case& one : {
           Case{200, "{}", Outcome::kDone},
           Case{400, R"({"code":-1121,"msg":"Invalid symbol."})", Outcome::kRefused},
           Case{400, R"({"code":-2010,"msg":"Account has insufficient balance for requested action."})",
                Outcome::kRefused},
           Case{400, R"({"code":-2010,"msg":"Duplicate order sent."})", Outcome::kUnknown},
           Case{400, R"({"code":-4116,"msg":"ClientOrderId is duplicated."})", Outcome::kUnknown},
           Case{400, R"({"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."})",
                Outcome::kClock},
           Case{400, R"({"code":-1006,"msg":"An unexpected response was received from the message bus."})",
                Outcome::kUnknown},
           Case{408, R"({"code":-1007,"msg":"Timeout waiting for response from backend server."})", Outcome::kUnknown},
           Case{503, "<html>Service unavailable</html>", Outcome::kUnknown},
           Case{504, "", Outcome::kUnknown},
           Case{429, R"({"code":-1003,"msg":"Too much request weight used."})", Outcome::kLimited},
           Case{429, R"({"code":-1015,"msg":"Too many new orders."})", Outcome::kLimited},
           Case{418, R"({"code":-1003,"msg":"Way too much request weight used."})", Outcome::kLimited},
           Case{403, "<html>WAF</html>", Outcome::kLimited},
           Case{401, R"({"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."})", Outcome::kRefused},
           Case{400, "not json", Outcome::kRefused},
       }) {
    EXPECT_EQ(judge(one.status, one.body).outcome, one.outcome) << one.status << ' ' << one.body;
  }
}

TEST(Judge, names_why_an_order_was_refused) {
  const auto reason = [](const char* body) { return judge(400, body).reason; };
  EXPECT_EQ(reason(R"({"code":-1013,"msg":"Filter failure: LOT_SIZE"})"), OrderReason::kBadQty);
  EXPECT_EQ(reason(R"({"code":-1013,"msg":"Filter failure: PRICE_FILTER"})"), OrderReason::kBadPrice);
  EXPECT_EQ(reason(R"({"code":-1013,"msg":"Filter failure: NOTIONAL"})"), OrderReason::kVenue);
  EXPECT_EQ(reason(R"({"code":-2010,"msg":"Order would immediately match and take."})"), OrderReason::kWouldTake);
  EXPECT_EQ(reason(R"({"code":-2022,"msg":"ReduceOnly Order is rejected."})"), OrderReason::kNothingToClose);
  EXPECT_EQ(reason(R"({"code":-2019,"msg":"Margin is insufficient."})"), OrderReason::kVenue);
}

TEST(ParseOrder, reads_the_documented_answers) {
  // rest-api.md, "Query order"
  const auto queried = parse_order(
      R"({"symbol":"LTCBTC","orderId":1,"orderListId":-1,"clientOrderId":"myOrder1","price":"0.1","origQty":"1.0",)"
      R"("executedQty":"0.0","cummulativeQuoteQty":"0.0","status":"NEW","timeInForce":"GTC","type":"LIMIT",)"
      R"("side":"BUY","stopPrice":"0.0","icebergQty":"0.0","time":1499827319559,"updateTime":1499827319559,)"
      R"("isWorking":true,"workingTime":1499827319559,"origQuoteOrderQty":"0.000000","selfTradePreventionMode":"NONE"})");
  ASSERT_TRUE(queried);
  EXPECT_EQ(queried->client_id, "myOrder1");
  EXPECT_EQ(queried->state, OrderState::kAccepted);
  EXPECT_EQ(queried->executed, "0.0");
  EXPECT_EQ(queried->at.ms(), 1'499'827'319'559);
  // "Cancel order": clientOrderId is the cancel's own name
  const auto canceled = parse_order(
      R"({"symbol":"LTCBTC","origClientOrderId":"myOrder1","orderId":4,"orderListId":-1,"clientOrderId":"cancelMyOrder1",)"
      R"("transactTime":1684804350068,"price":"2.00000000","origQty":"1.00000000","executedQty":"0.00000000",)"
      R"("cummulativeQuoteQty":"0.00000000","status":"CANCELED","timeInForce":"GTC","type":"LIMIT","side":"BUY"})");
  ASSERT_TRUE(canceled);
  EXPECT_EQ(canceled->client_id, "myOrder1");
  EXPECT_EQ(canceled->state, OrderState::kCanceled);
  EXPECT_EQ(canceled->at.ms(), 1'684'804'350'068);
  for (const char* broken : {"", "[]", "{}", R"({"symbol":"A","orderId":1,"status":"ODD","executedQty":"0"})",
                             R"({"symbol":"A","orderId":-1,"status":"NEW","executedQty":"0"})", R"({"symbol":"A")"}) {
    EXPECT_FALSE(parse_order(broken)) << broken;
  }
}

/// rest-api.md, "Cancel Order list" (shortened), and "Cancel order", which answers with the order alone.
TEST(ParseOrderReports, reads_one_order_or_all_of_a_list) {
  const auto list = parse_order_reports(
      R"({"orderListId":0,"contingencyType":"OCO","listStatusType":"ALL_DONE","listOrderStatus":"ALL_DONE",)"
      R"("listClientOrderId":"C3wyj4WVEktd7u9aVBRXcN","transactionTime":1574040868128,"symbol":"LTCBTC","orders":[],)"
      R"("orderReports":[{"symbol":"LTCBTC","origClientOrderId":"tm-2","orderId":2,"orderListId":0,)"
      R"("clientOrderId":"unfWT8ig8i0uj6lPuYLez6","transactTime":1688005070874,"price":"1.00000000",)"
      R"("origQty":"10.00000000","executedQty":"0.00000000","status":"CANCELED","timeInForce":"GTC",)"
      R"("type":"STOP_LOSS_LIMIT","side":"SELL","stopPrice":"1.00000000"},)"
      R"({"symbol":"LTCBTC","origClientOrderId":"tm-3","orderId":3,"orderListId":0,)"
      R"("clientOrderId":"unfWT8ig8i0uj6lPuYLez6","transactTime":1688005070874,"price":"3.00000000",)"
      R"("origQty":"10.00000000","executedQty":"4.00000000","status":"CANCELED","timeInForce":"GTC",)"
      R"("type":"LIMIT_MAKER","side":"SELL"}]})");
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 2U);
  EXPECT_EQ((*list)[0].client_id, "tm-2");
  EXPECT_EQ((*list)[1].executed, "4.00000000");
  EXPECT_EQ((*list)[1].state, core::OrderState::kCanceled);
  const auto one = parse_order_reports(
      R"({"symbol":"LTCBTC","origClientOrderId":"tm-4","orderId":4,"orderListId":-1,"clientOrderId":"x",)"
      R"("transactTime":1684804350068,"executedQty":"0.00000000","status":"CANCELED"})");
  ASSERT_TRUE(one && one->size() == 1);
  EXPECT_EQ(one->front().client_id, "tm-4");
  EXPECT_FALSE(parse_order_reports(R"({"orderReports":[{}]})"));
  EXPECT_FALSE(parse_order_reports("[]"));
}

/// enums.md: the other order of a list is EXPIRED; a stop that went to the book before it expired has a workingTime.
TEST(ParseOrder, knows_what_expired_because_of_the_other_of_its_list) {
  const auto reason_of = [](const std::string& members) {
    const auto order = parse_order(R"({"symbol":"LTCBTC","orderId":1,"clientOrderId":"tm-1","executedQty":"0.0",)"
                                   R"("status":"EXPIRED","timeInForce":"GTC",)" +
                                   members + "}");
    EXPECT_TRUE(order);
    return order ? order->reason : std::nullopt;
  };
  EXPECT_EQ(reason_of(R"("orderListId":5,"type":"STOP_LOSS","workingTime":-1)"), core::OrderReason::kOcoFilled);
  EXPECT_EQ(reason_of(R"("orderListId":5,"type":"STOP_LOSS","workingTime":1688005070874)"), core::OrderReason::kVenue);
  EXPECT_EQ(reason_of(R"("orderListId":5,"type":"LIMIT_MAKER","workingTime":1688005070874)"),
            core::OrderReason::kOcoFilled);
  EXPECT_EQ(reason_of(R"("orderListId":-1,"type":"STOP_LOSS","workingTime":-1)"), core::OrderReason::kVenue);
}

TEST(ParseFills, tells_a_fee_in_the_base_asset_apart) {
  // rest-api.md, "Account trade list", with our symbol.
  const auto fills =
      parse_fills(R"([{"symbol":"BTCUSDT","id":28457,"orderId":100234,"orderListId":-1,"price":"60000.10000000",)"
                  R"("qty":"0.01230000","quoteQty":"738.00123000","commission":"0.00001230","commissionAsset":"BTC",)"
                  R"("time":1499865549590,"isBuyer":true,"isMaker":false,"isBestMatch":true}])",
                  {17}, symbols());
  ASSERT_TRUE(fills);
  ASSERT_EQ(fills->size(), 1U);
  core::Fill fill = fills->front().fill;
  EXPECT_EQ(fill.id, 28'457U);
  EXPECT_EQ(fill.order, core::ClientOrderId{17});
  EXPECT_EQ(fill.side, core::Side::kBuy);
  EXPECT_EQ(fill.role, core::Role::kTaker);
  EXPECT_EQ(fill.price, core::Price{6'000'010'000});
  EXPECT_EQ(fill.qty, core::Qty{123'000});
  EXPECT_EQ(fill.fee, money("0"));
  EXPECT_EQ(fills->front().base_fee, money("0.0000123"));
  EXPECT_EQ(fill.charged, (core::ChargedFee{"BTC", money("0.0000123")}));
  keep_fee(fill, fills->front().base_fee, {}, *symbols().find("BTCUSDT"));
  EXPECT_EQ(fill.kept, core::Qty{200}) << "0.0000123 is two steps of 0.00001, rounded up";
  EXPECT_EQ(fill.fee, money("1.200002")) << "0.00002 at 60000.1";
}

TEST(KeepFee, rounds_what_an_order_pays_once_however_many_fills_it_has) {
  const core::Instrument btc = *symbols().find("BTCUSDT");
  // Four fills of 0.00003 pay 0.00000003 each, 0.00000012 together: one step of 0.00001.
  core::Money before;
  std::int64_t kept = 0;
  for (int i = 0; i < 4; ++i) {
    core::Fill fill;
    fill.price = {100'000};
    fill.qty = {300};
    keep_fee(fill, money("0.00000003"), before, btc);
    before += money("0.00000003");
    kept += fill.kept.lots;
    EXPECT_EQ(fill.kept.lots, i == 0 ? 100 : 0);
  }
  EXPECT_EQ(kept, 100);
  // Exactly a step is one step.
  core::Fill fill;
  fill.price = {100'000};
  fill.qty = {10'000'000};
  keep_fee(fill, money("0.00001"), {}, btc);
  EXPECT_EQ(fill.kept.lots, 100);
}

TEST(ParseFills, takes_other_fees_as_they_are) {
  // USD-M, "Account Trade List"
  const auto fills = parse_fills(
      R"([{"buyer":false,"commission":"0.07819010","commissionAsset":"USDT","id":698759,"maker":true,)"
      R"("orderId":25851813,"price":"7819.01","qty":"0.002","quoteQty":"15.63802","realizedPnl":"-0.91539999",)"
      R"("side":"SELL","positionSide":"BOTH","symbol":"BTCUSDT","time":1569514978020}])",
      {17}, symbols());
  ASSERT_TRUE(fills);
  EXPECT_EQ(fills->front().fill.fee, money("0.0781901"));
  EXPECT_EQ(fills->front().base_fee, money("0"));
  EXPECT_EQ(fills->front().fill.role, core::Role::kMaker);
  EXPECT_EQ(fills->front().fill.side, core::Side::kSell);
  const core::Instrument btc = *symbols().find("BTCUSDT");
  EXPECT_FALSE(fills->front().fill.charged) << "in the quote currency";
  const auto foreign =
      fill_of({.id = 1, .price = "1", .qty = "1", .fee = "0.1", .fee_asset = "BNB", .at = {}}, {1}, btc);
  ASSERT_TRUE(foreign);
  EXPECT_EQ(foreign->fill.fee, money("0"));
  EXPECT_EQ(foreign->base_fee, money("0"));
  EXPECT_EQ(foreign->fill.charged, (core::ChargedFee{"BNB", money("0.1")}));
  EXPECT_EQ(foreign->fill.fee_worth, core::FeeWorth::kUnknown);
  // Sold, and charged in what was sold: 0.00001 at 60000.1.
  const auto sold = fill_of({.id = 1,
                             .side = core::Side::kSell,
                             .price = "60000.1",
                             .qty = "1",
                             .fee = "0.00001",
                             .fee_asset = "BTC",
                             .at = {}},
                            {1}, btc);
  ASSERT_TRUE(sold);
  EXPECT_EQ(sold->fill.fee, money("0.600001"));
  EXPECT_EQ(sold->fill.charged, (core::ChargedFee{"BTC", money("0.00001")}));
  EXPECT_EQ(sold->fill.fee_worth, core::FeeWorth::kKnown);
  EXPECT_EQ(sold->base_fee, money("0"));
  EXPECT_FALSE(fill_of({.id = 1, .price = "1.000001", .qty = "1", .fee = "", .fee_asset = "", .at = {}}, {1}, btc));
  EXPECT_FALSE(fill_of({.id = 1, .price = "1", .qty = "0", .fee = "", .fee_asset = "", .at = {}}, {1}, btc));
}

TEST(ParseAccount, reads_balances_and_positions) {
  const auto spot = parse_account(
      Market::kSpot,
      R"({"canTrade":true,"balances":[{"asset":"BTC","free":"4723846.89208129","locked":"0.00000000"},)"
      R"({"asset":"LTC","free":"4763368.68006011","locked":"1.00000000"}],"permissions":["SPOT"],"uid":354937868})");
  ASSERT_TRUE(spot);
  EXPECT_EQ(spot->balances[1].amount, money("4763369.68006011"));
  const auto usdm = parse_account(
      Market::kUsdm, R"({"assets":[{"asset":"USDT","walletBalance":"23.72469206","unrealizedProfit":"0.00000000"}],)"
                     R"("positions":[{"symbol":"BTCUSDT","positionSide":"BOTH","positionAmt":"-1.000"}]})");
  ASSERT_TRUE(usdm);
  EXPECT_EQ(usdm->balances[0].amount, money("23.72469206"));
  EXPECT_EQ(usdm->positions[0].amount, "-1.000");
  EXPECT_FALSE(parse_account(Market::kSpot, "{}"));
  EXPECT_FALSE(parse_account(Market::kUsdm, R"({"assets":[]})"));
}

/// user-data-stream.md, executionReport, with our names.
std::string report(std::string_view client, std::string_view original, std::string_view execution,
                   std::string_view status, std::string_view rest) {
  return R"({"subscriptionId":0,"event":{"e":"executionReport","E":1499405658658,"s":"BTCUSDT","c":")" +
         std::string{client} +
         R"(","S":"BUY","o":"LIMIT","f":"GTC","q":"1.00000000","p":"0.10264410","P":"0.00000000",)" +
         R"("F":"0.00000000","g":-1,"C":")" + std::string{original} + R"(","x":")" + std::string{execution} +
         R"(","X":")" + std::string{status} + R"(","r":"NONE","i":4293153,)" + std::string{rest} +
         R"("T":1499405658657,"I":8641984,"w":true,"M":false,"O":1499405658657,"Z":"0.00000000","V":"NONE"}})";
}

TEST(UserEvent, reads_a_new_order_a_fill_and_a_cancel) {
  const auto fresh = parse_user_event(
      report("tm-17", "", "NEW", "NEW",
             R"("l":"0.00000000","z":"0.00000000","L":"0.00000000","n":"0","N":null,"t":-1,"m":false,)"),
      symbols());
  ASSERT_TRUE(fresh) << fresh.error().text();
  ASSERT_TRUE(fresh->report);
  EXPECT_EQ(fresh->report->kind, OrderEventKind::kAccepted);
  EXPECT_EQ(fresh->report->order, core::ClientOrderId{17});
  EXPECT_EQ(fresh->report->at.ms(), 1'499'405'658'657);
  EXPECT_FALSE(fresh->report->filled) << "a late one must not look as if fills were missing";

  const auto traded = parse_user_event(
      report("tm-17", "", "TRADE", "PARTIALLY_FILLED",
             R"("l":"0.40000000","z":"0.60000000","L":"50000.00000000","n":"0.00040000","N":"BTC","t":77,"m":true,)"),
      symbols());
  ASSERT_TRUE(traded) << traded.error().text();
  ASSERT_TRUE(traded->report && traded->report->fill);
  EXPECT_EQ(traded->report->kind, OrderEventKind::kFilled);
  EXPECT_EQ(traded->report->filled, core::Qty{6'000'000});
  EXPECT_EQ(traded->report->fill->id, 77U);
  EXPECT_EQ(traded->report->fill->qty, core::Qty{4'000'000});
  EXPECT_EQ(traded->base_fee, money("0.0004"));
  EXPECT_EQ(traded->report->fill->role, core::Role::kMaker);

  // Another client canceled it, and gave it its own name.
  const auto canceled = parse_user_event(
      report("theirs", "tm-17", "CANCELED", "CANCELED",
             R"("l":"0.00000000","z":"0.60000000","L":"0.00000000","n":"0","N":null,"t":-1,"m":false,)"),
      symbols());
  ASSERT_TRUE(canceled && canceled->report);
  EXPECT_EQ(canceled->report->kind, OrderEventKind::kCanceled);
  EXPECT_EQ(canceled->report->order, core::ClientOrderId{17});
  EXPECT_EQ(canceled->report->filled, core::Qty{6'000'000});
}

/// user-data-stream.md, "Order Expiry Reason" and "List Status".
TEST(UserEvent, knows_why_an_order_expired_and_leaves_lists_alone) {
  const std::string head =
      R"({"e":"executionReport","E":1,"s":"BTCUSDT","c":"tm-9","S":"SELL","o":"STOP_LOSS","f":"GTC","q":"1","g":3,)"
      R"("C":"","x":"EXPIRED","X":"EXPIRED","r":"NONE","i":7,"l":"0","z":"0.00000000","L":"0","n":"0","N":null,)"
      R"("T":1700000000000,"t":-1,"w":false,"m":false)";
  const auto reason_of = [&](const std::string& word) {
    const auto event = parse_user_event(head + R"(,"eR":")" + word + "\"}", symbols());
    EXPECT_TRUE(event && event->report);
    return event && event->report ? event->report->reason : std::nullopt;
  };
  EXPECT_EQ(reason_of("OCO_TRIGGER"), core::OrderReason::kOcoFilled);
  EXPECT_EQ(reason_of("INSUFFICIENT_LIQUIDITY"), core::OrderReason::kNoLiquidity);
  EXPECT_EQ(reason_of("EXCHANGE_CANCELED"), core::OrderReason::kVenue);
  const auto list = parse_user_event(
      R"({"e":"listStatus","E":1564035303637,"s":"BTCUSDT","g":2,"c":"OCO","l":"EXEC_STARTED","L":"EXECUTING",)"
      R"("r":"NONE","C":"tm-oco-9","T":1564035303625,"O":[{"s":"BTCUSDT","i":17,"c":"tm-9"}]})",
      symbols());
  ASSERT_TRUE(list);
  EXPECT_EQ(list->kind, UserEvent::Kind::kOther);
}

TEST(UserEvent, reads_futures_orders) {
  // USD-M documentation, "Event: Order Update", with our names.
  const auto event = parse_user_event(
      R"({"e":"ORDER_TRADE_UPDATE","E":1568879465651,"T":1568879465650,"o":{"s":"BTCUSDT","c":"tm-17","S":"SELL",)"
      R"("o":"LIMIT","f":"GTX","q":"0.001","p":"0","ap":"0","sp":"0","x":"EXPIRED","X":"EXPIRED","i":8886774,"l":"0",)"
      R"("z":"0","L":"0","N":"USDT","n":"0","T":1568879465650,"t":0,"b":"0","a":"9.91","m":false,"R":false,)"
      R"("wt":"CONTRACT_PRICE","ot":"LIMIT","ps":"BOTH","cp":false,"rp":"0","pP":false,"V":"EXPIRE_TAKER","gtd":0}})",
      symbols());
  ASSERT_TRUE(event && event->report);
  EXPECT_EQ(event->report->kind, OrderEventKind::kExpired);
  EXPECT_EQ(event->report->reason, OrderReason::kWouldTake);
}

/// USD-M documentation, "Event: Algo Order Update", with our names.
std::string conditional(std::string_view status, std::string_view more = R"("ai":"","ap":"0.00000","aq":"0.00000",)") {
  return R"({"e":"ALGO_UPDATE","T":1750515742297,"E":1750515742303,"o":{"caid":"tm-17","aid":2148719,)"
         R"("at":"CONDITIONAL","o":"TAKE_PROFIT","s":"BTCUSDT","S":"SELL","ps":"BOTH","f":"GTC","q":"0.01","X":")" +
         std::string{status} + R"(",)" + std::string{more} +
         R"("act":"0","tp":"750","p":"750","V":"EXPIRE_MAKER","wt":"CONTRACT_PRICE","pm":"NONE","cp":false,"pP":false,)"
         R"("R":false,"tt":0,"gtd":0,"rm":"Reduce Only reject"}})";
}

TEST(UserEvent, reads_what_becomes_of_conditional_orders) {
  const auto kind_of = [](std::string_view status) {
    const auto event = parse_user_event(conditional(status), symbols());
    return event && event->report ? std::optional{event->report->kind} : std::nullopt;
  };
  EXPECT_EQ(kind_of("NEW"), OrderEventKind::kAccepted);
  EXPECT_EQ(kind_of("TRIGGERING"), std::nullopt) << "it may still be refused";
  EXPECT_EQ(kind_of("TRIGGERED"), OrderEventKind::kTriggered);
  EXPECT_EQ(kind_of("EXPIRED"), OrderEventKind::kExpired);
  const auto canceled = parse_user_event(conditional("CANCELED"), symbols());
  ASSERT_TRUE(canceled && canceled->report);
  EXPECT_EQ(canceled->report->kind, OrderEventKind::kCanceled);
  EXPECT_EQ(canceled->report->order, core::ClientOrderId{17});
  EXPECT_EQ(canceled->report->filled, core::Qty{});
  EXPECT_EQ(canceled->report->at, core::Timestamp::from_ms(1'750'515'742'297));
  const auto rejected = parse_user_event(conditional("REJECTED"), symbols());
  ASSERT_TRUE(rejected && rejected->report);
  EXPECT_EQ(rejected->report->kind, OrderEventKind::kCanceled) << "it was accepted before";
  EXPECT_EQ(rejected->report->reason, OrderReason::kNothingToClose);
  const auto over =
      parse_user_event(conditional("FINISHED", R"("ai":"8886774","ap":"751.1","aq":"0.01000",)"), symbols());
  ASSERT_TRUE(over && over->report);
  EXPECT_EQ(over->kind, UserEvent::Kind::kCame);
  EXPECT_EQ(over->report->filled, core::Qty{100'000});
}

TEST(ParseConditional, knows_what_came_of_it) {
  // "Query Algo Order" as documented; the second as a stop that was carried out is answered.
  const std::string head =
      R"({"algoId":2146760,"clientAlgoId":"tm-17","algoType":"CONDITIONAL","orderType":"TAKE_PROFIT",)"
      R"("symbol":"BTCUSDT","side":"SELL","positionSide":"BOTH","timeInForce":"GTC","quantity":"0.01",)";
  const auto waits = parse_conditional(head + R"("algoStatus":"NEW","actualOrderId":"","actualPrice":"0.00000"})");
  ASSERT_TRUE(waits) << waits.error().text();
  EXPECT_EQ(waits->stage, WireConditional::Stage::kWaiting);
  EXPECT_EQ(waits->client_id, "tm-17");
  EXPECT_EQ(waits->actual, std::nullopt);
  const auto came =
      parse_conditional(head + R"("algoStatus":"FINISHED","actualOrderId":"28582102498","actualPrice":"77110.2"})");
  ASSERT_TRUE(came);
  EXPECT_EQ(came->stage, WireConditional::Stage::kReached);
  EXPECT_EQ(came->actual, 28'582'102'498U);
  EXPECT_EQ(parse_conditionals("[" + head + R"("algoStatus":"NEW"}])")->size(), 1U);
  EXPECT_EQ(parse_conditional(head + R"("algoStatus":"WISHED"})").error().code, "bad_answer");
  EXPECT_EQ(parse_conditionals("{}").error().code, "bad_answer");
}

TEST(ParseFundings, reads_the_documented_incomes) {
  // USD-M documentation, "Get Income History", with FUNDING_FEE for its TRANSFER.
  const std::string row = R"({"symbol":"BTCUSDT","incomeType":"FUNDING_FEE","income":"-0.37500000","asset":"USDT",)"
                          R"("info":"FUNDING_FEE","time":1570608000000,"tranId":9689322392,"tradeId":""})";
  const std::string other = R"({"symbol":"XRPUSDT","incomeType":"FUNDING_FEE","income":"1","asset":"USDT",)"
                            R"("info":"","time":1570636800000,"tranId":2,"tradeId":""})";
  const auto read = parse_fundings("[" + row + "," + other + "]", symbols());
  ASSERT_TRUE(read) << read.error().text();
  ASSERT_EQ(read->all.size(), 1U) << "the other symbol is not traded";
  EXPECT_EQ(read->all[0],
            (trading::VenueFunding{9'689'322'392, {0}, money("-0.375"), core::Timestamp::from_ms(1'570'608'000'000)}));
  EXPECT_EQ(read->rows, 2U);
  EXPECT_EQ(read->last, core::Timestamp::from_ms(1'570'636'800'000));
  EXPECT_EQ(parse_fundings(R"([{"symbol":"BTCUSDT"}])", symbols()).error().code, "bad_answer");
}

TEST(UserEvent, says_that_funding_was_booked) {
  // "Event: Balance and Position Update": for a crossed position only the balance, without the symbol.
  const auto event = parse_user_event(
      R"({"e":"ACCOUNT_UPDATE","E":1564745798939,"T":1564745798938,"a":{"m":"FUNDING_FEE","B":[{"a":"USDT",)"
      R"("wb":"122624.12345678","cw":"100.12345678","bc":"50.12345678"}],"P":[]}})",
      symbols());
  ASSERT_TRUE(event);
  EXPECT_EQ(event->kind, UserEvent::Kind::kFunding);
  const auto order =
      parse_user_event(R"({"e":"ACCOUNT_UPDATE","E":1,"T":1,"a":{"m":"ORDER","B":[],"P":[]}})", symbols());
  ASSERT_TRUE(order);
  EXPECT_EQ(order->kind, UserEvent::Kind::kOther);
}

TEST(UserEvent, leaves_alone_what_is_not_ours_and_ends_with_the_stream) {
  const auto theirs = parse_user_event(
      report("bot-1", "", "NEW", "NEW", R"("l":"0","z":"0","L":"0","n":"0","N":null,"t":-1,"m":false,)"), symbols());
  ASSERT_TRUE(theirs);
  EXPECT_EQ(theirs->kind, UserEvent::Kind::kOther);
  const auto balances = parse_user_event(
      R"({"e":"outboundAccountPosition","E":1564034571105,"u":1564034571073,"B":[{"a":"ETH","f":"10000.000000","l":"0.000000"}]})",
      symbols());
  ASSERT_TRUE(balances);
  EXPECT_EQ(balances->kind, UserEvent::Kind::kOther);
  for (const char* end :
       {R"({"e":"listenKeyExpired","E":1736996475556,"listenKey":"WsCMN0a4KHUPTQuX6IUnqEZfB1inxmv1"})",
        R"({"subscriptionId":0,"event":{"e":"eventStreamTerminated","E":1728973001334}})",
        R"({"e":"serverShutdown","E":1770123456789})"}) {
    const auto over = parse_user_event(end, symbols());
    ASSERT_TRUE(over);
    EXPECT_EQ(over->kind, UserEvent::Kind::kEnd) << end;
  }
  const auto answer = parse_user_event(R"({"id":"user","status":200,"result":{"subscriptionId":0}})", symbols());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->kind, UserEvent::Kind::kAnswer);
  EXPECT_EQ(answer->status, 200);
  const auto refused = parse_user_event(
      R"({"id":"user","status":400,"error":{"code":-1022,"msg":"Signature for this request is not valid."}})",
      symbols());
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 400);
  EXPECT_EQ(refused->error, "-1022 Signature for this request is not valid.");
}

TEST(UserEvent, refuses_what_it_cannot_read) {
  EXPECT_FALSE(parse_user_event("{", symbols()));
  EXPECT_FALSE(parse_user_event("\x01\x02", symbols()));
  // A fill without its trade, and one that is finer than the instrument.
  EXPECT_FALSE(parse_user_event(
      report("tm-17", "", "TRADE", "FILLED", R"("l":"0.4","z":"0.6","L":"50000","n":"0","N":null,"m":true,)"),
      symbols()));
  EXPECT_FALSE(parse_user_event(report("tm-17", "", "TRADE", "FILLED",
                                       R"("l":"0.40000001","z":"0.6","L":"50000","n":"0","N":null,"t":1,"m":true,)"),
                                symbols()));
}

}  // namespace
}  // namespace tidemark::venues::binance
