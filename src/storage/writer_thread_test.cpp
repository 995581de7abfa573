#include "storage/writer_thread.hpp"

#include <atomic>
#include <latch>
#include <thread>

#include <gtest/gtest.h>

#include "storage/testing/faulty_store.hpp"
#include "storage/testing/fixtures.hpp"

namespace tidemark::storage {
namespace {

using testing::all_of;
using testing::batch_of;
using testing::btc;
using testing::candle_at;
using testing::candles_at;
using testing::FaultyStore;
using testing::kBtc1m;
using testing::value_of;

/// Real threads; run under ThreadSanitizer too. The clock moves a millisecond with every look at it, so that retries
/// come due without waiting.
class TickingClock final : public core::Clock {
 public:
  [[nodiscard]] core::Timestamp now() const override { return testing::kStart; }
  [[nodiscard]] core::Duration monotonic() const override { return core::milliseconds(++ticks_); }

 private:
  mutable std::atomic<std::int64_t> ticks_{0};
};

class WriterThreads : public ::testing::Test {
 protected:
  Writer& make(WriterOptions options = {}) {
    auto store = std::make_unique<FaultyStore>(value_of(open_transactional_store(file_, OpenMode::kCreate)));
    store_ = store.get();
    writer_ = std::make_unique<Writer>(std::move(store), clock_, *metrics_, ops::null_logger(), options);
    return *writer_;
  }

  testing::TemporaryFolder folder_;
  std::string file_ = folder_.file("t.db");
  TickingClock clock_;
  std::unique_ptr<ops::Metrics> metrics_ = ops::make_metrics();
  FaultyStore* store_{nullptr};
  std::unique_ptr<Writer> writer_;
};

core::Instrument instrument_of(int producer) {
  auto instrument = btc();
  instrument.symbol = "COIN" + std::to_string(producer) + "USDT";
  return instrument;
}

TEST_F(WriterThreads, many_producers_through_a_small_queue_lose_and_double_nothing) {
  constexpr int kProducers = 4;
  constexpr std::int64_t kEach = 500;
  Writer& writer = make({.capacity_rows = 16, .commit_rows_max = 50});
  {
    WriterThread thread{writer};
    std::vector<std::jthread> producers;
    for (int p = 0; p < kProducers; ++p) {
      producers.emplace_back([&writer, p] {
        for (std::int64_t i = 0; i < kEach; ++i) {
          ASSERT_TRUE(writer.submit(batch_of({candle_at(i)}, instrument_of(p))));
          if (i % 100 == 99) {
            ASSERT_TRUE(writer.flush());
          }
        }
      });
    }
    producers.clear();
    EXPECT_TRUE(thread.stop());
  }
  EXPECT_LE(writer.health().queue.rows_max, 16U);
  EXPECT_EQ(writer.health().queue.rows, 0U);
  auto store = value_of(open_transactional_store(file_, OpenMode::kExisting));
  for (int p = 0; p < kProducers; ++p) {
    EXPECT_EQ(value_of(store->candles(all_of({"binance", instrument_of(p).symbol, core::Timeframe::k1m}))).candles,
              candles_at(0, kEach));
  }
  EXPECT_TRUE(store->check());
}

TEST_F(WriterThreads, flush_means_committed_for_every_reader) {
  Writer& writer = make();
  WriterThread thread{writer};
  auto reader = value_of(open_store(file_, OpenMode::kReadOnly));
  for (std::int64_t i = 0; i < 50; ++i) {
    ASSERT_TRUE(writer.submit(batch_of({candle_at(i)})));
    ASSERT_TRUE(writer.flush());
    ASSERT_EQ(value_of(reader->candles(all_of(kBtc1m))).candles.size(), static_cast<std::size_t>(i + 1));
  }
  EXPECT_TRUE(thread.stop());
}

TEST_F(WriterThreads, flush_tells_of_a_failing_disk_and_the_records_are_stored_later) {
  Writer& writer = make({.retry_delay_min = core::milliseconds(1), .retry_delay_max = core::milliseconds(1)});
  store_->fail_next(3, {core::ErrorKind::kIo, "disk_io", "the disk failed", ""});
  ASSERT_TRUE(writer.submit(batch_of(candles_at(0, 10))));
  WriterThread thread{writer};
  while (!writer.flush()) {
  }
  EXPECT_TRUE(thread.stop());
  EXPECT_EQ(value_of(value_of(open_store(file_, OpenMode::kReadOnly))->candles(all_of(kBtc1m))).candles.size(), 10U);
}

TEST_F(WriterThreads, closing_frees_a_producer_that_waits_for_room) {
  Writer& writer = make({.capacity_rows = 1});
  ASSERT_TRUE(writer.submit(batch_of({candle_at(0)})));  // full, and nobody writes yet
  std::latch started{1};
  core::Status blocked;
  std::jthread producer{[&] {
    started.count_down();
    blocked = writer.submit(batch_of({candle_at(1)}));
  }};
  started.wait();
  while (writer.health().queue.waits == 0) std::this_thread::yield();
  ASSERT_TRUE(writer.close_and_drain());
  producer.join();
  // Closed while it waited, or let in because the drain made room first: never both, never neither.
  const std::size_t stored =
      value_of(value_of(open_store(file_, OpenMode::kReadOnly))->candles(all_of(kBtc1m))).candles.size();
  EXPECT_EQ(stored, blocked ? 2U : 1U);
}

TEST_F(WriterThreads, destruction_writes_what_is_queued) {
  Writer& writer = make();
  {
    WriterThread thread{writer};
    for (std::int64_t i = 0; i < 200; ++i) ASSERT_TRUE(writer.submit(batch_of({candle_at(i)})));
  }
  EXPECT_EQ(value_of(value_of(open_store(file_, OpenMode::kReadOnly))->candles(all_of(kBtc1m))).candles,
            candles_at(0, 200));
}

}  // namespace
}  // namespace tidemark::storage
