#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/tidy/source_tree.hpp"

namespace tidemark::tidy {

/// One line of src/modules.txt.
struct Module {
  std::string name;
  bool pure{false};
  bool everything{false};            ///< '*': may include every room
  std::vector<std::string> allowed;  ///< rooms it may include besides itself
  std::size_t line{0};
};

struct ModuleTable {
  std::vector<Module> modules;  ///< in the order of the file
  Problems problems;            ///< what is wrong with the file itself

  [[nodiscard]] const Module* find(std::string_view name) const;
};

inline constexpr const char* kModulesFile = "src/modules.txt";

[[nodiscard]] ModuleTable read_modules(const SourceTree& tree);

}  // namespace tidemark::tidy
