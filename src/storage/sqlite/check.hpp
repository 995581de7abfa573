#pragma once

#include "core/result.hpp"
#include "storage/sqlite/database.hpp"

namespace tidemark::storage::sqlite {

/// SQLite's own full check (pages, indexes, CHECK constraints), the references between tables, and the counts of
/// `series`. kCorrupt names the first thing wrong.
[[nodiscard]] core::Status check_database(Database& database);

}  // namespace tidemark::storage::sqlite
