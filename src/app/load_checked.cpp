#include "app/load_checked.hpp"

#include <filesystem>
#include <set>

#include "analysis/catalogue.hpp"
#include "app/engine_setup.hpp"
#include "app/trading/account_setup.hpp"

namespace tidemark::app {
namespace {

std::string origin_of(const ops::LoadedConfig& loaded, std::string_view key) {
  for (const ops::ConfigEntry& entry : loaded.entries) {
    if (entry.key == key) return entry.origin;
  }
  return {};
}

void check_indicators(const ops::LoadedConfig& loaded, ops::ConfigErrors& errors) {
  const std::string place = origin_of(loaded, "analysis.indicators");
  std::set<std::string> seen;
  for (const std::string& text : loaded.config.analysis.indicators) {
    const auto spec = analysis::parse_indicator(text);
    if (!spec) {
      errors.push_back({core::ErrorKind::kInvalidArgument, spec.error().code,
                        "analysis.indicators: " + spec.error().message, place});
    } else if (!seen.insert(spec->text()).second) {
      errors.push_back({core::ErrorKind::kInvalidArgument, "duplicate_indicator",
                        "analysis.indicators: " + spec->text() + " stands twice; keep one", place});
    }
  }
}

/// What analysis.KEY_parameters hold.
template <class Settings>
void check_parameters(const ops::LoadedConfig& loaded, const core::Result<Settings>& settings,
                      ops::ConfigErrors& errors) {
  if (settings) return;
  const core::Error& error = settings.error();
  errors.push_back({error.kind, error.code, error.place + ": " + error.message, origin_of(loaded, error.place)});
}

void check_source(const ops::LoadedConfig& loaded, ops::ConfigErrors& errors) {
  for (const std::string& item : loaded.config.source) {
    std::error_code ignored;
    const bool named = item == "auto" || item == "sim" || item == "binance";
    if (named || std::filesystem::exists(item, ignored)) continue;
    errors.push_back({core::ErrorKind::kNotFound, "no_source",
                      "source: there is no file " + item + "; expected auto, sim, binance or a file",
                      origin_of(loaded, "source")});
  }
}

}  // namespace

std::expected<ops::LoadedConfig, ops::ConfigErrors> load_checked(const ops::ConfigSources& sources) {
  auto loaded = ops::load_config(sources);
  if (!loaded) return loaded;
  ops::ConfigErrors errors;
  check_indicators(*loaded, errors);
  check_parameters(*loaded, volume_settings_of(loaded->config.analysis), errors);
  check_parameters(*loaded, zone_overrides_of(loaded->config.analysis), errors);
  check_parameters(*loaded, chart_pattern_settings_of(loaded->config.analysis), errors);
  check_parameters(*loaded, account_setup_of(loaded->config.trading), errors);
  check_source(*loaded, errors);
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return loaded;
}

std::expected<ops::LoadedConfig, ops::ConfigErrors> load_checked(const std::optional<std::string>& dir) {
  ops::ConfigSources sources{.environment = ops::process_environment()};
  if (dir) sources.dir = *dir;
  return load_checked(sources);
}

}  // namespace tidemark::app
