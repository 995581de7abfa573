// Signed order entry and user data as on Binance: fields, codes and words from rest-api.md ("Account Endpoints",
// "SIGNED Endpoint Security"), errors.md, filters.md and user-data-stream.md, as summed up in source-apis.md section 1.

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/hmac_sha256.hpp"
#include "venues/simulated/testing.hpp"

namespace tidemark::venues::simulated {
namespace {

using net::Method;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::json_of;
using testing::kStart;
using testing::names_of;
using testing::RecordingPeer;

constexpr std::string_view kKey = "simulated-key-of-alice";
constexpr std::string_view kSecret = "simulated-secret-of-alice";

class Orders : public ::testing::Test {
 protected:
  Orders() { venue_->advance(kStart + core::seconds(10)); }

  [[nodiscard]] std::string stamp(std::int64_t behind_ms = 0) const {
    return "timestamp=" + std::to_string(venue_->now().ms() - behind_ms);
  }
  testing::Answer send(Method method, const std::string& path, const std::string& query, std::string_view key = kKey) {
    net::Request request = testing::request_for(path + "?" + query, method);
    if (!key.empty()) request.headers.push_back({"X-MBX-APIKEY", std::string{key}});
    auto reply = venue_->handle(request);
    return {reply.response.status, std::string{reply.response.body.bytes()}, std::move(reply.response.headers)};
  }
  testing::Answer signed_send(Method method, const std::string& path, std::string query) {
    query += (query.empty() ? "" : "&") + stamp();
    return send(method, path, query + "&signature=" + net::hmac_sha256_hex(kSecret, query));
  }
  testing::Answer order(const std::string& parameters) {
    return signed_send(Method::kPost, "/api/v3/order", "symbol=BTCUSDT&" + parameters);
  }
  net::JsonValue placed(const std::string& parameters) {
    const auto answer = order(parameters);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json_of(answer.body);
  }
  std::string balance(std::string_view asset, std::string_view part) {
    const auto account = json_of(signed_send(Method::kGet, "/api/v3/account", "").body);
    for (const auto& entry : *account.find("balances")->array()) {
      if (*entry.find("asset")->text() == asset) return *entry.find(part)->text();
    }
    return {};
  }
  std::unique_ptr<SimVenue> venue_ = testing::make_venue();
};

TEST_F(Orders, a_market_order_answers_in_full_with_its_fills) {
  const auto answer = order("side=BUY&type=MARKET&quantity=0.00100");
  EXPECT_EQ(answer.header("X-MBX-ORDER-COUNT-10S"), "1");
  EXPECT_EQ(answer.header("X-MBX-ORDER-COUNT-1D"), "1");
  const auto filled = json_of(answer.body);
  EXPECT_THAT(names_of(filled),
              ElementsAre("symbol", "orderId", "orderListId", "clientOrderId", "transactTime", "price", "origQty",
                          "executedQty", "origQuoteOrderQty", "cummulativeQuoteQty", "status", "timeInForce", "type",
                          "side", "workingTime", "fills", "selfTradePreventionMode"));
  EXPECT_EQ(*filled.find("status")->text(), "FILLED");
  EXPECT_EQ(*filled.find("executedQty")->text(), "0.00100000");
  const auto& fill = filled.find("fills")->array()->at(0);
  EXPECT_THAT(names_of(fill), ElementsAre("price", "qty", "commission", "commissionAsset", "tradeId"));
  EXPECT_EQ(*fill.find("commissionAsset")->text(), "BTC");
  // 1 BTC and 0.001 bought, less 0.1 % of it.
  EXPECT_EQ(balance("BTC", "free"), "1.00099900");
}

TEST_F(Orders, fees_can_be_paid_in_bnb) {
  // Toggle BNB Burn On Spot Trade And Margin Interest; "discount" of account/commission.
  venue_ = testing::make_venue({.seed = 7, .start = kStart, .symbols = {"BTCUSDT", "BNBUSDT"}});
  venue_->advance(kStart + core::seconds(10));
  EXPECT_EQ(signed_send(Method::kGet, "/sapi/v1/bnbBurn", "").body, R"({"spotBNBBurn":false,"interestBNBBurn":false})");
  EXPECT_EQ(signed_send(Method::kPost, "/sapi/v1/bnbBurn", "spotBNBBurn=true").body,
            R"({"spotBNBBurn":true,"interestBNBBurn":false})");
  EXPECT_THAT(signed_send(Method::kPost, "/sapi/v1/bnbBurn", "").body, HasSubstr("-1102"));
  EXPECT_THAT(signed_send(Method::kPost, "/sapi/v1/bnbBurn", "spotBNBBurn=yes").body, HasSubstr("spotBNBBurn"));
  EXPECT_THAT(signed_send(Method::kGet, "/api/v3/account/commission", "symbol=BTCUSDT").body,
              HasSubstr(R"("discount":{"enabledForAccount":true,"enabledForSymbol":true,"discountAsset":"BNB",)"
                        R"("discount":"0.75000000"})"));
  const auto filled = placed("side=BUY&type=MARKET&quantity=0.001");
  EXPECT_EQ(*filled.find("fills")->array()->at(0).find("commissionAsset")->text(), "BNB");
  EXPECT_EQ(balance("BTC", "free"), "1.00100000");
  EXPECT_LT(std::stod(balance("BNB", "free")), 50.0);
}

TEST_F(Orders, answers_are_as_long_as_asked_for) {
  const auto ack = placed("side=BUY&type=MARKET&quantity=0.001&newOrderRespType=ACK&newClientOrderId=mine");
  EXPECT_THAT(names_of(ack), ElementsAre("symbol", "orderId", "orderListId", "clientOrderId", "transactTime"));
  EXPECT_EQ(*ack.find("clientOrderId")->text(), "mine");
  const auto result = placed("side=BUY&type=MARKET&quoteOrderQty=100&newOrderRespType=RESULT");
  EXPECT_EQ(result.find("fills"), nullptr);
  EXPECT_EQ(*result.find("origQuoteOrderQty")->text(), "100.00000000");
}

TEST_F(Orders, a_limit_order_can_be_found_and_canceled) {
  placed("side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=50000&newClientOrderId=low");
  EXPECT_EQ(balance("USDT", "locked"), "500.00000000");
  const auto query = json_of(signed_send(Method::kGet, "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=low").body);
  EXPECT_THAT(names_of(query), ElementsAre("symbol", "orderId", "orderListId", "clientOrderId", "price", "origQty",
                                           "executedQty", "origQuoteOrderQty", "cummulativeQuoteQty", "status",
                                           "timeInForce", "type", "side", "stopPrice", "icebergQty", "time",
                                           "updateTime", "isWorking", "workingTime", "selfTradePreventionMode"));
  EXPECT_EQ(json_of(signed_send(Method::kGet, "/api/v3/openOrders", "").body).array()->size(), 1U);
  EXPECT_THAT(order("side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=50000&newClientOrderId=low").body,
              HasSubstr(R"({"code":-2010,"msg":"Duplicate order sent."})"));
  const auto canceled = signed_send(Method::kDelete, "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=low");
  EXPECT_EQ(*json_of(canceled.body).find("origClientOrderId")->text(), "low");
  EXPECT_EQ(*json_of(canceled.body).find("status")->text(), "CANCELED");
  EXPECT_EQ(balance("USDT", "locked"), "0.00000000");
  EXPECT_EQ(signed_send(Method::kDelete, "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=low").body,
            R"({"code":-2011,"msg":"Unknown order sent."})");
  EXPECT_EQ(signed_send(Method::kGet, "/api/v3/order", "symbol=BTCUSDT&orderId=99").body,
            R"({"code":-2013,"msg":"Order does not exist."})");
  EXPECT_EQ(signed_send(Method::kDelete, "/api/v3/openOrders", "symbol=BTCUSDT").body,
            R"({"code":-2011,"msg":"Unknown order sent."})");
}

TEST_F(Orders, only_who_has_the_key_and_signs_in_time_may_ask) {
  const std::string path = "/api/v3/account";
  const auto with = [&](const std::string& query, std::string_view secret = kSecret) {
    return send(Method::kGet, path, query + "&signature=" + net::hmac_sha256_hex(secret, query));
  };
  EXPECT_EQ(with(stamp()).status, 200);
  EXPECT_EQ(with(stamp(4999)).status, 200);
  EXPECT_EQ(with(stamp(5001)).body,
            R"({"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."})");
  EXPECT_EQ(with("recvWindow=60000&" + stamp(59'000)).status, 200);
  EXPECT_THAT(with("recvWindow=60001&" + stamp()).body, HasSubstr("-1131"));
  EXPECT_EQ(with(stamp(-1000)).body,
            R"({"code":-1021,"msg":"Timestamp for this request was 1000ms ahead of the server's time."})");
  EXPECT_EQ(with(stamp(), "other").body, R"({"code":-1022,"msg":"Signature for this request is not valid."})");
  EXPECT_THAT(send(Method::kGet, path, stamp()).body, HasSubstr("'signature' was not sent"));
  const auto unknown = send(Method::kGet, path, stamp() + "&signature=00", "nobody");
  EXPECT_EQ(unknown.status, 401);
  EXPECT_THAT(unknown.body, HasSubstr("-2015"));
  EXPECT_THAT(send(Method::kGet, path, stamp() + "&signature=00", "").body, HasSubstr("-2014"));
}

TEST_F(Orders, a_body_is_signed_behind_the_query) {
  net::Request request = testing::request_for("/api/v3/order?symbol=BTCUSDT&side=BUY", Method::kPost);
  request.headers.push_back({"X-MBX-APIKEY", std::string{kKey}});
  const std::string body = "type=MARKET&quantity=0.001&" + stamp();
  // No '&' between the two (rest-api.md, "Mixed query string and request body").
  request.body = body + "&signature=" + net::hmac_sha256_hex(kSecret, "symbol=BTCUSDT&side=BUY" + body);
  EXPECT_EQ(venue_->handle(request).response.status, 200);
}

TEST_F(Orders, parameters_follow_the_type) {
  const auto refusal = [&](const std::string& parameters) { return order(parameters).body; };
  EXPECT_THAT(refusal("side=UP&type=MARKET&quantity=1"), HasSubstr("-1117"));
  EXPECT_THAT(refusal("side=BUY&type=WISH&quantity=1"), HasSubstr("-1116"));
  EXPECT_THAT(refusal("side=BUY&type=LIMIT&timeInForce=DAY&quantity=1&price=1"), HasSubstr("-1115"));
  EXPECT_THAT(refusal("side=BUY&type=LIMIT&quantity=1&price=1"), HasSubstr("'timeInForce' was not sent"));
  EXPECT_THAT(refusal("side=BUY&type=LIMIT&timeInForce=GTC&quantity=1"), HasSubstr("'price' was not sent"));
  EXPECT_THAT(refusal("side=BUY&type=MARKET"), HasSubstr("'quantity' was not sent"));
  EXPECT_THAT(refusal("side=BUY&type=MARKET&quantity=1&price=5"),
              HasSubstr(R"({"code":-1106,"msg":"Parameter 'price' sent when not required."})"));
  EXPECT_THAT(refusal("side=BUY&type=MARKET&quantity=1&quoteOrderQty=5"), HasSubstr("-1128"));
  EXPECT_THAT(refusal("side=SELL&type=STOP_LOSS&quantity=1"), HasSubstr("'stopPrice' was not sent"));
  EXPECT_THAT(refusal("side=BUY&type=MARKET&quantity=-1"), HasSubstr("-1100"));
  EXPECT_THAT(refusal("side=BUY&type=MARKET&quantity=0.0000000001"), HasSubstr("-1111"));
  EXPECT_THAT(refusal("side=BUY&type=MARKET&quantity=1&newClientOrderId=a%20b"), HasSubstr("-1100"));
  EXPECT_THAT(refusal("side=BUY&type=MARKET&quantity=1&wish=1"), HasSubstr("-1104"));
}

TEST_F(Orders, filters_are_enforced_by_name) {
  const auto refusal = [&](const std::string& parameters) { return order(parameters).body; };
  const std::string limit = "side=BUY&type=LIMIT&timeInForce=GTC&";
  // BTCUSDT: tick 0.01, lot 0.00001, at least 5 USDT; around 61,800 USDT.
  EXPECT_THAT(refusal(limit + "quantity=0.01&price=60000.005"), HasSubstr("Filter failure: PRICE_FILTER"));
  EXPECT_THAT(refusal(limit + "quantity=0.000001&price=60000"), HasSubstr("Filter failure: LOT_SIZE"));
  EXPECT_THAT(refusal(limit + "quantity=0.00008&price=60000"), HasSubstr("Filter failure: NOTIONAL"));
  EXPECT_THAT(refusal(limit + "quantity=0.01&price=12000"), HasSubstr("Filter failure: PERCENT_PRICE_BY_SIDE"));
  EXPECT_THAT(refusal("side=BUY&type=MARKET&quoteOrderQty=4.99"), HasSubstr("Filter failure: NOTIONAL"));
  EXPECT_THAT(refusal("side=SELL&type=MARKET&quantity=1000"), HasSubstr("Filter failure: MARKET_LOT_SIZE"));
  EXPECT_THAT(refusal(limit + "quantity=2&price=60000"),
              HasSubstr(R"({"code":-2010,"msg":"Account has insufficient balance for requested action."})"));
  EXPECT_THAT(refusal("side=BUY&type=LIMIT_MAKER&quantity=0.01&price=70000"),
              HasSubstr(R"({"code":-2010,"msg":"Order would immediately match and take."})"));
  for (int i = 0; i < 5; ++i) placed("side=SELL&type=STOP_LOSS&quantity=0.001&stopPrice=50000");
  EXPECT_THAT(refusal("side=SELL&type=STOP_LOSS&quantity=0.001&stopPrice=50000"),
              HasSubstr("Filter failure: MAX_NUM_ALGO_ORDERS"));
}

TEST_F(Orders, a_test_order_is_checked_and_not_placed) {
  const auto test = [&](const std::string& parameters) {
    return signed_send(Method::kPost, "/api/v3/order/test", "symbol=BTCUSDT&" + parameters).body;
  };
  EXPECT_EQ(test("side=BUY&type=MARKET&quantity=0.01"), "{}");
  EXPECT_THAT(test("side=BUY&type=MARKET&quantity=5"), HasSubstr("-2010"));
  EXPECT_EQ(json_of(signed_send(Method::kGet, "/api/v3/allOrders", "symbol=BTCUSDT").body).array()->size(), 0U);
}

TEST_F(Orders, too_many_orders_are_refused_for_a_while) {
  // 100 in ten seconds (exchangeInfo.rateLimits).
  for (int i = 0; i < 100; ++i) placed("side=BUY&type=MARKET&quantity=0.0001&newOrderRespType=ACK");
  const auto refused = order("side=BUY&type=MARKET&quantity=0.0001");
  EXPECT_EQ(refused.status, 429);
  EXPECT_THAT(refused.body, HasSubstr("-1015"));
  venue_->advance(kStart + core::seconds(20));
  EXPECT_EQ(order("side=BUY&type=MARKET&quantity=0.0001").status, 200);
}

std::string subscribe_request(core::Timestamp now) {
  const std::string payload = "apiKey=" + std::string{kKey} + "&timestamp=" + std::to_string(now.ms());
  return R"({"id":"me","method":"userDataStream.subscribe.signature","params":{"apiKey":")" + std::string{kKey} +
         R"(","timestamp":)" + std::to_string(now.ms()) + R"(,"signature":")" + net::hmac_sha256_hex(kSecret, payload) +
         "\"}}";
}

TEST_F(Orders, user_data_tell_every_step_of_an_order) {
  RecordingPeer peer;
  ASSERT_TRUE(venue_->connect(peer, "/ws-api/v3"));
  venue_->receive(peer, subscribe_request(venue_->now()));
  ASSERT_EQ(peer.texts.size(), 1U);
  EXPECT_THAT(peer.texts[0], HasSubstr(R"({"id":"me","status":200,"result":{"subscriptionId":0},"rateLimits":[)"));
  placed("side=BUY&type=MARKET&quantity=0.0001&newClientOrderId=seen");
  ASSERT_EQ(peer.texts.size(), 5U) << "new and trade, each with the balances";
  const auto report = json_of(peer.texts[3]);
  EXPECT_EQ(*report.find("subscriptionId")->integer(), 0);
  const net::JsonValue& event = *report.find("event");
  EXPECT_THAT(names_of(event),
              ElementsAre("e", "E", "s", "c", "S", "o", "f", "q", "p", "P", "F", "g", "C", "x", "X", "r", "i", "l", "z",
                          "L", "n", "N", "T", "t", "I", "w", "m", "M", "O", "Z", "Y", "Q", "W", "V"));
  EXPECT_EQ(*event.find("x")->text(), "TRADE");
  EXPECT_EQ(*event.find("X")->text(), "FILLED");
  EXPECT_EQ(*event.find("c")->text(), "seen");
  EXPECT_EQ(*event.find("n")->text(), "0.00000010") << "0.1 % of 0.0001 BTC";
  const auto position = json_of(peer.texts[4]);
  EXPECT_THAT(names_of(*position.find("event")), ElementsAre("e", "E", "u", "B"));
  EXPECT_EQ(*position.find("event")->find("e")->text(), "outboundAccountPosition");
}

TEST_F(Orders, a_listen_key_opens_the_same_stream_for_older_clients) {
  const auto opened = send(Method::kPost, "/api/v3/userDataStream", "");
  const std::string key = *json_of(opened.body).find("listenKey")->text();
  EXPECT_EQ(key.size(), 64U);
  RecordingPeer peer;
  ASSERT_TRUE(venue_->connect(peer, "/ws/" + key));
  EXPECT_EQ(send(Method::kPut, "/api/v3/userDataStream", "listenKey=" + key).body, "{}");
  placed("side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=50000");
  ASSERT_EQ(peer.texts.size(), 2U);
  EXPECT_THAT(peer.texts[0], HasSubstr(R"({"e":"executionReport",)"));
  EXPECT_EQ(send(Method::kDelete, "/api/v3/userDataStream", "listenKey=" + key).body, "{}");
  EXPECT_THAT(send(Method::kPut, "/api/v3/userDataStream", "listenKey=" + key).body, HasSubstr("-1125"));
}

TEST_F(Orders, the_websocket_api_does_what_rest_does) {
  RecordingPeer peer;
  ASSERT_TRUE(venue_->connect(peer, "/ws-api/v3"));
  const auto ask = [&](const std::string& text) {
    venue_->receive(peer, text);
    return json_of(peer.texts.back());
  };
  EXPECT_THAT(names_of(ask(R"({"id":1,"method":"time"})")), ElementsAre("id", "status", "result", "rateLimits"));
  const auto depth = ask(R"({"id":2,"method":"depth","params":{"symbol":"BTCUSDT","limit":5}})");
  EXPECT_EQ(depth.find("result")->find("bids")->array()->size(), 5U);
  const auto refused = ask(R"({"id":3,"method":"depth","params":{"symbol":"NOPE"}})");
  EXPECT_EQ(*refused.find("status")->integer(), 400);
  EXPECT_EQ(*refused.find("error")->find("code")->integer(), -1121);
  EXPECT_EQ(*ask("{}").find("status")->integer(), 400);
  EXPECT_EQ(*ask("no json").find("status")->integer(), 400);
  EXPECT_EQ(*ask(R"({"id":4,"method":"wish"})").find("status")->integer(), 400);
  const std::string time = std::to_string(venue_->now().ms());
  const std::string payload =
      "apiKey=" + std::string{kKey} + "&quantity=0.001&side=BUY&symbol=BTCUSDT&timestamp=" + time + "&type=MARKET";
  const auto order =
      ask(R"({"id":"o","method":"order.place","params":{"symbol":"BTCUSDT","side":"BUY","type":"MARKET",)"
          R"("quantity":"0.001","apiKey":")" +
          std::string{kKey} + R"(","timestamp":)" + time + R"(,"signature":")" +
          net::hmac_sha256_hex(kSecret, payload) + "\"}}");
  EXPECT_EQ(*order.find("result")->find("status")->text(), "FILLED");
}

/// Order lists as rest-api.md ("New Order list - OCO", "Cancel Order list", "Query Order list"), enums.md and
/// user-data-stream.md ("List Status") show them.
class OrderLists : public Orders {
 protected:
  static constexpr const char* kPair =
      "side=SELL&quantity=0.01&aboveType=LIMIT_MAKER&abovePrice=70000&aboveClientOrderId=target&belowType=STOP_LOSS&"
      "belowStopPrice=50000&belowClientOrderId=stop&listClientOrderId=pair&newOrderRespType=RESULT";
  testing::Answer oco(const std::string& parameters) {
    return signed_send(Method::kPost, "/api/v3/orderList/oco", "symbol=BTCUSDT&" + parameters);
  }
  std::string status_of(const std::string& name) {
    const auto order =
        json_of(signed_send(Method::kGet, "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=" + name).body);
    return *order.find("status")->text();
  }
};

TEST_F(OrderLists, an_oco_answers_with_both_orders_and_locks_what_it_sells_once) {
  const auto answer = oco(kPair);
  EXPECT_EQ(answer.header("X-MBX-ORDER-COUNT-10S"), "2") << "Unfilled Order Count: 2";
  const auto list = json_of(answer.body);
  EXPECT_THAT(names_of(list), ElementsAre("orderListId", "contingencyType", "listStatusType", "listOrderStatus",
                                          "listClientOrderId", "transactionTime", "symbol", "orders", "orderReports"))
      << answer.body;
  EXPECT_EQ(*list.find("listStatusType")->text(), "EXEC_STARTED");
  EXPECT_EQ(*list.find("listOrderStatus")->text(), "EXECUTING");
  const auto& reports = *list.find("orderReports")->array();
  ASSERT_EQ(reports.size(), 2U);
  EXPECT_THAT(names_of(reports[0]),
              ElementsAre("symbol", "orderId", "orderListId", "clientOrderId", "transactTime", "price", "origQty",
                          "executedQty", "origQuoteOrderQty", "cummulativeQuoteQty", "status", "timeInForce", "type",
                          "side", "stopPrice", "workingTime", "selfTradePreventionMode"));
  EXPECT_EQ(*reports[0].find("type")->text(), "STOP_LOSS");
  EXPECT_EQ(*reports[0].find("workingTime")->integer(), -1);
  EXPECT_EQ(*reports[1].find("type")->text(), "LIMIT_MAKER");
  EXPECT_EQ(*reports[1].find("orderListId")->integer(), *list.find("orderListId")->integer());
  EXPECT_EQ(balance("BTC", "locked"), "0.01000000");
  const auto queried = json_of(signed_send(Method::kGet, "/api/v3/orderList", "origClientOrderId=pair").body);
  EXPECT_THAT(names_of(queried), ElementsAre("orderListId", "contingencyType", "listStatusType", "listOrderStatus",
                                             "listClientOrderId", "transactionTime", "symbol", "orders"));
  EXPECT_EQ(json_of(signed_send(Method::kGet, "/api/v3/openOrderList", "").body).array()->size(), 1U);
  EXPECT_EQ(json_of(signed_send(Method::kGet, "/api/v3/openOrders", "").body).array()->size(), 2U);
  EXPECT_EQ(signed_send(Method::kGet, "/api/v3/orderList", "orderListId=99").body,
            R"({"code":-2013,"msg":"Order does not exist."})");
}

TEST_F(OrderLists, it_is_canceled_as_a_whole_by_its_name_by_one_order_or_with_all) {
  ASSERT_EQ(oco(kPair).status, 200);
  const auto canceled =
      json_of(signed_send(Method::kDelete, "/api/v3/orderList", "symbol=BTCUSDT&listClientOrderId=pair").body);
  EXPECT_EQ(*canceled.find("listOrderStatus")->text(), "ALL_DONE");
  EXPECT_EQ(*canceled.find("orderReports")->array()->at(1).find("origClientOrderId")->text(), "target");
  EXPECT_EQ(*canceled.find("orderReports")->array()->at(1).find("status")->text(), "CANCELED");
  EXPECT_EQ(balance("BTC", "locked"), "0.00000000");
  EXPECT_EQ(signed_send(Method::kDelete, "/api/v3/orderList", "symbol=BTCUSDT&listClientOrderId=pair").body,
            R"({"code":-2011,"msg":"Unknown order sent."})");
  ASSERT_EQ(oco(kPair).status, 200) << "the names are free again";
  EXPECT_EQ(signed_send(Method::kDelete, "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=stop").status, 200);
  EXPECT_EQ(status_of("target"), "CANCELED") << "canceling an individual order cancels the entire order list";
  ASSERT_EQ(oco(kPair).status, 200);
  const auto all = json_of(signed_send(Method::kDelete, "/api/v3/openOrders", "symbol=BTCUSDT").body);
  ASSERT_EQ(all.array()->size(), 1U);
  EXPECT_EQ(all.array()->at(0).find("orderReports")->array()->size(), 2U);
}

TEST_F(OrderLists, parameters_and_prices_are_checked) {
  const auto refusal = [&](const std::string& parameters) { return oco(parameters).body; };
  const std::string sell = "side=SELL&quantity=0.01&";
  EXPECT_THAT(refusal(sell + "aboveType=LIMIT_MAKER&belowType=STOP_LOSS&belowStopPrice=50000"),
              HasSubstr("'abovePrice' was not sent"));
  EXPECT_THAT(refusal(sell + "aboveType=LIMIT_MAKER&abovePrice=70000&belowType=STOP_LOSS_LIMIT&belowPrice=1&"
                             "belowStopPrice=50000"),
              HasSubstr("'belowTimeInForce' was not sent"));
  EXPECT_THAT(refusal(sell + "aboveType=LIMIT&abovePrice=70000&aboveTimeInForce=GTC&belowType=STOP_LOSS&"
                             "belowStopPrice=50000"),
              HasSubstr("-1116"));
  EXPECT_THAT(refusal(sell + "aboveType=STOP_LOSS&aboveStopPrice=70000&belowType=TAKE_PROFIT&belowStopPrice=50000"),
              HasSubstr(R"({"code":-1197,"msg":"A stop loss order in a sell OCO must be below."})"));
  EXPECT_THAT(refusal("side=BUY&quantity=0.01&aboveType=LIMIT_MAKER&abovePrice=70000&belowType=STOP_LOSS&"
                      "belowStopPrice=50000"),
              HasSubstr(R"({"code":-1196,"msg":"A stop loss order in a buy OCO must be above."})"));
  EXPECT_THAT(refusal(sell + "aboveType=LIMIT_MAKER&abovePrice=50000&belowType=STOP_LOSS&belowStopPrice=40000"),
              HasSubstr(R"({"code":-2010,"msg":"The relationship of the prices for the orders is not correct."})"));
  EXPECT_THAT(refusal("side=SELL&quantity=2&aboveType=LIMIT_MAKER&abovePrice=70000&belowType=STOP_LOSS&"
                      "belowStopPrice=50000"),
              HasSubstr("insufficient balance"));
  EXPECT_EQ(json_of(signed_send(Method::kGet, "/api/v3/openOrders", "").body).array()->size(), 0U);
}

TEST_F(OrderLists, user_data_tell_of_both_orders_and_of_the_list) {
  RecordingPeer peer;
  ASSERT_TRUE(venue_->connect(peer, "/ws-api/v3"));
  venue_->receive(peer, subscribe_request(venue_->now()));
  peer.texts.clear();
  ASSERT_EQ(oco(kPair).status, 200);
  ASSERT_EQ(peer.texts.size(), 5U) << "two orders with the balances, and the list";
  EXPECT_THAT(peer.texts[0], HasSubstr(R"("o":"STOP_LOSS")"));
  const auto begun = json_of(peer.texts[4]);
  const net::JsonValue& status = *begun.find("event");
  EXPECT_THAT(names_of(status), ElementsAre("e", "E", "s", "g", "c", "l", "L", "r", "C", "T", "O"));
  EXPECT_EQ(*status.find("e")->text(), "listStatus");
  EXPECT_EQ(*status.find("l")->text(), "EXEC_STARTED");
  EXPECT_EQ(*status.find("C")->text(), "pair");
  EXPECT_EQ(*status.find("O")->array()->at(1).find("c")->text(), "target");
  peer.texts.clear();
  ASSERT_EQ(signed_send(Method::kDelete, "/api/v3/orderList", "symbol=BTCUSDT&listClientOrderId=pair").status, 200);
  // As near to the price as may be: one of them is reached within the hour.
  const auto ticker = json_of(testing::get(*venue_, "/api/v3/ticker/price?symbol=BTCUSDT").body);
  const int price = std::stoi(*ticker.find("price")->text());
  ASSERT_EQ(oco("side=SELL&quantity=0.01&aboveType=LIMIT_MAKER&abovePrice=" + std::to_string(price + 60) +
                "&belowType=STOP_LOSS&belowStopPrice=" + std::to_string(price - 60))
                .status,
            200);
  peer.texts.clear();
  for (int minute = 0; minute < 60 && peer.texts.empty(); ++minute) {
    venue_->advance(venue_->now() + core::minutes(1));
  }
  const auto has = [&](std::string_view text) {
    return std::ranges::any_of(peer.texts, [&](const std::string& one) { return one.contains(text); });
  };
  EXPECT_TRUE(has(R"("eR":"OCO_TRIGGER")"));
  EXPECT_TRUE(has(R"("l":"ALL_DONE")"));
}

}  // namespace
}  // namespace tidemark::venues::simulated
