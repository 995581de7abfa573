#include "app/store_path.hpp"

#include <filesystem>
#include <system_error>

#include "ops/config.hpp"

namespace tidemark::app {

core::Result<std::string> resolve_store_path(const std::string& given) {
  std::string path = given;
  if (path.empty()) {
    auto loaded = ops::load_config({.environment = ops::process_environment()});
    if (!loaded) return std::unexpected(loaded.error().front());
    path = loaded->config.store.path;
  }
  if (path.starts_with("sqlite:") || path == ":memory:") return path;
  const std::filesystem::path folder = std::filesystem::path{path}.parent_path();
  std::error_code error;
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error) {
    return core::fail(core::ErrorKind::kIo, "data_folder_not_writable",
                      "cannot create the data folder: " + error.message() + "; choose another with --store PATH",
                      folder.string());
  }
  return path;
}

}  // namespace tidemark::app
