// The WebSocket client against servers and proxies that misbehave.
#include <atomic>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/testing/raw_server.hpp"
#include "net/testing/ws_recorder.hpp"
#include "net/ws_client.hpp"
#include "ops/system_clock.hpp"

namespace tidemark::net {
namespace {

using test::RawServer;
using test::server_frame;
using test::Socket;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kText = 0x81;

class WsHostileTest : public testing::Test {
 protected:
  void open(const std::string& url) {
    client_ = WsClient::make(loop_, options_).value();
    connection_ = client_->open({url, {{"X-Name", "value"}}}, events_);
  }
  /// Opens a WebSocket to a server that follows the script, and waits for its end.
  std::string code_of(RawServer::Script script) {
    RawServer server{std::move(script)};
    events_ = {};
    open(server.url("ws"));
    if (!run_until([&] { return events_.closed.has_value(); })) return "still open";
    EXPECT_EQ(events_.closings, 1);
    EXPECT_FALSE(events_.closed->message.empty());
    return events_.closed->code;
  }
  /// The same after a good handshake.
  std::string code_after(const std::string& bytes) {
    return code_of([&](Socket& socket) {
      test::accept_websocket(socket);
      socket.send(bytes);
      told_ = test::read_client_frame(socket);
    });
  }
  std::string code_of_answer(std::string answer) {
    return code_of([answer = std::move(answer)](Socket& socket) {
      socket.take_until("\r\n\r\n");
      socket.send(answer);
      (void)socket.take_rest();
    });
  }
  bool run_until(const std::function<bool()>& done) { return test::run_until(loop_, done); }

  ops::SystemClock clock_;
  ClientLoop loop_{clock_};
  WsClientOptions options_;
  test::WsRecorder events_;
  test::ClientFrame told_;  ///< what the server was told last
  std::unique_ptr<WsClient> client_;
  std::unique_ptr<WsConnection> connection_;
};

TEST_F(WsHostileTest, SendsTheHandshakeOfTheStandard) {
  std::string request;
  EXPECT_EQ(code_of([&](Socket& socket) { request = test::accept_websocket(socket); }), "connection_closed");
  EXPECT_THAT(request, testing::StartsWith("GET / HTTP/1.1\r\nHost: 127.0.0.1:"));
  for (const char* line : {"\r\nUpgrade: websocket\r\n", "\r\nConnection: Upgrade\r\n",
                           "\r\nSec-WebSocket-Version: 13\r\n", "\r\nX-Name: value\r\n"}) {
    EXPECT_THAT(request, HasSubstr(line));
  }
  EXPECT_TRUE(events_.open);
}

TEST_F(WsHostileTest, TakesMessagesThatComeWithTheHandshake) {
  EXPECT_EQ(code_of([](Socket& socket) {
              const std::string request = socket.take_until("\r\n\r\n").value_or("");
              socket.send(test::handshake_answer(request) + server_frame(kText, "one") + server_frame(kText, "two"));
            }),
            "connection_closed");
  EXPECT_THAT(events_.texts, ElementsAre("one", "two"));
}

TEST_F(WsHostileTest, GivesUpOnASlowHandshake) {
  options_.limits.open_timeout = core::milliseconds(50);
  EXPECT_EQ(code_of([](Socket& socket) { (void)socket.take_rest(); }), "open_timeout");
  EXPECT_EQ(events_.closed->kind, core::ErrorKind::kTimeout);
  EXPECT_THAT(events_.closed->message, HasSubstr("waiting for the server's handshake"));
  EXPECT_EQ(code_of([](Socket& socket) {
              socket.send("HTTP/1.1 101 Sw");
              (void)socket.take_rest();
            }),
            "open_timeout");
}

TEST_F(WsHostileTest, RefusesBadHandshakes) {
  EXPECT_EQ(code_of_answer("garbage without end\r\n\r\n"), "bad_response");
  EXPECT_EQ(code_of_answer(std::string(20'000, 'x')), "headers_too_large");
  EXPECT_EQ(code_of_answer("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n"), "handshake_refused");
  EXPECT_EQ(code_of_answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"), "handshake_refused");
  EXPECT_EQ(code_of_answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                           "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"),
            "bad_handshake");
  EXPECT_FALSE(events_.open);
}

TEST_F(WsHostileTest, RefusesWhatItDidNotAskFor) {
  for (const char* replaced : {"Upgrade: other\r\nConnection: Upgrade", "Upgrade: websocket\r\nConnection: close",
                               "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: chat",
                               "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Extensions: permessage-deflate"}) {
    EXPECT_EQ(code_of([&](Socket& socket) {
                const std::string request = socket.take_until("\r\n\r\n").value_or("");
                socket.send("HTTP/1.1 101 X\r\nSec-WebSocket-Accept: " + test::websocket_accept(request) + "\r\n" +
                            replaced + "\r\n\r\n");
                (void)socket.take_rest();
              }),
              "bad_handshake")
        << replaced;
  }
}

TEST_F(WsHostileTest, SaysWhenTheConnectionIsCut) {
  EXPECT_EQ(code_of([](Socket&) {}), "connection_closed");
  EXPECT_EQ(code_of([](Socket& socket) {
              test::accept_websocket(socket);
              socket.send(server_frame(kText, "whole") + server_frame(kText, "cut in the middle").substr(0, 9));
            }),
            "connection_closed");
  EXPECT_THAT(events_.texts, ElementsAre("whole"));
}

TEST_F(WsHostileTest, ClosesWithTheRightCode) {
  const auto told_code = [&] {
    return told_.opcode == 8 && told_.payload.size() == 2
               ? static_cast<unsigned char>(told_.payload[0]) * 256 + static_cast<unsigned char>(told_.payload[1])
               : -1;
  };
  EXPECT_EQ(code_after("\xFF\xFF garbage"), "ws_protocol");
  EXPECT_EQ(told_code(), 1002);
  EXPECT_EQ(events_.closed->kind, core::ErrorKind::kParse);
  EXPECT_EQ(code_after(server_frame(kText, "\xC3")), "ws_protocol");
  EXPECT_EQ(told_code(), 1007);
  EXPECT_EQ(code_after(server_frame(0x82, "binary")), "binary_message");
  EXPECT_EQ(told_code(), 1003);
  EXPECT_EQ(code_after(std::string{"\x88\x02\x03\xE9", 4}), "closed_by_server");
  EXPECT_EQ(told_code(), 1001);
  options_.limits.message_bytes = 1000;
  EXPECT_EQ(code_after(server_frame(kText, std::string(1001, 'x'))), "message_too_large");
  EXPECT_EQ(told_code(), 1009);
  EXPECT_EQ(events_.closed->kind, core::ErrorKind::kExhausted);
}

TEST_F(WsHostileTest, AnswersPingsWithTheirOwnPayload) {
  std::vector<std::string> pongs;
  EXPECT_EQ(code_of([&](Socket& socket) {
              test::accept_websocket(socket);
              for (const char* payload : {"1", "", "1700000000000"}) {
                socket.send(server_frame(0x89, payload));
                const auto frame = test::read_client_frame(socket);
                pongs.push_back(std::to_string(frame.opcode) + ":" + frame.payload);
              }
            }),
            "connection_closed");
  EXPECT_THAT(pongs, ElementsAre("10:1", "10:", "10:1700000000000"));
}

TEST_F(WsHostileTest, JoinsFragmentsWithPingsBetween) {
  EXPECT_EQ(code_of([&](Socket& socket) {
              test::accept_websocket(socket);
              socket.send(server_frame(0x01, "one ") + server_frame(0x89, "?") + server_frame(0x80, "message"));
              told_ = test::read_client_frame(socket);
            }),
            "connection_closed");
  EXPECT_THAT(events_.texts, ElementsAre("one message"));
  EXPECT_EQ(told_.payload, "?");
}

TEST_F(WsHostileTest, TakesMessagesOfEverySize) {
  std::vector<std::string> sent;
  for (const std::size_t size : {0U, 125U, 126U, 65535U, 65536U, 1'000'000U}) sent.emplace_back(size, 'x');
  EXPECT_EQ(code_of([&](Socket& socket) {
              test::accept_websocket(socket);
              for (const std::string& text : sent) socket.send(server_frame(kText, text));
            }),
            "connection_closed");
  EXPECT_EQ(events_.texts, sent);
}

TEST_F(WsHostileTest, MasksWhatItSends) {
  std::vector<std::string> heard;
  RawServer server{[&](Socket& socket) {
    test::accept_websocket(socket);
    for (int i = 0; i < 3; ++i) heard.push_back(test::read_client_frame(socket).payload);
  }};
  open(server.url("ws"));
  connection_->send("too early");
  ASSERT_TRUE(run_until([&] { return events_.open; }));
  const std::vector<std::string> texts{"a", std::string(200, 'b'), std::string(70'000, 'c')};
  for (const std::string& text : texts) connection_->send(text);
  ASSERT_TRUE(run_until([&] { return events_.closed.has_value(); }));
  server.stop();
  EXPECT_EQ(heard, texts);
}

TEST_F(WsHostileTest, EndsWhenTheServerReadsNothing) {
  options_.limits.queue_bytes = 100'000;
  RawServer server{[](Socket& socket) {
    test::accept_websocket(socket);
    socket.wait_for_hangup();
  }};
  open(server.url("ws"));
  ASSERT_TRUE(run_until([&] { return events_.open; }));
  const std::string text(50'000, 'x');
  ASSERT_TRUE(run_until([&] {
    connection_->send(text);
    return events_.closed.has_value();
  }));
  EXPECT_EQ(events_.closed->code, "send_queue_full");
  EXPECT_EQ(events_.closed->kind, core::ErrorKind::kExhausted);
}

TEST_F(WsHostileTest, GivesUpWritingAfterItsTimeout) {
  options_.limits.write_timeout = core::milliseconds(50);
  options_.limits.queue_bytes = 64 * 1024 * 1024;
  RawServer server{[](Socket& socket) {
    test::accept_websocket(socket);
    socket.wait_for_hangup();
  }};
  open(server.url("ws"));
  ASSERT_TRUE(run_until([&] { return events_.open; }));
  connection_->send(std::string(32 * 1024 * 1024, 'x'));
  ASSERT_TRUE(run_until([&] { return events_.closed.has_value(); }));
  EXPECT_EQ(events_.closed->code, "write_timeout");
  EXPECT_EQ(events_.closed->kind, core::ErrorKind::kTimeout);
}

TEST_F(WsHostileTest, SaysGoodbyeWhenItIsGivenUp) {
  std::atomic<int> code{0};
  RawServer server{[&](Socket& socket) {
    test::accept_websocket(socket);
    const auto frame = test::read_client_frame(socket);
    code = frame.opcode == 8 && frame.payload == std::string{"\x03\xE8", 2} ? 1000 : -1;
  }};
  open(server.url("ws"));
  ASSERT_TRUE(run_until([&] { return events_.open; }));
  connection_.reset();
  ASSERT_TRUE(run_until([&] { return code != 0; }));
  EXPECT_EQ(code, 1000);
  EXPECT_EQ(events_.closings, 0);
}

TEST_F(WsHostileTest, MayBeGivenUpAtAnyMoment) {
  RawServer server{[](Socket& socket) {
    test::accept_websocket(socket);
    for (int i = 0; i < 1000 && socket.send(server_frame(kText, "x")); ++i) {
    }
    socket.wait_for_hangup();
  }};
  for (int turns = 0; turns < 12; ++turns) {
    open(server.url("ws"));
    for (int i = 0; i < turns; ++i) loop_.run_for(core::milliseconds(1));
    connection_.reset();
    const std::size_t told = events_.texts.size();
    for (int i = 0; i < 3; ++i) loop_.run_for(core::milliseconds(1));
    EXPECT_EQ(events_.texts.size(), told);
  }
  EXPECT_EQ(events_.closings, 0);
}

/// A proxy that answers CONNECT and then is the server itself.
TEST_F(WsHostileTest, GoesThroughAProxy) {
  std::string asked;
  RawServer proxy{[&](Socket& socket) {
    asked = socket.take_until("\r\n\r\n").value_or("");
    socket.send("HTTP/1.1 200 Connection established\r\n\r\n");
    test::accept_websocket(socket);
    socket.send(server_frame(kText, "through the tunnel"));
  }};
  options_.proxies.http_proxy = "http://me:secret@127.0.0.1:" + std::to_string(proxy.port());
  open("ws://venue.example/stream");
  ASSERT_TRUE(run_until([&] { return events_.closed.has_value(); }));
  proxy.stop();
  EXPECT_THAT(events_.texts, ElementsAre("through the tunnel"));
  EXPECT_THAT(asked, testing::StartsWith("CONNECT venue.example:80 HTTP/1.1\r\nHost: venue.example:80\r\n"));
  // "me:secret" in base64, by coreutils.
  EXPECT_THAT(asked, HasSubstr("\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n"));
}

TEST_F(WsHostileTest, SaysWhatTheProxyDid) {
  const auto code_with = [&](const RawServer& proxy) {
    events_ = {};
    options_.proxies.http_proxy = "127.0.0.1:" + std::to_string(proxy.port());
    open("ws://venue.example/");
    EXPECT_TRUE(run_until([&] { return events_.closed.has_value(); }));
    return events_.closed->code;
  };
  RawServer refusing{[](Socket& socket) {
    socket.take_until("\r\n\r\n");
    socket.send("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    (void)socket.take_rest();
  }};
  EXPECT_EQ(code_with(refusing), "proxy_refused");
  EXPECT_THAT(events_.closed->message, HasSubstr("407"));
  RawServer talking{[](Socket& socket) {
    socket.take_until("\r\n\r\n");
    socket.send("HTTP/1.1 200 OK\r\n\r\nand more");
    (void)socket.take_rest();
  }};
  EXPECT_EQ(code_with(talking), "bad_response");
  options_.limits.open_timeout = core::milliseconds(50);
  RawServer hanging{[](Socket& socket) { (void)socket.take_rest(); }};
  EXPECT_EQ(code_with(hanging), "open_timeout");
  EXPECT_THAT(events_.closed->message, HasSubstr("waiting for the proxy"));
}

}  // namespace
}  // namespace tidemark::net
