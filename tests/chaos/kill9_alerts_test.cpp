// kill -9 of the real program between firing and delivery, with a receiver that fails, hangs, answers twice and drops
// connections: every firing that the store has reaches the receiver under one key of its own, none is lost, and a
// receiver that minds the key acts once on each.

#include <iostream>
#include <map>
#include <mutex>
#include <set>

#include <gtest/gtest.h>

#include "alerts/testing/webhook_receiver.hpp"
#include "alerts/webhook.hpp"
#include "core/rng.hpp"
#include "net/json_reader.hpp"
#include "tests/chaos/child.hpp"
#include "tests/support/http.hpp"
#include "tests/support/process.hpp"
#include "tests/support/shared_data.hpp"

namespace tidemark::chaos {
namespace {

using alerts::testing::answer;
using alerts::testing::Received;

const std::string kSecret = "a-secret-of-the-test";

/// What a careful receiver keeps: which keys it has acted on, and what came under each.
class Ledger {
 public:
  /// An answer of the moment's mood; acts only on keys it has not seen, and only when it says so.
  std::string take(const Received& got) {
    const std::lock_guard lock{mutex_};
    if (got.signature != alerts::signature_of(kSecret, got.timestamp, got.body)) ++forged_;
    const auto json = net::parse_json(got.body);
    const std::string firing = json && json->find("id") != nullptr ? *json->find("id")->text() : "unreadable";
    firings_of_[got.key].insert(firing);
    keys_of_[firing].insert(got.key);
    if (calm_) return act(got.key, answer(200));
    switch (rng_.below(7)) {
      case 0:
        return answer(500);
      case 1:
        return answer(429, "Retry-After: 0\r\n");
      case 2:
        return {};  // hangs until the sender gives up
      case 3:
        return act(got.key, {});  // acts, but the answer is lost
      case 4:
        return act(got.key, answer(200) + answer(200));
      case 5:
        return act(got.key, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort");
      default:
        return act(got.key, answer(204));
    }
  }
  void calm_down() {
    const std::lock_guard lock{mutex_};
    calm_ = true;
  }
  [[nodiscard]] std::size_t acted() const {
    const std::lock_guard lock{mutex_};
    return acted_.size();
  }
  /// Firings acted on; each under exactly one key, and each key for exactly one.
  void expect_once_each(const std::set<std::string>& firings) const {
    const std::lock_guard lock{mutex_};
    EXPECT_EQ(forged_, 0);
    std::set<std::string> acted_on;
    for (const std::string& key : acted_) {
      EXPECT_EQ(firings_of_.at(key).size(), 1U) << key;
      acted_on.insert(*firings_of_.at(key).begin());
    }
    EXPECT_EQ(acted_on.size(), acted_.size()) << "two keys for one firing";
    EXPECT_EQ(acted_on, firings);
    for (const auto& [firing, keys] : keys_of_) EXPECT_EQ(keys.size(), 1U) << firing;
  }

 private:
  std::string act(const std::string& key, std::string bytes) {
    acted_.insert(key);
    return bytes;
  }

  mutable std::mutex mutex_;
  core::Rng rng_{7};
  bool calm_{false};
  int forged_{0};
  std::set<std::string> acted_;
  std::map<std::string, std::set<std::string>> firings_of_;
  std::map<std::string, std::set<std::string>> keys_of_;
};

net::JsonValue body_of(const std::string& answer) {
  const std::size_t at = answer.find("\r\n\r\n");
  auto json = net::parse_json(at == std::string::npos ? std::string_view{} : std::string_view{answer}.substr(at + 4));
  return json ? std::move(*json) : net::JsonValue{};
}

class Kill9Alerts : public ::testing::Test {
 protected:
  void start() {
    // Nobody reads its log while it runs: little must be in it.
    server_.emplace(std::vector<std::string>{"serve", "--source", "sim", "--port", "0", "--symbols", "BTCUSDT",
                                             "--speed", "300", "--store", folder_.file("t.db"), "--set",
                                             "log.level=error", "--set", "alerts.timeout=300ms", "--set",
                                             "alerts.retry_first=50ms", "--set", "alerts.retry_max=200ms"},
                    folder_.path().string());
    ASSERT_TRUE(server_->wait_for_output("source: ")) << server_->err();
    port_ = test::port_of(server_->out());
    ASSERT_NE(port_, 0) << server_->out();
  }
  std::string made_id(const std::string& path, const std::string& body) {
    const std::string answer = test::request(port_, "POST", path, body);
    const auto json = body_of(answer);
    EXPECT_NE(json.find("id"), nullptr) << answer;
    return json.find("id") == nullptr ? "" : *json.find("id")->text();
  }
  /// Ids of all firings of the history.
  std::set<std::string> history() {
    std::set<std::string> all;
    std::string cursor;
    for (;;) {
      const auto page = body_of(test::get(port_, "/api/alerts/history?limit=1000" + cursor));
      if (page.find("firings") == nullptr) return all;
      for (const auto& firing : *page.find("firings")->array()) all.insert(*firing.find("id")->text());
      if (page.find("next")->is_null()) return all;
      cursor = "&cursor=" + std::to_string(*page.find("next")->integer());
    }
  }

  const test::TemporaryFolder folder_;
  std::optional<test::Process> server_;
  std::uint16_t port_{0};
};

TEST_F(Kill9Alerts, every_firing_reaches_the_receiver_once_whatever_happens) {
  Ledger ledger;
  alerts::testing::WebhookReceiver receiver{[&](const Received& got) { return ledger.take(got); }};
  ASSERT_NO_FATAL_FAILURE(start());
  const std::string webhook =
      made_id("/api/webhooks", R"({"name":"bot","url":")" + receiver.url() + R"(","secret":")" + kSecret + R"("})");
  const std::string rule =
      made_id("/api/alerts", R"({"name":"any pattern","timeframe":"1m","repeat":"always","webhooks":[")" + webhook +
                                 R"("],"condition":{"type":"candlestick"}})");
  core::Rng rng{11};
  const int kills = std::max(2, kills_wanted() / 5);
  std::set<std::string> kept;
  for (int kill = 0; kill < kills; ++kill) {
    const std::size_t before = receiver.received().size();
    ASSERT_TRUE(receiver.wait_for_requests(before + 3 + rng.below(20))) << server_->err();
    for (const std::string& id : history()) kept.insert(id);
    server_->signal(SIGKILL);
    server_->wait();
    ASSERT_NO_FATAL_FAILURE(start());
    const std::set<std::string> after = history();
    for (const std::string& id : kept) ASSERT_TRUE(after.contains(id)) << "kill " << kill << " lost " << id;
  }
  const std::string off = test::request(port_, "PATCH", "/api/alerts/" + rule, R"({"enabled":false})");
  ASSERT_NE(off.find("200 OK"), std::string::npos) << off;
  ledger.calm_down();
  const std::string path = "/api/webhooks/" + webhook + "/deliveries?state=pending&limit=1";
  const std::string none = R"("deliveries":[])";
  const auto drained =
      test::get_until(port_, path, [&](const std::string& text) { return text.find(none) != std::string::npos; });
  EXPECT_NE(drained.find(none), std::string::npos) << drained;
  ledger.expect_once_each(history());
  std::cout << kills << " kills, " << history().size() << " firings, " << receiver.received().size() << " requests\n";
  EXPECT_GT(ledger.acted(), 0U);
}

}  // namespace
}  // namespace tidemark::chaos
