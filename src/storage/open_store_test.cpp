#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/sqlite/location.hpp"
#include "storage/store.hpp"
#include "storage/testing/fixtures.hpp"
#include "storage/testing/raw_sql.hpp"

namespace tidemark::storage {
namespace {

using core::ErrorKind;
using testing::RawSql;
using testing::TemporaryFolder;
using testing::value_of;

TEST(OpenStore, takes_paths_and_sqlite_urls) {
  EXPECT_EQ(value_of(sqlite::file_of("a/b.db")), "a/b.db");
  EXPECT_EQ(value_of(sqlite::file_of("sqlite:a.db")), "a.db");
  EXPECT_EQ(value_of(sqlite::file_of("sqlite:///tmp/a.db")), "/tmp/a.db");
  EXPECT_EQ(value_of(sqlite::file_of(":memory:")), ":memory:");
}

TEST(OpenStore, refuses_other_stores_and_impossible_names) {
  EXPECT_EQ(sqlite::file_of("postgres://host/db").error().kind, ErrorKind::kUnsupported);
  EXPECT_EQ(sqlite::file_of("").error().kind, ErrorKind::kInvalidArgument);
  EXPECT_EQ(sqlite::file_of("sqlite:").error().kind, ErrorKind::kInvalidArgument);
  EXPECT_EQ(sqlite::file_of(std::string("a\0b", 3)).error().kind, ErrorKind::kInvalidArgument);
}

TEST(OpenStore, creates_missing_folders_only_when_it_may_create) {
  TemporaryFolder folder;
  const std::string file = folder.file("deep/er/t.db");
  EXPECT_EQ(open_store(file, OpenMode::kExisting).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(open_store(file, OpenMode::kReadOnly).error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(folder.file("deep")));
  EXPECT_TRUE(open_store(file, OpenMode::kCreate));
  EXPECT_TRUE(open_store("sqlite://" + file, OpenMode::kExisting));
}

TEST(OpenStore, what_it_creates_is_its_owners_alone) {
  TemporaryFolder folder;
  const std::string file = folder.file("t.db");
  const auto store = value_of(open_store(file, OpenMode::kCreate));
  using std::filesystem::perms;
  for (const char* part : {"", "-wal", "-shm"}) {
    EXPECT_EQ(std::filesystem::status(file + part).permissions(), perms::owner_read | perms::owner_write) << part;
  }
  // Who has opened it to others has done so for a reason.
  std::filesystem::permissions(file, perms::group_read, std::filesystem::perm_options::add);
  value_of(open_store(file, OpenMode::kCreate));
  EXPECT_NE(std::filesystem::status(file).permissions() & perms::group_read, perms::none);
}

TEST(OpenStore, a_folder_in_place_of_a_file_is_an_error) {
  TemporaryFolder folder;
  EXPECT_EQ(open_store(folder.path().string(), OpenMode::kCreate).error().kind, ErrorKind::kIo);
}

TEST(OpenStore, a_file_that_is_no_database_is_left_alone) {
  TemporaryFolder folder;
  const std::string file = folder.file("notes.txt");
  const std::string text(5000, 'n');
  std::ofstream(file) << text;
  for (const OpenMode mode : {OpenMode::kCreate, OpenMode::kExisting, OpenMode::kReadOnly}) {
    EXPECT_EQ(open_store(file, mode).error().code, "not_a_database");
  }
  std::ifstream in(file);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), text);
}

TEST(OpenStore, another_programs_database_is_left_alone) {
  TemporaryFolder folder;
  const std::string file = folder.file("theirs.db");
  RawSql(file).run("CREATE TABLE recipes (name TEXT)");
  const auto store = open_store(file, OpenMode::kCreate);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().kind, ErrorKind::kConflict);
  EXPECT_EQ(store.error().code, "not_a_tidemark_database");
  EXPECT_EQ(RawSql(file).integer("SELECT count(*) FROM sqlite_master"), 1);
  EXPECT_EQ(RawSql(file).text("PRAGMA journal_mode"), "delete");
}

TEST(OpenStore, a_read_only_store_reads_and_refuses_to_write) {
  TemporaryFolder folder;
  const std::string file = folder.file("t.db");
  value_of(value_of(open_store(file, OpenMode::kCreate))->put_candles(testing::batch_of(testing::candles_at(0, 3))));
  auto reader = value_of(open_store(file, OpenMode::kReadOnly));
  EXPECT_EQ(value_of(reader->candles(testing::all_of(testing::kBtc1m))).candles.size(), 3U);
  const auto write = reader->put_candles(testing::batch_of(testing::candles_at(3, 1)));
  ASSERT_FALSE(write);
  EXPECT_EQ(write.error().code, "store_read_only");
}

TEST(OpenStore, keeps_candles_between_openings_and_uses_a_write_ahead_log) {
  TemporaryFolder folder;
  const std::string file = folder.file("t.db");
  value_of(value_of(open_store(file, OpenMode::kCreate))->put_candles(testing::batch_of(testing::candles_at(0, 3))));
  EXPECT_EQ(
      value_of(value_of(open_store(file, OpenMode::kExisting))->candles(testing::all_of(testing::kBtc1m))).candles,
      testing::candles_at(0, 3));
  EXPECT_EQ(RawSql(file).text("PRAGMA journal_mode"), "wal");
}

}  // namespace
}  // namespace tidemark::storage
