#pragma once

#include <string>

#include "core/result.hpp"
#include "engine/engine.hpp"
#include "ops/config.hpp"

namespace tidemark::app {

/// The engine's configuration out of the process's. kInvalidArgument names the indicator that is wrong.
[[nodiscard]] core::Result<engine::EngineConfig> engine_config_of(const ops::Config& config);

/// Everything of the configuration that the engine's outputs depend on, as one line: two runs can only be compared when
/// these are equal.
[[nodiscard]] std::string engine_fingerprint(const ops::Config& config);

}  // namespace tidemark::app
