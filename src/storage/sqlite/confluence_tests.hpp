#pragma once

#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/store.hpp"

namespace tidemark::storage::sqlite {

/// In the caller's transaction.
[[nodiscard]] core::Status write_confluence_test(Database& database, const ConfluenceTestRecord& test);
[[nodiscard]] core::Result<std::vector<ConfluenceTestRecord>> read_confluence_tests(Database& database,
                                                                                    const SeriesKey& series);

}  // namespace tidemark::storage::sqlite
