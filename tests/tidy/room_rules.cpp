#include <algorithm>
#include <array>
#include <set>
#include <sstream>

#include "tests/tidy/modules.hpp"
#include "tests/tidy/rules.hpp"

namespace tidemark::tidy {
namespace {

/// Rooms that can be reached from `name` by the table's arrows.
void reach(const ModuleTable& table, const std::string& name, std::set<std::string>& seen) {
  const Module* module = table.find(name);
  if (module == nullptr) return;
  for (const std::string& next : module->allowed) {
    if (seen.insert(next).second) reach(table, next, seen);
  }
}

void check_graph(const ModuleTable& table, Problems& problems) {
  for (const Module& module : table.modules) {
    for (const std::string& name : module.allowed) {
      const Module* other = table.find(name);
      if (other == nullptr) {
        problems.push_back({kModulesFile, module.line, module.name + " may include " + name + ", which is no room"});
      } else if (module.pure && !other->pure) {
        problems.push_back({kModulesFile, module.line, "pure room " + module.name + " leans on io room " + name});
      }
    }
    std::set<std::string> reached;
    reach(table, module.name, reached);
    if (reached.contains(module.name)) {
      problems.push_back({kModulesFile, module.line, "room " + module.name + " reaches itself: the graph has a cycle"});
    }
  }
}

void check_folders(const SourceTree& tree, const ModuleTable& table, Problems& problems) {
  std::set<std::string_view> rooms;
  for (const SourceFile* file : tree.sources()) rooms.insert(file->room());
  for (const std::string_view room : rooms) {
    if (table.find(room) != nullptr) continue;
    problems.push_back({"src/" + std::string{room}, 0, "is not in src/modules.txt"});
  }
  for (const Module& module : table.modules) {
    if (!rooms.contains(module.name)) problems.push_back({kModulesFile, module.line, "there is no src/" + module.name});
  }
}

/// What tidemark_room(name ROOMS a b …) links, by room.
std::map<std::string, std::set<std::string>> linked_rooms(const SourceFile& cmake) {
  std::map<std::string, std::set<std::string>> result;
  for (const std::string& line : cmake.lines) {
    constexpr std::string_view kCall = "tidemark_room(";
    if (!line.starts_with(kCall)) continue;
    std::string call = line.substr(kCall.size());
    std::ranges::replace(call, ')', ' ');
    std::istringstream words{call};
    std::string name;
    words >> name;
    bool rooms = false;
    auto& linked = result[name];
    for (std::string word; words >> word;) {
      const bool keyword = word == "ROOMS" || word == "LIBS" || word == "EXCLUDE";
      if (keyword) {
        rooms = word == "ROOMS";
      } else if (rooms) {
        linked.insert(word);
      }
    }
  }
  return result;
}

void check_links(const SourceTree& tree, const ModuleTable& table, Problems& problems) {
  const SourceFile* cmake = tree.find("CMakeLists.txt");
  if (cmake == nullptr) {
    problems.push_back({"CMakeLists.txt", 0, "is missing: what rooms link cannot be checked"});
    return;
  }
  const auto linked = linked_rooms(*cmake);
  for (const Module& module : table.modules) {
    const auto found = linked.find(module.name);
    if (found == linked.end()) {
      problems.push_back({"CMakeLists.txt", 0, "has no tidemark_room(" + module.name + ")"});
      continue;
    }
    std::set<std::string> allowed{module.allowed.begin(), module.allowed.end()};
    if (module.everything) {
      for (const Module& other : table.modules) {
        if (other.name != module.name) allowed.insert(other.name);
      }
    }
    if (found->second != allowed) {
      problems.push_back({"CMakeLists.txt", 0, "room " + module.name + " links other rooms than modules.txt allows"});
    }
  }
}

bool may_include(const Module& module, std::string_view room) {
  return module.everything || room == module.name || std::ranges::find(module.allowed, room) != module.allowed.end();
}

std::string own_header_of(const SourceFile& file) {
  return file.path.substr(std::string_view{"src/"}.size(), file.path.size() - std::string_view{"src/.cpp"}.size()) +
         ".hpp";
}

}  // namespace

Problems check_rooms(const SourceTree& tree) {
  ModuleTable table = read_modules(tree);
  Problems problems = std::move(table.problems);
  if (table.modules.empty()) return problems;
  check_graph(table, problems);
  check_folders(tree, table, problems);
  check_links(tree, table, problems);
  return problems;
}

Problems check_includes(const SourceTree& tree) {
  ModuleTable table = read_modules(tree);
  Problems problems = std::move(table.problems);
  std::size_t seen = 0;
  for (const SourceFile* file : tree.sources()) {
    const Module* module = table.find(file->room());
    if (module == nullptr) continue;  // check_rooms says so
    const auto includes = includes_of(*file);
    for (const Include& include : includes) {
      if (!include.quoted) continue;
      ++seen;
      // What tests share stands outside the rooms.
      if (file->is_test() && include.target.starts_with("tests/") && tree.find(include.target) != nullptr) continue;
      const std::string room = include.target.substr(0, include.target.find('/'));
      if (tree.find("src/" + include.target) == nullptr) {
        problems.push_back({file->path, include.line, "\"" + include.target + "\" is no header below src/"});
      } else if (!may_include(*module, room)) {
        problems.push_back(
            {file->path, include.line, module->name + " may not include " + room + " (src/modules.txt)"});
      }
    }
    if (!file->is_cpp() || file->is_test()) continue;
    const std::string own = own_header_of(*file);
    if (tree.find("src/" + own) == nullptr) continue;
    if (includes.empty() || includes.front().target != own) {
      problems.push_back({file->path, 0, "must include its own header first, so that the header stands alone"});
    }
  }
  if (seen == 0) problems.push_back({"src", 0, "no include found: nothing was checked"});
  return problems;
}

}  // namespace tidemark::tidy
