// TLS of both clients against a server whose certificates are made here.
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/rest_client.hpp"
#include "net/testing/raw_server.hpp"
#include "net/testing/tls_server.hpp"
#include "net/testing/ws_recorder.hpp"
#include "net/ws_client.hpp"
#include "ops/system_clock.hpp"

namespace tidemark::net {
namespace {

using test::RawServer;
using test::server_frame;
using test::Socket;
using test::TlsPeer;
using test::Validity;
using testing::HasSubstr;

constexpr const char* kHere = "DNS:localhost,IP:127.0.0.1";

class TlsClientTest : public testing::Test {
 protected:
  static RawServer::Script https(const test::Authority& authority, const std::string& names, Validity validity) {
    return [&authority, names, validity](Socket& socket) {
      TlsPeer peer{authority, names, validity, socket};
      if (!peer.open()) return;
      peer.take_until("\r\n\r\n");
      peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      peer.shutdown();
    };
  }
  core::Result<RestReply> get(const RawServer& server) const {
    return fetch({.url = server.url("https"), .headers = {}, .body = {}}, rest_options_);
  }
  /// Opens a wss connection and waits for its end.
  const core::Error& closing_of(const std::string& url) {
    client_ = WsClient::make(loop_, ws_options_).value();
    connection_ = client_->open({url, {}}, events_);
    EXPECT_TRUE(run_until([&] { return events_.closed.has_value(); }));
    return *events_.closed;
  }
  bool run_until(const std::function<bool()>& done) { return test::run_until(loop_, done); }

  test::Authority authority_{"tidemark-test-ca"};
  test::Authority stranger_{"tidemark-test-stranger"};
  ops::SystemClock clock_;
  ClientLoop loop_{clock_};
  RestOptions rest_options_{.limits = {}, .ca_file = authority_.ca_file(), .proxies = {}};
  WsClientOptions ws_options_{.limits = {}, .ca_file = authority_.ca_file(), .proxies = {}};
  test::WsRecorder events_;
  std::unique_ptr<WsClient> client_;
  std::unique_ptr<WsConnection> connection_;
};

/// Speaks WebSocket over TLS: many small messages in one record each, a large one over many records; then reads one.
struct Speaker {
  const test::Authority& authority;
  std::string asked_name;
  std::string heard;

  void operator()(Socket& socket) {
    TlsPeer peer{authority, kHere, Validity::kNow, socket};
    asked_name = peer.asked_name();
    peer.send(test::handshake_answer(peer.take_until("\r\n\r\n")));
    for (int i = 0; i < 2000; ++i) peer.send(server_frame(0x81, "message " + std::to_string(i)));
    peer.send(server_frame(0x81, std::string(300'000, 'x')));
    const auto head = peer.take(6).value_or("");
    for (std::size_t i = 0; i < 5; ++i) heard += static_cast<char>(peer.take(1).value_or("?")[0] ^ head[2 + i % 4]);
    peer.shutdown();
  }
};

TEST_F(TlsClientTest, CarriesAWebSocket) {
  Speaker speaker{authority_, {}, {}};
  RawServer server{std::ref(speaker)};
  events_.on_message = [&] {
    if (events_.texts.size() == 2001) connection_->send("hello");
  };
  const core::Error& why = closing_of("wss://localhost:" + std::to_string(server.port()) + "/");
  server.stop();
  EXPECT_EQ(why.code, "connection_closed") << why.text();
  ASSERT_EQ(events_.texts.size(), 2001U);
  EXPECT_EQ(events_.texts[0], "message 0");
  EXPECT_EQ(events_.texts[1999], "message 1999");
  EXPECT_EQ(events_.texts[2000], std::string(300'000, 'x'));
  EXPECT_EQ(speaker.heard, "hello");
  EXPECT_EQ(speaker.asked_name, "localhost");
}

TEST_F(TlsClientTest, ChecksAnAddressAgainstTheCertificate) {
  Speaker speaker{authority_, "unset", {}};
  RawServer server{std::ref(speaker)};
  events_.on_message = [&] {
    if (events_.texts.size() == 2001) connection_->send("hello");
  };
  EXPECT_EQ(closing_of(server.url("wss")).code, "connection_closed");
  server.stop();
  EXPECT_EQ(events_.texts.size(), 2001U);
  EXPECT_EQ(speaker.asked_name, "") << "addresses are no names (RFC 6066 section 3)";
}

struct Bad {
  const char* names;
  Validity validity;
  const char* says;
};

class TlsRefusalTest : public TlsClientTest, public testing::WithParamInterface<Bad> {};

TEST_P(TlsRefusalTest, RefusesTheCertificate) {
  RawServer server{https(authority_, GetParam().names, GetParam().validity)};
  const core::Error& why = closing_of(server.url("wss"));
  EXPECT_EQ(why.code, "tls_untrusted");
  EXPECT_EQ(why.kind, core::ErrorKind::kUnavailable);
  EXPECT_THAT(why.message, HasSubstr(GetParam().says));
  EXPECT_FALSE(events_.open);
  EXPECT_EQ(get(server).error().code, "tls_untrusted");
}

INSTANTIATE_TEST_SUITE_P(Reasons, TlsRefusalTest,
                         testing::Values(Bad{"DNS:other.example", Validity::kNow, "IP address mismatch"},
                                         Bad{"IP:127.0.0.2", Validity::kNow, "IP address mismatch"},
                                         Bad{kHere, Validity::kPast, "certificate has expired"}));

TEST_F(TlsClientTest, RefusesAnotherHostName) {
  RawServer server{https(authority_, "DNS:other.example", Validity::kNow)};
  const core::Error& why = closing_of("wss://localhost:" + std::to_string(server.port()) + "/");
  EXPECT_EQ(why.code, "tls_untrusted");
  EXPECT_THAT(why.message, HasSubstr("localhost is not trusted: hostname mismatch"));
}

TEST_F(TlsClientTest, RefusesAnUnknownAuthority) {
  RawServer server{https(stranger_, kHere, Validity::kNow)};
  EXPECT_EQ(closing_of(server.url("wss")).code, "tls_untrusted");
  EXPECT_EQ(get(server).error().code, "tls_untrusted");
  // Nor does the system's store know it.
  events_ = {};
  ws_options_.ca_file.clear();
  rest_options_.ca_file.clear();
  EXPECT_EQ(closing_of(server.url("wss")).code, "tls_untrusted");
  EXPECT_EQ(get(server).error().code, "tls_untrusted") << get(server).error().text();
}

TEST_F(TlsClientTest, SaysWhenItIsNoTls) {
  RawServer server{[](Socket& socket) {
    socket.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    (void)socket.take_rest();
  }};
  EXPECT_EQ(closing_of(server.url("wss")).code, "tls_failed");
  EXPECT_EQ(get(server).error().code, "tls_failed");
}

TEST_F(TlsClientTest, GivesUpOnASilentServer) {
  ws_options_.limits.open_timeout = core::milliseconds(50);
  rest_options_.limits.connect_timeout = core::milliseconds(50);
  RawServer server{[](Socket& socket) { (void)socket.take_rest(); }};
  const core::Error& why = closing_of(server.url("wss"));
  EXPECT_EQ(why.code, "open_timeout");
  EXPECT_THAT(why.message, HasSubstr("agreeing on TLS"));
  EXPECT_EQ(get(server).error().code, "request_timeout");
}

TEST_F(TlsClientTest, CarriesRequests) {
  RawServer server{https(authority_, kHere, Validity::kNow)};
  const auto reply = get(server);
  ASSERT_TRUE(reply) << reply.error().text();
  EXPECT_EQ(reply->body, "ok");
}

TEST_F(TlsClientTest, GoesThroughAProxy) {
  RawServer proxy{[&](Socket& socket) {
    socket.take_until("\r\n\r\n");
    socket.send("HTTP/1.1 200 Connection established\r\n\r\n");
    TlsPeer peer{authority_, "DNS:venue.example", Validity::kNow, socket};
    const std::string request = peer.take_until("\r\n\r\n");
    if (request.contains("Upgrade")) {
      peer.send(test::handshake_answer(request) + server_frame(0x81, "hello " + peer.asked_name()));
    } else {
      peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }
    peer.shutdown();
  }};
  ws_options_.proxies.https_proxy = rest_options_.proxies.https_proxy = "127.0.0.1:" + std::to_string(proxy.port());
  closing_of("wss://venue.example/");
  EXPECT_THAT(events_.texts, testing::ElementsAre("hello venue.example"));
  const auto reply = fetch({.url = "https://venue.example/x", .headers = {}, .body = {}}, rest_options_);
  ASSERT_TRUE(reply) << reply.error().text();
  EXPECT_EQ(reply->body, "ok");
}

TEST_F(TlsClientTest, SaysWhenTheAuthorityCannotBeLoaded) {
  EXPECT_EQ(WsClient::make(loop_, {.limits = {}, .ca_file = "/nowhere/ca.pem", .proxies = {}}).error().code,
            "bad_ca_file");
  const auto rest = RestClient::make({.limits = {}, .ca_file = "/nowhere/ca.pem", .proxies = {}});
  EXPECT_EQ(rest.error().code, "bad_ca_file");
  EXPECT_EQ(rest.error().place, "/nowhere/ca.pem");
}

}  // namespace
}  // namespace tidemark::net
