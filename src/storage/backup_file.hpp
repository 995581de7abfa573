#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "core/result.hpp"

namespace tidemark::storage {

/// What a backup file says about the database inside it.
struct BackupHeader {
  std::uint64_t database_bytes{0};
  std::string checksum;  ///< XXH3-128 of the database file, 32 hex digits
};

/// The backup format: a zstd skippable frame with the header ("TIDEMARK-BACKUP", format number, size and checksum of
/// the database, checksum of the header itself), then one zstd frame with the database. So `zstd -d` alone also gives
/// the database back.
[[nodiscard]] core::Result<BackupHeader> write_backup_file(const std::filesystem::path& database,
                                                           const std::filesystem::path& file);

/// Decompresses and hands the database's bytes to `take` in order; succeeds only when size and checksum are as the
/// header says and nothing follows. Errors: kRefused "not_a_backup", kUnsupported "backup_format", kCorrupt
/// "backup_corrupt" (also for a truncated file). `take` must be able to discard what it got when the result is an
/// error.
[[nodiscard]] core::Result<BackupHeader> read_backup_file(
    const std::filesystem::path& file, const std::function<core::Status(std::span<const std::byte>)>& take);

}  // namespace tidemark::storage
