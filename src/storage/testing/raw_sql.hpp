#pragma once

#include <stdexcept>
#include <string>

#include <sqlite3.h>

namespace tidemark::storage::testing {

/// A connection that goes round the program, as someone with the sqlite3 tool would.
class RawSql {
 public:
  explicit RawSql(const std::string& file) {
    if (sqlite3_open(file.c_str(), &connection_) != SQLITE_OK) throw std::runtime_error("cannot open " + file);
  }
  ~RawSql() { sqlite3_close(connection_); }
  RawSql(const RawSql&) = delete;
  RawSql& operator=(const RawSql&) = delete;

  int code(const std::string& sql) { return sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr); }
  void run(const std::string& sql) {
    if (code(sql) != SQLITE_OK) throw std::runtime_error(sql + ": " + sqlite3_errmsg(connection_));
  }
  std::string text(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(connection_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
      throw std::runtime_error(sql + ": " + sqlite3_errmsg(connection_));
    }
    std::string value;
    if (sqlite3_step(statement) == SQLITE_ROW) {
      const auto* data = sqlite3_column_text(statement, 0);
      if (data != nullptr) value = reinterpret_cast<const char*>(data);
    }
    sqlite3_finalize(statement);
    return value;
  }
  std::int64_t integer(const std::string& sql) { return std::stoll(text(sql)); }

 private:
  sqlite3* connection_{nullptr};
};

}  // namespace tidemark::storage::testing
