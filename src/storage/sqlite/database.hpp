#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace tidemark::storage::sqlite {

enum class Step : std::uint8_t { kRow, kDone };

/// A prepared statement in use: bind in order, step, read columns. Resets itself when it goes, so that the cached
/// statement holds neither locks nor borrowed memory. Bound text and blobs must outlive the stepping. One user at a
/// time.
class Query {
 public:
  Query(sqlite3_stmt* statement, const std::string& place) : statement_{statement}, place_{&place} {}
  Query(Query&& other) noexcept
      : statement_{std::exchange(other.statement_, nullptr)}, place_{other.place_}, next_{other.next_} {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  Query& operator=(Query&&) = delete;
  ~Query() { reset(); }

  /// Binds the next parameter, starting at ?1.
  Query& bind(std::int64_t value);
  Query& bind(double value);
  Query& bind(std::string_view text);
  Query& bind(std::span<const std::byte> blob);
  Query& bind_null();
  template <class T>
  Query& bind(const std::optional<T>& value) {
    return value ? bind(*value) : bind_null();
  }

  [[nodiscard]] core::Result<Step> step();
  /// Steps once and resets: for statements that give no rows.
  [[nodiscard]] core::Status run();
  void reset();

  /// Columns of the current row, from 0. Text and blob are valid until the next step.
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::span<const std::byte> blob(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  sqlite3_stmt* statement_;
  const std::string* place_;
  int next_{1};
};

enum class Access : std::uint8_t { kCreate, kReadWrite, kReadOnly };

/// One connection with its statement cache. Used by one thread at a time.
class Database {
 public:
  [[nodiscard]] static core::Result<std::unique_ptr<Database>> open(const std::string& path, Access access);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Prepares once and keeps it. `sql` must be a literal: its characters are the key and must stay.
  [[nodiscard]] core::Result<Query> query(std::string_view sql);
  /// Runs statements that give no rows, for schema and pragmas.
  [[nodiscard]] core::Status execute(const std::string& sql);
  /// First column of the first row; nullopt without a row or when it is null.
  [[nodiscard]] core::Result<std::optional<std::int64_t>> scalar(const std::string& sql);
  /// Rows the last INSERT, UPDATE or DELETE touched itself.
  [[nodiscard]] std::uint64_t changes() const;
  [[nodiscard]] std::int64_t last_row_id() const;
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] sqlite3* raw() const { return connection_; }

 private:
  friend class Transaction;
  Database(sqlite3* connection, std::string path) : connection_{connection}, path_{std::move(path)} {}

  sqlite3* connection_;
  std::string path_;
  std::unordered_map<std::string_view, sqlite3_stmt*> statements_;
  int depth_{0};          ///< nested Transactions
  bool poisoned_{false};  ///< an inner one failed: the outermost may not commit
};

enum class Intent : std::uint8_t { kRead, kWrite };

/// A transaction that rolls back unless committed. Begun inside another one it joins it: only the outermost commits,
/// and refuses to when an inner one was abandoned.
class Transaction {
 public:
  [[nodiscard]] static core::Result<Transaction> begin(Database& database, Intent intent);
  Transaction(Transaction&& other) noexcept : database_{std::exchange(other.database_, nullptr)} {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  [[nodiscard]] core::Status commit();

 private:
  explicit Transaction(Database& database) : database_{&database} {}
  void roll_back();

  Database* database_;
};

}  // namespace tidemark::storage::sqlite
