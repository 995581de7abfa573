// What a server on the open net meets. Each case must end in a clear refusal or a closed connection, and the server
// must go on answering others.

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/http_server.hpp"
#include "net/test_client.hpp"

namespace tidemark::net {
namespace {

using testing::HasSubstr;

class HttpHostileTest : public testing::Test {
 protected:
  void start(ServerOptions options = {}) {
    listen(std::move(options));
    run();
  }
  void listen(ServerOptions options) {
    options.port = 0;
    HttpRouter router;
    router.add(Method::kGet, "/hello", [](Responder r) { r.send({200, "text/plain", {}, std::string{"hello"}}); });
    router.add(Method::kPost, "/echo", [](Responder r) { r.send({200, "text/plain", {}, std::string{"taken"}}); });
    const auto large = std::make_shared<const std::string>(8'000'000, 'x');
    router.add(Method::kGet, "/large", [large](Responder r) { r.send({200, "text/plain", {}, Body::share(large)}); });
    auto made = HttpServer::listen(options, std::move(router), ops::null_logger(), *metrics_);
    ASSERT_TRUE(made) << made.error().text();
    server_ = std::move(*made);
  }
  void run() {
    thread_ = std::jthread{[this] { server_->run(); }};
  }
  void TearDown() override {
    if (!server_) return;
    EXPECT_EQ(test::get(server_->port(), "/hello").body, "hello") << "the server does not serve others any more";
    server_->stop();
  }
  test::Reply raw(std::string_view bytes) {
    test::Socket socket{server_->port()};
    socket.send(bytes);
    return test::read_reply(socket);
  }

  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  std::unique_ptr<HttpServer> server_;
  std::jthread thread_;
};

TEST_F(HttpHostileTest, RefusesHeadersOverTheLimit) {
  start();
  EXPECT_EQ(raw(test::request_text("GET", "/hello", "X-Fill: " + std::string(20'000, 'a') + "\r\n")).status, 431);
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "A" + std::to_string(i) + ": b\r\n";
  EXPECT_EQ(raw(test::request_text("GET", "/hello", many)).status, 431);
  EXPECT_EQ(raw("GET /" + std::string(100'000, 'a')).status, 431);
}

TEST_F(HttpHostileTest, RefusesALongTarget) {
  start();
  const auto reply = raw(test::request_text("GET", "/" + std::string(5000, 'a')));
  EXPECT_EQ(reply.status, 414);
  EXPECT_EQ(reply.header("connection"), "close");
}

TEST_F(HttpHostileTest, RefusesABodyOverTheLimitWithoutReadingIt) {
  start();
  EXPECT_EQ(raw(test::request_text("POST", "/echo", "Content-Length: 2000000\r\n")).status, 413);
  std::string chunks = test::request_text("POST", "/echo", "Transfer-Encoding: chunked\r\n");
  for (int i = 0; i < 20; ++i) chunks += "10000\r\n" + std::string(0x10000, 'a') + "\r\n";
  EXPECT_EQ(raw(chunks).status, 413);
}

TEST_F(HttpHostileTest, RefusesWhatIsNotHttp) {
  start();
  for (const std::string_view bytes : {
           std::string_view{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 TLS\r\n\r\n", 19},
           std::string_view{"\0\0\0\0\0\0\r\n\r\n", 10},
           std::string_view{"GET\r\n\r\n"},
           std::string_view{"GET /hello HTTP/9.9\r\nHost: localhost\r\n\r\n"},
           std::string_view{"GET /he llo HTTP/1.1\r\nHost: localhost\r\n\r\n"},
           std::string_view{"GET /hello HTTP/1.1\r\nHost localhost\r\n\r\n"},
           std::string_view{"GET /hello HTTP/1.1\r\nHost: localhost\r\nBad\x01Name: x\r\n\r\n"},
           std::string_view{"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"},
           std::string_view{"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n"},
           std::string_view{"POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"},
           std::string_view{"GET hello HTTP/1.1\r\nHost: localhost\r\n\r\n"},
           std::string_view{"GET /hello#part HTTP/1.1\r\nHost: localhost\r\n\r\n"},
       }) {
    const auto reply = raw(bytes);
    EXPECT_TRUE(reply.status == 400 || reply.status == 505) << reply.status << " for " << bytes;
    EXPECT_EQ(reply.header("connection"), "close");
  }
}

TEST_F(HttpHostileTest, RefusesSmuggledLengths) {
  start();
  EXPECT_EQ(
      raw("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
          .status,
      400);
  EXPECT_EQ(raw("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde").status,
            400);
}

TEST_F(HttpHostileTest, NeedsExactlyOneKnownHost) {
  start();
  EXPECT_EQ(raw("GET /hello HTTP/1.1\r\n\r\n").status, 400);
  EXPECT_EQ(raw("GET /hello HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n").status, 400);
  EXPECT_EQ(raw("GET /hello HTTP/1.1\r\nHost: evil.example:8900\r\n\r\n").status, 421);
  EXPECT_EQ(raw("GET /hello HTTP/1.1\r\nHost: 127.0.0.1:8900\r\n\r\n").status, 200);
  EXPECT_EQ(raw("GET http://localhost/hello HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 200);
}

TEST_F(HttpHostileTest, PathsStayInside) {
  start();
  for (const std::string_view path : {"/../etc/passwd", "/hello/../../etc/passwd", "/%2e%2e/etc/passwd", "//etc/passwd",
                                      "/%00", "/hello%00", "/%zz", "/%", "/%c3%28", "/a%0ab"}) {
    EXPECT_EQ(raw(test::request_text("GET", path)).status, 400) << path;
  }
}

TEST_F(HttpHostileTest, RefusesRepeatedAndBrokenQueryParameters) {
  start();
  const auto twice = raw(test::request_text("GET", "/hello?limit=1&limit=2"));
  EXPECT_EQ(twice.status, 422);
  EXPECT_THAT(twice.body, HasSubstr("\"field\":\"limit\""));
  EXPECT_EQ(raw(test::request_text("GET", "/hello?a=%f")).status, 400);
  EXPECT_EQ(raw(test::request_text("GET", "/hello?a=%00")).status, 400);
  EXPECT_EQ(raw(test::request_text("GET", "/hello?=x")).status, 400);
}

TEST_F(HttpHostileTest, ASlowHeaderIsCutOff) {
  ServerOptions options;
  options.limits.header_timeout = core::milliseconds(100);
  start(options);
  test::Socket socket{server_->port()};
  socket.send("GET /hello HTTP/1.1\r\nHost:");
  EXPECT_EQ(test::read_reply(socket).status, 408);
  EXPECT_TRUE(socket.closed_by_peer());
}

TEST_F(HttpHostileTest, DrippingBytesDoesNotBuyTime) {
  ServerOptions options;
  options.limits.header_timeout = core::milliseconds(200);
  start(options);
  test::Socket socket{server_->port()};
  socket.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n");
  std::jthread drip{[&](const std::stop_token& stop) {
    while (!stop.stop_requested() && socket.send("X: y\r\n")) std::this_thread::yield();
  }};
  const auto reply = test::read_reply(socket);
  EXPECT_TRUE(reply.status == 408 || reply.status == 431) << reply.status;
}

TEST_F(HttpHostileTest, ASlowBodyIsCutOff) {
  ServerOptions options;
  options.limits.body_timeout = core::milliseconds(100);
  start(options);
  test::Socket socket{server_->port()};
  socket.send(test::request_text("POST", "/echo", "Content-Length: 10\r\n") + "abc");
  EXPECT_EQ(test::read_reply(socket).status, 408);
}

TEST_F(HttpHostileTest, AnIdleConnectionIsClosedWithoutAWord) {
  ServerOptions options;
  options.limits.idle_timeout = core::milliseconds(100);
  start(options);
  test::Socket socket{server_->port()};
  EXPECT_EQ(socket.take_rest(), "");
  EXPECT_TRUE(socket.closed_by_peer());
}

TEST_F(HttpHostileTest, AClientThatDoesNotReadIsDropped) {
  ServerOptions options;
  options.limits.write_timeout = core::milliseconds(100);
  start(options);
  test::Socket socket{server_->port(), 4096};
  socket.send(test::request_text("GET", "/large"));
  // The server's own count of connections says when it has let go; the client must not read until then.
  auto& open = metrics_->gauge("tidemark_http_connections", "");
  const auto end = std::chrono::steady_clock::now() + test::kPatience;
  bool seen = false;
  while (std::chrono::steady_clock::now() < end) {
    seen = seen || open.value() > 0;
    if (seen && open.value() == 0) break;
    std::this_thread::yield();
  }
  EXPECT_EQ(open.value(), 0);
}

TEST_F(HttpHostileTest, TooManyConnectionsGet503) {
  ServerOptions options;
  options.limits.connections = 2;
  start(options);
  {
    test::Socket first{server_->port()};
    test::Socket second{server_->port()};
    first.send(test::request_text("GET", "/hello"));
    second.send(test::request_text("GET", "/hello"));
    EXPECT_EQ(test::read_reply(first).status, 200);
    EXPECT_EQ(test::read_reply(second).status, 200);
    test::Socket third{server_->port()};
    const auto refused = test::read_reply(third);
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.header("retry-after"), "5");
    EXPECT_THAT(refused.body, HasSubstr("too_many_connections"));
  }
  // Room again once they left.
  auto& open = metrics_->gauge("tidemark_http_connections", "");
  while (open.value() > 0) std::this_thread::yield();
}

TEST_F(HttpHostileTest, HalfAThousandRudeClientsDoNotMatter) {
  start();
  for (int i = 0; i < 500; ++i) {
    test::Socket socket{server_->port()};
    socket.send(i % 2 == 0 ? "GET /hel" : test::request_text("GET", "/large"));
  }
}

/// As many descriptors as the system lets this process have; the old limit comes back at the end.
class DescriptorLimit {
 public:
  DescriptorLimit() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    set(before_.rlim_max);
  }
  ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  DescriptorLimit(const DescriptorLimit&) = delete;
  DescriptorLimit& operator=(const DescriptorLimit&) = delete;
  void set(rlim_t soft) const {
    const rlimit wanted{soft, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &wanted);
  }
  [[nodiscard]] rlim_t most() const { return before_.rlim_max; }

 private:
  rlimit before_{};
};

/// Clients in a process of their own, which has descriptors of its own. Made while this process has one thread.
class Crowd {
 public:
  Crowd(std::uint16_t port, std::size_t size) {
    if (::pipe(go_) != 0 || ::pipe(come_) != 0) return;
    child_ = ::fork();
    if (child_ == 0) live(port, size);
  }
  ~Crowd() { leave(); }
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  /// Once the server runs: every client connects. Returns how many could.
  [[nodiscard]] std::size_t connect() {
    std::size_t connected = 0;
    if (::write(go_[1], "!", 1) != 1) return 0;
    return ::read(come_[0], &connected, sizeof connected) == sizeof connected ? connected : 0;
  }
  void leave() {
    if (child_ <= 0) return;
    [[maybe_unused]] const auto told = ::write(go_[1], "!", 1);
    for (const int end : {go_[0], go_[1], come_[0], come_[1]}) ::close(end);
    ::waitpid(std::exchange(child_, -1), nullptr, 0);
  }

 private:
  [[noreturn]] void live(std::uint16_t port, std::size_t size) const {
    ::close(go_[1]);  // so that the reads below end with the parent
    char byte = 0;
    std::vector<std::unique_ptr<test::Socket>> clients;
    std::size_t connected = 0;
    if (::read(go_[0], &byte, 1) == 1) {
      for (std::size_t i = 0; i < size; ++i) {
        clients.push_back(std::make_unique<test::Socket>(port));
        if (clients.back()->connected()) ++connected;
      }
      if (::write(come_[1], &connected, sizeof connected) == sizeof connected) {
        [[maybe_unused]] const auto ended = ::read(go_[0], &byte, 1);
      }
    }
    ::_exit(0);
  }

  int go_[2]{-1, -1};
  int come_[2]{-1, -1};
  pid_t child_{-1};
};

// 20,000 connections, or what two processes may have of them, and a quarter more than the server takes.
TEST_F(HttpHostileTest, TwentyThousandConnectionsAreTakenUpToTheLimitAndTheOthersRefused) {
  const DescriptorLimit descriptors;
  const std::size_t half = std::min<std::size_t>(10'000, descriptors.most() - 200);
  ServerOptions options;
  options.limits.connections = std::min<std::size_t>(half * 2 / 4 * 3, descriptors.most() - 600);
  listen(options);
  Crowd first{server_->port(), half};
  Crowd second{server_->port(), half};
  run();
  test::Socket early{server_->port()};
  early.send(test::request_text("GET", "/hello"));
  EXPECT_EQ(test::read_reply(early).status, 200);
  EXPECT_EQ(first.connect(), half);
  EXPECT_EQ(second.connect(), half);
  early.send(test::request_text("GET", "/hello"));
  EXPECT_EQ(test::read_reply(early).status, 200) << "who was there first is served";
  test::Socket late{server_->port()};
  EXPECT_TRUE(late.closed_by_peer() || test::read_reply(late).status == 503);
  const auto& open = metrics_->gauge("tidemark_http_connections", "");
  const auto limit = static_cast<double>(options.limits.connections);
  constexpr double kBeingRefused = 256;  // those over the limit that are told so at a time
  EXPECT_GE(open.value(), limit);
  EXPECT_LE(open.value(), limit + kBeingRefused);
  first.leave();
  second.leave();
  while (open.value() > 1) std::this_thread::yield();
}

TEST_F(HttpHostileTest, WithoutDescriptorsItWaitsAndGoesOn) {
  start();
  const DescriptorLimit descriptors;
  test::Socket before{server_->port()};
  before.send(test::request_text("GET", "/hello"));
  EXPECT_EQ(test::read_reply(before).status, 200);
  // UBSan asks the kernel about an object's type by a pipe, once a type: before descriptors are out.
  ops::null_logger().warning("about to run out of descriptors", {});
  const int next = ::dup(0);
  ::close(next);
  descriptors.set(static_cast<rlim_t>(next) + 1);  // one more: the client's own end
  test::Socket waiting{server_->port()};
  ASSERT_TRUE(waiting.connected());
  waiting.send(test::request_text("GET", "/hello"));
  before.send(test::request_text("GET", "/hello"));
  EXPECT_EQ(test::read_reply(before).status, 200) << "those already there are served meanwhile";
  descriptors.set(descriptors.most());
  EXPECT_EQ(test::read_reply(waiting).status, 200);
}

TEST_F(HttpHostileTest, AHalfClosedClientIsAnsweredOrLetGo) {
  start();
  test::Socket asked{server_->port()};
  asked.send(test::request_text("GET", "/hello"));
  asked.finish_sending();
  EXPECT_EQ(test::read_reply(asked).status, 200);
  EXPECT_TRUE(asked.closed_by_peer());
  test::Socket half{server_->port()};
  half.send("GET /hel");
  half.finish_sending();
  EXPECT_TRUE(half.closed_by_peer());
}

TEST_F(HttpHostileTest, AThousandPipelinedRequestsAreAnsweredInOrderBesideOthers) {
  start();
  std::string many;
  for (int i = 0; i < 1000; ++i)
    many += test::request_text("GET", "/hello", "X-Request-Id: n" + std::to_string(i) + "\r\n");
  test::Socket socket{server_->port()};
  socket.send(many);
  EXPECT_EQ(test::get(server_->port(), "/hello").status, 200);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(test::read_reply(socket).header("x-request-id"), "n" + std::to_string(i));
}

}  // namespace
}  // namespace tidemark::net
