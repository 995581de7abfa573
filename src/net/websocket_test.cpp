#include "net/websocket.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http_server.hpp"
#include "net/test_client.hpp"

namespace tidemark::net {
namespace {

using testing::HasSubstr;

// Frame bytes from RFC 6455 section 5.7 (unmasked examples) and 5.2 (length forms).
TEST(WsFrame, IsAnUnmaskedFinalTextFrame) {
  const WsFrame frame{"Hello"};
  EXPECT_EQ(frame.bytes(), "\x81\x05Hello");
  EXPECT_EQ(frame.payload(), "Hello");
}

TEST(WsFrame, UsesTheShortestLengthForm) {
  EXPECT_EQ(WsFrame{std::string(125, 'a')}.bytes().substr(0, 2), (std::string_view{"\x81\x7D", 2}));
  EXPECT_EQ(WsFrame{std::string(126, 'a')}.bytes().substr(0, 4), (std::string_view{"\x81\x7E\x00\x7E", 4}));
  EXPECT_EQ(WsFrame{std::string(65535, 'a')}.bytes().substr(0, 4), (std::string_view{"\x81\x7E\xFF\xFF", 4}));
  EXPECT_EQ(WsFrame{std::string(65536, 'a')}.bytes().substr(0, 10),
            (std::string_view{"\x81\x7F\x00\x00\x00\x00\x00\x01\x00\x00", 10}));
  EXPECT_EQ(WsFrame{std::string(65536, 'a')}.payload().size(), 65536U);
}

/// Echoes; refuses the name "nobody"; "cut" breaks the connection, "flood N SIZE" sends N frames, "bye" closes, "throw"
/// throws. Counts what it is told.
class Echo final : public WsHandler {
 public:
  std::optional<Response> refusal(const Request& request) override {
    if (request.query_value("name") != "nobody") return std::nullopt;
    return Response{503, "text/plain", {}, std::string{"not you"}};
  }
  void on_open(WsSession& session, const Request& request) override {
    session.send(make_frame("welcome " + std::string{request.query_value("name").value_or("you")}));
    change([&] { ++opened; });
  }
  void on_message(WsSession& session, std::string_view text) override {
    if (text == "bye") return session.close(WsClose::kNormal, "as you wish");
    if (text == "cut") return session.cut();
    if (text == "throw") throw std::runtime_error{"inside"};
    if (text.starts_with("flood ")) return flood(session, std::stoi(std::string{text.substr(6)}));
    if (text == "conflate") return conflate(session);
    session.send(make_frame(text));
  }
  void on_close(WsSession&) override {
    change([&] { ++closed; });
  }

  template <class F>
  void change(F f) {
    const std::lock_guard lock{mutex};
    f();
    changed.notify_all();
  }
  bool wait_until_closed(int count) {
    std::unique_lock lock{mutex};
    return changed.wait_for(lock, test::kPatience, [&] { return closed == count; });
  }

  std::mutex mutex;
  std::condition_variable changed;
  int opened{0};
  int closed{0};

 private:
  static void flood(WsSession& session, int count) {
    const auto frame = make_frame(std::string(10'000, 'f'));
    for (int i = 0; i < count; ++i) session.send(frame);
  }
  // The first frame goes to the kernel at once; of the rest, written while it is under way, the last of each topic
  // stays.
  static void conflate(WsSession& session) {
    session.send(make_frame(std::string(6'000'000, 'x')));
    for (int i = 1; i <= 50; ++i) {
      session.send(make_frame("one " + std::to_string(i)), FrameKind::kConflate, 1);
      session.send(make_frame("two " + std::to_string(i)), FrameKind::kConflate, 2);
      if (i % 10 == 0) session.send(make_frame("kept " + std::to_string(i)));
    }
  }
};

class WebSocketTest : public testing::Test {
 protected:
  void start(ServerOptions options = {}) {
    options.port = 0;
    HttpRouter router;
    router.add_websocket("/ws", echo_);
    router.add(Method::kGet, "/hello", [](Responder r) { r.send({200, "text/plain", {}, std::string{"hello"}}); });
    auto made = HttpServer::listen(options, std::move(router), ops::null_logger(), *metrics_);
    ASSERT_TRUE(made) << made.error().text();
    server_ = std::move(*made);
    thread_ = std::jthread{[this] { server_->run(); }};
  }
  void TearDown() override {
    if (!server_) return;
    if (thread_.joinable()) {
      EXPECT_EQ(test::get(port(), "/hello").body, "hello") << "the server does not serve others any more";
    }
    server_->stop();
  }
  std::uint16_t port() const { return server_->port(); }

  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  std::shared_ptr<Echo> echo_ = std::make_shared<Echo>();
  std::unique_ptr<HttpServer> server_;
  std::jthread thread_;
};

TEST_F(WebSocketTest, ShakesHandsAndEchoes) {
  start();
  test::WebSocket client{port(), "/ws?name=Ada"};
  ASSERT_TRUE(client.open());
  EXPECT_EQ(client.read_text(), "welcome Ada");
  client.send_text("gr\u00fc\u00dfe \U0001F30A");
  EXPECT_EQ(client.read_text(), "gr\u00fc\u00dfe \U0001F30A");
}

TEST_F(WebSocketTest, PutsFragmentsTogetherAndAnswersPingsBetweenThem) {
  start();
  test::WebSocket client{port(), "/ws"};
  EXPECT_EQ(client.read_text(), "welcome you");
  client.send_frame(0x01, "one ");
  client.send_frame(0x89, "are you there");
  client.send_frame(0x00, "two ");
  client.send_frame(0x80, "three");
  const auto pong = client.read_frame();
  EXPECT_EQ(pong.opcode, 10);
  EXPECT_EQ(pong.payload, "are you there");
  EXPECT_EQ(client.read_text(), "one two three");
}

TEST_F(WebSocketTest, RefusesAHandshakeWithItsHandlersAnswer) {
  start();
  test::WebSocket client{port(), "/ws?name=nobody"};
  EXPECT_FALSE(client.open());
  EXPECT_EQ(echo_->opened, 0);
}

TEST_F(WebSocketTest, CutsWithoutAClosingHandshake) {
  start();
  test::WebSocket client{port(), "/ws"};
  client.read_text();
  client.send_text("cut");
  EXPECT_NE(client.read_frame().opcode, 8) << "no close frame";
  EXPECT_TRUE(echo_->wait_until_closed(1));
}

TEST_F(WebSocketTest, ClosesWithCodeAndReason) {
  start();
  test::WebSocket client{port(), "/ws"};
  client.read_text();
  client.send_text("bye");
  const auto close = client.read_frame();
  EXPECT_EQ(close.close_code(), 1000);
  EXPECT_EQ(close.payload.substr(2), "as you wish");
  client.send_frame(0x88, close.payload);
  EXPECT_TRUE(client.socket().closed_by_peer());
  EXPECT_TRUE(echo_->wait_until_closed(1));
}

TEST_F(WebSocketTest, AnswersTheClientsClose) {
  start();
  test::WebSocket client{port(), "/ws"};
  client.read_text();
  client.send_frame(0x88, std::string_view{"\x03\xE8", 2});
  EXPECT_EQ(client.read_frame().close_code(), 1000);
  EXPECT_TRUE(echo_->wait_until_closed(1));
}

TEST_F(WebSocketTest, AClientThatJustLeavesIsNoticed) {
  start();
  {
    test::WebSocket client{port(), "/ws"};
    client.read_text();
  }
  EXPECT_TRUE(echo_->wait_until_closed(1));
}

TEST_F(WebSocketTest, StopSaysGoingAway) {
  start();
  test::WebSocket client{port(), "/ws"};
  client.read_text();
  server_->stop();
  const auto close = client.read_frame();
  EXPECT_EQ(close.close_code(), 1001);
  client.send_frame(0x88, close.payload);
  thread_.join();
  EXPECT_TRUE(echo_->wait_until_closed(1));
}

TEST_F(WebSocketTest, RefusesMessagesOverTheLimit) {
  start();
  test::WebSocket client{port(), "/ws"};
  client.read_text();
  client.send_text(std::string(65 * 1024, 'a'));
  EXPECT_EQ(client.read_until_close(), 1009);
}

TEST_F(WebSocketTest, RefusesInvalidUtf8) {
  start();
  test::WebSocket client{port(), "/ws"};
  client.read_text();
  client.send_text("\xC3\x28");
  EXPECT_EQ(client.read_until_close(), 1007);
}

TEST_F(WebSocketTest, RefusesBinaryMessages) {
  start();
  test::WebSocket client{port(), "/ws"};
  client.read_text();
  client.send_frame(0x82, "bytes");
  EXPECT_EQ(client.read_until_close(), 1003);
}

TEST_F(WebSocketTest, RefusesBrokenFraming) {
  start();
  for (const int first : {0xC1 /* reserved bit */, 0x83 /* reserved opcode */, 0x80 /* nothing to continue */,
                          0x09 /* fragmented ping */}) {
    test::WebSocket client{port(), "/ws"};
    client.read_text();
    client.send_frame(first, "x");
    EXPECT_EQ(client.read_until_close(), 1002) << first;
  }
  test::WebSocket unmasked{port(), "/ws"};
  unmasked.read_text();
  unmasked.socket().send("\x81\x05Hello");
  EXPECT_EQ(unmasked.read_until_close(), 1002);
}

TEST_F(WebSocketTest, RefusesForeignOriginsAndTakesItsOwn) {
  start();
  EXPECT_EQ(test::WebSocket(port(), "/ws", "Origin: http://evil.example\r\n").handshake().status, 403);
  EXPECT_EQ(test::WebSocket(port(), "/ws", "Origin: null\r\n").handshake().status, 403);
  EXPECT_TRUE(test::WebSocket(port(), "/ws", "Origin: http://localhost\r\n").open());
}

TEST_F(WebSocketTest, RefusesBadHandshakes) {
  start();
  const auto plain = test::get(port(), "/ws");
  EXPECT_EQ(plain.status, 426);
  EXPECT_EQ(plain.header("upgrade"), "websocket");
  const auto old = test::get(port(), "/ws",
                             "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n"
                             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
  EXPECT_EQ(old.status, 426);  // RFC 6455 section 4.4
  EXPECT_EQ(old.header("sec-websocket-version"), "13");
  EXPECT_EQ(test::WebSocket(port(), "/hello").handshake().status, 200);  // an offer to upgrade may be ignored
  EXPECT_EQ(test::WebSocket(port(), "/nothing").handshake().status, 404);
}

TEST_F(WebSocketTest, RefusesDataBeforeTheHandshakeIsAnswered) {
  start();
  test::Socket socket{port()};
  socket.send(test::request_text("GET", "/ws",
                                 "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n") +
              "\x81\x80\x12\x34\x56\x78");
  EXPECT_EQ(test::read_reply(socket).status, 400);
}

TEST_F(WebSocketTest, AHandlerThatThrowsClosesOnlyItsSession) {
  start();
  test::WebSocket other{port(), "/ws"};
  test::WebSocket client{port(), "/ws"};
  other.read_text();
  client.read_text();
  client.send_text("throw");
  EXPECT_EQ(client.read_until_close(), 1011);
  other.send_text("still here");
  EXPECT_EQ(other.read_text(), "still here");
}

TEST_F(WebSocketTest, AClientThatDoesNotReadIsClosedAndTold) {
  ServerOptions options;
  options.limits.ws_queue_frames = 100;
  start(options);
  test::WebSocket client{port(), "/ws", "", 4096};
  client.read_text();
  client.send_text("flood 5000");
  // Whatever was on its way comes whole, then the reason.
  EXPECT_EQ(client.read_until_close(), 1013);
  EXPECT_EQ(metrics_->counter("tidemark_ws_slow_clients_total", "").value(), 1U);
  const SendQueueStats queues = server_->send_queues();
  EXPECT_EQ(queues.capacity, 100U);
  EXPECT_EQ(queues.high_water, 100U);
  EXPECT_EQ(queues.slow_clients, 1U);
  EXPECT_GE(queues.frames_lost, 1U);
}

TEST_F(WebSocketTest, AClientThatNeverReadsAgainIsDropped) {
  ServerOptions options;
  options.limits.ws_queue_bytes = 1'000'000;
  options.limits.ws_pong_timeout = core::milliseconds(100);
  start(options);
  test::WebSocket client{port(), "/ws", "", 4096};
  client.read_text();
  client.send_text("flood 5000");
  EXPECT_TRUE(echo_->wait_until_closed(1));
}

TEST_F(WebSocketTest, ASilentClientIsPingedAndDropped) {
  ServerOptions options;
  options.limits.ws_ping_interval = core::milliseconds(50);
  options.limits.ws_pong_timeout = core::milliseconds(100);
  start(options);
  test::WebSocket silent{port(), "/ws"};
  EXPECT_EQ(silent.read_frame().payload, "welcome you");
  EXPECT_EQ(silent.read_frame().opcode, 9);
  EXPECT_TRUE(echo_->wait_until_closed(1));
}

TEST_F(WebSocketTest, AClientThatAnswersPingsStays) {
  ServerOptions options;
  options.limits.ws_ping_interval = core::milliseconds(20);
  options.limits.ws_pong_timeout = core::seconds(20);
  start(options);
  test::WebSocket client{port(), "/ws"};
  client.read_text();
  for (int pings = 0; pings < 5;) {
    const auto frame = client.read_frame();
    ASSERT_EQ(frame.opcode, 9);
    client.send_frame(0x8A, frame.payload);
    ++pings;
  }
  client.send_text("still here");
  EXPECT_EQ(client.read_text(), "still here");
}

TEST_F(WebSocketTest, OutdatedFramesAreReplacedWhileTheClientIsBusy) {
  ServerOptions options;
  options.limits.ws_queue_bytes = 16'000'000;
  start(options);
  test::WebSocket client{port(), "/ws", "", 4096};
  client.read_text();
  client.send_text("conflate");
  EXPECT_EQ(client.read_text().size(), 6'000'000U);
  std::vector<std::string> rest;
  for (int i = 0; i < 7; ++i) rest.push_back(client.read_text());
  EXPECT_THAT(rest, testing::ElementsAre("kept 10", "kept 20", "kept 30", "kept 40", "one 50", "two 50", "kept 50"));
  EXPECT_EQ(metrics_->counter("tidemark_ws_frames_conflated_total", "").value(), 98U);
}

TEST_F(WebSocketTest, APingFloodThatIsNotReadEndsTheSession) {
  ServerOptions options;
  options.limits.ws_queue_frames = 64;
  options.limits.ws_pong_timeout = core::milliseconds(100);
  options.limits.write_timeout = core::milliseconds(100);
  start(options);
  test::WebSocket client{port(), "/ws", "", 4096};
  client.read_text();
  const std::string payload(125, 'p');
  while (client.send_frame(0x89, payload)) {
  }
  EXPECT_TRUE(echo_->wait_until_closed(1));
}

}  // namespace
}  // namespace tidemark::net
