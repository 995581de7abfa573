// Signed order entry on USD-M as Binance documents it (developers.binance.com, derivatives/usds-margined-futures: New
// Order, Query Order, Account Information V3, Position Information V3, Event Order Update, Error Codes). One-way mode,
// cross margin. Amounts are hand arithmetic on what the answers themselves say.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "venues/simulated/futures_testing.hpp"

namespace tidemark::venues::simulated {
namespace {

using net::Method;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::Futures;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using testing::json_of;
using testing::kStart;
using testing::names_of;
using testing::RecordingPeer;

TEST_F(Futures, a_market_order_opens_a_position_that_everything_agrees_on) {
  const auto filled = placed("side=BUY&type=MARKET&quantity=0.5");
  EXPECT_THAT(names_of(filled),
              ElementsAre("clientOrderId", "cumQty", "cumQuote", "executedQty", "orderId", "avgPrice", "origQty",
                          "origType", "price", "reduceOnly", "side", "positionSide", "status", "stopPrice",
                          "closePosition", "symbol", "timeInForce", "type", "updateTime", "workingType", "priceProtect",
                          "priceMatch", "selfTradePreventionMode", "goodTillDate"));
  EXPECT_EQ(*filled.find("status")->text(), "FILLED");
  EXPECT_EQ(*filled.find("positionSide")->text(), "BOTH");
  EXPECT_NEAR(number(filled, "avgPrice") * 0.5, number(filled, "cumQuote"), 1e-6);

  const auto risk = got("/fapi/v3/positionRisk", "symbol=BTCUSDT").array()->at(0);
  EXPECT_THAT(names_of(risk),
              IsSupersetOf({"symbol", "positionSide", "positionAmt", "entryPrice", "markPrice", "unRealizedProfit",
                            "liquidationPrice", "notional", "marginAsset", "initialMargin", "maintMargin",
                            "positionInitialMargin", "openOrderInitialMargin", "adl", "bidNotional", "askNotional",
                            "updateTime"}));
  EXPECT_EQ(number(risk, "positionAmt"), 0.5);
  EXPECT_EQ(*risk.find("entryPrice")->text(), *filled.find("avgPrice")->text());
  EXPECT_NEAR(number(risk, "unRealizedProfit"), (number(risk, "markPrice") - number(risk, "entryPrice")) * 0.5, 1e-6);
  EXPECT_NEAR(number(risk, "initialMargin"), number(risk, "notional") / 20, 1e-6);

  const auto account = got("/fapi/v3/account");
  const auto trades = got("/fapi/v1/userTrades", "symbol=BTCUSDT");
  double fees = 0;
  double quote = 0;
  for (const auto& trade : *trades.array()) {
    EXPECT_EQ(*trade.find("commissionAsset")->text(), "USDT");
    fees += number(trade, "commission");
    quote += number(trade, "quoteQty");
  }
  EXPECT_NEAR(fees, quote * 0.0005, 1e-6);
  EXPECT_NEAR(number(account, "totalWalletBalance"), 100'000 - fees, 1e-6);
  EXPECT_NEAR(number(account, "totalMarginBalance"),
              number(account, "totalWalletBalance") + number(account, "totalUnrealizedProfit"), 1e-6);
  EXPECT_EQ(account.find("positions")->array()->size(), 1U);
  EXPECT_EQ(got("/fapi/v2/account").find("positions")->array()->size(), 2U) << "the older version lists all symbols";
  EXPECT_NEAR(number(got("/fapi/v3/balance").array()->at(0), "balance"), 100'000 - fees, 1e-6);
}

TEST_F(Futures, an_order_is_acknowledged_as_new_unless_its_result_is_asked_for) {
  const auto answer = order("side=BUY&type=MARKET&quantity=0.01");
  EXPECT_THAT(answer.body, HasSubstr(R"("status":"NEW")"));
  EXPECT_EQ(answer.header("X-MBX-ORDER-COUNT-10S"), "1");
  EXPECT_EQ(answer.header("X-MBX-ORDER-COUNT-1M"), "1");
  const std::string id = std::to_string(*json_of(answer.body).find("orderId")->integer());
  EXPECT_EQ(*got("/fapi/v1/order", "symbol=BTCUSDT&orderId=" + id).find("status")->text(), "FILLED");
}

TEST_F(Futures, a_limit_order_can_be_found_and_canceled) {
  const auto resting =
      placed("side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&newClientOrderId=low&price=" + price(0.9));
  EXPECT_EQ(*resting.find("status")->text(), "NEW");
  const std::string which = "symbol=BTCUSDT&origClientOrderId=low";
  EXPECT_THAT(names_of(got("/fapi/v1/order", which)),
              ElementsAre("avgPrice", "clientOrderId", "cumQuote", "executedQty", "orderId", "origQty", "origType",
                          "price", "reduceOnly", "side", "positionSide", "status", "time", "stopPrice", "closePosition",
                          "symbol", "timeInForce", "type", "updateTime", "workingType", "priceProtect", "priceMatch",
                          "selfTradePreventionMode", "goodTillDate"));
  EXPECT_EQ(got("/fapi/v1/openOrders").array()->size(), 1U);
  EXPECT_EQ(got("/fapi/v1/openOrders", "symbol=ETHUSDT").array()->size(), 0U);
  EXPECT_NEAR(number(got("/fapi/v3/account"), "totalOpenOrderInitialMargin"), number(resting, "price") * 0.1 / 20,
              1e-6);
  EXPECT_THAT(order("side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&newClientOrderId=low&price=" + price(0.9)).body,
              HasSubstr("-4116"));
  const auto canceled = json_of(signed_send(Method::kDelete, "/fapi/v1/order", which).body);
  EXPECT_EQ(*canceled.find("status")->text(), "CANCELED");
  EXPECT_EQ(*canceled.find("clientOrderId")->text(), "low");
  EXPECT_EQ(signed_send(Method::kDelete, "/fapi/v1/order", which).body,
            R"({"code":-2011,"msg":"Unknown order sent."})");
  EXPECT_EQ(signed_send(Method::kGet, "/fapi/v1/openOrder", which).body,
            R"({"code":-2013,"msg":"Order does not exist."})");
  EXPECT_EQ(got("/fapi/v1/allOrders", "symbol=BTCUSDT").array()->size(), 1U);
  placed("side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=" + price(0.9));
  EXPECT_EQ(signed_send(Method::kDelete, "/fapi/v1/allOpenOrders", "symbol=BTCUSDT").body,
            R"({"code":200,"msg":"The operation of cancel all open order is done."})");
  EXPECT_EQ(got("/fapi/v1/openOrders").array()->size(), 0U);
}

TEST_F(Futures, what_cannot_be_done_is_refused_by_its_code) {
  const auto code = [&](const std::string& parameters) {
    return *json_of(order(parameters).body).find("code")->integer();
  };
  const std::string limit = "side=BUY&type=LIMIT&timeInForce=GTC&";
  EXPECT_EQ(code("type=MARKET&quantity=1"), -1102);
  EXPECT_EQ(code("side=HOLD&type=MARKET&quantity=1"), -1117);
  EXPECT_EQ(code("side=BUY&type=WISH&quantity=1"), -1116);
  EXPECT_EQ(code("side=BUY&type=LIMIT&quantity=1&price=" + price(1)), -1102);
  EXPECT_EQ(code("side=BUY&type=LIMIT&timeInForce=XXX&quantity=1&price=" + price(1)), -1115);
  EXPECT_EQ(code("side=BUY&type=MARKET&quantity=1&positionSide=LONG"), -4061);
  EXPECT_EQ(code("side=BUY&type=MARKET&quantity=1&price=1"), -1106);
  EXPECT_EQ(code("side=BUY&type=MARKET&quantity=1&color=red"), -1104);
  EXPECT_EQ(code("side=BUY&type=MARKET&quantity=0"), -4003);
  EXPECT_EQ(code("side=BUY&type=MARKET&quantity=0.000001"), -1111);
  EXPECT_EQ(code("side=BUY&type=MARKET&quantity=0.001"), -4164) << "some 62 USDT";
  EXPECT_EQ(code(limit + "quantity=1&price=0"), -4001);
  EXPECT_EQ(code(limit + "quantity=1&price=" + price(1.06)), -4016);
  EXPECT_EQ(code("side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=" + price(0.94)), -4024);
  EXPECT_EQ(code("side=BUY&type=LIMIT&timeInForce=GTX&quantity=1&price=" + price(1.04)), -5022);
  EXPECT_EQ(code("side=BUY&type=LIMIT&timeInForce=FOK&quantity=1&price=" + price(0.97)), -5021);
  EXPECT_EQ(code("side=SELL&type=MARKET&quantity=1&reduceOnly=true"), -2022);
  // 100,000 USDT at leverage 20 carry 2,000,000, some 32 BTC.
  EXPECT_EQ(code(limit + "quantity=36&price=" + price(0.97)), -2019);
  EXPECT_EQ(got("/fapi/v1/allOrders", "symbol=BTCUSDT").array()->size(), 0U) << "none of them was recorded";
}

TEST_F(Futures, leverage_margin_type_and_position_mode_are_what_they_are) {
  EXPECT_EQ(signed_send(Method::kPost, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=50").body,
            R"({"leverage":50,"maxNotionalValue":"1000000000","symbol":"BTCUSDT"})");
  EXPECT_EQ(*got("/fapi/v1/symbolConfig", "symbol=BTCUSDT").array()->at(0).find("leverage")->integer(), 50);
  EXPECT_THAT(signed_send(Method::kPost, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=126").body, HasSubstr("-4028"));
  EXPECT_EQ(signed_send(Method::kPost, "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=CROSSED").body,
            R"({"code":-4046,"msg":"No need to change margin type."})");
  EXPECT_THAT(signed_send(Method::kPost, "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED").body,
              HasSubstr("-4084"));
  EXPECT_FALSE(*got("/fapi/v1/positionSide/dual").find("dualSidePosition")->boolean());
  EXPECT_THAT(signed_send(Method::kPost, "/fapi/v1/positionSide/dual", "dualSidePosition=true").body,
              HasSubstr("-4084"));
  EXPECT_EQ(signed_send(Method::kPost, "/fapi/v1/positionSide/dual", "dualSidePosition=false").body,
            R"({"code":-4059,"msg":"No need to change position side."})");
}

TEST_F(Futures, user_data_says_what_happens_to_orders_and_positions) {
  const std::string key = *json_of(send(Method::kPost, "/fapi/v1/listenKey", "").body).find("listenKey")->text();
  EXPECT_EQ(*json_of(send(Method::kPut, "/fapi/v1/listenKey", "").body).find("listenKey")->text(), key);
  RecordingPeer peer;
  RecordingPeer older;
  ASSERT_TRUE(venue_->connect(peer, "/private/ws?listenKey=" + key));
  ASSERT_TRUE(venue_->connect(older, "/fstream/ws/" + key));
  placed("side=SELL&type=MARKET&quantity=0.01");
  ASSERT_GE(peer.texts.size(), 3U);
  EXPECT_EQ(peer.texts, older.texts);
  const auto first = json_of(peer.texts.front());
  EXPECT_EQ(*first.find("e")->text(), "ORDER_TRADE_UPDATE");
  EXPECT_EQ(*first.find("o")->find("x")->text(), "NEW");
  EXPECT_THAT(names_of(*first.find("o")),
              IsSupersetOf({"s", "c", "S", "o", "f", "q", "p",  "ap", "sp", "x",  "X",  "i",  "l", "z",  "L",
                            "T", "t", "b", "a", "m", "R", "wt", "ot", "ps", "cp", "rp", "pP", "V", "pm", "gtd"}));
  const auto trade = json_of(peer.texts.back());
  EXPECT_EQ(*trade.find("o")->find("X")->text(), "FILLED");
  EXPECT_EQ(*trade.find("o")->find("N")->text(), "USDT");
  const auto account = json_of(peer.texts[peer.texts.size() - 2]);
  EXPECT_EQ(*account.find("e")->text(), "ACCOUNT_UPDATE");
  const auto* change = account.find("a");
  EXPECT_EQ(*change->find("m")->text(), "ORDER");
  EXPECT_THAT(names_of(change->find("B")->array()->at(0)), ElementsAre("a", "wb", "cw", "bc"));
  EXPECT_EQ(number(change->find("P")->array()->at(0), "pa"), -0.01);
  EXPECT_EQ(*change->find("P")->array()->at(0).find("mt")->text(), "cross");
  EXPECT_EQ(send(Method::kDelete, "/fapi/v1/listenKey", "").body, "{}");
  EXPECT_THAT(send(Method::kPut, "/fapi/v1/listenKey", "").body, HasSubstr("-1125"));
}

TEST_F(Futures, an_order_that_only_reduces_goes_when_there_is_nothing_left_to_reduce) {
  placed("side=BUY&type=MARKET&quantity=0.1");
  const auto profit = placed(
      "side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.1&reduceOnly=true&newClientOrderId=tp&price=" + price(1.1));
  EXPECT_TRUE(*profit.find("reduceOnly")->boolean());
  placed("side=SELL&type=MARKET&quantity=0.1&reduceOnly=true");
  const auto after = got("/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=tp");
  EXPECT_EQ(*after.find("status")->text(), "EXPIRED");
  EXPECT_EQ(got("/fapi/v3/positionRisk").array()->size(), 0U);
}

TEST_F(Futures, a_position_without_its_maintenance_margin_is_closed) {
  signed_send(Method::kPost, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=125");
  signed_send(Method::kPost, "/fapi/v1/leverage", "symbol=ETHUSDT&leverage=125");
  // As much as the margin carries: a loss of a few thousandths is too much. Half an hour brings that on one side.
  const auto buy = [&](const std::string& side) {
    while (order("side=" + side + "&type=MARKET&quantity=5").status == 200) run(core::seconds(1));
    while (order("side=" + side + "&type=MARKET&quantity=0.5").status == 200) run(core::seconds(1));
  };
  const auto closed = [&] {
    const auto all = got("/fapi/v1/allOrders", "symbol=BTCUSDT&limit=1000");
    for (const auto& one : *all.array()) {
      if (one.find("clientOrderId")->text()->starts_with("autoclose-")) return true;
    }
    return false;
  };
  for (int minute = 0; minute < 600 && !closed(); ++minute) {
    if (minute % 60 == 0) buy(minute % 120 == 0 ? "BUY" : "SELL");
    run(core::minutes(1));
  }
  EXPECT_TRUE(closed());
  const auto account = got("/fapi/v3/account");
  EXPECT_GE(number(account, "totalMarginBalance"), number(account, "totalMaintMargin"));
}

TEST_F(Futures, longs_and_shorts_pay_each_other_at_the_funding_time) {
  RecordingPeer peer;
  const std::string key = *json_of(send(Method::kPost, "/fapi/v1/listenKey", "").body).find("listenKey")->text();
  ASSERT_TRUE(venue_->connect(peer, "/private/ws?listenKey=" + key));
  placed("side=BUY&type=MARKET&quantity=1");
  const double before = number(got("/fapi/v3/account"), "totalWalletBalance");
  run(core::hours(2));  // from 06:40 past 08:00
  const auto fundings = json_of(testing::get(*venue_, "/fapi/v1/fundingRate?symbol=BTCUSDT").body);
  ASSERT_EQ(fundings.array()->size(), 1U);
  const double rate = number(fundings.array()->at(0), "fundingRate");
  const double paid = rate * number(fundings.array()->at(0), "markPrice");
  EXPECT_NEAR(number(got("/fapi/v3/account"), "totalWalletBalance"), before - paid, 1e-6);
  EXPECT_THAT(peer.texts, Contains(HasSubstr(R"("m":"FUNDING_FEE")")));
  const auto incomes = got("/fapi/v1/income", "incomeType=FUNDING_FEE");
  ASSERT_EQ(incomes.array()->size(), 1U);
  EXPECT_THAT(names_of(incomes.array()->at(0)),
              ElementsAre("symbol", "incomeType", "income", "asset", "info", "time", "tranId", "tradeId"));
  EXPECT_NEAR(number(incomes.array()->at(0), "income"), -paid, 1e-6);
  EXPECT_EQ(got("/fapi/v1/income", "symbol=ETHUSDT").array()->size(), 0U);
  EXPECT_EQ(got("/fapi/v1/income", "incomeType=TRANSFER").array()->size(), 0U);
}

TEST_F(Futures, spot_and_futures_accounts_are_two) {
  placed("side=BUY&type=MARKET&quantity=0.01");
  EXPECT_THAT(signed_send(Method::kGet, "/api/v3/allOrders", "symbol=BTCUSDT").body, "[]");
  EXPECT_THAT(signed_send(Method::kGet, "/api/v3/account", "").body,
              HasSubstr(R"({"asset":"USDT","free":"100000.00000000","locked":"0.00000000"})"));
  EXPECT_EQ(signed_send(Method::kPatch, "/fapi/v1/order", "").status, 405);
}

}  // namespace
}  // namespace tidemark::venues::simulated
