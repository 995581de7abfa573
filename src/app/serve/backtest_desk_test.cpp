// The desk's results are held against the run of the command itself over the same stored candles.

#include "app/serve/backtest_desk.hpp"

#include <sstream>
#include <thread>

#include <gtest/gtest.h>

#include "core/rng.hpp"
#include "ops/system_clock.hpp"
#include "ops/testing/temporary_folder.hpp"
#include "storage/store.hpp"

namespace tidemark::app {
namespace {

constexpr const char* kRequest =
    R"({"strategy":"sma_cross","symbol":"BTCUSDT","timeframe":"1m","parameters":["fast=5","slow=20"],"fees":"0.1%"})";

class BacktestDeskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = storage::open_store(path_, storage::OpenMode::kCreate);
    ASSERT_TRUE(store);
    storage::CandleBatch batch;
    batch.instrument.venue = "test";
    batch.instrument.symbol = "BTCUSDT";
    batch.instrument.scale = {2, 3};
    batch.source = "test";
    core::Rng rng{7};
    std::int64_t price = 100'000;
    for (int i = 0; i < 3000; ++i) {
      core::Candle candle;
      candle.open_time = core::Timestamp::from_s(1'672'531'200 + 60L * i);
      candle.open = {price};
      price += static_cast<std::int64_t>(rng.below(401)) - 200;
      candle.close = {price};
      candle.high = {std::max(candle.open.ticks, price) + 10};
      candle.low = {std::min(candle.open.ticks, price) - 10};
      candle.volume = {1000};
      batch.candles.push_back(candle);
    }
    ASSERT_TRUE((*store)->put_candles(batch));
    open();
  }
  void TearDown() override { close(); }
  void open() {
    desk_ = BacktestDesk::open(
                {.store_path = path_, .dir = folder_.path() / "b", .clock = clock_, .logger = ops::null_logger()})
                .value();
    thread_ = std::jthread{[this](const std::stop_token& stop) { desk_->run(stop); }};
  }
  void close() {
    thread_.request_stop();
    if (desk_) desk_->interrupt();
    if (thread_.joinable()) thread_.join();
  }
  core::Result<api::BacktestJob> submit(const std::string& body) {
    return desk_->submit(net::parse_json(body).value());
  }
  api::BacktestJob wait_for_end(const std::string& id) {
    for (;;) {
      auto job = desk_->job(id);
      EXPECT_TRUE(job);
      if (!job || (job->state != "queued" && job->state != "running")) return job.value_or(api::BacktestJob{});
      std::this_thread::yield();
    }
  }

  ops::SystemClock clock_;
  ops::testing::TemporaryFolder folder_;
  std::string path_ = (folder_.path() / "t.db").string();
  std::unique_ptr<BacktestDesk> desk_;
  std::jthread thread_;
};

TEST_F(BacktestDeskTest, gives_what_the_command_gives_and_keeps_it) {
  const auto asked = submit(kRequest);
  ASSERT_TRUE(asked) << asked.error().text();
  const auto done = wait_for_end(asked->id);
  EXPECT_EQ(done.state, "done") << done.error;
  EXPECT_EQ(done.candles, 3000U);
  EXPECT_EQ(done.total, 3000U);

  BacktestOptions options;
  options.strategy = "sma_cross";
  options.symbol = "BTCUSDT";
  options.timeframe = "1m";
  options.set = {"fast=5", "slow=20"};
  options.store = path_;
  const auto report = run_and_report(options, {});
  ASSERT_TRUE(report);
  std::ostringstream expected;
  write_backtest_json(*report, expected);
  EXPECT_EQ(done.result, expected.str());
  EXPECT_GT(report->trades.size(), 10U) << "a run without trades proves nothing";

  close();
  open();
  const auto kept = desk_->job(asked->id);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->state, "done");
  EXPECT_EQ(kept->result, done.result);
  EXPECT_EQ(kept->request, done.request);
  ASSERT_TRUE(desk_->cancel(asked->id));
  EXPECT_EQ(desk_->job(asked->id).error().code, "unknown_backtest");
}

TEST_F(BacktestDeskTest, what_is_wrong_is_named_with_its_place) {
  const auto refusal = [&](const std::string& body) {
    const auto job = submit(body);
    return job ? std::string{"taken"} : job.error().code + " " + job.error().place;
  };
  EXPECT_EQ(refusal("[]"), "bad_body body");
  EXPECT_EQ(refusal(R"({"symbol":"BTCUSDT","timeframe":"1m"})"), "missing_member strategy");
  EXPECT_EQ(refusal(R"({"strategy":"nope","symbol":"BTCUSDT","timeframe":"1m"})"), "unknown_strategy strategy");
  EXPECT_EQ(refusal(R"({"strategy":"sma_cross","symbol":"BTCUSDT","timeframe":"7m"})"), "bad_timeframe timeframe");
  EXPECT_EQ(refusal(R"({"strategy":"sma_cross","symbol":"BTCUSDT","timeframe":"1m","fees":"much"})"),
            "bad_amount fees");
  EXPECT_EQ(refusal(R"({"strategy":"sma_cross","symbol":"BTCUSDT","timeframe":"1m","colour":1})"),
            "unknown_member colour");
  EXPECT_TRUE(desk_->jobs().empty());
}

TEST_F(BacktestDeskTest, a_symbol_that_is_not_stored_fails_with_its_reason) {
  const auto asked = submit(R"({"strategy":"sma_cross","symbol":"NOPEUSDT","timeframe":"1m"})");
  ASSERT_TRUE(asked);
  const auto over = wait_for_end(asked->id);
  EXPECT_EQ(over.state, "failed");
  EXPECT_FALSE(over.error.empty());
}

TEST_F(BacktestDeskTest, as_many_wait_as_may_and_what_waits_can_be_taken_back) {
  close();  // nobody works
  std::string last;
  for (std::size_t i = 0; i < BacktestDesk::kWaitingMax; ++i) {
    const auto job = submit(kRequest);
    ASSERT_TRUE(job);
    last = job->id;
  }
  EXPECT_EQ(submit(kRequest).error().code, "too_many_backtests");
  EXPECT_EQ(desk_->cancel(last)->state, "canceled");
  EXPECT_TRUE(submit(kRequest));
  open();
  EXPECT_EQ(desk_->job(last)->state, "canceled");
  EXPECT_EQ(desk_->jobs().front().state, "failed") << "what was not done when the program ended";
}

}  // namespace
}  // namespace tidemark::app
