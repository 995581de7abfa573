#include "net/http_router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidemark::net {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class HttpRouterTest : public testing::Test {
 protected:
  HttpRouterTest() {
    router_.add(Method::kGet, "/api/data/{symbol}/{timeframe}", named("data"));
    router_.add(Method::kGet, "/api/data/{symbol}/all", named("all"));
    router_.add(Method::kGet, "/api/orders", named("list"));
    router_.add(Method::kPost, "/api/orders", named("create"));
  }
  HttpHandler named(std::string name) {
    return [this, name](Responder) { called_ = name; };
  }
  HttpRouter::Routed route(Method method, std::string target) {
    request_ = {};
    request_.method = method;
    const auto question = target.find('?');
    request_.path = target.substr(0, question);
    if (question != std::string::npos) request_.raw_query = target.substr(question + 1);
    auto routed = router_.route(request_, HttpRouter::Upgrade::kNone);
    if (routed.match.handler != nullptr) (*routed.match.handler)(Responder{nullptr, nullptr});
    return routed;
  }

  HttpRouter router_;
  Request request_;
  std::string called_;
};

TEST_F(HttpRouterTest, FillsParametersAndQuery) {
  EXPECT_FALSE(route(Method::kGet, "/api/data/BTC%2FUSDT/1m?limit=5").response);
  EXPECT_EQ(called_, "data");
  EXPECT_THAT(request_.params, ElementsAre(NameValue{"symbol", "BTC/USDT"}, NameValue{"timeframe", "1m"}));
  EXPECT_EQ(request_.query_value("limit"), "5");
  EXPECT_EQ(request_.param("nothing"), "");
}

TEST_F(HttpRouterTest, LiteralSegmentsGoBeforeParameters) {
  route(Method::kGet, "/api/data/BTCUSDT/all");
  EXPECT_EQ(called_, "all");
}

TEST_F(HttpRouterTest, ChoosesByMethodAndNamesTheOthers) {
  route(Method::kPost, "/api/orders");
  EXPECT_EQ(called_, "create");
  route(Method::kHead, "/api/orders");
  EXPECT_EQ(called_, "list");
  const auto refused = route(Method::kDelete, "/api/orders");
  ASSERT_TRUE(refused.response);
  EXPECT_EQ(refused.response->status, 405);
  EXPECT_THAT(refused.response->headers, testing::Contains(NameValue{"Allow", "OPTIONS, GET, HEAD, POST"}));
}

TEST_F(HttpRouterTest, RefusesUnknownAddresses) {
  for (const auto* path : {"/api", "/api/data/BTCUSDT", "/api/data/BTCUSDT/1m/more", "/"}) {
    const auto routed = route(Method::kGet, path);
    ASSERT_TRUE(routed.response) << path;
    EXPECT_EQ(routed.response->status, 404) << path;
    EXPECT_THAT(std::string{routed.response->body.bytes()}, HasSubstr("\"code\":\"not_found\""));
  }
}

TEST_F(HttpRouterTest, TheFallbackTakesGetsOfUnknownAddressesOnly) {
  router_.set_fallback(named("page"));
  route(Method::kGet, "/chart/BTCUSDT");
  EXPECT_EQ(called_, "page");
  EXPECT_EQ(route(Method::kPost, "/chart/BTCUSDT").response->status, 404);
  EXPECT_EQ(route(Method::kGet, "/chart/%00").response->status, 400);
}

TEST_F(HttpRouterTest, ListsItsRoutes) {
  EXPECT_EQ(router_.routes().size(), 4U);
  EXPECT_EQ(router_.routes().front(), (HttpRouter::RouteName{Method::kGet, "/api/data/{symbol}/{timeframe}"}));
}

TEST_F(HttpRouterTest, CanHandOnEveryRequestAsItCame) {
  router_.take_everything(named("everything"), nullptr);
  EXPECT_FALSE(route(Method::kDelete, "/no//such%zz?a=1&a=2").response);
  EXPECT_EQ(called_, "everything");
  EXPECT_EQ(request_.raw_query, "a=1&a=2");
}

}  // namespace
}  // namespace tidemark::net
