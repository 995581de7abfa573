#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/console.hpp"

namespace tidemark::app {

/// What the user typed; anything absent comes from the configuration.
struct ServeOptions {
  std::optional<std::string> config_dir;
  std::optional<std::string> address;
  std::optional<int> port;
  std::vector<std::string> source;  ///< "auto", "sim" or files
  std::vector<std::string> symbols;
  std::optional<std::string> timeframe;
  std::optional<double> speed;
  std::optional<std::uint64_t> seed;
  std::optional<std::string> record;
  std::optional<std::string> web_dir;
  std::vector<std::string> overrides;  ///< key=value
  std::string store;
};

/// `tidemark serve`: runs everything until SIGINT or SIGTERM, then stops cleanly. Prints the dashboard's address on
/// standard output once it listens. A port in use, an unwritable folder or a broken configuration is one clear line.
int run_serve(const ServeOptions& options, const Console& console);

}  // namespace tidemark::app
