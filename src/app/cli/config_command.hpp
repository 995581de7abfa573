#pragma once

#include <optional>
#include <ostream>
#include <string>

namespace tidemark::app {

struct ConfigOptions {
  std::optional<std::string> dir;  ///< folder of YAML files; absent: where `serve` would look
  bool json{false};
};

/// `tidemark config check`: 0 when every layer (files, environment) is right; 3 with one line per error otherwise.
int run_config_check(const ConfigOptions& options, std::ostream& out, std::ostream& err);
/// `tidemark config show`: every key with its effective value and where it came from; secrets hidden.
int run_config_show(const ConfigOptions& options, std::ostream& out, std::ostream& err);

}  // namespace tidemark::app
