// Conditional orders on USD-M as Binance documents them (developers.binance.com, derivatives/usds-margined-futures: New
// Algo Order, Query Algo Order, Cancel Algo Order, Current All Algo Open Orders, Event Algo Order Update, Error Codes).

#include <algorithm>
#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "venues/simulated/futures_testing.hpp"

namespace tidemark::venues::simulated {
namespace {

using net::Method;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using testing::json_of;
using testing::names_of;
using testing::RecordingPeer;

class AlgoOrders : public testing::Futures {
 protected:
  testing::Answer algo(const std::string& parameters) {
    return signed_send(Method::kPost, "/fapi/v1/algoOrder", "algoType=CONDITIONAL&symbol=BTCUSDT&" + parameters);
  }
  net::JsonValue waiting(const std::string& parameters) {
    const auto answer = algo(parameters);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json_of(answer.body);
  }
  /// Until the order's price has come, at most so many hours of the market.
  bool comes(const std::string& which) {
    for (int minute = 0; minute < 48 * 60; ++minute) {
      if (*got("/fapi/v1/algoOrder", which).find("algoStatus")->text() != "NEW") return true;
      run(core::minutes(1));
    }
    return false;
  }
  double mark() { return public_number("/fapi/v1/premiumIndex", "markPrice"); }
  double last() { return public_number("/fapi/v1/ticker/price", "price"); }
  double public_number(const std::string& path, std::string_view name) {
    return number(json_of(testing::get(*venue_, path + "?symbol=BTCUSDT").body), name);
  }
  static std::string text(const net::JsonValue& object, std::string_view name) { return *object.find(name)->text(); }
};

TEST_F(AlgoOrders, wait_apart_from_the_matching_engine_until_they_are_canceled) {
  const auto placed =
      waiting("side=SELL&type=STOP_MARKET&quantity=0.01&reduceOnly=true&clientAlgoId=stop&triggerPrice=" + price(0.95));
  EXPECT_THAT(names_of(placed),
              ElementsAre("algoId", "clientAlgoId", "algoType", "orderType", "symbol", "side", "positionSide",
                          "timeInForce", "quantity", "algoStatus", "triggerPrice", "price", "icebergQuantity",
                          "selfTradePreventionMode", "workingType", "priceMatch", "closePosition", "priceProtect",
                          "reduceOnly", "createTime", "updateTime", "triggerTime", "goodTillDate"));
  EXPECT_EQ(text(placed, "algoStatus"), "NEW");
  EXPECT_EQ(text(placed, "orderType"), "STOP_MARKET");
  EXPECT_EQ(*placed.find("triggerTime")->integer(), 0);
  const auto asked = got("/fapi/v1/algoOrder", "clientAlgoId=stop");
  EXPECT_THAT(names_of(asked), IsSupersetOf({"algoStatus", "actualOrderId", "actualPrice"}));
  EXPECT_EQ(text(asked, "actualOrderId"), "");
  EXPECT_EQ(got("/fapi/v1/openAlgoOrders").array()->size(), 1U);
  EXPECT_EQ(got("/fapi/v1/openAlgoOrders", "symbol=ETHUSDT").array()->size(), 0U);
  // The matching engine has not heard of it.
  EXPECT_EQ(got("/fapi/v1/openOrders").array()->size(), 0U);
  EXPECT_EQ(got("/fapi/v1/allOrders", "symbol=BTCUSDT").array()->size(), 0U);
  EXPECT_THAT(signed_send(Method::kGet, "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=stop").body,
              HasSubstr("-2013"));
  const std::string id = std::to_string(*placed.find("algoId")->integer());
  EXPECT_EQ(signed_send(Method::kDelete, "/fapi/v1/algoOrder", "clientAlgoId=stop").body,
            R"({"algoId":)" + id + R"(,"clientAlgoId":"stop","code":"200","msg":"success"})");
  EXPECT_THAT(signed_send(Method::kDelete, "/fapi/v1/algoOrder", "algoId=" + id).body, HasSubstr("-2011"));
  EXPECT_EQ(text(got("/fapi/v1/algoOrder", "algoId=" + id), "algoStatus"), "CANCELED");
  EXPECT_EQ(got("/fapi/v1/allAlgoOrders", "symbol=BTCUSDT").array()->size(), 1U);
  EXPECT_THAT(signed_send(Method::kGet, "/fapi/v1/algoOrder", "clientAlgoId=other").body, HasSubstr("-2013"));
}

TEST_F(AlgoOrders, become_an_order_of_the_same_name_when_the_price_comes) {
  RecordingPeer peer;
  const std::string key = text(json_of(send(Method::kPost, "/fapi/v1/listenKey", "").body), "listenKey");
  ASSERT_TRUE(venue_->connect(peer, "/private/ws?listenKey=" + key));
  placed("side=BUY&type=MARKET&quantity=0.1");
  waiting("side=SELL&type=STOP_MARKET&closePosition=true&clientAlgoId=low&triggerPrice=" + price(0.999));
  waiting("side=SELL&type=TAKE_PROFIT_MARKET&closePosition=true&clientAlgoId=high&triggerPrice=" + price(1.5));
  peer.texts.clear();
  ASSERT_TRUE(comes("clientAlgoId=low"));
  const auto done = got("/fapi/v1/algoOrder", "clientAlgoId=low");
  EXPECT_EQ(text(done, "algoStatus"), "FINISHED");
  const auto actual = got("/fapi/v1/order", "symbol=BTCUSDT&orderId=" + text(done, "actualOrderId"));
  EXPECT_EQ(text(actual, "clientOrderId"), "low");
  EXPECT_EQ(text(actual, "status"), "FILLED");
  EXPECT_EQ(text(actual, "type"), "MARKET");
  EXPECT_EQ(number(actual, "executedQty"), 0.1) << "all there was";
  EXPECT_EQ(text(actual, "avgPrice"), text(done, "actualPrice"));
  EXPECT_EQ(got("/fapi/v3/positionRisk").array()->size(), 0U);
  EXPECT_EQ(text(got("/fapi/v1/algoOrder", "clientAlgoId=high"), "algoStatus"), "NEW")
      << "one does not cancel the other";
  // Hours may have gone by.
  std::erase_if(peer.texts, [](const std::string& told) { return told.contains("FUNDING_FEE"); });
  ASSERT_GE(peer.texts.size(), 4U);
  const auto first = json_of(peer.texts.front());
  EXPECT_EQ(text(first, "e"), "ALGO_UPDATE");
  EXPECT_THAT(names_of(*first.find("o")),
              ElementsAre("caid", "aid", "at", "o", "s", "S", "ps", "f", "q", "X", "ai", "ap", "aq", "act", "tp", "p",
                          "V", "wt", "pm", "cp", "pP", "R", "tt", "gtd"));
  EXPECT_EQ(text(*first.find("o"), "X"), "TRIGGERED");
  const auto second = json_of(peer.texts[1]);
  EXPECT_EQ(text(second, "e"), "ORDER_TRADE_UPDATE");
  EXPECT_EQ(text(*second.find("o"), "c"), "low");
  EXPECT_EQ(text(*json_of(peer.texts.back()).find("o"), "X"), "FINISHED");
}

TEST_F(AlgoOrders, trail_the_price_and_say_how_far) {
  placed("side=BUY&type=MARKET&quantity=0.1");
  const auto begun = waiting(
      "side=SELL&type=TRAILING_STOP_MARKET&quantity=0.1&reduceOnly=true&clientAlgoId=trail&callbackRate=0.3"
      "&workingType=MARK_PRICE");
  EXPECT_EQ(text(begun, "orderType"), "TRAILING_STOP_MARKET");
  EXPECT_EQ(text(begun, "callbackRate"), "0.3");
  EXPECT_EQ(text(begun, "workingType"), "MARK_PRICE");
  EXPECT_EQ(number(begun, "activatePrice"), 0) << "from the first on";
  // The mark price of each second, and what a sale 0.3 % below the highest of them waits for.
  double highest = mark();
  bool is_due = false;
  for (int second = 0; second < 12 * 3600 && !is_due; ++second) {
    ASSERT_EQ(text(got("/fapi/v1/algoOrder", "clientAlgoId=trail"), "algoStatus"), "NEW") << "after " << second;
    run(core::seconds(1));
    highest = std::max(highest, mark());
    is_due = mark() <= highest * 0.997;
  }
  ASSERT_TRUE(is_due);
  const auto done = got("/fapi/v1/algoOrder", "clientAlgoId=trail");
  EXPECT_EQ(text(done, "algoStatus"), "FINISHED");
  EXPECT_EQ(got("/fapi/v3/positionRisk").array()->size(), 0U);
  const auto actual = got("/fapi/v1/order", "symbol=BTCUSDT&orderId=" + text(done, "actualOrderId"));
  EXPECT_EQ(text(actual, "type"), "MARKET");
  EXPECT_EQ(text(actual, "status"), "FILLED");
}

TEST_F(AlgoOrders, wait_for_the_mark_price_where_they_are_told_to) {
  placed("side=BUY&type=MARKET&quantity=0.1");
  // Between the two prices lies a price that one of them has passed and the other has not: last below mark.
  int tries = 0;
  for (; tries < 3600 && mark() - last() < 2; ++tries) run(core::seconds(1));
  ASSERT_LT(tries, 3600) << "they never part";
  char between[32];
  std::snprintf(between, sizeof between, "%.1f0", (mark() + last()) / 2);
  const std::string stop = std::string{"side=SELL&type=STOP_MARKET&quantity=0.01&triggerPrice="} + between;
  EXPECT_THAT(algo(stop + "&workingType=CONTRACT_PRICE").body, HasSubstr("-2021")) << "the last price is below it";
  waiting(stop + "&workingType=MARK_PRICE&clientAlgoId=mark");
  run(core::milliseconds(500));
  EXPECT_EQ(text(got("/fapi/v1/algoOrder", "clientAlgoId=mark"), "algoStatus"), "NEW") << "trades are below it";
  const double trigger = std::stod(between);
  for (int second = 0; second < 12 * 3600 && mark() > trigger; ++second) {
    ASSERT_EQ(text(got("/fapi/v1/algoOrder", "clientAlgoId=mark"), "algoStatus"), "NEW") << "after " << second;
    run(core::seconds(1));
  }
  EXPECT_EQ(text(got("/fapi/v1/algoOrder", "clientAlgoId=mark"), "algoStatus"), "FINISHED");
}

TEST_F(AlgoOrders, with_nothing_to_reduce_are_rejected_when_the_price_comes) {
  waiting("side=SELL&type=STOP_MARKET&quantity=0.01&reduceOnly=true&clientAlgoId=idle&triggerPrice=" + price(0.999));
  ASSERT_TRUE(comes("clientAlgoId=idle"));
  EXPECT_EQ(text(got("/fapi/v1/algoOrder", "clientAlgoId=idle"), "algoStatus"), "REJECTED");
  EXPECT_EQ(got("/fapi/v3/positionRisk").array()->size(), 0U);
}

TEST_F(AlgoOrders, that_cannot_be_are_refused_by_their_code) {
  const auto code = [&](const std::string& parameters) {
    return *json_of(algo(parameters).body).find("code")->integer();
  };
  const std::string stop = "side=SELL&type=STOP_MARKET&";
  EXPECT_EQ(code(stop + "quantity=0.01"), -1102);
  EXPECT_EQ(code(stop + "quantity=0.01&triggerPrice=0"), -4006);
  EXPECT_EQ(code(stop + "quantity=0.01&triggerPrice=" + price(1.05)), -2021) << "a stop to sell lies below";
  EXPECT_EQ(code("side=SELL&type=TAKE_PROFIT_MARKET&quantity=0.01&triggerPrice=" + price(0.95)), -2021);
  EXPECT_EQ(code(stop + "quantity=0.01&closePosition=true&triggerPrice=" + price(0.95)), -1106);
  EXPECT_EQ(code(stop + "reduceOnly=true&closePosition=true&triggerPrice=" + price(0.95)), -1106);
  EXPECT_EQ(code(stop + "triggerPrice=" + price(0.95)), -1102) << "neither quantity nor closePosition";
  EXPECT_EQ(code("side=SELL&type=STOP&quantity=0.01&price=1&triggerPrice=" + price(0.95)), -1116);
  EXPECT_EQ(code(stop + "quantity=0.01&workingType=INDEX_PRICE&triggerPrice=" + price(0.95)), -1130);
  EXPECT_EQ(code(stop + "quantity=0.01&workingType=MARK_PRICE&triggerPrice=" + price(1.05)), -2021);
  EXPECT_EQ(code(stop + "quantity=0.01&callbackRate=1&triggerPrice=" + price(0.95)), -1106);
  const std::string trail = "side=SELL&type=TRAILING_STOP_MARKET&quantity=0.01";
  EXPECT_EQ(code(trail), -1102) << "it must be said how far";
  for (const char* rate : {"0", "0.05", "10.1", "0.25"}) {
    EXPECT_EQ(code(trail + "&callbackRate=" + rate), -2007) << rate;
  }
  EXPECT_EQ(code(trail + "&callbackRate=1&triggerPrice=" + price(0.95)), -1106);
  EXPECT_EQ(code(trail + "&callbackRate=1&activatePrice=" + price(0.95)), -2021) << "a sale begins to trail above";
  EXPECT_EQ(code(trail + "&callbackRate=1&activatePrice=0"), -4135);
  EXPECT_EQ(code("side=SELL&type=TRAILING_STOP_MARKET&closePosition=true&callbackRate=1"), -4136);
  waiting(stop + "closePosition=true&triggerPrice=" + price(0.95));
  EXPECT_EQ(code(stop + "closePosition=true&triggerPrice=" + price(0.94)), -4130);
  // They have gone from the matching engine's own door.
  EXPECT_THAT(order(stop + "quantity=0.01&stopPrice=" + price(0.95)).body, HasSubstr("-4120"));
  EXPECT_EQ(signed_send(Method::kDelete, "/fapi/v1/algoOpenOrders", "symbol=BTCUSDT").status, 200);
  EXPECT_EQ(got("/fapi/v1/openAlgoOrders").array()->size(), 0U);
}

}  // namespace
}  // namespace tidemark::venues::simulated
