#pragma once

#include <optional>
#include <string>

#include "analysis/chart_patterns/settings.hpp"
#include "analysis/volume/settings.hpp"
#include "analysis/zones/settings.hpp"
#include "core/result.hpp"
#include "engine/engine.hpp"
#include "ops/config.hpp"

namespace tidemark::app {

/// The engine's configuration out of the process's. kInvalidArgument names the indicator or parameter that is wrong,
/// the place is the key it stands under.
[[nodiscard]] core::Result<engine::EngineConfig> engine_config_of(const ops::Config& config);

/// Parts of it: absent what is switched off. The same errors.
[[nodiscard]] core::Result<std::optional<analysis::volume::Settings>> volume_settings_of(
    const ops::AnalysisConfig& config);
[[nodiscard]] core::Result<std::optional<analysis::zones::ZoneOverrides>> zone_overrides_of(
    const ops::AnalysisConfig& config);
[[nodiscard]] core::Result<std::optional<analysis::chart_patterns::Settings>> chart_pattern_settings_of(
    const ops::AnalysisConfig& config);

/// Everything of the configuration that the engine's outputs depend on, as one line: two runs can only be compared when
/// these are equal.
[[nodiscard]] std::string engine_fingerprint(const ops::Config& config);

}  // namespace tidemark::app
