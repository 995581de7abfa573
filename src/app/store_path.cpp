#include "app/store_path.hpp"

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace tidemark::app {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): read once, before any thread starts
  return value == nullptr ? std::string{} : std::string{value};
}

}  // namespace

std::string default_store_path() {
  std::filesystem::path base = environment("XDG_DATA_HOME");
  if (base.empty()) {
    const std::string home = environment("HOME");
    base = home.empty() ? std::filesystem::path{"."} : std::filesystem::path{home} / ".local" / "share";
  }
  return (base / "tidemark" / "tidemark.db").string();
}

core::Result<std::string> resolve_store_path(const std::string& given) {
  std::string path = given.empty() ? environment("TIDEMARK_STORE__PATH") : given;
  if (path.empty()) path = default_store_path();
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
