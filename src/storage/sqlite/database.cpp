#include "storage/sqlite/database.hpp"

#include <utility>

#include <sqlite3.h>

#include "storage/sqlite/error.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Result;
using core::Status;

namespace {

/// How long a statement waits for another process's write before it reports kTimeout.
constexpr int kBusyTimeoutMs = 5000;

int flags_of(Access access) {
  switch (access) {
    case Access::kCreate:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    case Access::kReadWrite:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    case Access::kReadOnly:
      return SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
  }
  std::unreachable();
}

std::unexpected<core::Error> abandoned(const std::string& path) {
  return fail(ErrorKind::kInternal, "transaction_abandoned",
              "a write inside the transaction failed; nothing was changed", path);
}

}  // namespace

Query& Query::bind(std::int64_t value) {
  sqlite3_bind_int64(statement_, next_++, value);
  return *this;
}

Query& Query::bind(double value) {
  sqlite3_bind_double(statement_, next_++, value);
  return *this;
}

Query& Query::bind(std::string_view text) {
  // A null pointer would bind NULL: an empty text is not the absence of a text.
  sqlite3_bind_text64(statement_, next_++, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Query& Query::bind(std::span<const std::byte> blob) {
  if (blob.empty()) {
    sqlite3_bind_zeroblob(statement_, next_++, 0);
  } else {
    sqlite3_bind_blob64(statement_, next_++, blob.data(), blob.size(), SQLITE_STATIC);
  }
  return *this;
}

Query& Query::bind_null() {
  sqlite3_bind_null(statement_, next_++);
  return *this;
}

Result<Step> Query::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return Step::kRow;
  if (code == SQLITE_DONE) return Step::kDone;
  return std::unexpected(last_error(sqlite3_db_handle(statement_), *place_));
}

Status Query::run() {
  auto stepped = step();
  reset();
  if (!stepped) return forward_error(stepped);
  return {};
}

void Query::reset() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  next_ = 1;
}

std::int64_t Query::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

double Query::real(int column) const {
  return sqlite3_column_double(statement_, column);
}

std::string_view Query::text(int column) const {
  const auto* data = sqlite3_column_text(statement_, column);
  if (data == nullptr) return {};
  return {reinterpret_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::span<const std::byte> Query::blob(int column) const {
  const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, Access access) {
  sqlite3* connection = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &connection, flags_of(access), nullptr);
  // The handle exists even when opening failed, and must be closed.
  std::unique_ptr<Database> database{new Database(connection, path)};
  if (code != SQLITE_OK) {
    if (connection == nullptr) return fail(ErrorKind::kExhausted, "store_limit", "out of memory", path);
    return std::unexpected(last_error(connection, path));
  }
  sqlite3_extended_result_codes(connection, 1);
  sqlite3_busy_timeout(connection, kBusyTimeoutMs);
  return database;
}

Database::~Database() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(connection_);
}

Result<Query> Database::query(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return std::unexpected(last_error(connection_, path_));
    found = statements_.emplace(sql, statement).first;
  }
  return Query{found->second, path_};
}

Status Database::execute(const std::string& sql) {
  if (sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return std::unexpected(last_error(connection_, path_));
  }
  return {};
}

Result<std::optional<std::int64_t>> Database::scalar(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    return std::unexpected(last_error(connection_, path_));
  }
  std::optional<std::int64_t> value;
  const int code = sqlite3_step(statement);
  if (code == SQLITE_ROW && sqlite3_column_type(statement, 0) != SQLITE_NULL)
    value = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE) return std::unexpected(last_error(connection_, path_));
  return value;
}

std::uint64_t Database::changes() const {
  return static_cast<std::uint64_t>(sqlite3_changes64(connection_));
}

std::int64_t Database::last_row_id() const {
  return sqlite3_last_insert_rowid(connection_);
}

Result<Transaction> Transaction::begin(Database& database, Intent intent) {
  if (database.depth_ == 0) {
    // IMMEDIATE: a write transaction that began as a reader could fail half-way when another process writes first.
    auto begun = intent == Intent::kWrite ? database.query("BEGIN IMMEDIATE") : database.query("BEGIN");
    if (!begun) return forward_error(begun);
    if (auto run = begun->run(); !run) return forward_error(run);
    database.poisoned_ = false;
  } else if (database.poisoned_) {
    // SQLite may have rolled back already; going on would commit row by row outside any transaction.
    return abandoned(database.path_);
  }
  ++database.depth_;
  return Transaction{database};
}

Transaction::~Transaction() {
  if (database_ != nullptr) roll_back();
}

Status Transaction::commit() {
  Database& database = *database_;
  if (database.depth_ > 1) {
    --database.depth_;
    database_ = nullptr;
    return {};
  }
  if (database.poisoned_) return abandoned(database.path_);
  auto query = database.query("COMMIT");
  if (!query) return forward_error(query);
  if (auto run = query->run(); !run) return forward_error(run);  // the destructor rolls back
  database.depth_ = 0;
  database_ = nullptr;
  return {};
}

void Transaction::roll_back() {
  Database& database = *database_;
  if (--database.depth_ > 0) {
    database.poisoned_ = true;
    return;
  }
  // SQLite has already rolled back by itself after a full disk or an I/O error.
  if (sqlite3_get_autocommit(database.connection_) != 0) return;
  sqlite3_exec(database.connection_, "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace tidemark::storage::sqlite
