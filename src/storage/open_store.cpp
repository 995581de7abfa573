#include "storage/migrations/schema.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "storage/store.hpp"
#include "storage/transactional_store.hpp"

namespace tidemark::storage {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Result;

namespace {

core::Status bring_up_to_date(sqlite::Database& database, OpenMode mode) {
  auto state = schema_state(database);
  if (!state) return forward_error(state);
  if (*state == SchemaState::kCurrent) return {};
  if (mode == OpenMode::kCreate) {
    auto applied = migrate_up(database, {});
    if (!applied) return forward_error(applied);
    return {};
  }
  return fail(ErrorKind::kConflict, "schema_older",
              "the database was made by an older tidemark: run 'tidemark db migrate' (and 'tidemark backup' before)",
              database.path());
}

}  // namespace

Result<std::unique_ptr<TransactionalStore>> open_transactional_store(const std::string& path_or_url, OpenMode mode) {
  auto database = sqlite::connect(path_or_url, mode);
  if (!database) return forward_error(database);
  if (auto ready = bring_up_to_date(**database, mode); !ready) return forward_error(ready);
  return sqlite::make_store(std::move(*database));
}

Result<std::unique_ptr<Store>> open_store(const std::string& path_or_url, OpenMode mode) {
  auto store = open_transactional_store(path_or_url, mode);
  if (!store) return forward_error(store);
  return std::unique_ptr<Store>(std::move(*store));
}

Result<std::vector<MigrationState>> migration_status(const std::string& path_or_url) {
  auto database = sqlite::connect(path_or_url, OpenMode::kReadOnly);
  if (!database) return forward_error(database);
  return migration_states(**database);
}

Result<int> migrate(const std::string& path_or_url, std::optional<int> target) {
  auto database = sqlite::connect(path_or_url, OpenMode::kCreate);
  if (!database) return forward_error(database);
  return migrate_up(**database, target);
}

Result<int> rollback(const std::string& path_or_url, int steps) {
  auto database = sqlite::connect(path_or_url, OpenMode::kExisting);
  if (!database) return forward_error(database);
  return migrate_down(**database, steps);
}

}  // namespace tidemark::storage
