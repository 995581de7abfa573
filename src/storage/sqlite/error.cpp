#include "storage/sqlite/error.hpp"

#include <sqlite3.h>

namespace tidemark::storage::sqlite {

using core::Error;
using core::ErrorKind;

Error error_of(int extended_code, const std::string& detail, const std::string& place) {
  switch (extended_code & 0xff) {
    case SQLITE_FULL:
      return {ErrorKind::kExhausted, "disk_full", "the disk is full: free some space, nothing was changed", place};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorKind::kTimeout, "store_busy", "another process is writing to the database", place};
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {ErrorKind::kIo, "store_read_only", "the database cannot be written: check its permissions and its disk",
              place};
    case SQLITE_CANTOPEN:
      return {ErrorKind::kIo, "store_cannot_open", "the database cannot be opened: check its path and permissions",
              place};
    case SQLITE_IOERR:
      return {ErrorKind::kIo, "disk_io", "the disk failed: " + detail, place};
    case SQLITE_NOTADB:
      return {ErrorKind::kCorrupt, "not_a_database", "this file is not a database", place};
    case SQLITE_CORRUPT:
      return {ErrorKind::kCorrupt, "store_corrupt", "the database is damaged: restore a backup (" + detail + ")",
              place};
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      return {ErrorKind::kRefused, "constraint", "the database refused a row: " + detail, place};
    case SQLITE_TOOBIG:
      return {ErrorKind::kRefused, "too_big", "a value is larger than the database takes", place};
    case SQLITE_NOMEM:
      return {ErrorKind::kExhausted, "store_memory", "out of memory", place};
    default:
      return {ErrorKind::kInternal, "store_internal", "the database answered: " + detail, place};
  }
}

Error last_error(sqlite3* connection, const std::string& place) {
  return error_of(sqlite3_extended_errcode(connection), sqlite3_errmsg(connection), place);
}

}  // namespace tidemark::storage::sqlite
