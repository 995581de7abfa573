#pragma once

#include <expected>
#include <optional>
#include <string>

#include "ops/config.hpp"

namespace tidemark::app {

/// The configuration a command would run with (files, environment), checked in full: besides what ops::load_config
/// checks, each indicator must stand in the catalogue and each source file must be there.
[[nodiscard]] std::expected<ops::LoadedConfig, ops::ConfigErrors> load_checked(const std::optional<std::string>& dir);

/// The same for given sources.
[[nodiscard]] std::expected<ops::LoadedConfig, ops::ConfigErrors> load_checked(const ops::ConfigSources& sources);

}  // namespace tidemark::app
