#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "core/nearest_name.hpp"
#include "ops/config.hpp"
#include "ops/config/keys.hpp"
#include "ops/config/layers.hpp"
#include "ops/config/text_layers.hpp"
#include "ops/config/yaml_layer.hpp"

namespace tidemark::ops {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kFiles{"main.yaml", "instruments.yaml"};

/// "~/.local/share"-like base folder: the XDG variable, else a folder below HOME; empty when there is neither.
fs::path base_folder(const Environment& environment, std::string_view xdg, std::string_view below_home) {
  if (const std::string given = variable(environment, xdg); !given.empty()) return given;
  const std::string home = variable(environment, "HOME");
  return home.empty() ? fs::path{} : fs::path{home} / below_home;
}

std::optional<fs::path> find_dir(const ConfigSources& sources) {
  if (sources.dir) return sources.dir;
  if (std::string named = variable(sources.environment, "TIDEMARK_CONFIG"); !named.empty()) return named;
  const fs::path base = base_folder(sources.environment, "XDG_CONFIG_HOME", ".config");
  std::error_code ignored;
  if (!base.empty() && fs::is_directory(base / "tidemark", ignored)) return base / "tidemark";
  return std::nullopt;
}

core::Error not_a_folder(const fs::path& dir) {
  std::error_code ignored;
  if (fs::exists(dir, ignored)) {
    return {core::ErrorKind::kInvalidArgument, "not_a_folder", "is no folder; name the folder that holds main.yaml",
            dir.string()};
  }
  return {core::ErrorKind::kNotFound, "no_config_folder", "there is no such folder", dir.string()};
}

/// A YAML file that is never read would be a surprise.
void refuse_strangers(const fs::path& dir, LayeredConfig& config) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator{dir, error}) {
    const std::string name = entry.path().filename().string();
    const std::string extension = entry.path().extension().string();
    const bool yaml = (extension == ".yaml" || extension == ".yml") && !name.starts_with('.');
    if (!yaml || std::ranges::find(kFiles, name) != kFiles.end()) continue;
    std::string message = "is not a configuration file; there are main.yaml and instruments.yaml";
    if (const auto meant = core::nearest_name(name, kFiles)) message += "; did you mean " + std::string{*meant} + "?";
    config.add_errors({{core::ErrorKind::kInvalidArgument, "unknown_file", message, entry.path().string()}});
  }
  if (error) config.add_errors({{core::ErrorKind::kIo, "unreadable", error.message(), dir.string()}});
}

void read_file(const fs::path& file, std::vector<Assignment>& layer, LayeredConfig& config) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return;
  std::ifstream in{file, std::ios::binary};
  std::ostringstream text;
  // An empty file gives no character, which the stream operator reports as a failure of `text`.
  const bool readable = in.is_open() && !fs::is_directory(file, ignored);
  if (readable) text << in.rdbuf();
  if (!readable || in.bad()) {
    config.add_errors({{core::ErrorKind::kIo, "unreadable", "cannot be read", file.string()}});
    return;
  }
  YamlLayer yaml = read_yaml(text.view(), file.string());
  for (Assignment& assignment : yaml.assignments) layer.push_back(std::move(assignment));
  config.add_errors(std::move(yaml.errors));
}

}  // namespace

Config default_config(const Environment& environment) {
  Config config;
  const fs::path data = base_folder(environment, "XDG_DATA_HOME", ".local/share");
  config.store.path = (data / "tidemark" / "tidemark.db").string();
  return config;
}

std::expected<LoadedConfig, ConfigErrors> load_config(const ConfigSources& sources) {
  LayeredConfig config{config_keys(), default_config(sources.environment)};

  const std::optional<fs::path> dir = find_dir(sources);
  if (dir) {
    std::error_code ignored;
    if (!fs::is_directory(*dir, ignored)) return std::unexpected(ConfigErrors{not_a_folder(*dir)});
    refuse_strangers(*dir, config);
    std::vector<Assignment> files;
    for (const std::string_view name : kFiles) read_file(*dir / name, files, config);
    config.lay(files);
  }
  config.lay(environment_layer(sources.environment));
  OverrideLayer overrides = override_layer(sources.overrides);
  config.add_errors(std::move(overrides.errors));
  config.lay(overrides.assignments);

  auto loaded = config.finish();
  if (loaded) loaded->dir = dir;
  return loaded;
}

}  // namespace tidemark::ops
