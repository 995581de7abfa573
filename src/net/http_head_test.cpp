#include "net/http_head.hpp"

#include <gtest/gtest.h>

#include "net/host_policy.hpp"

namespace tidemark::net {
namespace {

// The example date of RFC 9110 section 5.6.7.
TEST(HttpDate, IsAnImfFixdate) {
  EXPECT_EQ(http_date(core::Timestamp::from_s(784111777)), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(AppendHead, LeavesOutHeadersThatWouldSplitTheResponse) {
  std::string out;
  const Response response{200, "text/plain", {{"X-Good", "yes"}, {"X-Bad", "a\r\nSet-Cookie: b"}, {"X\nBad", "c"}}, {}};
  append_head(out, response, KeepAlive::kYes, "id", "date");
  EXPECT_TRUE(out.contains("X-Good: yes\r\n"));
  EXPECT_FALSE(out.contains("Set-Cookie"));
  EXPECT_FALSE(out.contains("Bad"));
}

TEST(AppendHead, HasNoLengthWhereThereIsNoBody) {
  std::string out;
  append_head(out, {204, "", {}, {}}, KeepAlive::kYes, "id", "date");
  EXPECT_TRUE(out.starts_with("HTTP/1.1 204 No Content\r\n"));
  EXPECT_FALSE(out.contains("Content-Length"));
}

TEST(HostName, IsWhatStandsBeforeThePort) {
  EXPECT_EQ(host_name("localhost:8900"), "localhost");
  EXPECT_EQ(host_name("[::1]:8900"), "[::1]");
  EXPECT_EQ(host_name("[::1]"), "[::1]");
  EXPECT_EQ(host_name("localhost:80x"), "");
  EXPECT_EQ(host_name("[::1"), "");
  EXPECT_EQ(host_name("a:1:2"), "");
}

TEST(HostPolicy, OnLoopbackOnlyLocalAndNamedHosts) {
  const HostPolicy policy{"127.0.0.1", {"tide.example"}};
  for (const auto* host : {"localhost", "LOCALHOST:1", "127.0.0.1:8900", "[::1]", "tide.example:443"}) {
    EXPECT_TRUE(policy.accepts_host(host)) << host;
  }
  for (const auto* host : {"", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1"}) {
    EXPECT_FALSE(policy.accepts_host(host)) << host;
  }
}

TEST(HostPolicy, ElsewhereAnyHostUnlessSomeAreNamed) {
  EXPECT_TRUE(HostPolicy("0.0.0.0", {}).accepts_host("any.example"));
  EXPECT_FALSE(HostPolicy("0.0.0.0", {"tide.example"}).accepts_host("any.example"));
  EXPECT_TRUE(HostPolicy("0.0.0.0", {"tide.example"}).accepts_host("tide.example"));
}

TEST(HostPolicy, AnOriginMustBeTheAuthorityItself) {
  EXPECT_TRUE(HostPolicy::accepts_origin("http://localhost:8900", "localhost:8900"));
  EXPECT_TRUE(HostPolicy::accepts_origin("https://Tide.example", "tide.example"));
  EXPECT_FALSE(HostPolicy::accepts_origin("http://localhost:3000", "localhost:8900"));
  EXPECT_FALSE(HostPolicy::accepts_origin("null", "localhost:8900"));
  EXPECT_FALSE(HostPolicy::accepts_origin("http://localhost:8900.evil.example", "localhost:8900"));
}

TEST(RequestId, IsAShortToken) {
  EXPECT_TRUE(is_request_id("aZ0._-"));
  EXPECT_FALSE(is_request_id(""));
  EXPECT_FALSE(is_request_id("a\nb"));
  EXPECT_FALSE(is_request_id(std::string(65, 'a')));
}

}  // namespace
}  // namespace tidemark::net
