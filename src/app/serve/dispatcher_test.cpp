#include "app/serve/dispatcher.hpp"

#include <thread>

#include <gtest/gtest.h>

#include "api/testing/fixtures.hpp"
#include "storage/testing/faulty_store.hpp"
#include "storage/writer_thread.hpp"

namespace tidemark::app {
namespace {

namespace fixtures = api::testing;

// The river from the shard's output ring on, with its real threads, over a disk that takes nothing.
TEST(Dispatcher, a_full_disk_does_not_keep_candles_from_being_seen) {
  fixtures::TemporaryFolder folder;
  const std::string file = (folder.path() / "t.db").string();
  fixtures::RunningApi running;
  auto store = std::make_unique<storage::testing::FaultyStore>(
      storage::open_transactional_store(file, storage::OpenMode::kCreate).value());
  storage::testing::FaultyStore& disk = *store;
  disk.fail_next(1'000'000'000, {core::ErrorKind::kIo, "disk_full", "the disk is full", file});
  storage::Writer writer{std::move(store),
                         running.clock,
                         *running.metrics,
                         ops::null_logger(),
                         {.capacity_rows = 10, .retry_delay_max = core::milliseconds(100)}};
  Dispatcher dispatcher{{.api = running.api,
                         .writer = writer,
                         .metrics = *running.metrics,
                         .clock = running.clock,
                         .commit_interval = core::milliseconds(10),
                         .commit_rows = 5,
                         .backlog_rows = 1000},
                        "test"};
  ops::Histogram latency;
  Shard shard{{}, Hashing::kOff, {}, {dispatcher.parker(), ops::null_logger(), {}, running.clock, latency}};
  dispatcher.attach({&shard});
  dispatcher.put_instrument(fixtures::instrument(0, "BTCUSDT"));
  storage::WriterThread writer_thread{writer};
  std::jthread dispatch{[&](const std::stop_token& stop) { dispatcher.run(stop); }};

  for (int n = 0; n < 500; ++n) {
    ASSERT_TRUE(shard.output().try_push(fixtures::closed(0, fixtures::candle(n))));
    dispatcher.parker().notify();
  }
  // 500 rows do not fit the writer's 10, none of which the disk takes; the API has them all the same.
  const std::int64_t last = fixtures::candle(499).open_time.ms();
  std::int64_t seen = 0;
  while (seen != last) {
    const auto document = running.json("/api/data/BTCUSDT/1m?limit=1");
    const auto* candles = document.find("candles")->array();
    if (!candles->empty()) seen = *candles->front().array()->front().integer();
  }
  // It is handed over after it was published: a moment later the backlog is what holds the rows.
  while (dispatcher.store().state() != StoreHandOver::State::kGathering) std::this_thread::yield();

  disk.heal();
  dispatch.request_stop();
  dispatcher.parker().notify();
  dispatch.join();
  EXPECT_TRUE(dispatcher.outcome());
  EXPECT_TRUE(writer_thread.stop());
  auto stored = storage::open_store(file, storage::OpenMode::kReadOnly).value();
  const auto page = stored->candles({.series = {.venue = "sim", .symbol = "BTCUSDT", .timeframe = core::Timeframe::k1m},
                                     .from = {},
                                     .to = {},
                                     .limit = 1000,
                                     .order = storage::Order::kOldestFirst});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->candles.size(), 500U);
}

}  // namespace
}  // namespace tidemark::app
