#include "tests/tidy/modules.hpp"

#include <sstream>

namespace tidemark::tidy {

const Module* ModuleTable::find(std::string_view name) const {
  for (const Module& module : modules) {
    if (module.name == name) return &module;
  }
  return nullptr;
}

ModuleTable read_modules(const SourceTree& tree) {
  ModuleTable table;
  const SourceFile* file = tree.find(kModulesFile);
  if (file == nullptr) {
    table.problems.push_back({kModulesFile, 0, "is missing: the arrows between rooms cannot be checked"});
    return table;
  }
  for (std::size_t i = 0; i < file->lines.size(); ++i) {
    const std::string& line = file->lines[i];
    if (line.empty() || line.starts_with('#')) continue;
    std::istringstream words{line};
    Module module{.line = i + 1};
    std::string kind;
    words >> module.name >> kind;
    if (kind != "pure" && kind != "io") {
      table.problems.push_back({kModulesFile, i + 1, "expected: room, pure or io, allowed rooms"});
      continue;
    }
    module.pure = kind == "pure";
    for (std::string room; words >> room;) {
      if (room == "*") {
        module.everything = true;
      } else {
        module.allowed.push_back(room);
      }
    }
    if (table.find(module.name) != nullptr) {
      table.problems.push_back({kModulesFile, i + 1, "room " + module.name + " stands here twice"});
    }
    table.modules.push_back(std::move(module));
  }
  if (table.modules.empty()) table.problems.push_back({kModulesFile, 0, "names no room"});
  return table;
}

}  // namespace tidemark::tidy
