#include "app/store_path.hpp"

#include <filesystem>
#include <system_error>

#include "ops/config.hpp"
#include "storage/sqlite/location.hpp"

namespace tidemark::app {

core::Result<std::string> resolve_store_path(const std::string& given) {
  std::string path = given;
  if (path.empty()) {
    auto loaded = ops::load_config({.environment = ops::process_environment()});
    if (!loaded) return std::unexpected(loaded.error().front());
    path = loaded->config.store.path;
  }
  const auto folder = folder_of_store(path);
  if (!folder) return path;
  std::error_code error;
  std::filesystem::create_directories(*folder, error);
  if (error) {
    return core::fail(core::ErrorKind::kIo, "data_folder_not_writable",
                      "cannot create the data folder: " + error.message() + "; choose another with --store PATH",
                      folder->string());
  }
  return path;
}

std::optional<std::filesystem::path> folder_of_store(const std::string& store) {
  const auto file = storage::sqlite::file_of(store);
  if (!file || *file == storage::sqlite::kMemoryPath) return std::nullopt;
  const std::filesystem::path folder = std::filesystem::path{*file}.parent_path();
  return folder.empty() ? std::filesystem::path{"."} : folder;
}

}  // namespace tidemark::app
