#include "net/rest_client.hpp"

#include <atomic>
#include <functional>
#include <future>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "net/http_server.hpp"
#include "net/testing/raw_server.hpp"

namespace tidemark::net {
namespace {

using test::RawServer;
using test::Socket;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

using Answer = std::future<core::Result<RestReply>>;

RestRequest get_of(std::string url) {
  return {.url = std::move(url), .headers = {}, .body = {}};
}

std::string gzipped(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

class RestClientTest : public testing::Test {
 protected:
  void start() {
    client_ = RestClient::make(options_).value();
    thread_ = std::jthread{[this](std::stop_token stop) { client_->run(std::move(stop)); }};
  }
  Answer submit(RestRequest request) {
    if (!client_) start();
    auto promise = std::make_shared<std::promise<core::Result<RestReply>>>();
    Answer answer = promise->get_future();
    auto ticket =
        client_->submit(std::move(request), [promise](core::Result<RestReply> reply) { promise->set_value(reply); });
    if (ticket) {
      last_ = *ticket;
    } else {
      promise->set_value(std::unexpected(ticket.error()));
    }
    return answer;
  }
  core::Result<RestReply> ask(RestRequest request) { return submit(std::move(request)).get(); }
  core::Result<RestReply> get(std::string url) { return ask(get_of(std::move(url))); }
  /// Asks a server that answers every request with these bytes.
  core::Result<RestReply> get_raw(const std::string& answer) {
    RawServer server{[&](Socket& socket) {
      asked_ = socket.take_until("\r\n\r\n").value_or("");
      socket.send(answer);
      socket.finish_sending();
      (void)socket.take_rest();
    }};
    return get(server.url("http", "/path?signature=5ecret"));
  }

  RestOptions options_;
  std::string asked_;
  RestTicket last_;
  std::unique_ptr<RestClient> client_;
  std::jthread thread_;
};

/// Against the project's own server.
class RestClientServerTest : public RestClientTest {
 protected:
  void SetUp() override {
    HttpRouter router;
    router.add(Method::kGet, "/hello",
               [](Responder r) { r.send({200, "text/plain", {{"X-Key", "Value"}}, std::string{"hello"}}); });
    const auto echo = [](Responder r) {
      const Request& request = r.request();
      std::string text{name_of(request.method)};
      text.append(" ").append(request.raw_query).append(" ").append(request.body);
      for (const char* name : {"Content-Type", "X-MBX-APIKEY", "User-Agent"}) {
        text.append("|").append(request.header(name).value_or("none"));
      }
      r.send({201, "text/plain", {}, std::move(text)});
    };
    for (const Method method : {Method::kPost, Method::kPut, Method::kDelete, Method::kPatch}) {
      router.add(method, "/echo", echo);
    }
    server_ = HttpServer::listen({.port = 0}, std::move(router), ops::null_logger(), *metrics_).value();
    serving_ = std::jthread{[this] { server_->run(); }};
  }
  void TearDown() override { server_->stop(); }

  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  std::unique_ptr<HttpServer> server_;
  std::jthread serving_;
};

TEST_F(RestClientServerTest, GetsAnAnswer) {
  const auto reply = get(server_->url() + "/hello");
  ASSERT_TRUE(reply) << reply.error().text();
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->body, "hello");
  EXPECT_THAT(reply->headers, Contains(NameValue{"x-key", "Value"}));
}

TEST_F(RestClientServerTest, SendsMethodQueryBodyAndHeadersAsGiven) {
  const auto reply =
      ask({.method = Method::kPost,
           .url = server_->url() + "/echo?a=%5B1%5D&b=",
           .headers = {{"X-MBX-APIKEY", "key"}, {"Content-Type", "application/json"}, {"X-Bad", "a\r\nb"}},
           .body = R"({"side":"BUY"})"});
  ASSERT_TRUE(reply) << reply.error().text();
  EXPECT_EQ(reply->status, 201);
  EXPECT_EQ(reply->body, R"(POST a=%5B1%5D&b= {"side":"BUY"}|application/json|key|tidemark)");
  EXPECT_EQ(ask({.method = Method::kPost, .url = server_->url() + "/echo", .headers = {}, .body = {}})->body,
            "POST  |none|none|tidemark");
  EXPECT_THAT(ask({.method = Method::kDelete, .url = server_->url() + "/echo?x=1", .headers = {}, .body = {}})->body,
              testing::StartsWith("DELETE x=1 |"));
  EXPECT_THAT(ask({.method = Method::kPut, .url = server_->url() + "/echo", .headers = {}, .body = "p"})->body,
              testing::StartsWith("PUT  p|"));
  const auto head = ask({.method = Method::kHead, .url = server_->url() + "/hello", .headers = {}, .body = {}});
  EXPECT_EQ(head->status, 200);
  EXPECT_EQ(head->body, "");
}

TEST_F(RestClientServerTest, GivesAnswersOfEveryStatus) {
  EXPECT_EQ(get(server_->url() + "/nothing")->status, 404);
  EXPECT_EQ(get(server_->url() + "/echo")->status, 405);
}

TEST_F(RestClientServerTest, FetchesOnTheCallersThread) {
  EXPECT_EQ(fetch(get_of(server_->url() + "/hello"), {})->body, "hello");
  EXPECT_EQ(fetch(get_of("nonsense"), {}).error().code, "bad_url");
}

TEST_F(RestClientTest, UsesAConnectionAgain) {
  RawServer server{[](Socket& socket) {
    while (socket.take_until("\r\n\r\n")) socket.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  }};
  for (int i = 0; i < 5; ++i) EXPECT_EQ(get(server.url("http"))->body, "ok");
  EXPECT_EQ(server.connections(), 1);
}

// A server that closes a kept connection just when a request arrives: a GET is asked again, an order never.
TEST_F(RestClientTest, SendsAPostOnlyOnce) {
  std::atomic<int> posts{0};
  RawServer server{[&](Socket& socket) {
    while (const auto head = socket.take_until("\r\n\r\n")) {
      if (head->starts_with("POST")) {
        ++posts;
        return;
      }
      socket.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }
  }};
  EXPECT_EQ(get(server.url("http"))->body, "ok");
  const auto reply = ask({.method = Method::kPost, .url = server.url("http"), .headers = {}, .body = {}});
  EXPECT_EQ(reply.error().code, "connection_broke");
  EXPECT_EQ(posts, 1);
}

TEST_F(RestClientTest, ReadsBodiesOfEveryForm) {
  EXPECT_EQ(
      get_raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")->body,
      "hello world");
  EXPECT_EQ(get_raw("HTTP/1.1 200 OK\r\n\r\nuntil the end")->body, "until the end");
  const std::string packed = gzipped("unpacked");
  EXPECT_EQ(get_raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + std::to_string(packed.size()) +
                    "\r\n\r\n" + packed)
                ->body,
            "unpacked");
  EXPECT_THAT(asked_, HasSubstr("\r\nAccept-Encoding: gzip, deflate\r\n"));
  const auto late = get_raw(
      "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\nHTTP/1.1 200 OK\r\nX-Late: 1\r\n"
      "Content-Length: 0\r\n\r\n");
  EXPECT_EQ(late->status, 200);
  EXPECT_THAT(late->headers, Not(Contains(NameValue{"x-early", "1"})));
}

TEST_F(RestClientTest, DoesNotFollowRedirects) {
  const auto reply = get_raw("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(reply) << reply.error().text();
  EXPECT_EQ(reply->status, 302);
  EXPECT_THAT(reply->headers, Contains(NameValue{"location", "http://127.0.0.1:1/"}));
}

TEST_F(RestClientTest, KeepsToItsLimits) {
  options_.limits.reply_bytes = 10'000;
  options_.limits.header_bytes = 5'000;
  const auto large = get_raw("HTTP/1.1 200 OK\r\n\r\n" + std::string(10'001, 'x'));
  EXPECT_EQ(large.error().code, "reply_too_large");
  EXPECT_EQ(large.error().kind, core::ErrorKind::kUnavailable);
  EXPECT_EQ(get_raw("HTTP/1.1 200 OK\r\n\r\n" + std::string(10'000, 'x'))->body.size(), 10'000U);
  // 20 MB in 20 kB.
  const std::string bomb = gzipped(std::string(20'000'000, 'x'));
  EXPECT_EQ(get_raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + bomb).error().code, "reply_too_large");
  EXPECT_EQ(get_raw("HTTP/1.1 200 OK\r\nX-Long: " + std::string(6'000, 'x') + "\r\n\r\n").error().code,
            "reply_too_large");
}

TEST_F(RestClientTest, SaysWhatWentWrongWithoutTheQuery) {
  const auto garbage = get_raw("\x01\x02garbage\r\n\r\n");
  ASSERT_FALSE(garbage);
  EXPECT_EQ(garbage.error().code, "bad_response");
  const auto cut = get_raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut");
  EXPECT_EQ(cut.error().code, "connection_broke");
  const auto empty = get_raw("");
  EXPECT_EQ(empty.error().code, "connection_broke");
  const auto bad_gzip = get_raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip at all");
  EXPECT_EQ(bad_gzip.error().code, "bad_response");
  for (const auto* failed : {&garbage, &cut, &empty, &bad_gzip}) {
    EXPECT_EQ((*failed).error().kind, core::ErrorKind::kUnavailable);
    EXPECT_THAT((*failed).error().text(), Not(HasSubstr("5ecret")));
    EXPECT_THAT((*failed).error().place, testing::MatchesRegex("GET 127.0.0.1:[0-9]+/path"));
  }
}

TEST_F(RestClientTest, SaysWhenNobodyAnswers) {
  std::uint16_t port = 0;
  {
    port = RawServer{[](Socket&) {}}.port();
  }
  const auto reply = get("http://127.0.0.1:" + std::to_string(port) + "/");
  EXPECT_EQ(reply.error().code, "connection_failed");
  EXPECT_EQ(reply.error().kind, core::ErrorKind::kUnavailable);
}

TEST_F(RestClientTest, TimesOut) {
  RawServer silent{[](Socket& socket) { (void)socket.take_rest(); }};
  RestRequest request = get_of(silent.url("http"));
  request.timeout = core::milliseconds(50);
  const auto reply = ask(request);
  EXPECT_EQ(reply.error().code, "request_timeout");
  EXPECT_EQ(reply.error().kind, core::ErrorKind::kTimeout);
  RawServer slow{[](Socket& socket) {
    socket.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin");
    (void)socket.take_rest();
  }};
  request.url = slow.url("http");
  EXPECT_EQ(ask(request).error().code, "request_timeout");
}

TEST_F(RestClientTest, KeepsOneHostFromTakingAllPlaces) {
  options_.limits.active_per_host = 2;
  RawServer silent{[](Socket& socket) { (void)socket.take_rest(); }};
  RawServer quick{[](Socket& socket) {
    while (socket.take_until("\r\n\r\n")) socket.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  }};
  std::vector<Answer> stuck;
  for (int i = 0; i < 5; ++i) stuck.push_back(submit(get_of(silent.url("http"))));
  RestRequest waiting = get_of(silent.url("http"));
  waiting.timeout = core::milliseconds(30);
  // It waits for a place all its time.
  const auto reply = ask(waiting);
  EXPECT_EQ(reply.error().code, "request_timeout");
  EXPECT_THAT(reply.error().message, HasSubstr("waited too long"));
  EXPECT_EQ(get(quick.url("http"))->body, "ok");
  EXPECT_EQ(silent.connections(), 2);
}

TEST_F(RestClientTest, RefusesMoreThanItsQueueHolds) {
  options_.limits.queue = 3;
  RawServer silent{[](Socket& socket) { (void)socket.take_rest(); }};
  std::vector<Answer> answers;
  for (int i = 0; i < 3; ++i) answers.push_back(submit(get_of(silent.url("http"))));
  EXPECT_EQ(get(silent.url("http")).error().code, "too_many_requests");
  client_->cancel(last_);
  // The place is free once the client's thread has seen it.
  core::Result<RestReply> last;
  do {
    RestRequest request = get_of(silent.url("http"));
    request.timeout = core::milliseconds(5);
    last = ask(request);
  } while (last.error().code == "too_many_requests");
  EXPECT_EQ(last.error().code, "request_timeout");
}

TEST_F(RestClientTest, NeverAnswersACancelledRequest) {
  RawServer silent{[](Socket& socket) { (void)socket.take_rest(); }};
  Answer running = submit(get_of(silent.url("http")));
  const RestTicket ticket = last_;
  Answer other = submit(get_of(silent.url("http")));
  client_->cancel(ticket);
  thread_.request_stop();
  EXPECT_EQ(other.get().error().code, "client_stopped");
  // Its callback was destroyed, uncalled.
  EXPECT_THROW(running.get(), std::future_error);
}

TEST_F(RestClientTest, AnswersEverythingWhenItStops) {
  options_.limits.active_per_host = 1;
  RawServer silent{[](Socket& socket) { (void)socket.take_rest(); }};
  std::vector<Answer> answers;
  for (int i = 0; i < 4; ++i) answers.push_back(submit(get_of(silent.url("http"))));
  thread_.request_stop();
  for (Answer& answer : answers) EXPECT_EQ(answer.get().error().code, "client_stopped");
}

TEST_F(RestClientTest, MayBeAskedFromItsCallbacks) {
  RawServer server{[](Socket& socket) {
    while (socket.take_until("\r\n\r\n")) socket.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  }};
  start();
  std::promise<int> done;
  std::function<void(int)> next = [&](int count) {
    auto ticket = client_->submit(get_of(server.url("http")), [&, count](const core::Result<RestReply>& reply) {
      if (!reply || count == 20) return done.set_value(count);
      next(count + 1);
    });
    ASSERT_TRUE(ticket);
  };
  next(1);
  EXPECT_EQ(done.get_future().get(), 20);
}

TEST_F(RestClientTest, GoesThroughAProxy) {
  RawServer proxy{[&](Socket& socket) {
    asked_ = socket.take_until("\r\n\r\n").value_or("");
    socket.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    (void)socket.take_rest();
  }};
  options_.proxies.http_proxy = "http://me:secret@127.0.0.1:" + std::to_string(proxy.port());
  EXPECT_EQ(get("http://venue.example/x")->body, "ok");
  proxy.stop();
  EXPECT_THAT(asked_, testing::StartsWith("GET http://venue.example/x HTTP/1.1\r\n"));
  EXPECT_THAT(asked_, HasSubstr("Proxy-Authorization: Basic bWU6c2VjcmV0\r\n"));
}

TEST_F(RestClientTest, SaysWhenTheProxyRefusesATunnel) {
  RawServer proxy{[](Socket& socket) {
    socket.take_until("\r\n\r\n");
    socket.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    (void)socket.take_rest();
  }};
  options_.proxies.https_proxy = "127.0.0.1:" + std::to_string(proxy.port());
  const auto reply = get("https://venue.example/x");
  EXPECT_EQ(reply.error().kind, core::ErrorKind::kUnavailable);
  EXPECT_THAT(reply.error().message, HasSubstr("403"));
}

TEST_F(RestClientTest, RefusesUrlsItCannotAsk) {
  for (const char* url : {"", "ftp://a.b/", "file:///etc/passwd", "ws://a.b/", "http://a b/"}) {
    EXPECT_EQ(get(url).error().code, "bad_url") << url;
  }
}

}  // namespace
}  // namespace tidemark::net
