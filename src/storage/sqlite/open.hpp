#pragma once

#include <memory>
#include <string>

#include "core/result.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/store.hpp"

namespace tidemark::storage::sqlite {

/// A connection with the room's pragmas set (WAL, NORMAL, foreign keys), whatever its schema. kExisting and kReadOnly
/// need the file to be there (kNotFound); kCreate makes missing parent folders.
[[nodiscard]] core::Result<std::unique_ptr<Database>> connect(const std::string& path_or_url, OpenMode mode);

}  // namespace tidemark::storage::sqlite
