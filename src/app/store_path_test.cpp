#include "app/store_path.hpp"

#include <gtest/gtest.h>

namespace tidemark::app {
namespace {

TEST(StorePath, what_is_beside_a_store_lies_in_its_folder) {
  EXPECT_EQ(folder_of_store("data/t.db"), "data");
  EXPECT_EQ(folder_of_store("/var/lib/tidemark/t.db"), "/var/lib/tidemark");
  EXPECT_EQ(folder_of_store("t.db"), ".");
  EXPECT_EQ(folder_of_store("sqlite:t.db"), ".");
  EXPECT_EQ(folder_of_store("sqlite:data/t.db"), "data");
  EXPECT_EQ(folder_of_store("sqlite:///var/lib/t.db"), "/var/lib");
  EXPECT_EQ(folder_of_store(":memory:"), std::nullopt);
  EXPECT_EQ(folder_of_store("postgres://host/db"), std::nullopt);
}

}  // namespace
}  // namespace tidemark::app
