#include "net/http_server.hpp"

#include <future>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/problem.hpp"
#include "net/test_client.hpp"

namespace tidemark::net {
namespace {

using testing::HasSubstr;

/// A running server with a few routes. The limits are small so that hostile clients are cheap.
class HttpServerTest : public testing::Test {
 protected:
  void start(ServerOptions options = {}) {
    options.port = 0;
    HttpRouter router;
    router.add(Method::kGet, "/hello", [](Responder r) { r.send({200, "text/plain", {}, std::string{"hello"}}); });
    router.add(Method::kGet, "/echo/{word}", [](Responder r) {
      const std::string word{r.request().param("word")};
      r.send({200, "text/plain", {}, word});
    });
    router.add(Method::kPost, "/echo", [](Responder r) {
      std::string body = r.request().body;
      r.send({200, "text/plain", {}, std::move(body)});
    });
    router.add(Method::kGet, "/later", [this](Responder r) { later_.set_value(std::move(r)); });
    router.add(Method::kGet, "/forgotten", [](Responder) {});
    router.add(Method::kGet, "/throws", [](Responder) { throw std::runtime_error{"inside"}; });
    router.add(Method::kGet, "/large",
               [](Responder r) { r.send({200, "text/plain", {}, std::string(8'000'000, 'x')}); });
    auto made = HttpServer::listen(options, std::move(router), ops::null_logger(), *metrics_);
    ASSERT_TRUE(made) << made.error().text();
    server_ = std::move(*made);
    thread_ = std::jthread{[this] { server_->run(); }};
  }
  void TearDown() override {
    if (server_) server_->stop();
  }
  std::uint16_t port() const { return server_->port(); }

  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  std::promise<Responder> later_;
  std::unique_ptr<HttpServer> server_;
  std::jthread thread_;
};

TEST_F(HttpServerTest, AnswersAGet) {
  start();
  const auto reply = test::get(port(), "/hello");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "hello");
  EXPECT_EQ(reply.header("content-type"), "text/plain");
  EXPECT_EQ(reply.header("content-length"), "5");
  EXPECT_EQ(reply.header("connection"), "keep-alive");
  EXPECT_THAT(reply.header("date"), HasSubstr(" GMT"));
  EXPECT_FALSE(reply.header("x-request-id").empty());
}

TEST_F(HttpServerTest, ServesSeveralRequestsOnOneConnection) {
  start();
  test::Socket socket{port()};
  for (int i = 0; i < 3; ++i) {
    socket.send(test::request_text("GET", "/echo/n" + std::to_string(i)));
    EXPECT_EQ(test::read_reply(socket).body, "n" + std::to_string(i));
  }
}

TEST_F(HttpServerTest, AnswersPipelinedRequestsInOrder) {
  start();
  test::Socket socket{port()};
  std::string all;
  for (int i = 0; i < 200; ++i) all += test::request_text("GET", "/echo/n" + std::to_string(i));
  ASSERT_TRUE(socket.send(all));
  for (int i = 0; i < 200; ++i) ASSERT_EQ(test::read_reply(socket).body, "n" + std::to_string(i));
}

TEST_F(HttpServerTest, HeadHasTheHeadersOfGetAndNoBody) {
  start();
  test::Socket socket{port()};
  socket.send(test::request_text("HEAD", "/hello") + test::request_text("HEAD", "/nothing") +
              test::request_text("GET", "/hello"));
  const auto head = test::read_reply(socket, test::WithBody::kNo);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("content-length"), "5");
  EXPECT_EQ(test::read_reply(socket, test::WithBody::kNo).status, 404);
  EXPECT_EQ(test::read_reply(socket).body, "hello");
}

TEST_F(HttpServerTest, SaysWhichMethodsAnAddressTakes) {
  start();
  test::Socket socket{port()};
  socket.send(test::request_text("DELETE", "/hello") + test::request_text("OPTIONS", "/hello") +
              test::request_text("OPTIONS", "*") + test::request_text("BREW", "/hello"));
  const auto refused = test::read_reply(socket);
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.header("allow"), "OPTIONS, GET, HEAD");
  EXPECT_THAT(refused.body, HasSubstr("\"code\":\"method_not_allowed\""));
  const auto options = test::read_reply(socket);
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.header("allow"), "OPTIONS, GET, HEAD");
  EXPECT_TRUE(options.header("access-control-allow-origin").empty());
  EXPECT_EQ(test::read_reply(socket).status, 404);  // "*" is no address of ours
  EXPECT_EQ(test::read_reply(socket).status, 501);
}

TEST_F(HttpServerTest, KeepsTheClientsRequestIdWhenItIsAToken) {
  start();
  EXPECT_EQ(test::get(port(), "/hello", "X-Request-Id: abc-1.2_3\r\n").header("x-request-id"), "abc-1.2_3");
  EXPECT_NE(test::get(port(), "/hello", "X-Request-Id: a b\r\n").header("x-request-id"), "a b");
  const std::string longest(65, 'a');
  EXPECT_NE(test::get(port(), "/hello", "X-Request-Id: " + longest + "\r\n").header("x-request-id"), longest);
}

TEST_F(HttpServerTest, AnswersFromAnotherThreadLater) {
  start();
  test::Socket socket{port()};
  socket.send(test::request_text("GET", "/later"));
  Responder responder = later_.get_future().get();
  EXPECT_EQ(responder.request().path, "/later");
  std::jthread{[&] { responder.send({200, "text/plain", {}, std::string{"late"}}); }}.join();
  EXPECT_EQ(test::read_reply(socket).body, "late");
}

TEST_F(HttpServerTest, AnAnswerAfterTheClientLeftDoesNothing) {
  start();
  std::optional<Responder> responder;
  {
    test::Socket socket{port()};
    socket.send(test::request_text("GET", "/later"));
    responder.emplace(later_.get_future().get());
  }
  responder->send({200, "text/plain", {}, std::string{"late"}});
  EXPECT_EQ(test::get(port(), "/hello").status, 200);
}

TEST_F(HttpServerTest, AnAnswerAfterTheServerIsGoneDoesNothing) {
  ServerOptions options;
  options.limits.stop_grace = core::milliseconds(10);
  start(options);
  test::Socket socket{port()};
  socket.send(test::request_text("GET", "/later"));
  Responder responder = later_.get_future().get();
  server_->stop();
  thread_.join();
  server_.reset();
  responder.send({200, "text/plain", {}, std::string{"late"}});
  EXPECT_EQ(test::read_reply(socket).status, 0);
}

TEST_F(HttpServerTest, AHandlerThatForgetsOrThrowsGives500) {
  start();
  EXPECT_EQ(test::get(port(), "/forgotten").status, 500);
  EXPECT_EQ(test::get(port(), "/throws").status, 500);
  EXPECT_EQ(test::get(port(), "/hello").status, 200);
}

TEST_F(HttpServerTest, TakesABodyAndAChunkedBody) {
  start();
  test::Socket socket{port()};
  socket.send(test::request_text("POST", "/echo", "", "some text"));
  EXPECT_EQ(test::read_reply(socket).body, "some text");
  socket.send(test::request_text("POST", "/echo", "Transfer-Encoding: chunked\r\n") +
              "4\r\nsome\r\n3\r\n...\r\n0\r\n\r\n");
  EXPECT_EQ(test::read_reply(socket).body, "some...");
}

TEST_F(HttpServerTest, AsksForABodyThatWaitsForContinue) {
  start();
  test::Socket socket{port()};
  socket.send(test::request_text("POST", "/echo", "Expect: 100-continue\r\nContent-Length: 4\r\n"));
  EXPECT_EQ(socket.take_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  socket.send("body");
  EXPECT_EQ(test::read_reply(socket).body, "body");
}

TEST_F(HttpServerTest, SendsALargeAnswerWhole) {
  start();
  EXPECT_EQ(test::get(port(), "/large").body.size(), 8'000'000U);
}

TEST_F(HttpServerTest, Http10ClosesAfterTheAnswer) {
  start();
  test::Socket socket{port()};
  socket.send("GET /hello HTTP/1.0\r\n\r\n");
  const std::string all = socket.take_rest();
  EXPECT_THAT(all, testing::StartsWith("HTTP/1.1 200 OK"));
  EXPECT_THAT(all, testing::EndsWith("hello"));
}

TEST_F(HttpServerTest, APortInUseIsOneClearLine) {
  start();
  ServerOptions options;
  options.port = port();
  const auto second = HttpServer::listen(options, {}, ops::null_logger(), *metrics_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "address_in_use");
  EXPECT_THAT(second.error().text(), HasSubstr("127.0.0.1:" + std::to_string(port()) + " is in use"));
  EXPECT_THAT(second.error().text(), testing::Not(HasSubstr("\n")));
}

TEST_F(HttpServerTest, ABadAddressIsRefused) {
  ServerOptions options;
  options.address = "localhorst";
  const auto server = HttpServer::listen(options, {}, ops::null_logger(), *metrics_);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, "bad_address");
}

TEST_F(HttpServerTest, StopLetsAnAnswerUnderWayFinish) {
  start();
  test::Socket socket{port()};
  socket.send(test::request_text("GET", "/later"));
  Responder responder = later_.get_future().get();
  server_->stop();
  responder.send({200, "text/plain", {}, std::string{"last"}});
  const auto reply = test::read_reply(socket);
  EXPECT_EQ(reply.body, "last");
  EXPECT_EQ(reply.header("connection"), "close");
  thread_.join();
}

TEST_F(HttpServerTest, StopBeforeRunReturnsAtOnce) {
  ServerOptions options;
  options.port = 0;
  auto server = HttpServer::listen(options, {}, ops::null_logger(), *metrics_);
  ASSERT_TRUE(server);
  (*server)->stop();
  (*server)->run();
}

TEST_F(HttpServerTest, TasksRunOnTheLoopOnceAndAgain) {
  ServerOptions options;
  options.port = 0;
  auto server = HttpServer::listen(options, {}, ops::null_logger(), *metrics_);
  ASSERT_TRUE(server);
  std::promise<std::thread::id> once;
  std::promise<void> thrice;
  int count = 0;
  (*server)->every(core::milliseconds(1), [&] {
    if (++count == 3) thrice.set_value();
  });
  std::jthread thread{[&] { (*server)->run(); }};
  (*server)->post([&] { once.set_value(std::this_thread::get_id()); });
  EXPECT_EQ(once.get_future().get(), thread.get_id());
  thrice.get_future().get();
  (*server)->stop();
}

}  // namespace
}  // namespace tidemark::net
