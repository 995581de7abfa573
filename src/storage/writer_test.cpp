#include "storage/writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/testing/faulty_store.hpp"
#include "storage/testing/fixtures.hpp"
#include "storage/testing/raw_sql.hpp"

namespace tidemark::storage {
namespace {

using core::ErrorKind;
using testing::all_of;
using testing::batch_of;
using testing::btc;
using testing::candle_at;
using testing::candles_at;
using testing::FaultyStore;
using testing::kBtc1m;
using testing::kStart;
using testing::RawSql;
using testing::value_of;

/// The agent's work is done by the test itself: no threads, no waiting.
class WriterAgent : public ::testing::Test {
 protected:
  void make(WriterOptions options = {}) {
    auto store = std::make_unique<FaultyStore>(value_of(open_transactional_store(file_, OpenMode::kCreate)));
    store_ = store.get();
    writer_ = std::make_unique<Writer>(std::move(store), clock_, *metrics_, ops::null_logger(), options);
  }
  std::vector<core::Candle> stored() {
    return value_of(value_of(open_store(file_, OpenMode::kReadOnly))->candles(all_of(kBtc1m))).candles;
  }
  double gauge(const char* name) { return metrics_->gauge(name, "").value(); }
  std::uint64_t counter(const char* name, const ops::Labels& labels = {}) {
    return metrics_->counter(name, "", labels).value();
  }

  testing::TemporaryFolder folder_;
  std::string file_ = folder_.file("t.db");
  core::ManualClock clock_{kStart};
  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  FaultyStore* store_{nullptr};
  std::unique_ptr<Writer> writer_;
};

core::Error disk_full() {
  return {ErrorKind::kExhausted, "disk_full", "the disk is full", ""};
}

TEST_F(WriterAgent, puts_everything_that_waits_into_one_transaction) {
  make();
  for (std::int64_t i = 0; i < 100; ++i) ASSERT_TRUE(writer_->submit(batch_of({candle_at(i)})));
  EXPECT_EQ(writer_->health().queue.rows, 100U);
  EXPECT_EQ(writer_->do_work(), 100U);
  EXPECT_EQ(store_->transactions(), 1);
  EXPECT_EQ(writer_->do_work(), 0U);
  EXPECT_EQ(stored(), candles_at(0, 100));
  EXPECT_TRUE(writer_->flush());
}

TEST_F(WriterAgent, takes_every_kind_of_record_in_order) {
  make();
  const core::Gap gap{.range = {kStart, kStart + core::minutes(5)}, .candles = 5};
  core::Finding finding;
  finding.time = kStart;
  ASSERT_TRUE(writer_->submit(btc()));
  ASSERT_TRUE(writer_->submit(batch_of(candles_at(0, 3))));
  ASSERT_TRUE(writer_->submit(GapRecord{.series = kBtc1m, .gap = gap}));
  ASSERT_TRUE(writer_->submit(QuarantineRecord{.series = kBtc1m, .finding = finding, .payload = "row"}));
  ASSERT_TRUE(writer_->submit(QualityRecord{.series = kBtc1m, .time = kStart, .quality = {}}));
  ASSERT_TRUE(writer_->submit(SnapshotRecord{.name = "engine", .data = std::vector<std::byte>(10)}));
  EXPECT_EQ(writer_->do_work(), 6U);
  ASSERT_TRUE(writer_->flush());
  auto store = value_of(open_store(file_, OpenMode::kReadOnly));
  EXPECT_EQ(value_of(store->candles(all_of(kBtc1m))).candles.size(), 3U);
  EXPECT_EQ(value_of(store->gaps("BTCUSDT", {})).size(), 1U);
  EXPECT_EQ(value_of(store->quarantine({})).rows.size(), 1U);
  EXPECT_TRUE(value_of(store->latest_quality(kBtc1m)));
  EXPECT_EQ(value_of(store->snapshot("engine"))->size(), 10U);
}

TEST_F(WriterAgent, a_transaction_ends_at_its_row_limit_but_takes_a_large_batch_whole) {
  make({.commit_rows_max = 10});
  for (std::int64_t i = 0; i < 25; ++i) ASSERT_TRUE(writer_->submit(batch_of({candle_at(i)})));
  ASSERT_TRUE(writer_->submit(batch_of(candles_at(100, 40))));
  std::vector<std::size_t> groups;
  while (const std::size_t records = writer_->do_work()) groups.push_back(records);
  EXPECT_EQ(groups, (std::vector<std::size_t>{10, 10, 5, 1}));
  EXPECT_EQ(stored().size(), 65U);
}

TEST_F(WriterAgent, a_full_queue_refuses_or_holds_back_and_shows_it) {
  make({.capacity_rows = 10});
  ASSERT_TRUE(writer_->try_submit(batch_of(candles_at(0, 8))));
  WriteRecord record = batch_of(candles_at(8, 3));
  const auto full = writer_->try_submit(std::move(record));
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().kind, ErrorKind::kExhausted);
  EXPECT_EQ(full.error().code, "store_queue_full");
  EXPECT_EQ(std::get<CandleBatch>(record).candles.size(), 3U) << "a refused record stays with its owner";
  EXPECT_EQ(writer_->health().queue.refusals, 1U);
  EXPECT_FALSE(writer_->wait_for_room(3, core::milliseconds(1)));
  EXPECT_TRUE(writer_->wait_for_room(2, core::milliseconds(1)));
  EXPECT_EQ(writer_->submit_within(core::milliseconds(1), std::move(record)).error().code, "store_queue_full");
  EXPECT_EQ(std::get<CandleBatch>(record).candles.size(), 3U);
  writer_->do_work();
  EXPECT_TRUE(writer_->wait_for_room(3, core::milliseconds(1)));
  EXPECT_TRUE(writer_->try_submit(std::move(record)));
  EXPECT_EQ(writer_->health().queue.rows_max, 8U);
  writer_->do_work();
  EXPECT_EQ(gauge("tidemark_store_queue_rows"), 0);
  EXPECT_EQ(gauge("tidemark_store_queue_rows_max"), 8);
}

TEST_F(WriterAgent, a_batch_larger_than_the_queue_passes_alone) {
  make({.capacity_rows = 10});
  ASSERT_TRUE(writer_->try_submit(batch_of(candles_at(0, 50))));
  EXPECT_FALSE(writer_->try_submit(batch_of(candles_at(50, 1))));
  writer_->do_work();
  EXPECT_EQ(stored().size(), 50U);
}

TEST_F(WriterAgent, keeps_everything_when_the_disk_is_full_and_writes_it_when_there_is_room) {
  make({.retry_delay_min = core::seconds(1), .retry_delay_max = core::seconds(3)});
  store_->fail_next(4, disk_full());
  ASSERT_TRUE(writer_->submit(batch_of(candles_at(0, 5))));
  EXPECT_EQ(writer_->do_work(), 0U);
  EXPECT_EQ(writer_->health().state, WriterState::kRetrying);
  EXPECT_EQ(writer_->health().last_error, disk_full());
  EXPECT_EQ(writer_->health().queue.rows, 5U);
  EXPECT_EQ(store_->transactions(), 1);

  clock_.advance(core::milliseconds(999));
  EXPECT_EQ(writer_->do_work(), 0U);
  EXPECT_EQ(store_->transactions(), 1) << "not before its time";
  ASSERT_TRUE(writer_->submit(batch_of(candles_at(5, 5))));
  // 1 s, then 2 s, then 3 s (the maximum), then 3 s again.
  for (const std::int64_t delay_ms : {1, 2000, 3000}) {
    clock_.advance(core::milliseconds(delay_ms));
    EXPECT_EQ(writer_->do_work(), 0U);
  }
  EXPECT_EQ(store_->transactions(), 4);
  EXPECT_EQ(counter("tidemark_store_errors_total"), 4U);
  clock_.advance(core::seconds(3));
  EXPECT_EQ(writer_->do_work(), 2U);
  EXPECT_EQ(writer_->health().state, WriterState::kWriting);
  EXPECT_FALSE(writer_->health().last_error);
  EXPECT_EQ(stored(), candles_at(0, 10));
  EXPECT_EQ(counter("tidemark_store_candles_total", {{"result", "inserted"}}), 10U) << "failed attempts do not count";
}

TEST_F(WriterAgent, a_refused_record_is_reported_and_its_neighbors_are_stored) {
  make();
  auto bad = batch_of({candle_at(1)});
  bad.candles[0].low.ticks = -1;
  ASSERT_TRUE(writer_->submit(batch_of({candle_at(0)})));
  ASSERT_TRUE(writer_->submit(bad));
  ASSERT_TRUE(writer_->submit(batch_of({candle_at(2)})));
  ASSERT_TRUE(writer_->submit(GapRecord{.series = {"nowhere", "NOTHING", core::Timeframe::k1m}, .gap = {}}));
  ASSERT_TRUE(writer_->submit(batch_of({candle_at(3)})));
  while (writer_->do_work() != 0) {
  }
  EXPECT_EQ(stored(), (std::vector{candle_at(0), candle_at(2), candle_at(3)}));
  EXPECT_EQ(writer_->health().rejected, 2U);
  EXPECT_EQ(writer_->health().queue.rows, 0U);
  EXPECT_EQ(counter("tidemark_store_rejected_total"), 2U);
  const auto flushed = writer_->flush();
  ASSERT_FALSE(flushed);
  EXPECT_EQ(flushed.error().code, "bad_candle");
  EXPECT_TRUE(writer_->flush()) << "reported once";
}

/// A change of the account by a fill, after which the numbers given out are these.
std::unique_ptr<TradingChange> bought(const std::string& cash, std::uint64_t next_fill) {
  TradingChange change;
  change.positions = {{.instrument = {"binance", "BTCUSDT"},
                       .side = "net",
                       .qty = "0.5",
                       .cost = "100",
                       .realized = "0",
                       .fees = "0",
                       .funding = "0",
                       .basis = "0",
                       .currency = "USDT",
                       .changed = kStart}};
  change.accounts = {{"USDT", "netting", cash, "1000"}};
  change.risk = RiskRecord{.next_order = 7, .next_sequence = 9, .next_fill = next_fill};
  return std::make_unique<TradingChange>(std::move(change));
}

TEST_F(WriterAgent, a_refused_change_of_the_account_engages_the_kill_switch_in_its_place) {
  make();
  ASSERT_TRUE(writer_->submit(btc()));
  ASSERT_TRUE(writer_->submit(bought("900", 2)));
  while (writer_->do_work() != 0) {
  }
  RawSql(file_).run(
      "CREATE TRIGGER poor BEFORE INSERT ON trading_accounts WHEN NEW.cash = '800' "
      "BEGIN SELECT RAISE(ABORT, 'too poor'); END");
  ASSERT_TRUE(writer_->submit(bought("800", 5)));
  ASSERT_TRUE(writer_->submit(batch_of({candle_at(1)})));
  while (writer_->do_work() != 0) {
  }
  const auto store = value_of(open_store(file_, OpenMode::kReadOnly));
  const auto risk = value_of(store->trading_ledger().risk());
  ASSERT_TRUE(risk);
  EXPECT_TRUE(risk->kill_switch);
  EXPECT_THAT(risk->kill_reason, ::testing::HasSubstr("too poor"));
  EXPECT_EQ(risk->kill_changed, kStart);
  EXPECT_EQ(risk->next_fill, 5U) << "numbers given out are not given again";
  EXPECT_EQ(value_of(store->trading_ledger().accounts()).at(0).cash, "900") << "whole or not at all";
  EXPECT_EQ(stored(), std::vector{candle_at(1)});
  EXPECT_EQ(writer_->health().rejected, 1U);
  EXPECT_EQ(writer_->health().queue.rows, 0U);
  EXPECT_EQ(writer_->flush().error().code, "constraint");

  // What the account writes before it knows does not undo it; that somebody releases it later does.
  ASSERT_TRUE(writer_->submit(bought("700", 6)));
  while (writer_->do_work() != 0) {
  }
  EXPECT_TRUE(value_of(store->trading_ledger().risk())->kill_switch);
  EXPECT_EQ(value_of(store->trading_ledger().risk())->next_fill, 6U);
  auto released = std::make_unique<TradingChange>();
  released->risk = RiskRecord{.kill_changed = kStart + core::seconds(1)};
  ASSERT_TRUE(writer_->submit(std::move(released)));
  while (writer_->do_work() != 0) {
  }
  EXPECT_FALSE(value_of(store->trading_ledger().risk())->kill_switch);
}

TEST_F(WriterAgent, a_refused_row_of_risk_has_nothing_in_its_place) {
  make();
  auto change = std::make_unique<TradingChange>();
  change->risk = RiskRecord{.halt = "by mood"};
  ASSERT_TRUE(writer_->submit(std::move(change)));
  while (writer_->do_work() != 0) {
  }
  EXPECT_EQ(writer_->health().rejected, 1U);
  EXPECT_EQ(writer_->health().queue.rows, 0U);
  EXPECT_FALSE(value_of(value_of(open_store(file_, OpenMode::kReadOnly))->trading_ledger().risk()));
}

TEST_F(WriterAgent, counts_what_the_store_did) {
  make();
  ASSERT_TRUE(writer_->submit(batch_of(candles_at(0, 4))));
  writer_->do_work();
  auto again = candles_at(2, 4);
  again[0].volume.lots += 1;
  ASSERT_TRUE(writer_->submit(batch_of(again)));
  writer_->do_work();
  EXPECT_EQ(counter("tidemark_store_candles_total", {{"result", "inserted"}}), 6U);
  EXPECT_EQ(counter("tidemark_store_candles_total", {{"result", "unchanged"}}), 1U);
  EXPECT_EQ(counter("tidemark_store_candles_total", {{"result", "replaced"}}), 1U);
  EXPECT_EQ(counter("tidemark_store_records_total"), 2U);
  EXPECT_EQ(counter("tidemark_store_commits_total"), 2U);
}

TEST_F(WriterAgent, closing_writes_what_is_left_and_takes_nothing_more) {
  make({.commit_rows_max = 3});
  for (std::int64_t i = 0; i < 10; ++i) ASSERT_TRUE(writer_->submit(batch_of({candle_at(i)})));
  EXPECT_TRUE(writer_->close_and_drain());
  EXPECT_EQ(stored(), candles_at(0, 10));
  EXPECT_EQ(writer_->health().state, WriterState::kStopped);
  const auto late = writer_->submit(batch_of({candle_at(10)}));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::kCancelled);
}

TEST_F(WriterAgent, closing_tries_once_more_without_waiting_for_the_retry) {
  make();
  store_->fail_next(1, disk_full());
  ASSERT_TRUE(writer_->submit(batch_of(candles_at(0, 3))));
  EXPECT_EQ(writer_->do_work(), 0U);
  EXPECT_TRUE(writer_->close_and_drain());
  EXPECT_EQ(stored().size(), 3U);
}

TEST_F(WriterAgent, closing_on_a_dead_disk_says_what_is_lost) {
  make();
  store_->fail_next(1000, disk_full());
  ASSERT_TRUE(writer_->submit(batch_of(candles_at(0, 3))));
  ASSERT_TRUE(writer_->submit(batch_of(candles_at(3, 3))));
  const auto outcome = writer_->close_and_drain();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, "disk_full");
  EXPECT_THAT(outcome.error().message, ::testing::HasSubstr("2 records"));
  EXPECT_EQ(writer_->health().last_error, outcome.error());
}

TEST_F(WriterAgent, a_transaction_ends_when_its_time_is_over) {
  make({.commit_time_max = core::nanoseconds(0)});
  for (std::int64_t i = 0; i < 3; ++i) ASSERT_TRUE(writer_->submit(batch_of({candle_at(i)})));
  EXPECT_EQ(writer_->do_work(), 1U);
  EXPECT_EQ(writer_->do_work(), 1U);
  EXPECT_EQ(writer_->do_work(), 1U);
}

}  // namespace
}  // namespace tidemark::storage
