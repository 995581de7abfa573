#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/backup_file.hpp"
#include "storage/testing/fixtures.hpp"
#include "storage/testing/raw_sql.hpp"
#include "storage/transactional_store.hpp"

namespace tidemark::storage {
namespace {

namespace fs = std::filesystem;
using core::ErrorKind;
using testing::all_of;
using testing::batch_of;
using testing::candles_at;
using testing::kBtc1m;
using testing::value_of;

std::string read_file(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& file, const std::string& bytes) {
  std::ofstream{file, std::ios::binary} << bytes;
}

class Backup : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = value_of(open_store(database_, OpenMode::kCreate));
    value_of(store->put_candles(batch_of(candles_at(0, 2000))));
  }
  /// Names in the folder, to see what was left behind; without the -wal and -shm that SQLite keeps beside a database
  /// after a read-only visit.
  std::vector<std::string> names() {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
      if (!entry.path().extension().string().starts_with(".db-")) all.push_back(entry.path().filename().string());
    }
    return all;
  }
  void expect_full(const std::string& file) {
    auto store = value_of(open_transactional_store(file, OpenMode::kExisting));
    EXPECT_EQ(value_of(store->candles(all_of(kBtc1m))).candles, candles_at(0, 2000));
    EXPECT_TRUE(store->check());
  }

  testing::TemporaryFolder folder_;
  std::string database_ = folder_.file("t.db");
  std::string file_ = folder_.file("t.tmbak");
};

TEST_F(Backup, restores_to_the_same_content_elsewhere) {
  const BackupInfo made = value_of(backup(database_, file_));
  EXPECT_EQ(made.checksum.size(), 32U);
  EXPECT_GT(made.bytes, fs::file_size(file_));
  const std::string copy = folder_.file("deep/copy.db");
  const BackupInfo restored = value_of(restore(file_, copy, Overwrite::kRefuse));
  EXPECT_EQ(restored.checksum, made.checksum);
  EXPECT_EQ(restored.bytes, made.bytes);
  expect_full(copy);
}

// Secrets of webhooks are in all of them.
TEST_F(Backup, it_and_what_is_restored_are_their_owners_alone) {
  value_of(backup(database_, file_));
  const std::string copy = folder_.file("copy.db");
  value_of(restore(file_, copy, Overwrite::kRefuse));
  for (const std::string& file : {file_, copy}) {
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write) << file;
  }
}

TEST_F(Backup, leaves_nothing_else_behind) {
  value_of(backup(database_, file_));
  EXPECT_THAT(names(), ::testing::UnorderedElementsAre("t.db", "t.tmbak"));
}

TEST_F(Backup, is_taken_while_others_read_and_write_and_holds_one_moment) {
  auto writer = value_of(open_store(database_, OpenMode::kExisting));
  value_of(writer->put_candles(batch_of(candles_at(2000, 10))));  // stands in the write-ahead log only
  value_of(backup(database_, file_));
  value_of(writer->put_candles(batch_of(candles_at(2010, 10))));
  const std::string copy = folder_.file("copy.db");
  value_of(restore(file_, copy, Overwrite::kRefuse));
  EXPECT_EQ(value_of(value_of(open_store(copy, OpenMode::kExisting))->candles(all_of(kBtc1m))).candles,
            candles_at(0, 2010));
}

TEST_F(Backup, the_zstd_tool_unpacks_it_to_the_database_too) {
  const BackupInfo made = value_of(backup(database_, file_));
  if (std::system("zstd --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "the zstd tool is not installed";
  const std::string copy = folder_.file("copy.db");
  ASSERT_EQ(std::system(("zstd -q -d -c '" + file_ + "' > '" + copy + "'").c_str()), 0);
  EXPECT_EQ(fs::file_size(copy), made.bytes);
  expect_full(copy);
}

TEST_F(Backup, of_a_missing_store_is_an_error_and_makes_no_file) {
  EXPECT_EQ(backup(folder_.file("none.db"), file_).error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(Backup, into_a_missing_folder_is_an_error) {
  EXPECT_FALSE(backup(database_, folder_.file("none/t.tmbak")));
}

TEST_F(Backup, of_a_damaged_database_is_refused) {
  std::string bytes = read_file(database_);
  for (std::size_t i = 3 * 4096; i < bytes.size(); i += 64) bytes[i] = static_cast<char>(~bytes[i]);
  write_file(database_, bytes);
  const auto result = backup(database_, file_);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::kCorrupt);
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(Backup, a_restore_does_not_overwrite_unless_told_to) {
  value_of(backup(database_, file_));
  {
    auto store = value_of(open_store(database_, OpenMode::kExisting));
    value_of(store->put_candles(batch_of(candles_at(5000, 5))));
  }
  const auto refused = restore(file_, database_, Overwrite::kRefuse);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kConflict);
  EXPECT_EQ(refused.error().code, "store_exists");
  value_of(restore(file_, database_, Overwrite::kReplace));
  expect_full(database_);
  EXPECT_THAT(names(), ::testing::UnorderedElementsAre("t.db", "t.tmbak"));
}

TEST_F(Backup, a_restore_over_a_database_in_use_is_refused) {
  value_of(backup(database_, file_));
  auto store = value_of(open_store(database_, OpenMode::kExisting));
  value_of(store->series());
  const auto refused = restore(file_, database_, Overwrite::kReplace);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "store_in_use");
  EXPECT_EQ(value_of(store->candles(all_of(kBtc1m))).candles.size(), 2000U);
}

TEST_F(Backup, a_restore_replaces_a_ruined_database_and_its_leftovers) {
  value_of(backup(database_, file_));
  write_file(database_, std::string(8192, 'x'));
  write_file(database_ + "-wal", "old log");
  value_of(restore(file_, database_, Overwrite::kReplace));
  expect_full(database_);
}

TEST_F(Backup, a_restore_does_not_replace_another_programs_database) {
  value_of(backup(database_, file_));
  const std::string theirs = folder_.file("theirs.db");
  testing::RawSql(theirs).run("CREATE TABLE recipes (name TEXT)");
  EXPECT_EQ(restore(file_, theirs, Overwrite::kReplace).error().code, "not_a_tidemark_database");
  EXPECT_EQ(testing::RawSql(theirs).integer("SELECT count(*) FROM recipes"), 0);
}

TEST_F(Backup, other_files_are_refused_as_what_they_are) {
  const std::string target = folder_.file("copy.db");
  EXPECT_EQ(restore(folder_.file("none"), target, Overwrite::kRefuse).error().kind, ErrorKind::kNotFound);
  for (const std::string& content :
       {std::string(), std::string("short"), std::string(5000, 'x'), read_file(database_)}) {
    write_file(file_, content);
    const auto result = restore(file_, target, Overwrite::kRefuse);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "not_a_backup") << content.size();
  }
  EXPECT_FALSE(fs::exists(target));
}

TEST_F(Backup, a_truncation_anywhere_is_noticed_and_nothing_is_restored) {
  value_of(backup(database_, file_));
  const std::string whole = read_file(file_);
  const std::string target = folder_.file("copy.db");
  for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 97) {
    write_file(file_, whole.substr(0, size));
    ASSERT_FALSE(restore(file_, target, Overwrite::kRefuse)) << "at " << size << " of " << whole.size();
  }
  write_file(file_, whole.substr(0, whole.size() - 1));
  EXPECT_EQ(restore(file_, target, Overwrite::kRefuse).error().code, "backup_corrupt");
  write_file(file_, whole + "x");
  EXPECT_EQ(restore(file_, target, Overwrite::kRefuse).error().code, "backup_corrupt");
  write_file(file_, whole + whole);
  EXPECT_EQ(restore(file_, target, Overwrite::kRefuse).error().code, "backup_corrupt");
  EXPECT_FALSE(fs::exists(target));
  EXPECT_THAT(names(), ::testing::UnorderedElementsAre("t.db", "t.tmbak"));
}

// A few bits of Zstandard mean nothing: those behind the last of a table that ends within a byte (RFC 8878, 4.1.1).
TEST_F(Backup, a_flipped_bit_anywhere_is_noticed_or_means_nothing) {
  value_of(backup(database_, file_));
  const std::string whole = read_file(file_);
  const std::string target = folder_.file("copy.db");
  value_of(restore(file_, folder_.file("right.db"), Overwrite::kRefuse));
  const std::string right = read_file(folder_.file("right.db"));
  std::size_t meaningless = 0;
  for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 197) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    write_file(file_, damaged);
    const bool restored = restore(file_, target, Overwrite::kRefuse).has_value();
    ASSERT_EQ(fs::exists(target), restored) << "at " << at << " of " << whole.size();
    if (!restored) continue;
    ++meaningless;
    ASSERT_EQ(read_file(target), right) << "at " << at << " of " << whole.size();
    fs::remove(target);
  }
  EXPECT_LT(meaningless, 5U);
}

TEST_F(Backup, of_a_newer_schema_is_refused) {
  testing::RawSql(database_).run("INSERT INTO schema_migrations (number, name, checksum) VALUES (999, 'later', 'x')");
  value_of(backup(database_, file_));
  EXPECT_EQ(restore(file_, folder_.file("copy.db"), Overwrite::kRefuse).error().code, "schema_newer");
}

}  // namespace
}  // namespace tidemark::storage
