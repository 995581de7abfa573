#include <algorithm>

#include "tests/tidy/modules.hpp"
#include "tests/tidy/rules.hpp"

namespace tidemark::tidy {
namespace {

constexpr const char* kMap = "ARCHITECTURE.md";
constexpr std::size_t kReadmeLinesMin = 5;
constexpr std::size_t kReadmeLinesMax = 40;

bool mentions(const SourceFile& file, const std::string& words) {
  return std::ranges::any_of(file.lines,
                             [&](const std::string& line) { return line.find(words) != std::string::npos; });
}

void check_readme(const SourceTree& tree, const std::string& room, Problems& problems) {
  const std::string path = "src/" + room + "/README.md";
  const SourceFile* readme = tree.find(path);
  if (readme == nullptr) {
    problems.push_back({path, 0, "is missing: what flows in and out, how to add one, what is deliberately absent"});
  } else if (readme->lines.size() < kReadmeLinesMin || readme->lines.size() > kReadmeLinesMax) {
    problems.push_back({path, 0, "should be about ten lines, has " + std::to_string(readme->lines.size())});
  }
}

void check_decisions(const SourceTree& tree, Problems& problems) {
  const SourceFile* index = tree.find("docs/adr/README.md");
  if (index == nullptr) {
    problems.push_back({"docs/adr/README.md", 0, "is missing: the list of decisions"});
    return;
  }
  for (const auto& [path, file] : tree.files()) {
    constexpr std::string_view kFolder = "docs/adr/";
    if (!path.starts_with(kFolder) || path == index->path) continue;
    if (!mentions(*index, path.substr(kFolder.size())))
      problems.push_back({path, 0, "is not listed in docs/adr/README.md"});
    for (const char* part : {"## Context", "## Decision", "## Consequences"}) {
      if (!mentions(file, part)) problems.push_back({path, 0, std::string{"has no \""} + part + "\""});
    }
  }
}

}  // namespace

Problems check_documents(const SourceTree& tree) {
  ModuleTable table = read_modules(tree);
  Problems problems = std::move(table.problems);
  const SourceFile* map = tree.find(kMap);
  if (map == nullptr) problems.push_back({kMap, 0, "is missing: the map of the house"});
  for (const Module& module : table.modules) {
    check_readme(tree, module.name, problems);
    if (map != nullptr && !mentions(*map, "`src/" + module.name + "`")) {
      problems.push_back({kMap, 0, "has no entry `src/" + module.name + "`"});
    }
  }
  for (const char* path : {"README.md", "LICENSE", "CONTRIBUTING.md", "docs/dependencies.md"}) {
    if (tree.find(path) == nullptr) problems.push_back({path, 0, "is missing"});
  }
  check_decisions(tree, problems);
  return problems;
}

}  // namespace tidemark::tidy
