#include "app/serve/store_hand_over.hpp"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "storage/testing/faulty_store.hpp"
#include "storage/testing/fixtures.hpp"

namespace tidemark::app {
namespace {

using State = StoreHandOver::State;
using storage::testing::all_of;
using storage::testing::candle_at;
using storage::testing::kBtc1m;
using storage::testing::value_of;

/// Moves a tenth of a second with every look, so that what is due after a while is due without waiting.
class TickingClock final : public core::Clock {
 public:
  [[nodiscard]] core::Timestamp now() const override { return storage::testing::kStart; }
  [[nodiscard]] core::Duration monotonic() const override { return core::milliseconds(100 * ++ticks_); }

 private:
  mutable std::atomic<std::int64_t> ticks_{0};
};

const core::Error kDiskFull{core::ErrorKind::kIo, "disk_full", "the disk is full", "t.db"};

/// A writer with room for 10 rows on a disk that is full until heal(), and a backlog of 50 before it. The test is the
/// writer's thread: it works when told.
class StoreHandOverTest : public ::testing::Test {
 protected:
  StoreHandOverTest() {
    auto made = std::make_unique<storage::testing::FaultyStore>(
        value_of(storage::open_transactional_store(file_, storage::OpenMode::kCreate)));
    disk_ = made.get();
    disk_->fail_next(1'000'000'000, kDiskFull);
    writer_ = std::make_unique<storage::Writer>(std::move(made), clock_, *metrics_, ops::null_logger(),
                                                storage::WriterOptions{.capacity_rows = 10});
    store_ = std::make_unique<StoreHandOver>(StoreHandOver::Dependencies{.writer = *writer_,
                                                                         .clock = clock_,
                                                                         .commit_interval = core::milliseconds(1),
                                                                         .commit_rows = 5,
                                                                         .backlog_rows = 50},
                                             "test");
    store_->feed().put_instrument(btc_);
  }

  void add_candle() {
    store_->feed().add(engine::CandleOutput{btc_.id, core::Timeframe::k1m, core::CandleState::kClosed,
                                            candle_at(added_), candle_at(added_).open_time});
    ++added_;
  }
  void add_and_hand_over(int count) {
    for (int i = 0; i < count; ++i) {
      add_candle();
      store_->hand_over();
    }
  }
  /// How many of the candles are in the database, which must be the first ones, each once.
  std::int64_t stored() {
    auto store = value_of(storage::open_store(file_, storage::OpenMode::kReadOnly));
    auto page = store->candles(all_of(kBtc1m));
    if (!page && page.error().code == "series_unknown") return 0;
    const auto candles = value_of(std::move(page)).candles;
    for (std::size_t i = 0; i < candles.size(); ++i) {
      EXPECT_EQ(candles[i], candle_at(static_cast<std::int64_t>(i)));
    }
    return static_cast<std::int64_t>(candles.size());
  }

  storage::testing::TemporaryFolder folder_;
  std::string file_ = folder_.file("t.db");
  TickingClock clock_;
  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  core::Instrument btc_ = storage::testing::btc();
  storage::testing::FaultyStore* disk_{nullptr};
  std::unique_ptr<storage::Writer> writer_;
  std::unique_ptr<StoreHandOver> store_;
  std::int64_t added_{0};
};

TEST_F(StoreHandOverTest, a_full_disk_holds_nobody_back_while_the_backlog_has_room) {
  add_and_hand_over(55);  // returns each time, though nothing was stored
  EXPECT_EQ(store_->state(), State::kGathering);
  EXPECT_EQ(stored(), 0);
  const bus::QueueStats stats = store_->stats();
  EXPECT_EQ(stats.capacity, 50U);
  EXPECT_GT(stats.depth, 40U);
  EXPECT_EQ(stats.depth, stats.high_water);
  EXPECT_EQ(stats.full, 0U);
}

TEST_F(StoreHandOverTest, what_gathered_is_stored_in_order_once_the_disk_has_room) {
  add_and_hand_over(40);
  while (writer_->do_work() != 0) {
  }
  EXPECT_EQ(writer_->health().state, storage::WriterState::kRetrying);
  disk_->heal();
  while (store_->state() != State::kPassing || writer_->health().queue.rows != 0) {
    (void)writer_->do_work();
    store_->hand_over();
  }
  EXPECT_EQ(stored(), 40);
  EXPECT_EQ(store_->stats().depth, 0U);
}

TEST_F(StoreHandOverTest, beyond_its_backlog_it_waits_for_the_disk_and_says_so) {
  std::jthread dispatcher{[&] { add_and_hand_over(200); }};
  while (store_->state() != State::kHolding) std::this_thread::yield();
  EXPECT_LE(store_->stats().depth, 60U);  // the backlog and the batch under way
  EXPECT_GE(store_->stats().full, 1U);
  disk_->heal();
  std::jthread writer{[&](const std::stop_token& stop) {
    while (!stop.stop_requested()) (void)writer_->do_work();
  }};
  dispatcher.join();
  EXPECT_TRUE(store_->finish());
  EXPECT_TRUE(writer_->flush());
  EXPECT_EQ(stored(), 200);
}

TEST_F(StoreHandOverTest, at_the_end_it_holds_nobody_back_and_tells_what_could_not_be_stored) {
  std::jthread writer{[&](const std::stop_token& stop) {
    while (!stop.stop_requested()) (void)writer_->do_work();
  }};
  std::jthread dispatcher{[&] { add_and_hand_over(200); }};
  while (store_->state() != State::kHolding) std::this_thread::yield();
  store_->let_go();
  dispatcher.join();  // all 200 were taken
  const core::Status outcome = store_->finish();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, core::ErrorKind::kIo);
  EXPECT_EQ(outcome.error().code, "disk_full");
  // At most 10 rows are with the writer, which tells of them itself.
  const std::string& text = outcome.error().message;
  EXPECT_NE(text.find("rows could not be stored: the disk is full"), std::string::npos) << text;
  EXPECT_GE(std::stoi(text), 190) << text;
}

TEST(StoreProblem, tells_apart_a_failing_disk_a_waiting_backlog_and_a_held_source) {
  const storage::WriterHealth well{};
  storage::WriterHealth failing{.state = storage::WriterState::kRetrying};
  failing.last_error = kDiskFull;
  EXPECT_FALSE(store_problem(well, State::kPassing));
  EXPECT_FALSE(store_problem(well, State::kGathering));
  EXPECT_EQ(store_problem(well, State::kHolding),
            "the disk does not keep up; too much waits for it, so the source is held back and the charts with it");
  EXPECT_EQ(store_problem(failing, State::kPassing), kDiskFull.text());
  EXPECT_EQ(store_problem(failing, State::kGathering), kDiskFull.text() + "; what is to be stored waits in memory");
}

}  // namespace
}  // namespace tidemark::app
