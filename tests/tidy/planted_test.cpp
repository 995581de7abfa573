// Each rule proves that it can fail: over a planted tree that breaks it, and over one in which there is nothing to look
// at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tidy/rules.hpp"

namespace tidemark::tidy {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> texts(const Problems& problems) {
  std::vector<std::string> result;
  for (const Problem& problem : problems) result.push_back(problem.text());
  return result;
}

/// A small house in order.
SourceTree good() {
  SourceTree tree;
  tree.add("src/modules.txt", "# rooms\ncore pure\nnet io core\napp io *\n");
  tree.add("CMakeLists.txt",
           "tidemark_room(core)\ntidemark_room(net ROOMS core LIBS X)\ntidemark_room(app ROOMS core net)\n");
  tree.add("ARCHITECTURE.md", "`src/core`\n`src/net`\n`src/app`\n");
  for (const char* room : {"core", "net", "app"}) {
    tree.add("src/" + std::string{room} + "/README.md", "# room\n\nin\nout\nadd\nabsent\n");
  }
  for (const char* path : {"README.md", "LICENSE", "CONTRIBUTING.md", "docs/dependencies.md"}) tree.add(path, "text\n");
  tree.add("docs/adr/README.md", "- 0001-river.md\n");
  tree.add("docs/adr/0001-river.md", "## Context\n## Decision\n## Consequences\n");
  tree.add("src/core/a.hpp", "#pragma once\n#include <vector>\n");
  tree.add("src/core/a.cpp", "#include \"core/a.hpp\"\n\nint f() {\n  return 1;\n}\n");
  tree.add("src/net/b.hpp", "// what it is\n#pragma once\n#include \"core/a.hpp\"\n");
  tree.add("src/app/main.cpp", "#include \"net/b.hpp\"\n");
  return tree;
}

SourceTree with(const std::string& path, const std::string& text) {
  SourceTree tree = good();
  tree.add(path, text);
  return tree;
}

TEST(Planted, the_good_house_passes_every_rule) {
  for (const auto& check :
       {check_rooms, check_includes, check_purity, check_heavy_headers, check_banned_names, check_file_lengths,
        check_function_lengths, check_pragma_once, check_words, check_documents}) {
    EXPECT_THAT(texts(check(good())), IsEmpty());
  }
}

TEST(Planted, every_rule_fails_over_an_empty_tree) {
  for (const auto& check :
       {check_rooms, check_includes, check_purity, check_heavy_headers, check_banned_names, check_file_lengths,
        check_function_lengths, check_pragma_once, check_words, check_documents}) {
    EXPECT_FALSE(check(SourceTree{}).empty());
  }
}

TEST(Planted, a_forbidden_include_is_named_with_its_line) {
  EXPECT_THAT(texts(check_includes(with("src/core/c.hpp", "#pragma once\n\n#include \"net/b.hpp\"\n"))),
              ElementsAre("src/core/c.hpp:3: core may not include net (src/modules.txt)"));
  EXPECT_THAT(texts(check_includes(with("src/net/c.cpp", "#include \"app/main.hpp\"\n#include \"../core/a.hpp\"\n"))),
              ElementsAre(HasSubstr("c.cpp:1: \"app/main.hpp\" is no header"), HasSubstr("c.cpp:2:")));
}

TEST(Planted, only_tests_may_include_what_tests_share) {
  SourceTree tree = with("tests/support/x.hpp", "#pragma once\n");
  tree.add("src/net/b_test.cpp", "#include \"tests/support/x.hpp\"\n");
  EXPECT_THAT(check_includes(tree), IsEmpty());
  tree.add("src/net/c.cpp", "#include \"tests/support/x.hpp\"\n");
  EXPECT_EQ(check_includes(tree).size(), 1U);
}

TEST(Planted, an_include_in_a_comment_or_string_is_none) {
  EXPECT_THAT(check_includes(with("src/core/c.hpp",
                                  "#pragma once\n/*\n#include \"net/b.hpp\"\n*/\n// #include \"net/b.hpp\"\n"
                                  "const char* s = R\"(\n#include \"net/b.hpp\"\n)\";\n")),
              IsEmpty());
}

TEST(Planted, the_own_header_comes_first) {
  EXPECT_THAT(texts(check_includes(with("src/core/a.cpp", "#include <vector>\n#include \"core/a.hpp\"\n"))),
              ElementsAre(HasSubstr("src/core/a.cpp: must include its own header first")));
}

TEST(Planted, a_cycle_and_an_arrow_from_pure_to_io_are_seen) {
  const auto found = texts(check_rooms(with("src/modules.txt", "core pure net\nnet io core\napp io *\n")));
  EXPECT_THAT(found, Contains("src/modules.txt:1: pure room core leans on io room net"));
  EXPECT_THAT(found, Contains("src/modules.txt:1: room core reaches itself: the graph has a cycle"));
  EXPECT_THAT(found, Contains("src/modules.txt:2: room net reaches itself: the graph has a cycle"));
}

TEST(Planted, rooms_that_are_not_in_the_table_or_not_there_are_seen) {
  EXPECT_THAT(texts(check_rooms(with("src/attic/x.hpp", "#pragma once\n"))),
              Contains("src/attic: is not in src/modules.txt"));
  EXPECT_THAT(texts(check_rooms(with("src/modules.txt", "core pure\nnet io core\napp io *\ncellar io core\n"))),
              Contains("src/modules.txt:4: there is no src/cellar"));
  EXPECT_THAT(texts(check_rooms(with("src/modules.txt", "core pure\nnet\napp io *\n"))),
              Contains(HasSubstr("src/modules.txt:2: expected")));
  EXPECT_THAT(texts(check_rooms(with("src/modules.txt", "core pure\ncore pure\nnet io core\napp io *\n"))),
              Contains(HasSubstr("twice")));
  EXPECT_THAT(texts(check_rooms(with("src/modules.txt", "# nothing\n"))), ElementsAre(HasSubstr("names no room")));
}

TEST(Planted, links_that_differ_from_the_table_are_seen) {
  EXPECT_THAT(texts(check_rooms(with("CMakeLists.txt",
                                     "tidemark_room(core)\ntidemark_room(net)\ntidemark_room(app ROOMS core net)\n"))),
              ElementsAre(HasSubstr("room net links other rooms")));
  EXPECT_THAT(texts(check_rooms(with("CMakeLists.txt", "tidemark_room(core)\ntidemark_room(net ROOMS core)\n"))),
              ElementsAre(HasSubstr("has no tidemark_room(app)")));
}

TEST(Planted, pure_rooms_may_not_include_threads_clocks_files_or_libraries) {
  for (const char* name : {"thread", "chrono", "fstream", "iostream", "random", "mutex", "simdjson.h", "unistd.h"}) {
    const std::string text = "#pragma once\n#include <" + std::string{name} + ">\n";
    EXPECT_EQ(check_purity(with("src/core/c.hpp", text)).size(), 1U) << name;
    EXPECT_THAT(check_purity(with("src/net/c.hpp", text)), IsEmpty()) << name;
    EXPECT_THAT(check_purity(with("src/core/c_test.cpp", text)), IsEmpty()) << name;
  }
}

TEST(Planted, heavy_headers_are_counted_through_our_own_headers) {
  SourceTree tree = with("src/ops/x.hpp", "#pragma once\n#include <spdlog/spdlog.h>\n");
  tree.add("src/ops/one.cpp", "#include \"ops/x.hpp\"\n");
  EXPECT_THAT(check_heavy_headers(tree), IsEmpty());
  tree.add("src/ops/y.hpp", "#pragma once\n#include \"ops/x.hpp\"\n");
  tree.add("src/ops/two.cpp", "#include \"ops/y.hpp\"\n");
  EXPECT_THAT(texts(check_heavy_headers(tree)),
              ElementsAre(HasSubstr("spdlog/ is seen by 2 translation units, 1 are")));
  EXPECT_THAT(texts(check_heavy_headers(with("src/app/z.cpp", "#include <yaml-cpp/yaml.h>\n"))),
              ElementsAre("src/app/z.cpp:1: <yaml-cpp/yaml.h> belongs in src/ops/"));
}

TEST(Planted, banned_names_are_seen_in_code_only) {
  const std::vector<std::string> bad{"auto t = std::chrono::system_clock::now();",
                                     "int r = rand();",
                                     "std::thread t{f};",
                                     "t.detach();",
                                     "std::this_thread::sleep_for(1s);",
                                     "std::cout << 1;",
                                     "auto& c = Config::instance();",
                                     "const char* e = std::getenv(name);"};
  for (const std::string& line : bad) {
    const auto found = check_banned_names(with("src/net/c.cpp", "int x;\n" + line + "\n"));
    ASSERT_EQ(found.size(), 1U) << line;
    EXPECT_EQ(found.front().line, 2U);
    EXPECT_THAT(check_banned_names(with("src/net/c.cpp", "// " + line + "\n/* " + line + " */\n")), IsEmpty()) << line;
    EXPECT_THAT(check_banned_names(with("src/net/c.cpp", "auto s = \"" + line + "\";\n")), IsEmpty()) << line;
  }
  EXPECT_EQ(check_banned_names(with("src/net/c.hpp", "#pragma once\nusing namespace std;\n")).size(), 1U);
  EXPECT_THAT(check_banned_names(with("src/net/c.cpp", "using namespace std;\n")), IsEmpty());
  EXPECT_THAT(check_banned_names(with("src/ops/system_clock.cpp", bad[0] + "\n")), IsEmpty());
  EXPECT_THAT(check_banned_names(with("src/net/c.cpp", "int brand(int operand); auto instance_count = 1;\n")),
              IsEmpty());
}

TEST(Planted, long_files_are_seen) {
  const auto lines = [](std::size_t n) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i) text += "int x;\n";
    return text;
  };
  EXPECT_THAT(texts(check_file_lengths(with("web/src/page.ts", lines(1001)))), ElementsAre(HasSubstr("1001 lines")));
  EXPECT_THAT(texts(check_file_lengths(with("src/net/c.cpp", lines(401)))), ElementsAre(HasSubstr("at most a tenth")));
  SourceTree tree;
  for (const char* name : {"a", "b", "c"}) tree.add("src/net/" + std::string{name} + ".cpp", lines(120));
  EXPECT_THAT(texts(check_file_lengths(tree)), ElementsAre(HasSubstr("median file has 120 lines")));
}

TEST(Planted, long_functions_are_seen_whatever_their_braces_in_strings) {
  const auto function = [](const std::string& head, std::size_t lines) {
    std::string text = head + "\n";
    for (std::size_t i = 0; i + 2 < lines; ++i) text += "  use(\"{{{\", '}');  // }\n";
    return text + "}\n";
  };
  for (const char* head : {"int f() {", "int f(int a,\n      int b) const {", "auto f() -> int {", "TEST(A, b) {",
                           "Thing::Thing(int x) : x_{x} {"}) {
    EXPECT_EQ(check_function_lengths(with("src/net/c.cpp", function(head, 71))).size(), 1U) << head;
    EXPECT_THAT(check_function_lengths(with("src/net/c.cpp", function(head, 70))), IsEmpty()) << head;
  }
  EXPECT_THAT(check_function_lengths(with("src/net/c.cpp", function("namespace x {", 200))), IsEmpty());
  EXPECT_THAT(check_function_lengths(with("src/net/c.cpp", function("class X {", 200))), IsEmpty());
}

TEST(Planted, headers_without_pragma_once_are_seen) {
  EXPECT_EQ(check_pragma_once(with("src/core/c.hpp", "#include <vector>\n#pragma once\n")).size(), 1U);
  EXPECT_EQ(check_pragma_once(with("src/core/c.hpp", "// #pragma once\n")).size(), 1U);
}

TEST(Planted, machine_paths_and_undone_work_are_seen) {
  const std::string undone = std::string{"TO"} + "DO";
  const std::string path = std::string{"/wo"} + "rk/main";
  EXPECT_THAT(texts(check_words(with("src/core/c.cpp", "int x;\n// " + undone + ": later\n"))),
              ElementsAre(HasSubstr("src/core/c.cpp:2")));
  EXPECT_EQ(check_words(with("docs/a.md", "cd " + path + "\n")).size(), 1U);
}

TEST(Planted, missing_documents_are_seen) {
  EXPECT_THAT(texts(check_documents(with("src/core/README.md", "short\n"))), ElementsAre(HasSubstr("about ten lines")));
  EXPECT_THAT(texts(check_documents(with("ARCHITECTURE.md", "`src/core`\n`src/app`\n"))),
              ElementsAre("ARCHITECTURE.md: has no entry `src/net`"));
  EXPECT_THAT(texts(check_documents(with("docs/adr/0002-x.md", "## Context\n## Decision\n"))),
              ElementsAre(HasSubstr("is not listed"), HasSubstr("has no \"## Consequences\"")));
}

TEST(BlankOut, keeps_code_and_line_numbers) {
  EXPECT_EQ(blank_out("a // b\nc"), "a     \nc");
  EXPECT_EQ(blank_out("f(\"x{\", '}', 1'000);"), "f(\"  \", ' ', 1'000);");
  EXPECT_EQ(blank_out("a /* b\nc */ d"), "a     \n     d");
  EXPECT_EQ(blank_out("x = \"a\\\"b\"; y"), "x = \"    \"; y");
  EXPECT_EQ(blank_out("0xFF'FFu + u8'a'"), "0xFF'FFu + u8' '");
  EXPECT_EQ(blank_out("R\"s(\" // )s\" e"), "             e");
}

}  // namespace
}  // namespace tidemark::tidy
