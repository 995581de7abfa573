#include "venues/live/net_transport.hpp"

#include <map>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http_server.hpp"
#include "net/testing/raw_server.hpp"
#include "net/testing/ws_recorder.hpp"
#include "ops/system_clock.hpp"

namespace tidemark::venues {
namespace {

using testing::ElementsAre;

class Echo final : public net::WsHandler {
 public:
  void on_open(net::WsSession& session, const net::Request&) override { session.send(net::make_frame("welcome")); }
  void on_message(net::WsSession& session, std::string_view text) override {
    if (text == "bye") return session.close(net::WsClose::kNormal, "");
    session.send(net::make_frame(text));
  }
  void on_close(net::WsSession&) override {}
};

struct Heard final : TransportEvents {
  void on_open(LinkId link, core::Timestamp) override { opened.push_back(link); }
  void on_text(LinkId link, std::string_view text, core::Timestamp) override {
    texts[link].emplace_back(text);
    if (when_text) when_text(link);
  }
  void on_closed(LinkId link, const core::Error& why, core::Timestamp) override { closed.emplace(link, why.code); }
  void on_reply(RequestId request, core::Result<HttpReply> reply, core::Timestamp) override {
    replies.emplace(request, std::move(reply));
  }

  std::vector<LinkId> opened;
  std::map<LinkId, std::vector<std::string>> texts;
  std::multimap<LinkId, std::string> closed;
  std::multimap<RequestId, core::Result<HttpReply>> replies;
  std::function<void(LinkId)> when_text;
};

class NetTransportTest : public testing::Test {
 protected:
  void SetUp() override {
    net::HttpRouter router;
    router.add_websocket("/ws", std::make_shared<Echo>());
    router.add(net::Method::kGet, "/time", [](net::Responder r) {
      r.send({200, "application/json", {{"X-MBX-USED-WEIGHT-1M", "7"}}, std::string{R"({"serverTime":1})"}});
    });
    router.add(net::Method::kGet, "/busy",
               [](net::Responder r) { r.send({429, "application/json", {{"Retry-After", "3"}}, std::string{"{}"}}); });
    server_ = net::HttpServer::listen({.port = 0}, std::move(router), ops::null_logger(), *metrics_).value();
    transport_ = std::make_unique<NetTransport>(loop_, *websockets_, *rest_);
    transport_->set_events(heard_);
    serving_ = std::jthread{[this] { server_->run(); }};
    fetching_ = std::jthread{[this](std::stop_token stop) { rest_->run(std::move(stop)); }};
  }
  void TearDown() override {
    // Its goodbyes are on their way: the server need not wait for them.
    transport_.reset();
    server_->stop();
  }

  bool run_until(const std::function<bool()>& done) { return net::test::run_until(loop_, done); }
  std::string ws_url() const { return "ws://127.0.0.1:" + std::to_string(server_->port()) + "/ws"; }
  RequestId get(const std::string& url) { return transport_->request({.url = url, .headers = {}, .body = {}}); }

  ops::SystemClock clock_;
  net::ClientLoop loop_{clock_};
  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  std::unique_ptr<net::HttpServer> server_;
  std::unique_ptr<net::WsClient> websockets_ = net::WsClient::make(loop_, {}).value();
  std::unique_ptr<net::RestClient> rest_ = net::RestClient::make({}).value();
  Heard heard_;
  std::unique_ptr<NetTransport> transport_;
  std::jthread serving_;
  std::jthread fetching_;
};

TEST_F(NetTransportTest, CarriesTextsOfSeveralLinks) {
  const LinkId a = transport_->open(ws_url());
  const LinkId b = transport_->open(ws_url());
  EXPECT_NE(a, b);
  ASSERT_TRUE(run_until([&] { return heard_.texts.size() == 2; }));
  transport_->send(a, "for a");
  transport_->send(b, "for b");
  ASSERT_TRUE(run_until([&] { return heard_.texts[a].size() == 2 && heard_.texts[b].size() == 2; }));
  EXPECT_THAT(heard_.texts[a], ElementsAre("welcome", "for a"));
  EXPECT_THAT(heard_.texts[b], ElementsAre("welcome", "for b"));
  EXPECT_THAT(heard_.opened, testing::UnorderedElementsAre(a, b));
}

TEST_F(NetTransportTest, TakesTheTimeOfEachMessageAlsoOfOneThatClosesItsLink) {
  ops::Histogram times;
  transport_->time_messages(times);
  heard_.when_text = [this](LinkId link) {
    if (heard_.texts[link].size() == 2) transport_->close(link);
  };
  const LinkId link = transport_->open(ws_url());
  ASSERT_TRUE(run_until([&] { return !heard_.texts[link].empty(); }));
  EXPECT_EQ(times.count(), 1U);
  transport_->send(link, "more");
  ASSERT_TRUE(run_until([&] { return heard_.texts[link].size() == 2; }));
  EXPECT_EQ(times.count(), 2U);
}

TEST_F(NetTransportTest, TellsTheEndOnceAndThenNothing) {
  const LinkId link = transport_->open(ws_url());
  ASSERT_TRUE(run_until([&] { return heard_.texts.contains(link); }));
  transport_->send(link, "bye");
  ASSERT_TRUE(run_until([&] { return !heard_.closed.empty(); }));
  EXPECT_THAT(heard_.closed, ElementsAre(testing::Pair(link, "closed_by_server")));
  transport_->send(link, "into the void");
  transport_->close(link);
}

TEST_F(NetTransportTest, IsSilentAboutALinkThatWasClosed) {
  const LinkId link = transport_->open(ws_url());
  heard_.when_text = [&](LinkId told) { transport_->close(told); };
  ASSERT_TRUE(run_until([&] { return heard_.texts.contains(link); }));
  // Whatever would still come for the first link has come when a second one has opened and talked.
  heard_.when_text = nullptr;
  const LinkId second = transport_->open(ws_url());
  ASSERT_TRUE(run_until([&] { return heard_.texts.contains(second); }));
  EXPECT_TRUE(heard_.closed.empty());
  EXPECT_EQ(heard_.texts[link].size(), 1U);
}

TEST_F(NetTransportTest, AnswersRequestsWhateverTheStatus) {
  const RequestId time = get(server_->url() + "/time");
  const RequestId busy = get(server_->url() + "/busy");
  ASSERT_TRUE(run_until([&] { return heard_.replies.size() == 2; }));
  const auto& good = heard_.replies.find(time)->second;
  ASSERT_TRUE(good) << good.error().text();
  EXPECT_EQ(good->status, 200);
  EXPECT_EQ(good->body, R"({"serverTime":1})");
  EXPECT_THAT(good->headers, testing::Contains(net::NameValue{"x-mbx-used-weight-1m", "7"}));
  const auto& refused = heard_.replies.find(busy)->second;
  ASSERT_TRUE(refused) << refused.error().text();
  EXPECT_EQ(refused->status, 429);
  EXPECT_THAT(refused->headers, testing::Contains(net::NameValue{"retry-after", "3"}));
}

TEST_F(NetTransportTest, AnswersARequestThatCannotBeMadeLaterAndAsUnavailable) {
  const RequestId bad = get("gopher://x/");
  EXPECT_TRUE(heard_.replies.empty());
  ASSERT_TRUE(run_until([&] { return !heard_.replies.empty(); }));
  const auto& reply = heard_.replies.find(bad)->second;
  EXPECT_EQ(reply.error().kind, core::ErrorKind::kUnavailable);
  EXPECT_EQ(reply.error().code, "bad_url");
}

TEST_F(NetTransportTest, DoesNotAnswerACancelledRequest) {
  const RequestId cancelled = get(server_->url() + "/time");
  transport_->cancel(cancelled);
  const RequestId other = get(server_->url() + "/time");
  ASSERT_TRUE(run_until([&] { return heard_.replies.contains(other); }));
  EXPECT_FALSE(heard_.replies.contains(cancelled));
}

TEST_F(NetTransportTest, EndsWithRequestsAndLinksUnderWay) {
  net::test::RawServer silent{[](net::test::Socket& socket) { (void)socket.take_rest(); }};
  transport_->open(silent.url("ws"));
  get(silent.url("http"));
  ASSERT_TRUE(run_until([&] { return silent.connections() == 2; }));
  transport_.reset();
  rest_->cancel({1});
  loop_.run_for({});
  EXPECT_TRUE(heard_.replies.empty());
  EXPECT_TRUE(heard_.closed.empty());
}

}  // namespace
}  // namespace tidemark::venues
