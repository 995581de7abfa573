#pragma once

#include <optional>
#include <string>

#include "app/cli/console.hpp"

namespace tidemark::app {

enum class KillSwitchAction : std::uint8_t { kStatus, kEngage, kRelease };

struct KillSwitchOptions {
  KillSwitchAction action{KillSwitchAction::kStatus};
  std::string reason{"by hand"};
  std::optional<std::string> url;    ///< of the running server; absent: as configured
  std::optional<std::string> store;  ///< go to the database instead of a server
  std::optional<std::string> config_dir;
  OutputFormat format{OutputFormat::kText};
};

/// `tidemark kill-switch`: asks the running server. Where none answers, engaging goes to the database: a server on it
/// obeys within a second, or when it starts. Exit code 5: no server answers.
int run_kill_switch(const KillSwitchOptions& options, const Console& console);

}  // namespace tidemark::app
