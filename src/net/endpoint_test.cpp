#include "net/endpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidemark::net {
namespace {

using testing::HasSubstr;

TEST(EndpointTest, ParsesUrlsOfVenues) {
  EXPECT_EQ(parse_endpoint("wss://stream.binance.com:9443/stream?streams=btcusdt@trade/ethusdt@depth@100ms").value(),
            (Endpoint{Scheme::kWss, "stream.binance.com", 9443, "/stream?streams=btcusdt@trade/ethusdt@depth@100ms"}));
  EXPECT_EQ(parse_endpoint("https://api.binance.com/api/v3/time").value(),
            (Endpoint{Scheme::kHttps, "api.binance.com", 443, "/api/v3/time"}));
  EXPECT_EQ(parse_endpoint("http://127.0.0.1:8900").value(), (Endpoint{Scheme::kHttp, "127.0.0.1", 8900, "/"}));
  EXPECT_EQ(parse_endpoint("WS://Example.COM?a=b").value(), (Endpoint{Scheme::kWs, "example.com", 80, "/?a=b"}));
}

TEST(EndpointTest, ParsesIpv6Literals) {
  const Endpoint endpoint = parse_endpoint("ws://[2001:DB8::1]:8080/x").value();
  EXPECT_EQ(endpoint.host, "2001:db8::1");
  EXPECT_EQ(endpoint.port, 8080);
  EXPECT_EQ(endpoint.authority(), "[2001:db8::1]:8080");
  EXPECT_EQ(parse_endpoint("wss://[::1]/").value().host_header(), "[::1]");
}

TEST(EndpointTest, LeavesTheDefaultPortOutOfTheHostHeader) {
  EXPECT_EQ(parse_endpoint("https://a.b:443/").value().host_header(), "a.b");
  EXPECT_EQ(parse_endpoint("https://a.b:80/").value().host_header(), "a.b:80");
  EXPECT_EQ(parse_endpoint("ws://a.b/").value().host_header(), "a.b");
}

TEST(EndpointTest, RefusesWhatItCannotConnectTo) {
  for (const char* url : {"",
                          "api.binance.com",
                          "ftp://a.b/",
                          "://a.b/",
                          "https://",
                          "https:///x",
                          "https://:443/",
                          "https://a b/",
                          "https://a.b:/",
                          "https://a.b:0/",
                          "https://a.b:65536/",
                          "https://a.b:80x/",
                          "https://a.b:-1/",
                          "https://[::1/",
                          "https://[::g]/",
                          "https://[::1]x/",
                          "https://[]/",
                          "https://user:secret@a.b/",
                          "https://a.b/#part",
                          "https://a.b/\r\nHost: evil",
                          "https://a.b/a b",
                          "https://b\xC3\xBC"
                          "cher.de/",
                          "https://a.b/\xC3\xBC"}) {
    const auto parsed = parse_endpoint(url);
    ASSERT_FALSE(parsed) << url;
    EXPECT_EQ(parsed.error().kind, core::ErrorKind::kInvalidArgument) << url;
    EXPECT_EQ(parsed.error().code, "bad_url") << url;
    EXPECT_FALSE(parsed.error().message.empty());
  }
  EXPECT_FALSE(parse_endpoint("https://" + std::string(254, 'a') + "/"));
}

TEST(EndpointTest, KeepsSecretsOutOfErrors) {
  const auto query = parse_endpoint("ftp://a.b/order?signature=5ecret");
  EXPECT_THAT(query.error().text(), testing::Not(HasSubstr("5ecret")));
  EXPECT_THAT(query.error().text(), HasSubstr("ftp://a.b/order"));
  EXPECT_THAT(parse_endpoint("https://user:5ecret@a.b/").error().text(), testing::Not(HasSubstr("5ecret")));
}

}  // namespace
}  // namespace tidemark::net
