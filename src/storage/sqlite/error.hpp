#pragma once

#include <string>

#include "core/result.hpp"

struct sqlite3;

namespace tidemark::storage::sqlite {

/// Our error for a SQLite result code, so that callers can tell "try again" (kIo, kTimeout), "make room" (kExhausted),
/// "the file is damaged" (kCorrupt) and "this row is not allowed" (kRefused) apart. `extended_code` is SQLite's
/// extended result code; `detail` its own message; `place` the database's path.
[[nodiscard]] core::Error error_of(int extended_code, const std::string& detail, const std::string& place);
/// The same for the last failure on a connection.
[[nodiscard]] core::Error last_error(sqlite3* connection, const std::string& place);

}  // namespace tidemark::storage::sqlite
