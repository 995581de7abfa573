#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "storage/migrations/migration.hpp"
#include "storage/testing/fixtures.hpp"
#include "storage/transactional_store.hpp"

namespace tidemark::storage {
namespace {

using testing::all_of;
using testing::batch_of;
using testing::btc;
using testing::candle_at;
using testing::candles_at;
using testing::kBtc1m;
using testing::value_of;

/// A candle whose prices tell its index at any scale: a reader that mixed units of before and after would notice.
core::Candle scaled(std::int64_t index, std::int64_t factor) {
  core::Candle c = candle_at(index);
  for (core::Price* p : {&c.open, &c.high, &c.low, &c.close}) p->ticks *= factor;
  return c;
}

TEST(Concurrency, readers_see_whole_batches_and_matching_units_while_the_writer_writes_and_rescales) {
  testing::TemporaryFolder folder;
  const std::string file = folder.file("t.db");
  auto writer = value_of(open_store(file, OpenMode::kCreate));
  constexpr std::int64_t kBatch = 50;
  value_of(writer->put_candles(batch_of(candles_at(0, kBatch))));

  std::atomic<bool> done{false};
  auto read_until_done = [&] {
    auto reader = value_of(open_store(file, OpenMode::kReadOnly));
    std::size_t before = 0;
    while (!done) {
      const CandlePage page = value_of(reader->candles(all_of(kBtc1m)));
      ASSERT_EQ(page.candles.size() % kBatch, 0U);
      ASSERT_GE(page.candles.size(), before) << "time goes forward for a reader";
      before = page.candles.size();
      std::int64_t factor = 1;
      for (int d = 2; d < page.scale.price_decimals; ++d) factor *= 10;
      for (std::size_t i = 0; i < page.candles.size(); ++i) {
        ASSERT_EQ(page.candles[i], scaled(static_cast<std::int64_t>(i), factor));
      }
    }
  };
  std::jthread first{read_until_done};
  std::jthread second{read_until_done};
  std::int64_t factor = 1;
  std::uint8_t decimals = 2;
  for (std::int64_t batch = 1; batch < 60; ++batch) {
    if (batch % 10 == 0) {
      factor *= 10;
      ++decimals;
    }
    std::vector<core::Candle> candles;
    for (std::int64_t i = 0; i < kBatch; ++i) candles.push_back(scaled(batch * kBatch + i, factor));
    ASSERT_TRUE(writer->put_candles(batch_of(candles, btc({.price_decimals = decimals, .qty_decimals = 5}))));
  }
  done = true;
}

TEST(Concurrency, two_writers_of_one_database_take_turns) {
  testing::TemporaryFolder folder;
  const std::string file = folder.file("t.db");
  value_of(open_store(file, OpenMode::kCreate));
  auto write = [&](std::int64_t offset) {
    auto store = value_of(open_store(file, OpenMode::kExisting));
    for (std::int64_t i = 0; i < 100; ++i) {
      ASSERT_TRUE(store->put_candles(batch_of(candles_at(offset + i * 2 * 10, 10))));
    }
  };
  {
    std::jthread first{write, 0};
    std::jthread second{write, 10};
  }
  auto store = value_of(open_transactional_store(file, OpenMode::kExisting));
  EXPECT_EQ(value_of(store->candles(all_of(kBtc1m))).candles, candles_at(0, 2000));
  EXPECT_TRUE(store->check());
}

TEST(Concurrency, a_scale_raised_by_another_process_is_noticed) {
  testing::TemporaryFolder folder;
  const std::string file = folder.file("t.db");
  auto first = value_of(open_store(file, OpenMode::kCreate));
  auto second = value_of(open_store(file, OpenMode::kExisting));
  value_of(first->put_candles(batch_of({candle_at(0)})));
  value_of(second->put_candles(batch_of({scaled(1, 100)}, btc({.price_decimals = 4, .qty_decimals = 5}))));
  value_of(first->put_candles(batch_of({candle_at(2)})));
  EXPECT_EQ(value_of(first->candles(all_of(kBtc1m))).candles,
            (std::vector{scaled(0, 100), scaled(1, 100), scaled(2, 100)}));
}

TEST(Concurrency, many_openers_of_a_new_database_migrate_it_once) {
  testing::TemporaryFolder folder;
  const std::string file = folder.file("t.db");
  {
    std::vector<std::jthread> openers;
    for (int i = 0; i < 6; ++i) {
      openers.emplace_back([&] {
        const auto store = open_store(file, OpenMode::kCreate);
        EXPECT_TRUE(store) << (store ? "" : store.error().text());
      });
    }
  }
  for (const MigrationState& state : value_of(migration_status(file))) EXPECT_TRUE(state.applied) << state.name;
}

}  // namespace
}  // namespace tidemark::storage
