#include "net/proxy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidemark::net {
namespace {

std::optional<ProxyConfig> proxy_of(const char* url, const ProxyEnvironment& environment) {
  return proxy_for(parse_endpoint(url).value(), environment).value();
}

TEST(ProxyTest, ParsesWithAndWithoutSchemeAndCredentials) {
  EXPECT_EQ(parse_proxy("http://proxy.local:8080").value(), (ProxyConfig{"proxy.local", 8080, "", ""}));
  EXPECT_EQ(parse_proxy("proxy.local:8080/").value(), (ProxyConfig{"proxy.local", 8080, "", ""}));
  EXPECT_EQ(parse_proxy("http://me:p%40ss%3Aword@10.0.0.1:3128").value(),
            (ProxyConfig{"10.0.0.1", 3128, "me", "p@ss:word"}));
  EXPECT_EQ(parse_proxy("http://[fd00::1]:3128").value(), (ProxyConfig{"fd00::1", 3128, "", ""}));
}

TEST(ProxyTest, RefusesWhatItCannotUseWithoutShowingCredentials) {
  EXPECT_EQ(parse_proxy("socks5://me:5ecret@a:1").error().code, "proxy_kind");
  EXPECT_EQ(parse_proxy("https://a:1").error().kind, core::ErrorKind::kUnsupported);
  for (const char* text : {"http://me:5ecret@:80", "http://me:5ecret@a:99999", "http://:x@a:1", "http://%zz@a:1"}) {
    const auto parsed = parse_proxy(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, "bad_proxy");
    EXPECT_THAT(parsed.error().text(), testing::Not(testing::HasSubstr("5ecret")));
  }
}

TEST(ProxyTest, ChoosesByScheme) {
  const ProxyEnvironment environment{.http_proxy = "h:1", .https_proxy = "s:2", .all_proxy = "a:3", .no_proxy = ""};
  EXPECT_EQ(proxy_of("http://x.y/", environment)->host, "h");
  EXPECT_EQ(proxy_of("ws://x.y/", environment)->host, "h");
  EXPECT_EQ(proxy_of("https://x.y/", environment)->host, "s");
  EXPECT_EQ(proxy_of("wss://x.y/", environment)->host, "s");
  EXPECT_EQ(proxy_of("wss://x.y/", {.http_proxy = "h:1", .https_proxy = "", .all_proxy = "a:3", .no_proxy = ""})->host,
            "a");
  EXPECT_EQ(proxy_of("wss://x.y/", {}), std::nullopt);
}

TEST(ProxyTest, LeavesLoopbackAlone) {
  const ProxyEnvironment environment{.http_proxy = "", .https_proxy = "", .all_proxy = "p:1", .no_proxy = ""};
  for (const char* url :
       {"ws://127.0.0.1:9/", "ws://127.8.9.1/", "http://localhost/", "http://a.localhost/", "https://[::1]:4/"}) {
    EXPECT_EQ(proxy_of(url, environment), std::nullopt) << url;
  }
  EXPECT_NE(proxy_of("http://128.0.0.1/", environment), std::nullopt);
  EXPECT_NE(proxy_of("http://[::2]/", environment), std::nullopt);
}

struct Exemption {
  const char* no_proxy;
  const char* url;
  bool exempt;
};

class ProxyExemptionTest : public testing::TestWithParam<Exemption> {};

TEST_P(ProxyExemptionTest, FollowsNoProxy) {
  const ProxyEnvironment environment{
      .http_proxy = "", .https_proxy = "", .all_proxy = "p:1", .no_proxy = GetParam().no_proxy};
  EXPECT_EQ(proxy_of(GetParam().url, environment) == std::nullopt, GetParam().exempt)
      << GetParam().no_proxy << " and " << GetParam().url;
}

// The customary meaning: curl's manual, section "Environment" (NO_PROXY), and its CIDR notation since 7.86.
INSTANTIATE_TEST_SUITE_P(
    Customs, ProxyExemptionTest,
    testing::Values(Exemption{"*", "https://a.b/", true}, Exemption{"example.com", "https://example.com/", true},
                    Exemption{"example.com", "https://api.Example.com/", true},
                    Exemption{".example.com", "https://api.example.com/", true},
                    Exemption{".example.com", "https://example.com/", true},
                    Exemption{"example.com", "https://notexample.com/", false},
                    Exemption{"example.com", "https://example.com.evil/", false},
                    Exemption{"a.b, example.com\tc.d", "https://example.com/", true},
                    Exemption{"example.com:8443", "https://example.com:8443/", true},
                    Exemption{"example.com:8443", "https://example.com/", false},
                    Exemption{"10.0.0.0/8", "http://10.200.3.4/", true},
                    Exemption{"10.0.0.0/8", "http://11.0.0.1/", false},
                    Exemption{"10.128.0.0/9", "http://10.127.0.1/", false},
                    Exemption{"10.1.2.3", "http://10.1.2.3/", true}, Exemption{"10.1.2.3", "http://10.1.2.30/", false},
                    Exemption{"0.0.0.0/0", "http://9.9.9.9/", true}, Exemption{"0.0.0.0/0", "http://[fd00::2]/", false},
                    Exemption{"fd00::/16", "http://[fd00::2]/", true}, Exemption{"3.4", "http://1.2.3.4/", false},
                    Exemption{"10.0.0.0/33", "http://10.0.0.1/", false}, Exemption{"", "http://10.0.0.1/", false}));

}  // namespace
}  // namespace tidemark::net
