// The rules over the project's own tree.
#include <gtest/gtest.h>

#include "tests/tidy/rules.hpp"

namespace tidemark::tidy {
namespace {

const SourceTree& project() {
  static const SourceTree tree = read_tree(TIDEMARK_SOURCE_DIR);
  return tree;
}

void expect_none(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += "\n  " + problem.text();
  EXPECT_TRUE(problems.empty()) << problems.size() << " problems:" << text;
}

TEST(Tree, is_read) {
  EXPECT_GT(project().sources().size(), 100U);
  EXPECT_NE(project().find("src/modules.txt"), nullptr);
  EXPECT_NE(project().find("README.md"), nullptr);
  EXPECT_NE(project().find("dev"), nullptr);
}

TEST(Tree, rooms_stand_as_the_table_says) {
  expect_none(check_rooms(project()));
}
TEST(Tree, includes_follow_the_arrows) {
  expect_none(check_includes(project()));
}
TEST(Tree, pure_rooms_are_pure) {
  expect_none(check_purity(project()));
}
TEST(Tree, heavy_headers_stay_behind_their_facades) {
  expect_none(check_heavy_headers(project()));
}
TEST(Tree, clocks_randomness_threads_and_output_stay_where_they_belong) {
  expect_none(check_banned_names(project()));
}
TEST(Tree, files_stay_small) {
  expect_none(check_file_lengths(project()));
}
TEST(Tree, functions_stay_short) {
  expect_none(check_function_lengths(project()));
}
TEST(Tree, headers_begin_with_pragma_once) {
  expect_none(check_pragma_once(project()));
}
TEST(Tree, holds_no_machine_paths_and_no_undone_work) {
  expect_none(check_words(project()));
}
TEST(Tree, rooms_and_decisions_are_documented) {
  expect_none(check_documents(project()));
}

}  // namespace
}  // namespace tidemark::tidy
