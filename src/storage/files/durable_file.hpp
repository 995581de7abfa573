#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "core/result.hpp"

namespace tidemark::storage::files {

/// Who may read a file: what holds secrets is its owner's alone.
enum class Readers : std::uint8_t { kAll, kOwner };

/// A file that appears under its name complete and safe on the disk, or not at all: written beside it as
/// ".NAME.XXXXXX", then synchronized and renamed. Dropped without commit() it leaves nothing behind.
class DurableFile {
 public:
  [[nodiscard]] static core::Result<DurableFile> create(const std::filesystem::path& target,
                                                        Readers readers = Readers::kAll);
  DurableFile(DurableFile&& other) noexcept;
  DurableFile(const DurableFile&) = delete;
  DurableFile& operator=(const DurableFile&) = delete;
  DurableFile& operator=(DurableFile&&) = delete;
  ~DurableFile();

  core::Status write(std::span<const std::byte> bytes);
  /// Overwrites from the start, then goes on at the end.
  core::Status rewrite_head(std::span<const std::byte> bytes);
  /// Makes it visible, replacing a file of that name.
  core::Status commit();

  /// Where the bytes are until commit().
  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }

 private:
  DurableFile(int descriptor, std::filesystem::path temporary, std::filesystem::path target)
      : descriptor_{descriptor}, temporary_{std::move(temporary)}, target_{std::move(target)} {}
  core::Status write_at(std::span<const std::byte> bytes, std::uint64_t offset);

  int descriptor_;  ///< -1 once closed
  std::uint64_t size_{0};
  std::filesystem::path temporary_;
  std::filesystem::path target_;
};

/// Makes an empty file that only its owner may read, unless there is something of that name.
core::Status create_private(const std::filesystem::path& file);

/// Moves a finished file to its name and makes the move durable. Both must be on one file system.
core::Status rename_durably(const std::filesystem::path& from, const std::filesystem::path& to);

/// Forces a file's bytes to the disk.
core::Status synchronize(const std::filesystem::path& file);

/// kExhausted for a full disk, else kIo, from errno.
[[nodiscard]] core::Error error_from_errno(const std::string& what, const std::filesystem::path& place);

}  // namespace tidemark::storage::files
