#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "tests/tidy/modules.hpp"
#include "tests/tidy/rules.hpp"

namespace tidemark::tidy {
namespace {

/// The part of the standard library that neither waits, nor looks at a clock, nor touches the outside world.
constexpr std::array<std::string_view, 53> kHarmless{"algorithm",
                                                     "any",
                                                     "array",
                                                     "atomic",
                                                     "bit",
                                                     "bitset",
                                                     "cctype",
                                                     "charconv",
                                                     "cmath",
                                                     "compare",
                                                     "concepts",
                                                     "cstddef",
                                                     "cstdint",
                                                     "cstdlib",
                                                     "cstring",
                                                     "climits",
                                                     "cfloat",
                                                     "deque",
                                                     "exception",
                                                     "expected",
                                                     "forward_list",
                                                     "functional",
                                                     "initializer_list",
                                                     "iterator",
                                                     "limits",
                                                     "list",
                                                     "map",
                                                     "memory",
                                                     "memory_resource",
                                                     "new",
                                                     "numbers",
                                                     "numeric",
                                                     "optional",
                                                     "queue",
                                                     "ranges",
                                                     "ratio",
                                                     "set",
                                                     "source_location",
                                                     "span",
                                                     "stack",
                                                     "stdexcept",
                                                     "string",
                                                     "string_view",
                                                     "tuple",
                                                     "type_traits",
                                                     "typeindex",
                                                     "typeinfo",
                                                     "unordered_map",
                                                     "unordered_set",
                                                     "utility",
                                                     "variant",
                                                     "vector",
                                                     "cassert"};

/// What else single files may include, because they use the harmless part of it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 1> kExcused{
    {{"src/core/time.cpp", "chrono"}}};  // its calendar; no clock

bool is_harmless(const SourceFile& file, const std::string& target) {
  const bool excused = std::ranges::any_of(
      kExcused, [&](const auto& excuse) { return excuse.first == file.path && excuse.second == target; });
  return excused || std::ranges::find(kHarmless, target) != kHarmless.end();
}

/// A library that costs seconds per translation unit, or whose types must not leak.
struct Heavy {
  std::string_view prefix;  ///< of the include's name
  std::size_t units_max;    ///< translation units that may see it, directly or through our headers
  std::string_view home;    ///< the folder that may include it
};
constexpr std::array<Heavy, 12> kHeavy{{{"boost/", 7, "src/net/"},    // four of the server, three of the clients
                                        {"openssl/", 3, "src/net/"},  // TLS, the WebSocket key, signatures
                                        {"curl/", 2, "src/net/"},
                                        {"simdjson", 6, "src/venues/"},
                                        {"sqlite3", 14, "src/storage/"},
                                        {"spdlog/", 1, "src/ops/"},
                                        {"prometheus/", 1, "src/ops/"},
                                        {"yaml-cpp/", 1, "src/ops/"},
                                        {"CLI/", 6, "src/app/cli/"},
                                        {"zstd", 2, "src/storage/"},
                                        {"xxhash", 4, "src/"},
                                        {"zlib", 3, "src/"}}};

/// All that a file includes, directly or through our own headers.
void collect(const SourceTree& tree, const SourceFile& file, std::set<std::string>& names) {
  for (const Include& include : includes_of(file)) {
    if (!names.insert(include.target).second || !include.quoted) continue;
    if (const SourceFile* next = tree.find("src/" + include.target)) collect(tree, *next, names);
  }
}

bool sees(const std::set<std::string>& names, std::string_view prefix) {
  const auto found = names.lower_bound(std::string{prefix});
  return found != names.end() && found->starts_with(prefix);
}

}  // namespace

Problems check_purity(const SourceTree& tree) {
  const ModuleTable table = read_modules(tree);
  Problems problems = table.problems;
  std::size_t seen = 0;
  for (const SourceFile* file : tree.sources()) {
    const Module* module = table.find(file->room());
    if (module == nullptr || !module->pure || file->is_test()) continue;
    ++seen;
    for (const Include& include : includes_of(*file)) {
      if (include.quoted || is_harmless(*file, include.target)) continue;
      problems.push_back({file->path, include.line,
                          "<" + include.target + "> in pure room " + module->name +
                              ": no threads, clocks, files, randomness or libraries here"});
    }
  }
  if (seen == 0) problems.push_back({"src", 0, "no pure room found: nothing was checked"});
  return problems;
}

Problems check_heavy_headers(const SourceTree& tree) {
  Problems problems;
  std::map<std::string_view, std::vector<std::string>> units;
  std::size_t seen = 0;
  for (const SourceFile* file : tree.sources()) {
    if (file->is_test()) continue;
    for (const Include& include : includes_of(*file)) {
      for (const Heavy& heavy : kHeavy) {
        if (!include.target.starts_with(heavy.prefix) || file->path.starts_with(heavy.home)) continue;
        problems.push_back(
            {file->path, include.line, "<" + include.target + "> belongs in " + std::string{heavy.home}});
      }
    }
    if (!file->is_cpp()) continue;
    ++seen;
    std::set<std::string> names;
    collect(tree, *file, names);
    for (const Heavy& heavy : kHeavy) {
      if (sees(names, heavy.prefix)) units[heavy.prefix].push_back(file->path);
    }
  }
  for (const Heavy& heavy : kHeavy) {
    const auto& paths = units[heavy.prefix];
    if (paths.size() <= heavy.units_max) continue;
    std::string message = std::string{heavy.prefix} + " is seen by " + std::to_string(paths.size()) +
                          " translation units, " + std::to_string(heavy.units_max) + " are allowed:";
    for (const std::string& path : paths) message += " " + path;
    problems.push_back({std::string{heavy.home}, 0, message});
  }
  if (seen == 0) problems.push_back({"src", 0, "no .cpp found: nothing was checked"});
  return problems;
}

Problems check_pragma_once(const SourceTree& tree) {
  Problems problems;
  std::size_t seen = 0;
  for (const auto& [path, file] : tree.files()) {
    if (!file.is_header()) continue;
    ++seen;
    const auto first = std::ranges::find_if(
        file.code, [](const std::string& line) { return line.find_first_not_of(" \t") != std::string::npos; });
    if (first == file.code.end() || *first != "#pragma once")
      problems.push_back({path, 1, "must begin with #pragma once"});
  }
  if (seen == 0) problems.push_back({"src", 0, "no header found: nothing was checked"});
  return problems;
}

}  // namespace tidemark::tidy
