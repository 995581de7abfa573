#include "storage/sqlite/open.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

#include "storage/files/durable_file.hpp"
#include "storage/sqlite/location.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Result;
using core::Status;

namespace {

namespace fs = std::filesystem;

Status prepare_place(const std::string& file, OpenMode mode) {
  if (file == kMemoryPath) return {};
  std::error_code error;
  if (mode == OpenMode::kCreate) {
    const fs::path parent = fs::path(file).parent_path();
    if (!parent.empty()) fs::create_directories(parent, error);
    if (error)
      return fail(ErrorKind::kIo, "store_folder", "cannot make the folder: " + error.message(), parent.string());
    // Secrets of webhooks are in it; SQLite gives what it puts beside it the same permissions.
    return files::create_private(file);
  }
  if (!fs::exists(file, error)) {
    return fail(ErrorKind::kNotFound, "store_missing",
                "there is no database here: import something first, or name it with --store", file);
  }
  return {};
}

Access access_of(OpenMode mode) {
  switch (mode) {
    case OpenMode::kCreate:
      return Access::kCreate;
    case OpenMode::kExisting:
      return Access::kReadWrite;
    case OpenMode::kReadOnly:
      return Access::kReadOnly;
  }
  std::unreachable();
}

/// "TIDE": marks our databases in the file header, so that another program's database is never touched by mistake.
constexpr std::int64_t kApplicationId = 0x54494445;

enum class Owner : std::uint8_t { kOurs, kNobody };

/// Accepts our own, and when creating an empty file; refuses everybody else's.
Result<Owner> owner_of(Database& database, OpenMode mode) {
  // Both looks at one moment: another process may be creating this very database.
  auto moment = Transaction::begin(database, Intent::kRead);
  if (!moment) return forward_error(moment);
  auto id = database.scalar("PRAGMA application_id");
  if (!id) return forward_error(id);
  if (id->value_or(0) == kApplicationId) return Owner::kOurs;
  auto tables = database.scalar("SELECT count(*) FROM sqlite_master");
  if (!tables) return forward_error(tables);
  if (id->value_or(0) == 0 && tables->value_or(0) == 0 && mode == OpenMode::kCreate) return Owner::kNobody;
  return fail(ErrorKind::kConflict, "not_a_tidemark_database",
              "this is not a tidemark database: name another file for the store", database.path());
}

/// WAL: readers never wait for the writer. NORMAL: a power cut may lose the last commits, never consistency; a killed
/// process loses nothing. The size limit gives the disk back after a large import.
constexpr const char* kWriterPragmas =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864;";
/// Switching to WAL needs the database for a moment alone, and SQLite does not wait for that by itself; for an
/// exclusive transaction it does.
Status set_writer_pragmas(Database& database) {
  constexpr int kAttempts = 100;
  for (int attempt = 1;; ++attempt) {
    auto set = database.execute(kWriterPragmas);
    if (set || set.error().kind != ErrorKind::kTimeout || attempt == kAttempts) return set;
    if (auto alone = database.execute("BEGIN EXCLUSIVE; COMMIT"); !alone) return alone;
  }
}

constexpr const char* kPragmas = "PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;";

}  // namespace

Result<std::unique_ptr<Database>> connect(const std::string& path_or_url, OpenMode mode) {
  auto file = file_of(path_or_url);
  if (!file) return forward_error(file);
  if (auto place = prepare_place(*file, mode); !place) return forward_error(place);
  auto database = Database::open(*file, access_of(mode));
  if (!database) return database;
  auto owner = owner_of(**database, mode);
  if (!owner) return forward_error(owner);
  if (mode != OpenMode::kReadOnly) {
    if (auto set = set_writer_pragmas(**database); !set) return forward_error(set);
  }
  if (*owner == Owner::kNobody) {
    auto claimed = (*database)->execute("PRAGMA application_id = " + std::to_string(kApplicationId));
    if (!claimed) return forward_error(claimed);
  }
  if (auto set = (*database)->execute(kPragmas); !set) return forward_error(set);
  return database;
}

}  // namespace tidemark::storage::sqlite
