#include "app/serve/alert_desk.hpp"

#include <filesystem>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/testing/webhook_receiver.hpp"
#include "engine/testing.hpp"
#include "ops/system_clock.hpp"
#include "storage/testing/faulty_store.hpp"
#include "storage/testing/fixtures.hpp"
#include "storage/writer_thread.hpp"

namespace tidemark::app {
namespace {

using alerts::testing::answer;
using alerts::testing::Received;
using alerts::testing::WebhookReceiver;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Store, writer and desk as `serve` has them, with all threads.
class Rig {
 public:
  Rig(std::string path, const ops::AlertsConfig& config) : path_{std::move(path)}, config_{config} {
    auto store = std::make_unique<storage::testing::FaultyStore>(
        storage::open_transactional_store(path_, storage::OpenMode::kCreate).value());
    faulty = store.get();
    writer_ = std::make_unique<storage::Writer>(
        std::move(store), clock_, *metrics_, ops::null_logger(),
        storage::WriterOptions{.retry_delay_min = core::milliseconds(10), .retry_delay_max = core::milliseconds(20)});
    writer_thread_ = std::make_unique<storage::WriterThread>(*writer_);
    desk = AlertDesk::open({.store_path = path_,
                            .writer = *writer_,
                            .clock = clock_,
                            .logger = ops::null_logger(),
                            .metrics = *metrics_,
                            .config = config_,
                            .proxies = {},
                            .tell =
                                [this](std::string document, core::Timestamp) {
                                  const std::lock_guard lock{mutex_};
                                  told_.push_back(std::move(document));
                                  changed_.notify_all();
                                },
                            .report = [](const std::optional<std::string>&) {}})
               .value();
    desk->put_instrument(btc);
    client_thread_ = std::jthread{[this](const std::stop_token& stop) { desk->run_client(stop); }};
    thread_ = std::jthread{[this](const std::stop_token& stop) { desk->run(stop); }};
  }
  ~Rig() {
    thread_.request_stop();
    desk->interrupt();
    thread_.join();
    client_thread_.request_stop();
    client_thread_.join();
    desk.reset();
    [[maybe_unused]] const auto stopped = writer_thread_->stop();
  }

  void trade(std::int64_t price) {
    const core::Timestamp now = clock_.now();
    desk->offer(core::Trade{btc.id, {now, now}, {price * 100}, {1}, core::Side::kBuy, 1, 1});
  }
  /// Crosses the level of 100 upwards; the prices before and after are given in whole units.
  void cross() {
    trade(99);
    trade(101);
  }
  std::string add_webhook(const std::string& url) {
    const auto made = desk->control().add_webhook(net::parse_json(R"({"name":"w","url":")" + url + "\"}").value());
    EXPECT_TRUE(made) << made.error().text();
    secret = made->secret;
    return made->id;
  }
  core::Result<alerts::Rule> add_rule(const std::string& webhook) {
    const std::string webhooks = webhook.empty() ? "" : R"("webhooks":[")" + webhook + "\"],";
    return desk->control().add_rule(
        net::parse_json(R"({"name":"up",)" + webhooks +
                        R"("repeat":"always","condition":{"type":"price_cross","level":100,"direction":"up"}})")
            .value());
  }
  /// The store is held up, and the writer takes no more.
  void hold_store() {
    faulty->hold();
    while (writer_->try_submit(storage::WriteRecord{btc})) {
    }
  }
  /// How often somebody has waited for room in the writer's queue.
  [[nodiscard]] std::uint64_t waits() { return writer_->health().queue.waits; }
  bool wait_told(std::size_t count) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::minutes{1}, [&] { return told_.size() >= count; });
  }
  [[nodiscard]] std::vector<std::string> told() {
    const std::lock_guard lock{mutex_};
    return told_;
  }
  /// Waits for deliveries in this state.
  bool wait_deliveries(const std::string& state, std::size_t count) {
    const auto reader = storage::open_store(path_, storage::OpenMode::kReadOnly).value();
    const auto deadline = clock_.monotonic() + core::minutes(1);
    while (clock_.monotonic() < deadline) {
      if (reader->alert_ledger().deliveries({.state = state}).value().size() >= count) return true;
      poll(nullptr, 0, 5);
    }
    return false;
  }

  core::Instrument btc = engine::testing::instrument("BTCUSDT");
  storage::testing::FaultyStore* faulty{nullptr};
  std::string secret;
  std::unique_ptr<AlertDesk> desk;

 private:
  std::string path_;
  ops::AlertsConfig config_;
  ops::SystemClock clock_;
  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  std::unique_ptr<storage::Writer> writer_;
  std::unique_ptr<storage::WriterThread> writer_thread_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> told_;
  std::jthread client_thread_;
  std::jthread thread_;
};

class AlertDeskTest : public ::testing::Test {
 protected:
  AlertDeskTest() {
    config_.retry_first = core::milliseconds(10);
    config_.retry_max = core::milliseconds(20);
    config_.timeout = core::milliseconds(300);
    restart();
  }
  void restart() {
    rig_.reset();
    rig_ = std::make_unique<Rig>(folder_.file("t.db"), config_);
  }

  storage::testing::TemporaryFolder folder_;
  ops::AlertsConfig config_;
  std::unique_ptr<Rig> rig_;
};

TEST_F(AlertDeskTest, what_fires_is_kept_told_and_sent_signed) {
  WebhookReceiver receiver{[](const Received&) { return answer(200); }};
  const auto rule = rig_->add_rule(rig_->add_webhook(receiver.url("/hook?token=t")));
  ASSERT_TRUE(rule) << rule.error().text();
  rig_->cross();
  ASSERT_TRUE(rig_->wait_told(1));
  ASSERT_TRUE(receiver.wait_for_requests(1));
  const Received got = receiver.received().front();
  EXPECT_EQ(got.target, "/hook?token=t");
  EXPECT_EQ(got.content_type, "application/json");
  EXPECT_EQ(got.body, rig_->told().front());
  EXPECT_THAT(got.body, HasSubstr(R"("event":"crosses_up")"));
  EXPECT_EQ(got.signature, alerts::signature_of(rig_->secret, got.timestamp, got.body));
  EXPECT_EQ(got.key.size(), 32U);
  EXPECT_TRUE(rig_->wait_deliveries("delivered", 1));
}

TEST_F(AlertDeskTest, a_receiver_that_fails_or_is_silent_gets_it_again_under_the_same_key) {
  std::atomic<int> asked{0};
  WebhookReceiver receiver{[&](const Received&) -> std::string {
    switch (asked++) {
      case 0:
        return answer(500);
      case 1:
        return {};  // hangs until we give up on the answer
      case 2:
        return answer(429, "Retry-After: 0\r\n");
      case 3:
        return "nonsense\r\n\r\n";
      default:
        return answer(204);
    }
  }};
  ASSERT_TRUE(rig_->add_rule(rig_->add_webhook(receiver.url())));
  rig_->cross();
  ASSERT_TRUE(receiver.wait_for_requests(5));
  EXPECT_EQ(receiver.keys().size(), 1U);
  ASSERT_TRUE(rig_->wait_deliveries("delivered", 1));
}

TEST_F(AlertDeskTest, a_receiver_that_answers_twice_confuses_nobody) {
  WebhookReceiver receiver{[](const Received&) { return answer(200) + answer(500); }};
  ASSERT_TRUE(rig_->add_rule(rig_->add_webhook(receiver.url())));
  rig_->cross();
  ASSERT_TRUE(rig_->wait_deliveries("delivered", 1));
  rig_->cross();
  ASSERT_TRUE(rig_->wait_deliveries("delivered", 2));
  EXPECT_EQ(receiver.keys().size(), 2U);
}

TEST_F(AlertDeskTest, what_a_receiver_refuses_is_not_sent_again) {
  WebhookReceiver receiver{[](const Received&) { return answer(404); }};
  ASSERT_TRUE(rig_->add_rule(rig_->add_webhook(receiver.url())));
  rig_->cross();
  ASSERT_TRUE(rig_->wait_deliveries("refused", 1));
  EXPECT_EQ(receiver.received().size(), 1U);
}

TEST_F(AlertDeskTest, a_hanging_receiver_holds_up_no_other) {
  WebhookReceiver hanging{[](const Received&) { return std::string{}; }};
  WebhookReceiver quick{[](const Received&) { return answer(200); }};
  ASSERT_TRUE(rig_->add_rule(rig_->add_webhook(hanging.url())));
  ASSERT_TRUE(rig_->add_rule(rig_->add_webhook(quick.url())));
  for (int i = 0; i < 5; ++i) rig_->cross();
  ASSERT_TRUE(rig_->wait_deliveries("delivered", 5));
  EXPECT_EQ(quick.keys().size(), 5U);
}

TEST_F(AlertDeskTest, a_restart_goes_on_with_what_is_pending_and_fires_nothing_twice) {
  WebhookReceiver receiver{[](const Received&) { return answer(503); }};
  const std::string webhook = rig_->add_webhook(receiver.url());
  const auto made = rig_->desk->control().add_rule(
      net::parse_json(R"({"name":"once","repeat":"once","condition":{"type":"price_cross","level":100},"webhooks":[")" +
                      webhook + R"("]})")
          .value());
  ASSERT_TRUE(made) << made.error().text();
  rig_->cross();
  ASSERT_TRUE(receiver.wait_for_requests(2));
  restart();
  EXPECT_EQ(rig_->desk->control().rules().size(), 1U);
  receiver.behave([](const Received&) { return answer(200); });
  ASSERT_TRUE(rig_->wait_deliveries("delivered", 1));
  EXPECT_EQ(receiver.keys().size(), 1U);
  rig_->cross();
  rig_->cross();
  restart();
  EXPECT_THAT(rig_->told(), IsEmpty()) << "once is once";
  EXPECT_TRUE(rig_->desk->tell_newest());
  EXPECT_THAT(rig_->told(), ElementsAre(HasSubstr("\"alert\":\"once\""))) << "who listens begins with what fired last";
}

TEST_F(AlertDeskTest, a_crossing_while_it_was_down_is_told_after_the_start) {
  ASSERT_TRUE(rig_->add_rule(""));
  // What the dispatcher stores beside: the last candle before the stop closes at 99, after the rule was made.
  const core::Timestamp left = core::open_time_of(ops::SystemClock{}.now(), core::Timeframe::k1m) + core::minutes(1);
  const auto stop_after = [&](std::int64_t close) {
    rig_.reset();
    const auto store = storage::open_store(folder_.file("t.db"), storage::OpenMode::kExisting).value();
    core::Candle candle;
    candle.open_time = left;
    candle.open = candle.high = candle.low = candle.close = {close * 100};
    candle.volume = {1};
    storage::CandleBatch batch;
    batch.instrument = engine::testing::instrument("BTCUSDT");
    batch.candles = {candle};
    ASSERT_TRUE(store->put_candles(batch));
  };
  ASSERT_NO_FATAL_FAILURE(stop_after(99));
  restart();
  rig_->trade(101);
  ASSERT_TRUE(rig_->wait_told(1));
  EXPECT_THAT(rig_->told(), ElementsAre(HasSubstr("crossed upwards 100 while Tidemark was not running")));
}

TEST_F(AlertDeskTest, nothing_is_told_or_sent_before_the_store_has_it) {
  WebhookReceiver receiver{[](const Received&) { return answer(200); }};
  ASSERT_TRUE(rig_->add_rule(rig_->add_webhook(receiver.url())));
  rig_->faulty->fail_next(1'000'000, {core::ErrorKind::kExhausted, "disk_full", "no space", ""});
  rig_->cross();
  const int begun = rig_->faulty->transactions();
  while (rig_->faulty->transactions() < begun + 5) poll(nullptr, 0, 5);
  EXPECT_THAT(rig_->told(), IsEmpty());
  EXPECT_THAT(receiver.received(), IsEmpty());
  const auto refused = rig_->add_rule("");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "store_unavailable");
  rig_->faulty->heal();
  ASSERT_TRUE(rig_->wait_told(1));
  ASSERT_TRUE(receiver.wait_for_requests(1));
}

// As while a source's past is stored.
TEST_F(AlertDeskTest, a_rule_waits_for_a_writer_that_has_no_room) {
  rig_->hold_store();
  std::jthread later{[&, before = rig_->waits()] {
    while (rig_->waits() == before) std::this_thread::yield();
    rig_->faulty->go_on();
  }};
  const auto made = rig_->add_rule("");
  ASSERT_TRUE(made) << made.error().text();
  const auto reader = storage::open_store(folder_.file("t.db"), storage::OpenMode::kReadOnly).value();
  EXPECT_EQ(reader->alert_ledger().alerts().value().size(), 1U);
}

TEST_F(AlertDeskTest, a_disabled_webhook_waits_and_goes_on_when_it_is_enabled) {
  std::atomic<bool> works{false};
  WebhookReceiver receiver{[&](const Received&) { return answer(works ? 200 : 500); }};
  const std::string id = rig_->add_webhook(receiver.url());
  ASSERT_TRUE(rig_->add_rule(id));
  rig_->cross();
  ASSERT_TRUE(receiver.wait_for_requests(1));
  auto& api = rig_->desk->control();
  ASSERT_TRUE(api.change_webhook(id, net::parse_json(R"({"enabled":false})").value()));
  EXPECT_EQ(api.test_webhook(id).error().code, "webhook_disabled");
  works = true;
  ASSERT_TRUE(api.change_webhook(id, net::parse_json(R"({"enabled":true})").value()));
  ASSERT_TRUE(rig_->wait_deliveries("delivered", 1));
  EXPECT_EQ(receiver.keys().size(), 1U);
}

TEST_F(AlertDeskTest, rules_and_webhooks_are_looked_after) {
  auto& api = rig_->desk->control();
  WebhookReceiver receiver{[](const Received&) { return answer(200); }};
  const std::string id = rig_->add_webhook(receiver.url());
  const auto rule = rig_->add_rule(id);
  ASSERT_TRUE(rule);
  EXPECT_EQ(rig_->add_rule("ffffffffffffffff").error().code, "unknown_webhook");
  EXPECT_EQ(api.remove_webhook(id).error().code, "webhook_in_use");
  EXPECT_EQ(api.change_rule("none", {}).error().code, "unknown_alert");
  EXPECT_EQ(api.remove_rule("none").error().code, "unknown_alert");
  const auto delivery = api.test_webhook(id);
  ASSERT_TRUE(delivery);
  ASSERT_TRUE(receiver.wait_for_requests(1));
  EXPECT_EQ(receiver.received().front().key, *delivery);
  EXPECT_THAT(receiver.received().front().body, HasSubstr("test"));
  ASSERT_TRUE(api.remove_rule(rule->id));
  ASSERT_TRUE(api.remove_webhook(id));
  rig_->cross();
  restart();
  EXPECT_THAT(rig_->desk->control().rules(), IsEmpty());
  EXPECT_THAT(rig_->desk->control().webhooks(), IsEmpty());
}

TEST_F(AlertDeskTest, there_are_as_many_as_there_may_be) {
  config_.rules_max = 1;
  config_.webhooks_max = 1;
  restart();
  const std::string id = rig_->add_webhook("http://127.0.0.1:9/");
  const auto more = rig_->desk->control().add_webhook(net::parse_json(R"({"name":"w","url":"http://a/"})").value());
  EXPECT_EQ(more.error().code, "too_many_webhooks");
  ASSERT_TRUE(rig_->add_rule(id));
  EXPECT_EQ(rig_->add_rule(id).error().code, "too_many_alerts");
}

}  // namespace
}  // namespace tidemark::app
