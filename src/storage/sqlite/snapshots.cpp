#include "storage/sqlite/snapshots.hpp"

#include "storage/files/checksum.hpp"

namespace tidemark::storage::sqlite {

using core::ErrorKind;
using core::fail;
using core::forward_error;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view kUpsert = R"sql(
INSERT INTO engine_snapshots (name, checksum, data) VALUES (?, ?, ?)
ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum, data = excluded.data
)sql";

std::string checksum_of(std::span<const std::byte> data) {
  files::Checksum sum;
  sum.add(data);
  return sum.hex();
}

}  // namespace

Status write_snapshot(Database& database, const std::string& name, std::span<const std::byte> data) {
  auto query = database.query(kUpsert);
  if (!query) return forward_error(query);
  const std::string checksum = checksum_of(data);
  return query->bind(std::string_view{name}).bind(std::string_view{checksum}).bind(data).run();
}

Result<std::optional<std::vector<std::byte>>> read_snapshot(Database& database, const std::string& name) {
  auto query = database.query("SELECT checksum, data FROM engine_snapshots WHERE name = ?");
  if (!query) return forward_error(query);
  auto step = query->bind(std::string_view{name}).step();
  if (!step) return forward_error(step);
  if (*step == Step::kDone) return std::nullopt;
  const auto data = query->blob(1);
  if (checksum_of(data) != query->text(0)) {
    return fail(ErrorKind::kCorrupt, "snapshot_corrupt", "the snapshot '" + name + "' does not match its checksum",
                database.path());
  }
  return std::vector<std::byte>(data.begin(), data.end());
}

}  // namespace tidemark::storage::sqlite
