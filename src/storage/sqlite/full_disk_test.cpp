#include <gtest/gtest.h>

#include "core/clock.hpp"
#include "storage/migrations/schema.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "storage/testing/fixtures.hpp"
#include "storage/writer.hpp"

namespace tidemark::storage {
namespace {

using core::ErrorKind;
using testing::all_of;
using testing::batch_of;
using testing::candle_at;
using testing::candles_at;
using testing::kBtc1m;
using testing::kStart;
using testing::value_of;

/// SQLite's own limit on the number of pages makes it answer SQLITE_FULL, as a full disk does.
class FullDisk : public ::testing::Test {
 protected:
  void SetUp() override {
    auto database = value_of(sqlite::connect(file_, OpenMode::kCreate));
    value_of(migrate_up(*database, {}));
    database_ = database.get();
    store_ = sqlite::make_store(std::move(database));
  }
  void set_room_pages(std::int64_t pages) {
    const std::int64_t used = value_of(database_->scalar("PRAGMA page_count")).value();
    value_of(database_->scalar("PRAGMA max_page_count = " + std::to_string(used + pages)));
  }
  std::vector<core::Candle> seen_by_others() {
    return value_of(value_of(open_store(file_, OpenMode::kReadOnly))->candles(all_of(kBtc1m))).candles;
  }

  testing::TemporaryFolder folder_;
  std::string file_ = folder_.file("t.db");
  sqlite::Database* database_{nullptr};
  std::unique_ptr<TransactionalStore> store_;
};

TEST_F(FullDisk, an_import_stops_with_everything_acknowledged_in_place) {
  set_room_pages(20);
  std::int64_t acknowledged = 0;
  core::Result<WriteResult> result;
  while ((result = store_->put_candles(batch_of(candles_at(acknowledged, 100))))) acknowledged += 100;
  EXPECT_EQ(result.error().kind, ErrorKind::kExhausted);
  EXPECT_EQ(result.error().code, "disk_full");
  EXPECT_GT(acknowledged, 0);
  EXPECT_EQ(seen_by_others(), candles_at(0, acknowledged));
  EXPECT_TRUE(store_->check());

  set_room_pages(1000);
  EXPECT_EQ(value_of(store_->put_candles(batch_of(candles_at(acknowledged, 100)))).inserted, 100U);
  EXPECT_EQ(seen_by_others(), candles_at(0, acknowledged + 100));
}

TEST_F(FullDisk, a_rescale_that_does_not_fit_changes_nothing) {
  value_of(store_->put_candles(batch_of(candles_at(0, 5000))));
  set_room_pages(3);
  const auto result = store_->put_candles(batch_of({}, testing::btc({.price_decimals = 9, .qty_decimals = 9})));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kExhausted);
  EXPECT_EQ(seen_by_others(), candles_at(0, 5000));
  EXPECT_TRUE(store_->check());
}

TEST_F(FullDisk, the_writer_keeps_its_records_until_there_is_room) {
  core::ManualClock clock{kStart};
  auto metrics = ops::make_metrics();
  Writer writer{std::move(store_), clock, *metrics, ops::null_logger(), {.commit_rows_max = 500}};
  set_room_pages(20);
  for (std::int64_t i = 0; i < 5000; ++i) ASSERT_TRUE(writer.submit(batch_of({candle_at(i)})));
  std::size_t committed = 0;
  while (const std::size_t records = writer.do_work()) committed += records;
  EXPECT_EQ(writer.health().state, WriterState::kRetrying);
  EXPECT_LT(committed, 5000U);
  EXPECT_EQ(seen_by_others(), candles_at(0, static_cast<std::int64_t>(committed)));
  EXPECT_EQ(writer.health().queue.rows, 5000U - committed);

  set_room_pages(1000);
  clock.advance(core::seconds(10));
  while (writer.do_work() != 0) {
  }
  EXPECT_EQ(seen_by_others(), candles_at(0, 5000));
  EXPECT_TRUE(writer.flush());
}

}  // namespace
}  // namespace tidemark::storage
