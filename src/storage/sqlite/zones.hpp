#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/store.hpp"

namespace tidemark::storage::sqlite {

/// Runs inside the caller's write transaction; the series' asset must exist (kNotFound). A zone already there is
/// updated, a test already there (same zone and time) too.
[[nodiscard]] core::Status write_zones(Database& database, const std::vector<ZoneChange>& changes);

[[nodiscard]] core::Result<std::vector<ZoneRecord>> read_zones(Database& database, const ZoneQuery& query);
[[nodiscard]] core::Result<ZoneRecord> read_zone(Database& database, const std::string& id);
[[nodiscard]] core::Result<std::vector<ZoneTestRecord>> read_zone_tests(Database& database, const std::string& id);
[[nodiscard]] core::Result<std::optional<core::Timestamp>> read_first_zone(Database& database, const SeriesKey& series);

}  // namespace tidemark::storage::sqlite
