#include "app/cli/open_store.hpp"

#include <filesystem>

#include "app/deriving_store.hpp"
#include "app/store_path.hpp"

namespace tidemark::app {

core::Result<std::unique_ptr<storage::Store>> open_for_reading(const std::string& given) {
  auto path = resolve_store_path(given);
  if (!path) return core::forward_error(path);
  if (!path->starts_with("sqlite:") && !std::filesystem::exists(*path)) {
    return core::fail(core::ErrorKind::kNotFound, "no_database",
                      "there is no database yet; get data in with: tidemark import FILE --symbol S --timeframe TF, "
                      "or name another with --store",
                      *path);
  }
  auto store = storage::open_store(*path, storage::OpenMode::kReadOnly);
  if (!store) return store;
  return make_deriving_store(std::move(*store));
}

core::Result<std::unique_ptr<storage::Store>> open_for_writing(const std::string& given) {
  auto path = resolve_store_path(given);
  if (!path) return core::forward_error(path);
  return storage::open_store(*path, storage::OpenMode::kCreate);
}

}  // namespace tidemark::app
