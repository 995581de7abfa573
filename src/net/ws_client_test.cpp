#include "net/ws_client.hpp"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http_server.hpp"
#include "net/testing/raw_server.hpp"
#include "net/testing/ws_recorder.hpp"
#include "ops/system_clock.hpp"

namespace tidemark::net {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Answers every text with "you said …", "bye" with a closing handshake.
class Parrot final : public WsHandler {
 public:
  void on_open(WsSession& session, const Request& request) override {
    session.send(make_frame("hello " + request.raw_query));
  }
  void on_message(WsSession& session, std::string_view text) override {
    if (text == "bye") return session.close(WsClose::kTryAgainLater, "come back later");
    session.send(make_frame("you said " + std::string{text}));
  }
  void on_close(WsSession&) override {}
};

class WsClientTest : public testing::Test {
 protected:
  void make_client(WsClientOptions options = {}) { client_ = WsClient::make(loop_, std::move(options)).value(); }
  void open(const std::string& url) {
    if (!client_) make_client();
    connection_ = client_->open({url, {}}, events_);
  }
  bool run_until(const std::function<bool()>& done) { return test::run_until(loop_, done); }
  bool run_until_closed() {
    return run_until([&] { return events_.closed.has_value(); });
  }
  std::string closed_code() const { return events_.closed ? events_.closed->code : "open"; }

  ops::SystemClock clock_;
  ClientLoop loop_{clock_};
  test::WsRecorder events_;
  std::unique_ptr<WsClient> client_;
  std::unique_ptr<WsConnection> connection_;
};

/// Against the project's own server.
class WsClientServerTest : public WsClientTest {
 protected:
  void SetUp() override {
    HttpRouter router;
    router.add_websocket("/ws", std::make_shared<Parrot>());
    server_ = HttpServer::listen({.port = 0}, std::move(router), ops::null_logger(), *metrics_).value();
    thread_ = std::jthread{[this] { server_->run(); }};
  }
  void TearDown() override {
    // Its goodbye is on its way: the server need not wait for it.
    connection_.reset();
    server_->stop();
  }
  std::string url(std::string_view target) const {
    return "ws://127.0.0.1:" + std::to_string(server_->port()) + std::string{target};
  }

  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  std::unique_ptr<HttpServer> server_;
  std::jthread thread_;
};

TEST_F(WsClientServerTest, TalksWithAServer) {
  open(url("/ws?a=b"));
  ASSERT_TRUE(run_until([&] { return events_.texts.size() == 1; }));
  EXPECT_TRUE(events_.open);
  connection_->send("one");
  connection_->send(std::string(300, 'x'));
  ASSERT_TRUE(run_until([&] { return events_.texts.size() == 3; }));
  EXPECT_THAT(events_.texts, ElementsAre("hello a=b", "you said one", "you said " + std::string(300, 'x')));
  EXPECT_FALSE(events_.closed);
}

/// RFC 6761 section 6.3: never a question for a resolver. No hosts file knows this name, and the server that is reached
/// does not serve it.
TEST_F(WsClientServerTest, KnowsLocalhostWithoutAskingAnyone) {
  open("ws://Tide.Localhost:" + std::to_string(server_->port()) + "/ws");
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(closed_code(), "handshake_refused");
}

TEST_F(WsClientServerTest, SaysWhyTheServerClosed) {
  open(url("/ws"));
  ASSERT_TRUE(run_until([&] { return events_.open; }));
  connection_->send("bye");
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(closed_code(), "closed_by_server");
  EXPECT_EQ(events_.closed->kind, core::ErrorKind::kUnavailable);
  EXPECT_THAT(events_.closed->message, HasSubstr("1013: come back later"));
  connection_->send("nobody hears this");
  EXPECT_EQ(events_.closings, 1);
}

TEST_F(WsClientServerTest, SaysWhenTheServerRefuses) {
  open(url("/other"));
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(closed_code(), "handshake_refused");
  EXPECT_THAT(events_.closed->message, HasSubstr("404"));
  EXPECT_FALSE(events_.open);
}

TEST_F(WsClientServerTest, MayBeDestroyedWhileItTells) {
  open(url("/ws"));
  events_.on_message = [&] { connection_.reset(); };
  ASSERT_TRUE(run_until([&] { return !connection_; }));
  EXPECT_EQ(events_.texts.size(), 1U);
  open(url("/ws"));
  events_.on_message = nullptr;
  ASSERT_TRUE(run_until([&] { return events_.texts.size() == 2; }));
  EXPECT_EQ(events_.closings, 0);
}

TEST_F(WsClientTest, SaysWhenNobodyListens) {
  std::uint16_t port = 0;
  {
    port = test::RawServer{[](test::Socket&) {}}.port();
  }
  open("ws://127.0.0.1:" + std::to_string(port) + "/");
  EXPECT_FALSE(events_.closed) << "not from within open()";
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(closed_code(), "connection_refused");
}

TEST_F(WsClientTest, SaysWhatIsWrongWithTheUrl) {
  open("http://127.0.0.1/");
  EXPECT_FALSE(events_.closed) << "not from within open()";
  ASSERT_TRUE(run_until_closed());
  EXPECT_EQ(closed_code(), "bad_url");
  EXPECT_EQ(events_.closed->kind, core::ErrorKind::kInvalidArgument);
}

}  // namespace
}  // namespace tidemark::net
