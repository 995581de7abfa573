// The desk with all its threads over a real database, and one that fails.

#include "app/serve/trading_desk.hpp"

#include <array>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/trading/testing.hpp"
#include "ops/system_clock.hpp"
#include "ops/testing/temporary_folder.hpp"
#include "storage/testing/faulty_store.hpp"
#include "storage/testing/raw_sql.hpp"
#include "storage/writer_thread.hpp"

namespace tidemark::app {
namespace {

using Outcome = api::PlacedOrder::Outcome;

constexpr std::size_t kRing = 16'384;  ///< ARCHITECTURE.md, "Threads and queues"

core::Result<ShadowCandidate> candidate(const api::ShadowRequest& asked) {
  ops::Config config;
  config.trading.strategy = "sma_cross";
  return shadow_candidate_of(config, asked, {});
}

struct RigOptions {
  bus::OverflowPolicy when_full{bus::OverflowPolicy::kRefuse};
  enum class Thread : std::uint8_t { kStarted, kNotYet } thread{Thread::kStarted};
  AccountSetup account{testing::account_setup()};
  ActivationSetup stages{
      .settings = {}, .configuration = {std::string(16, 'a'), {}, "{}"}, .reach = {activation::Stage::kPaper, "play"}};
};

/// Store, writer and desk as `serve` has them, with room for little: the store holds the account up soon.
class Rig {
 public:
  explicit Rig(const std::string& path, RigOptions options = {}) {
    auto store = std::make_unique<storage::testing::FaultyStore>(
        storage::open_transactional_store(path, storage::OpenMode::kCreate).value());
    faulty = store.get();
    writer_ = std::make_unique<storage::Writer>(
        std::move(store), clock_, *metrics_, ops::null_logger(),
        storage::WriterOptions{
            .capacity_rows = 64, .retry_delay_min = core::milliseconds(10), .retry_delay_max = core::milliseconds(20)});
    writer_thread_ = std::make_unique<storage::WriterThread>(*writer_);
    desk = TradingDesk::open(std::move(options.account), {testing::btc()},
                             {.store_path = path,
                              .writer = *writer_,
                              .clock = clock_,
                              .logger = ops::null_logger(),
                              .metrics = *metrics_,
                              .tell = [this](const storage::TradingChange&, const api::Portfolio&) { ++told; },
                              .report = [this](const std::optional<std::string>& problem) { report(problem); },
                              .when_full = options.when_full,
                              .books = &books,
                              .unwritten_max = 8,
                              .patience = core::milliseconds(1),
                              .stages = options.stages,
                              .look = [] { return ServiceLook{}; },
                              .tell_step = [this](const storage::ActivationEventRecord&) { ++steps; },
                              .candidate = candidate})
               .value();
    if (options.thread == RigOptions::Thread::kStarted) start();
  }
  void start() {
    thread_ = std::jthread{[this](const std::stop_token& stop) { desk->run(stop); }};
  }
  ~Rig() {
    desk->let_go();
    thread_.request_stop();
    desk->interrupt();
    if (thread_.joinable()) thread_.join();
    EXPECT_TRUE(writer_thread_->stop());
  }
  /// A closed candle, so that there is a price.
  void price(std::int64_t ticks) {
    core::Candle candle;
    candle.open_time = begin() + core::milliseconds(++candles_);
    candle.open = candle.high = candle.low = candle.close = {ticks};
    candle.volume = {1};
    desk->offer(engine::CandleOutput{.instrument = {0},
                                     .timeframe = core::Timeframe::k1m,
                                     .state = core::CandleState::kClosed,
                                     .candle = candle,
                                     .known_at = candle.open_time + core::minutes(1)});
  }

  /// A trade later than all before, by which the broker does what was asked of it.
  void trade(std::int64_t ticks) {
    const core::Timestamp at = begin() + core::minutes(2) + core::milliseconds(candles_ + ++trades_);
    desk->offer(core::Trade{{0}, {at, at}, {ticks}, {1}, core::Side::kBuy, 1, 1});
  }
  /// One minute of a later day: its candle, and a trade at its close while the next one runs.
  void minute(std::int64_t ticks) {
    core::Candle candle;
    candle.open_time = begin() + core::days(1) + core::minutes(++minutes_);
    candle.open = candle.high = candle.low = candle.close = {ticks};
    candle.volume = {1};
    const core::Timestamp closed = candle.open_time + core::minutes(1);
    desk->offer(engine::CandleOutput{.instrument = {0},
                                     .timeframe = core::Timeframe::k1m,
                                     .state = core::CandleState::kClosed,
                                     .candle = candle,
                                     .known_at = closed});
    const core::Timestamp at = closed + core::seconds(5);
    desk->offer(core::Trade{{0}, {at, at}, {ticks}, {1'000'000}, core::Side::kBuy, 1, 1});
  }
  /// Puts records into the writer's queue until it takes no more.
  void fill_writer() {
    while (writer_->try_submit(storage::WriteRecord{testing::btc()})) {
    }
  }
  [[nodiscard]] bus::QueueStats ring() {
    bus::QueueRegistry queues;
    const auto registered = desk->register_queue(queues);
    return queues.list().at(0);
  }
  /// Until the account has taken all that was offered.
  void let_take() {
    while (ring().depth != 0) std::this_thread::yield();
  }
  [[nodiscard]] std::optional<std::string> problem() {
    const std::lock_guard lock{mutex_};
    return problem_;
  }

  storage::testing::FaultyStore* faulty{nullptr};
  BookWants books;
  std::unique_ptr<TradingDesk> desk;
  std::atomic<int> told{0};
  std::atomic<int> steps{0};

 private:
  /// Events are offered as fast as they can be, a hundred million and more: at a minute each time would run out.
  static core::Timestamp begin() { return core::Timestamp::from_s(1'672'531'200); }
  void report(const std::optional<std::string>& problem) {
    const std::lock_guard lock{mutex_};
    problem_ = problem;
  }

  std::mutex mutex_;
  std::optional<std::string> problem_;
  ops::SystemClock clock_;
  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  std::unique_ptr<storage::Writer> writer_;
  std::unique_ptr<storage::WriterThread> writer_thread_;
  std::jthread thread_;
  std::int64_t candles_{0};
  std::int64_t trades_{0};
  std::int64_t minutes_{0};
};

api::NewOrder limit(std::int64_t lots, std::int64_t price, std::string id = {}) {
  api::NewOrder order;
  order.request.qty = {lots};
  order.request.type = core::OrderType::kLimit;
  order.request.limit = core::Price{price};
  order.client_id = std::move(id);
  return order;
}

class TradingDeskTest : public ::testing::Test {
 protected:
  std::vector<storage::OrderRecord> stored(storage::OrderQuery::State state) {
    auto store = storage::open_store(path_, storage::OpenMode::kReadOnly);
    EXPECT_TRUE(store);
    storage::OrderQuery query;
    query.state = state;
    return (*store)->trading_ledger().orders(query).value();
  }

  ops::testing::TemporaryFolder folder_;
  std::string path_ = (folder_.path() / "t.db").string();
};

TEST_F(TradingDeskTest, what_was_answered_is_in_the_database) {
  Rig rig{path_};
  rig.price(10'000);
  const auto placed = rig.desk->place(limit(5, 9'000, "bot-1"));
  ASSERT_TRUE(placed) << placed.error().text();
  EXPECT_EQ(placed->outcome, Outcome::kTaken);
  const auto open = stored(storage::OrderQuery::State::kOpen);
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].client_id, "bot-1");
  EXPECT_EQ(rig.desk->portfolio()->open_orders, 1U);
  EXPECT_EQ(rig.desk->place(limit(5, 9'000, "bot-1"))->outcome, Outcome::kKnown);
  EXPECT_EQ(rig.desk->place(limit(6, 9'000, "bot-1")).error().code, "id_taken");
  EXPECT_EQ(rig.desk->cancel(99).error().code, "unknown_order");
  EXPECT_GT(rig.told, 0);
}

TEST_F(TradingDeskTest, what_was_answered_is_in_the_database_though_the_writer_had_no_room_when_it_was_done) {
  Rig rig{path_};
  rig.price(10'000);
  ASSERT_TRUE(rig.desk->place(limit(5, 9'000, "before")));
  rig.faulty->hold();
  rig.fill_writer();
  std::jthread later{[&] {
    while (rig.desk->portfolio()->open_orders < 2) std::this_thread::yield();
    rig.faulty->go_on();
  }};
  ASSERT_TRUE(rig.desk->place(limit(5, 9'000, "full")));
  EXPECT_EQ(stored(storage::OrderQuery::State::kOpen).size(), 2U);
}

TEST_F(TradingDeskTest, the_kill_switch_cancels_everything_and_survives) {
  {
    Rig rig{path_};
    rig.price(10'000);
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(rig.desk->place(limit(5 + i, 9'000)));
    rig.desk->engage_kill_switch("news");
    const auto report = rig.desk->await_kill_switch();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->cancels, 20U);
    const auto refused = rig.desk->place(limit(5, 9'000));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->refusal, core::OrderReason::kKillSwitch);
  }
  Rig again{path_};
  EXPECT_EQ(again.desk->portfolio()->risk.kill_switch, trading::KillSwitch::kEngaged);
  EXPECT_EQ(again.desk->portfolio()->kill_reason, "news");
  ASSERT_TRUE(again.desk->release_kill_switch());
  again.price(10'000);
  EXPECT_EQ(again.desk->place(limit(5, 9'000))->outcome, Outcome::kTaken);
}

TEST_F(TradingDeskTest, an_order_is_not_taken_while_the_store_takes_nothing) {
  Rig rig{path_};
  rig.price(10'000);
  ASSERT_TRUE(rig.desk->place(limit(5, 9'000)));
  rig.faulty->fail_next(1'000'000, core::Error{core::ErrorKind::kExhausted, "disk_full", "the disk is full", ""});
  // The first may be taken before anybody knows; those after it are not.
  core::Result<api::PlacedOrder> placed = rig.desk->place(limit(6, 9'000));
  for (int i = 7; placed && i < 200; ++i) placed = rig.desk->place(limit(i, 9'000));
  ASSERT_FALSE(placed);
  EXPECT_EQ(placed.error().code, "store_unavailable");
  // The kill switch does not ask the store.
  rig.desk->engage_kill_switch("disk");
  EXPECT_TRUE(rig.desk->await_kill_switch());
  EXPECT_EQ(rig.desk->portfolio()->risk.kill_switch, trading::KillSwitch::kEngaged);
  rig.faulty->heal();
}

TEST_F(TradingDeskTest, the_stage_survives_and_goes_no_further_than_the_account) {
  using activation::Stage;
  {
    Rig rig{path_};
    EXPECT_EQ(rig.desk->activation()->machine.state().stage, Stage::kPaper);
    const auto promoted = rig.desk->promote("please");
    ASSERT_FALSE(promoted);
    EXPECT_EQ(promoted.error().code, "beyond_account");
    const auto event = rig.desk->roll_back("odd fills", {});
    ASSERT_TRUE(event) << event.error().text();
    EXPECT_EQ(rig.desk->activation()->machine.state().stage, Stage::kShadow);
    EXPECT_EQ(rig.steps, 1);
    auto store = storage::open_store(path_, storage::OpenMode::kReadOnly);
    ASSERT_TRUE(store);
    const auto events = (*store)->activation_ledger().activation_events({}).value();
    ASSERT_EQ(events.size(), 2U) << "answered when it is in the database";
    EXPECT_EQ(events[0].reason, "odd fills");
    EXPECT_EQ(events[0].rollback->trigger, "manual");
  }
  Rig again{path_};
  EXPECT_EQ(again.desk->activation()->machine.state().stage, Stage::kShadow);
  EXPECT_EQ(again.desk->promote("please").error().code, "criteria_unmet");
  ASSERT_TRUE(again.desk->restart("mended"));
  EXPECT_EQ(again.desk->activation()->machine.state().events, 3U);
}

/// An account whose strategy buys when prices rise after a fall, and sells when they fall again.
AccountSetup crossing_account() {
  ops::TradingConfig config;
  config.strategy = "sma_cross";
  config.parameters = {"fast=2", "slow=4"};
  return account_setup_of(config).value().value();
}

constexpr std::array<std::int64_t, 14> kUpAndDown{10'000, 9'990,  9'980,  9'970,  9'960, 9'990, 10'020,
                                                  10'050, 10'080, 10'040, 10'000, 9'960, 9'920, 9'900};

TEST_F(TradingDeskTest, real_money_is_not_moved_by_a_strategy_that_is_still_on_paper) {
  RigOptions options{.account = crossing_account()};
  options.stages.funds = Funds::kReal;
  options.stages.reach = {};
  Rig rig{path_, options};
  EXPECT_EQ(rig.desk->activation()->machine.state().stage, activation::Stage::kPaper);
  EXPECT_EQ(rig.desk->activation()->multiplier, core::Rate{});
  for (const std::int64_t ticks : kUpAndDown) rig.minute(ticks);
  // What its shadow did is what the stage is judged by.
  while (rig.desk->activation()->machine.state().evidence.trades.empty()) std::this_thread::yield();
  EXPECT_TRUE(stored(storage::OrderQuery::State::kAny).empty());
}

TEST_F(TradingDeskTest, play_money_is_moved_on_paper) {
  Rig rig{path_, {.account = crossing_account()}};
  for (const std::int64_t ticks : kUpAndDown) rig.minute(ticks);
  while (rig.desk->activation()->machine.state().evidence.trades.empty()) std::this_thread::yield();
  while (stored(storage::OrderQuery::State::kAny).size() < 2) std::this_thread::yield();
}

TEST_F(TradingDeskTest, orders_by_hand_are_taken_at_every_stage) {
  Rig rig{path_};
  ASSERT_TRUE(rig.desk->roll_back("odd fills", {}));
  rig.price(10'000);
  EXPECT_EQ(rig.desk->place(limit(5, 9'000))->outcome, Outcome::kTaken);
  ASSERT_TRUE(rig.desk->roll_back("again", {}));
  EXPECT_EQ(rig.desk->portfolio()->open_orders, 1U) << "a rollback cancels what the strategy would enter, not these";
}

TEST_F(TradingDeskTest, a_candidate_runs_beside_the_account_and_leaves_nothing_in_it) {
  Rig rig{path_};
  EXPECT_EQ(rig.desk->shadow(), nullptr);
  EXPECT_EQ(rig.desk->start_shadow({.strategy = "nope"}).error().place, "strategy");
  EXPECT_EQ(rig.desk->start_shadow({.parameters = {"fast=x"}}).error().place, "parameters");
  ASSERT_TRUE(rig.desk->start_shadow({.parameters = {"fast=2", "slow=4"}}));
  ASSERT_NE(rig.desk->shadow(), nullptr);
  EXPECT_EQ(rig.desk->shadow()->strategy, "sma_cross");
  // Down, then up: the fast average crosses the slow one from below, and the candidate buys.
  for (const std::int64_t ticks : {10'000, 9'990, 9'980, 9'970, 9'960, 9'990, 10'020, 10'050, 10'080}) rig.price(ticks);
  while (rig.desk->shadow()->orders.only_candidate.empty()) std::this_thread::yield();
  EXPECT_EQ(rig.desk->shadow()->orders.only_candidate[0].side, "buy");
  EXPECT_TRUE(rig.desk->shadow()->orders.only_active.empty()) << "the account has no strategy";
  EXPECT_TRUE(stored(storage::OrderQuery::State::kAny).empty());
  ASSERT_TRUE(rig.desk->stop_shadow());
  EXPECT_EQ(rig.desk->shadow(), nullptr);
}

TEST_F(TradingDeskTest, a_switch_engaged_in_the_database_is_obeyed) {
  Rig rig{path_};
  rig.price(10'000);
  ASSERT_TRUE(rig.desk->place(limit(5, 9'000)));
  {
    auto store = storage::open_store(path_, storage::OpenMode::kExisting);
    ASSERT_TRUE(store);
    storage::RiskRecord risk = (*store)->trading_ledger().risk().value().value();
    risk.kill_switch = true;
    risk.kill_reason = "from outside";
    risk.kill_changed = ops::SystemClock{}.now();
    storage::TradingChange change;
    change.risk = risk;
    ASSERT_TRUE((*store)->trading_ledger().put(change));
  }
  while (rig.desk->portfolio()->kill_reason != "from outside") std::this_thread::yield();
  EXPECT_EQ(rig.desk->place(limit(6, 9'000))->refusal, core::OrderReason::kKillSwitch);
}

TEST_F(TradingDeskTest, trades_no_more_when_the_store_refused_what_happened_to_it) {
  {
    Rig rig{path_};
    rig.price(10'000);
    ASSERT_TRUE(rig.desk->place(limit(5, 9'000)));
    storage::testing::RawSql(path_).run(
        "CREATE TRIGGER no_fills BEFORE INSERT ON fills BEGIN SELECT RAISE(ABORT, 'no fills today'); END");
    rig.trade(8'000);  // fills it
    while (rig.desk->portfolio()->risk.kill_switch != trading::KillSwitch::kEngaged) std::this_thread::yield();
    EXPECT_THAT(rig.desk->portfolio()->kill_reason, ::testing::HasSubstr("no fills today"));
    EXPECT_EQ(rig.desk->place(limit(6, 9'000))->refusal, core::OrderReason::kKillSwitch);
  }
  Rig again{path_};
  EXPECT_EQ(again.desk->portfolio()->risk.kill_switch, trading::KillSwitch::kEngaged) << "until a person released it";
}

TEST_F(TradingDeskTest, the_market_does_not_wait_for_an_account_that_the_store_holds_up) {
  Rig rig{path_};
  rig.price(10'000);
  ASSERT_TRUE(rig.desk->place(limit(5, 9'000, "before")));
  rig.faulty->fail_next(1'000'000, core::Error{core::ErrorKind::kExhausted, "disk_full", "the disk is full", ""});
  // With a ring that makes its producer wait this would never end.
  while (rig.ring().lost == 0) rig.price(10'000);
  while (!rig.desk->portfolio()->stale_since) std::this_thread::yield();
  ASSERT_TRUE(rig.problem());
  EXPECT_THAT(*rig.problem(), ::testing::HasSubstr("does not follow the market"));
  EXPECT_EQ(rig.desk->place(limit(6, 9'000)).error().code, "account_stale");
  rig.desk->engage_kill_switch("disk");
  EXPECT_TRUE(rig.desk->await_kill_switch());

  rig.faulty->heal();
  // One at a time: a flood would be missed again.
  while (rig.desk->portfolio()->stale_since) {
    rig.price(10'500);
    rig.let_take();
  }
  EXPECT_EQ(rig.problem(), std::nullopt);
  while (rig.desk->portfolio()->open_orders != 0) {
    rig.trade(10'500);
    rig.let_take();
  }
  ASSERT_TRUE(rig.desk->release_kill_switch());
  const auto after = rig.desk->place(limit(7, 9'000, "after"));
  ASSERT_TRUE(after) << after.error().text();
  EXPECT_EQ(after->outcome, Outcome::kTaken);
  const auto open = stored(storage::OrderQuery::State::kOpen);
  ASSERT_EQ(open.size(), 1U) << "the kill switch took the one before";
  EXPECT_EQ(open[0].client_id, "after");
}

TEST_F(TradingDeskTest, a_market_that_is_too_fast_is_missed_in_one_piece_and_gone_on_with) {
  Rig rig{path_, {.thread = RigOptions::Thread::kNotYet}};
  for (std::size_t i = 0; i < kRing + 100; ++i) rig.price(10'000);
  EXPECT_EQ(rig.ring().lost, 100U);
  EXPECT_TRUE(rig.problem());
  rig.start();
  while (rig.desk->portfolio()->stale_since || rig.problem()) {
    rig.price(10'500);
    rig.let_take();
  }
  EXPECT_EQ(rig.desk->place(limit(5, 9'000))->outcome, Outcome::kTaken);
}

TEST_F(TradingDeskTest, a_played_file_waits_and_misses_nothing) {
  Rig rig{path_, {.when_full = bus::OverflowPolicy::kBlock, .thread = RigOptions::Thread::kNotYet}};
  std::jthread file{[&] {
    for (std::size_t i = 0; i < kRing + 100; ++i) rig.price(10'000);
  }};
  while (rig.ring().full == 0) std::this_thread::yield();
  rig.start();
  file.join();
  EXPECT_EQ(rig.ring().lost, 0U);
  EXPECT_EQ(rig.problem(), std::nullopt);
}

TEST_F(TradingDeskTest, asks_for_a_book_only_while_it_bears_on_something) {
  Rig rig{path_};
  rig.price(10'000);
  EXPECT_FALSE(BookWants::has(rig.books.get(), {0}));
  const auto placed = rig.desk->place(limit(5, 9'000));
  ASSERT_TRUE(placed);
  EXPECT_TRUE(BookWants::has(rig.books.get(), {0}));
  ASSERT_TRUE(rig.desk->cancel(placed->id));
  // The broker lets it go with the market's next event.
  while (BookWants::has(rig.books.get(), {0})) {
    rig.trade(10'000);
    rig.let_take();
  }
}

}  // namespace
}  // namespace tidemark::app
