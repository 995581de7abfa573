#pragma once

#include <optional>
#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/store.hpp"

namespace tidemark::storage {

/// How the schema of a database relates to this program. kNewer and changed migrations are errors, not states.
enum class SchemaState : std::uint8_t { kEmpty, kOlder, kCurrent };

/// Errors: kConflict when the database is newer than this program, or was made by a migration whose text has changed
/// since; each message names the remedy.
[[nodiscard]] core::Result<SchemaState> schema_state(sqlite::Database& database);
[[nodiscard]] core::Result<std::vector<MigrationState>> migration_states(sqlite::Database& database);

/// Applies what is missing up to `target`, each migration in its own transaction; returns how many were applied. Safe
/// against another process doing the same.
[[nodiscard]] core::Result<int> migrate_up(sqlite::Database& database, std::optional<int> target);
[[nodiscard]] core::Result<int> migrate_down(sqlite::Database& database, int steps);

}  // namespace tidemark::storage
