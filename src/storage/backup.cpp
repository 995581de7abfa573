#include <cstdio>
#include <string>
#include <system_error>

#include <sqlite3.h>
#include <unistd.h>

#include "storage/backup_file.hpp"
#include "storage/files/durable_file.hpp"
#include "storage/migrations/schema.hpp"
#include "storage/sqlite/error.hpp"
#include "storage/sqlite/location.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/store.hpp"

namespace tidemark::storage {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Result;
using core::Status;
using sqlite::Database;

namespace {

namespace fs = std::filesystem;

void remove_quietly(const fs::path& file) {
  std::error_code ignored;
  fs::remove(file, ignored);
}

/// A database file for our own use, removed with what SQLite puts beside it.
class ScratchDatabase {
 public:
  explicit ScratchDatabase(fs::path path) : path_{std::move(path)} {}
  ScratchDatabase(const ScratchDatabase&) = delete;
  ScratchDatabase& operator=(const ScratchDatabase&) = delete;
  ~ScratchDatabase() {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) remove_quietly(path_.string() + suffix);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// Of this process alone: two backups to one name must not read each other's copy.
fs::path beside(const fs::path& file, const std::string& suffix) {
  return file.parent_path() / ("." + file.filename().string() + suffix + std::to_string(::getpid()));
}

/// One step over all pages: with a write-ahead log the copy is one moment of the database, and nobody waits for it.
Status copy_database(Database& from, Database& to) {
  sqlite3_backup* copy = sqlite3_backup_init(to.raw(), "main", from.raw(), "main");
  if (copy == nullptr) return std::unexpected(sqlite::last_error(to.raw(), to.path()));
  sqlite3_backup_step(copy, -1);
  if (sqlite3_backup_finish(copy) != SQLITE_OK) return std::unexpected(sqlite::last_error(to.raw(), to.path()));
  return {};
}

Status quick_check(Database& database) {
  auto query = database.query("PRAGMA quick_check(1)");
  if (!query) return forward_error(query);
  auto step = query->step();
  if (!step) return forward_error(step);
  if (query->text(0) == "ok") return {};
  return fail(ErrorKind::kCorrupt, "store_corrupt", "the database is damaged: " + std::string(query->text(0)),
              database.path());
}

/// Ours, undamaged, and of a schema this program knows.
Status check_restored(const fs::path& file) {
  auto database = sqlite::connect(file.string(), OpenMode::kExisting);
  if (!database) return forward_error(database);
  if (auto schema = schema_state(**database); !schema) return forward_error(schema);
  return quick_check(**database);
}

/// Folds the write-ahead log of the database to be replaced into it, which also proves that nobody else has it open.
Status retire(const std::string& target) {
  auto database = sqlite::connect(target, OpenMode::kExisting);
  Status outcome;
  if (!database) {
    outcome = forward_error(database);
  } else {
    outcome = (*database)->execute("PRAGMA journal_mode = DELETE");
  }
  if (outcome) return {};
  if (outcome.error().kind == ErrorKind::kTimeout) {
    return fail(ErrorKind::kConflict, "store_in_use", "another process has the database open: stop it first", target);
  }
  if (outcome.error().kind != ErrorKind::kCorrupt) return outcome;
  // A damaged database is what a restore is for; what belongs to it must not be taken for part of the new one.
  remove_quietly(target + "-wal");
  remove_quietly(target + "-shm");
  return {};
}

Result<BackupInfo> unpack(const fs::path& file, const fs::path& target) {
  std::FILE* out = std::fopen(target.c_str(), "wbx");
  std::error_code refused;  // by a file system that has no permissions
  if (out != nullptr) fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write, refused);
  if (out == nullptr) return std::unexpected(files::error_from_errno("cannot write here", target));
  auto header = read_backup_file(file, [&](std::span<const std::byte> bytes) -> Status {
    if (std::fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size()) return {};
    return std::unexpected(files::error_from_errno("cannot write", target));
  });
  const int closed = std::fclose(out);
  if (!header) return forward_error(header);
  if (closed != 0) return std::unexpected(files::error_from_errno("cannot write", target));
  return BackupInfo{.bytes = header->database_bytes, .checksum = header->checksum};
}

}  // namespace

Result<BackupInfo> backup(const std::string& path_or_url, const fs::path& file) {
  auto source = sqlite::connect(path_or_url, OpenMode::kReadOnly);
  if (!source) return forward_error(source);
  const ScratchDatabase scratch{beside(file, ".copy")};
  remove_quietly(scratch.path());
  if (auto made = files::create_private(scratch.path()); !made) return forward_error(made);
  {
    auto copy = Database::open(scratch.path().string(), sqlite::Access::kCreate);
    if (!copy) return forward_error(copy);
    if (auto copied = copy_database(**source, **copy); !copied) return forward_error(copied);
    // A copy of a damaged database would be found out too late.
    if (auto sound = quick_check(**copy); !sound) return forward_error(sound);
    // One file without companions, so that a backup unpacked by hand is complete too.
    if (auto plain = (*copy)->execute("PRAGMA journal_mode = DELETE"); !plain) return forward_error(plain);
  }
  auto header = write_backup_file(scratch.path(), file);
  if (!header) return forward_error(header);
  return BackupInfo{.bytes = header->database_bytes, .checksum = header->checksum};
}

Result<BackupInfo> restore(const fs::path& file, const std::string& path_or_url, Overwrite overwrite) {
  auto target = sqlite::file_of(path_or_url);
  if (!target) return forward_error(target);
  if (*target == sqlite::kMemoryPath) {
    return fail(ErrorKind::kInvalidArgument, "store_path", "a restore needs a file to restore to");
  }
  std::error_code error;
  const bool exists = fs::exists(*target, error);
  if (exists && overwrite == Overwrite::kRefuse) {
    return fail(ErrorKind::kConflict, "store_exists",
                "there is a database already: name another one, or say that it is to be replaced", *target);
  }
  const fs::path folder = fs::path(*target).parent_path();
  if (!folder.empty()) fs::create_directories(folder, error);

  const ScratchDatabase scratch{beside(*target, ".restore")};
  remove_quietly(scratch.path());
  auto info = unpack(file, scratch.path());
  if (!info) return info;
  if (auto sound = check_restored(scratch.path()); !sound) return forward_error(sound);
  if (auto safe = files::synchronize(scratch.path()); !safe) return forward_error(safe);
  if (exists) {
    if (auto retired = retire(*target); !retired) return forward_error(retired);
  }
  if (auto moved = files::rename_durably(scratch.path(), *target); !moved) return forward_error(moved);
  return info;
}

}  // namespace tidemark::storage
