#pragma once

#include <memory>

#include "storage/sqlite/database.hpp"
#include "storage/transactional_store.hpp"

namespace tidemark::storage::sqlite {

/// The store on a connection whose schema is current.
[[nodiscard]] std::unique_ptr<TransactionalStore> make_store(std::unique_ptr<Database> database);

}  // namespace tidemark::storage::sqlite
