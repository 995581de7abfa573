#include <gtest/gtest.h>

#include "storage/store.hpp"
#include "storage/testing/fixtures.hpp"
#include "storage/testing/raw_sql.hpp"

namespace tidemark::storage {
namespace {

using testing::value_of;

std::vector<std::byte> bytes_of(std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 31);
  return bytes;
}

TEST(Snapshots, come_back_whole_and_are_replaced_as_a_whole) {
  auto store = value_of(open_store(":memory:", OpenMode::kCreate));
  EXPECT_FALSE(value_of(store->snapshot("engine")));
  for (const std::size_t size : {100'000U, 1U, 0U}) {
    ASSERT_TRUE(store->put_snapshot("engine", bytes_of(size)));
    EXPECT_EQ(value_of(store->snapshot("engine")), bytes_of(size));
  }
  EXPECT_FALSE(value_of(store->snapshot("Engine")));
}

TEST(Snapshots, a_changed_byte_is_noticed) {
  testing::TemporaryFolder folder;
  auto store = value_of(open_store(folder.file("t.db"), OpenMode::kCreate));
  ASSERT_TRUE(store->put_snapshot("engine", bytes_of(3)));
  testing::RawSql(folder.file("t.db")).run("UPDATE engine_snapshots SET data = x'001f3f'");
  EXPECT_EQ(store->snapshot("engine").error().kind, core::ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace tidemark::storage
