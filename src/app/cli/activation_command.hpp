#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/console.hpp"

namespace tidemark::app {

enum class ActivationAction : std::uint8_t { kStatus, kEvents, kConfigurations, kPromote, kRollback, kRestart };

struct ActivationOptions {
  ActivationAction action{ActivationAction::kStatus};
  std::string reason{"by hand"};
  std::string to;  ///< of a rollback: a stage further down; empty: one
  std::uint32_t limit{20};
  std::optional<std::string> url;  ///< of the running server; absent: as configured
  std::optional<std::string> config_dir;
  OutputFormat format{OutputFormat::kText};
};

/// `tidemark activation`: asks the running server. Exit code 4: the criteria of a promotion are not met; 3: another
/// reason of the server to refuse; 5: no server answers.
int run_activation(const ActivationOptions& options, const Console& console);

struct ShadowOptions {
  std::vector<std::string> recordings;
  std::string candidate_dir;
  std::optional<std::string> config_dir;  ///< of the active configuration
  std::string symbol;                     ///< for files that do not name it
  std::optional<std::string> timeframe;   ///< likewise
  OutputFormat format{OutputFormat::kText};
};

/// `tidemark activation compare`: shadow mode over a recording.
int run_shadow_compare(const ShadowOptions& options, const Console& console);

}  // namespace tidemark::app
