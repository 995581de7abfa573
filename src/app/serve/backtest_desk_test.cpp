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

TEST_F(BacktestDeskTest, knows_how_many_candles_a_part_of_a_series_has) {
  const auto asked = submit(
      R"({"strategy":"sma_cross","symbol":"BTCUSDT","timeframe":"1m",
          "from":"2023-01-01T01:00:00Z","to":"2023-01-01T02:30:00Z"})");
  ASSERT_TRUE(asked) << asked.error().text();
  const auto done = wait_for_end(asked->id);
  EXPECT_EQ(done.state, "done") << done.error;
  EXPECT_EQ(done.candles, 90U);
  EXPECT_EQ(done.total, 90U);
}

TEST_F(BacktestDeskTest, gives_what_the_command_gives_and_keeps_it) {
  const auto asked = submit(kRequest);
  ASSERT_TRUE(asked) << asked.error().text();
  const auto done = wait_for_end(asked->id);
  EXPECT_EQ(done.state, "done") << done.error;
  EXPECT_EQ(done.candles, 3000U);
  EXPECT_EQ(done.total, 3000U);

  BacktestOptions options;
  options.strategy = "sma_cross";
  options.symbols = {"BTCUSDT"};
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

TEST_F(BacktestDeskTest, several_symbols_are_traded_in_one_account) {
  {
    auto store = storage::open_store(path_, storage::OpenMode::kCreate);
    ASSERT_TRUE(store);
    storage::CandleBatch batch;
    batch.instrument.venue = "test";
    batch.instrument.symbol = "ETHBTC";
    batch.instrument.scale = {4, 3};
    batch.source = "test";
    for (int i = 0; i < 500; ++i) {
      core::Candle candle;
      candle.open_time = core::Timestamp::from_s(1'672'531'200 + 60L * i);
      const std::int64_t wave = i / 40 % 2 == 0 ? i % 40 : 40 - i % 40;
      candle.open = candle.low = candle.high = candle.close = {500 + wave};
      candle.volume = {1000};
      batch.candles.push_back(candle);
    }
    ASSERT_TRUE((*store)->put_candles(batch));
  }
  const auto asked = submit(
      R"({"strategy":"sma_cross","symbol":"BTCUSDT,ETHBTC","timeframe":"1m","parameters":["sides=both"],
          "fraction":"30%","positions":"hedging","max_leverage":"2"})");
  ASSERT_TRUE(asked) << asked.error().text();
  EXPECT_NE(asked->request.find(R"("symbol":"BTCUSDT,ETHBTC")"), std::string::npos);
  EXPECT_NE(asked->request.find(R"("positions":"hedging","max_leverage":"2")"), std::string::npos);
  const auto done = wait_for_end(asked->id);
  EXPECT_EQ(done.state, "done") << done.error;
  EXPECT_EQ(done.candles, 3500U);
  EXPECT_EQ(done.total, 3500U);
  const auto result = net::parse_json(desk_->job(asked->id)->result);
  ASSERT_TRUE(result);
  EXPECT_EQ(*result->find("currency")->text(), "USDT");
  const auto& instruments = *result->find("instruments")->array();
  ASSERT_EQ(instruments.size(), 2U);
  EXPECT_EQ(*instruments[1].find("symbol")->text(), "ETHBTC");
  EXPECT_GT(*instruments[1].find("statistics")->find("trades")->integer(), 5);

  const auto place = [&](const std::string& members) {
    const auto refused = submit(R"({"strategy":"sma_cross","timeframe":"1m",)" + members + "}");
    return refused ? "taken" : refused.error().place + " " + refused.error().code;
  };
  EXPECT_EQ(place(R"("symbol":"BTCUSDT,,ETHBTC")"), "symbol " + core::parse_symbol("").error().code);
  EXPECT_EQ(place(R"("symbol":"BTCUSDT","positions":"both")"), "positions bad_amount");
  EXPECT_EQ(place(R"("symbol":"BTCUSDT","currency":"$")"), "currency bad_amount");
  EXPECT_EQ(place(R"("symbol":"BTCUSDT,ETHBTC","grid":["fast=5,10"])"), "symbol one_instrument");
  // That no rate leads to it is known when the series are.
  const auto without = submit(R"({"strategy":"sma_cross","symbol":"ETHBTC","timeframe":"1m","currency":"EUR"})");
  ASSERT_TRUE(without);
  const auto failed = wait_for_end(without->id);
  EXPECT_EQ(failed.state, "failed");
  EXPECT_NE(failed.error.find("what BTC is worth in EUR"), std::string::npos) << failed.error;
}

TEST_F(BacktestDeskTest, a_grid_makes_a_search_that_gives_what_optimize_gives) {
  const auto asked = submit(
      R"({"strategy":"sma_cross","symbol":"BTCUSDT","timeframe":"1m","parameters":["sides=both"],
          "grid":["fast=5,10","slow=20:40:10"],"objective":"return"})");
  ASSERT_TRUE(asked) << asked.error().text();
  const auto done = wait_for_end(asked->id);
  ASSERT_EQ(done.state, "done") << done.error;
  EXPECT_EQ(done.total, 6U * 3000) << "two times three combinations";
  EXPECT_EQ(done.candles, 6U * 3000);

  OptimizeOptions options;
  options.run.strategy = "sma_cross";
  options.run.symbols = {"BTCUSDT"};
  options.run.timeframe = "1m";
  options.run.store = path_;
  options.grid = {"sides=both", "fast=5,10", "slow=20,30,40"};
  options.objective = "return";
  options.run.format = OutputFormat::kJson;
  std::ostringstream expected;
  std::ostringstream errors;
  ASSERT_EQ(run_optimize(options, {expected, errors}), 0) << errors.str();
  EXPECT_EQ(done.result, expected.str());

  const auto document = net::parse_json(done.result).value();
  const auto& results = *document.find("results")->array();
  ASSERT_EQ(results.size(), 6U);
  double before = results[0].find("score")->number().value();
  for (const auto& one : results) {
    EXPECT_LE(one.find("score")->number().value(), before) << "the best first";
    before = one.find("score")->number().value();
    EXPECT_EQ(*one.find("parameters")->find("sides")->text(), "both");
  }
  const auto request = net::parse_json(done.request).value();
  EXPECT_EQ(*(*request.find("grid")->array())[1].text(), "slow=20:40:10");
  EXPECT_EQ(*request.find("objective")->text(), "return");
}

TEST_F(BacktestDeskTest, too_few_trades_have_no_score_and_what_is_few_can_be_said) {
  // Averages of 2000 and 2500 candles cross less than ten times in 3000.
  for (const auto& [least, has_score] : {std::pair{"", false}, std::pair{R"(,"min_trades":0)", true}}) {
    const auto asked =
        submit(std::string{R"({"strategy":"sma_cross","symbol":"BTCUSDT","timeframe":"1m","objective":"return",)"} +
               R"("grid":["fast=2000","slow=2500"])" + least + "}");
    ASSERT_TRUE(asked) << asked.error().text();
    const auto document = net::parse_json(wait_for_end(asked->id).result).value();
    const auto& only = (*document.find("results")->array())[0];
    EXPECT_LT(only.find("trades")->number().value(), 10);
    EXPECT_EQ(only.find("score")->number().has_value(), has_score);
  }
}

TEST_F(BacktestDeskTest, a_search_is_tested_on_what_it_has_not_seen) {
  const auto asked = submit(
      R"({"strategy":"sma_cross","symbol":"BTCUSDT","timeframe":"1m","grid":["fast=5,10"],"walk_forward":"1500,500"})");
  ASSERT_TRUE(asked) << asked.error().text();
  const auto done = wait_for_end(asked->id);
  ASSERT_EQ(done.state, "done") << done.error;
  const auto document = net::parse_json(done.result).value();
  // 3000 candles hold three tests of 500 after the first 1500.
  EXPECT_EQ(document.find("splits")->array()->size(), 3U);
  EXPECT_EQ(done.total, 3U * (2 * 1500 + 500));
  const auto failed = submit(
      R"({"strategy":"sma_cross","symbol":"BTCUSDT","timeframe":"1m","grid":["fast=5,10"],"walk_forward":"2500,501"})");
  ASSERT_TRUE(failed);
  EXPECT_EQ(wait_for_end(failed->id).state, "failed");
}

// By hand: tests of 1000 candles; 1980, 950 + 980 and 1950 to choose on, with 50 left out before a test and 20 after
// it.
TEST_F(BacktestDeskTest, a_search_is_judged_in_folds) {
  const auto asked = submit(
      R"({"strategy":"sma_cross","symbol":"BTCUSDT","timeframe":"1m","grid":["fast=5,10"],
          "folds":3,"purge":50,"embargo":20})");
  ASSERT_TRUE(asked) << asked.error().text();
  const auto done = wait_for_end(asked->id);
  ASSERT_EQ(done.state, "done") << done.error;
  EXPECT_EQ(done.total, 2U * (1980 + 950 + 980 + 1950) + 3000);
  EXPECT_EQ(done.candles, *done.total);
  const auto document = net::parse_json(done.result).value();
  const auto& splits = *document.find("splits")->array();
  ASSERT_EQ(splits.size(), 3U);
  EXPECT_EQ(*splits[1].find("test_from")->text(), "2023-01-01T16:40:00Z") << "1000 minutes after midnight";
  EXPECT_EQ(*splits[1].find("test_candles")->integer(), 1000);
  const auto request = net::parse_json(done.request).value();
  EXPECT_EQ(*request.find("folds")->integer(), 3);
  EXPECT_EQ(*request.find("purge")->integer(), 50);
  EXPECT_EQ(*request.find("embargo")->integer(), 20);
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
  const auto search = [&](const std::string& members) {
    return refusal(R"({"strategy":"sma_cross","symbol":"BTCUSDT","timeframe":"1m",)" + members + "}");
  };
  EXPECT_EQ(search(R"("grid":"fast=1,2")"), "bad_value grid");
  EXPECT_EQ(search(R"("grid":[1])"), "bad_value grid");
  EXPECT_EQ(search(R"("grid":["fast"])"), "bad_grid grid");
  EXPECT_EQ(search(R"("grid":["fast=9:1:1"])"), "bad_grid grid");
  EXPECT_EQ(search(R"("grid":["pace=1,2"])"), "unknown_parameter grid");
  EXPECT_EQ(search(R"("grid":["fast=0,2"])"), "bad_parameter grid");
  EXPECT_EQ(search(R"("grid":["fast=1,2"],"parameters":["fast=3"])"), "duplicate_parameter grid");
  EXPECT_EQ(search(R"("grid":["fast=1:5001:1"])"), "too_many_combinations grid");
  EXPECT_EQ(search(R"("grid":["fast=1,2"],"objective":"luck")"), "bad_objective objective");
  EXPECT_EQ(search(R"("grid":["fast=1,2"],"walk_forward":"100")"), "bad_split walk_forward");
  EXPECT_EQ(search(R"("walk_forward":"100,50")"), "needs_grid walk_forward");
  EXPECT_EQ(search(R"("min_trades":5)"), "needs_grid min_trades");
  EXPECT_EQ(search(R"("grid":["fast=1,2"],"min_trades":-1)"), "bad_value min_trades");
  EXPECT_EQ(search(R"("grid":["fast=1,2"],"min_trades":2.5)"), "bad_value min_trades");
  EXPECT_EQ(search(R"("grid":[],"objective":"sharpe")"), "needs_grid objective");
  EXPECT_EQ(search(R"("folds":5)"), "needs_grid folds");
  EXPECT_EQ(search(R"("grid":["fast=1,2"],"folds":1)"), "bad_value folds");
  EXPECT_EQ(search(R"("grid":["fast=1,2"],"folds":21)"), "bad_value folds");
  EXPECT_EQ(search(R"("grid":["fast=1,2"],"folds":"5")"), "bad_value folds");
  EXPECT_EQ(search(R"("grid":["fast=1,2"],"folds":5,"walk_forward":"100,50")"), "bad_combination folds");
  EXPECT_EQ(search(R"("grid":["fast=1,2"],"purge":5)"), "needs_folds purge");
  EXPECT_EQ(search(R"("grid":["fast=1,2"],"folds":5,"embargo":-1)"), "bad_value embargo");
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
