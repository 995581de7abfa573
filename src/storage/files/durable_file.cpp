#include "storage/files/durable_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tidemark::storage::files {

using core::ErrorKind;
using core::Result;
using core::Status;

namespace {

namespace fs = std::filesystem;

constexpr mode_t kPrivate = S_IRUSR | S_IWUSR;  // as mkstemp makes them
/// For their owner's tools as any other file.
constexpr mode_t kMode = kPrivate | S_IRGRP | S_IROTH;

fs::path folder_of(const fs::path& file) {
  const fs::path parent = file.parent_path();
  return parent.empty() ? fs::path{"."} : parent;
}

}  // namespace

core::Error error_from_errno(const std::string& what, const fs::path& place) {
  const int number = errno;
  if (number == ENOSPC || number == EDQUOT)
    return {ErrorKind::kExhausted, "disk_full", "the disk is full", place.string()};
  const ErrorKind kind = number == ENOENT ? ErrorKind::kNotFound : ErrorKind::kIo;
  return {kind, "file_io", what + ": " + std::generic_category().message(number), place.string()};
}

Result<DurableFile> DurableFile::create(const fs::path& target, Readers readers) {
  if (target.filename().empty()) {
    return core::fail(ErrorKind::kInvalidArgument, "file_name", "a file name is needed", target.string());
  }
  std::string name = (folder_of(target) / ("." + target.filename().string() + ".XXXXXX")).string();
  const int descriptor = mkstemp(name.data());
  if (descriptor < 0) return std::unexpected(error_from_errno("cannot write here", target));
  DurableFile file{descriptor, name, target};
  if (readers == Readers::kAll && fchmod(descriptor, kMode) != 0)
    return std::unexpected(error_from_errno("cannot set permissions", target));
  return file;
}

DurableFile::DurableFile(DurableFile&& other) noexcept
    : descriptor_{std::exchange(other.descriptor_, -1)},
      size_{other.size_},
      temporary_{std::exchange(other.temporary_, {})},
      target_{std::move(other.target_)} {}

DurableFile::~DurableFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Status DurableFile::write(std::span<const std::byte> bytes) {
  if (auto done = write_at(bytes, size_); !done) return done;
  size_ += bytes.size();
  return {};
}

Status DurableFile::rewrite_head(std::span<const std::byte> bytes) {
  return write_at(bytes, 0);
}

Status DurableFile::write_at(std::span<const std::byte> bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0) {
      if (errno == EINTR) continue;
      return std::unexpected(error_from_errno("cannot write", target_));
    }
    offset += static_cast<std::uint64_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Status DurableFile::commit() {
  if (::fsync(descriptor_) != 0) return std::unexpected(error_from_errno("cannot write to the disk", target_));
  const int closed = ::close(std::exchange(descriptor_, -1));
  if (closed != 0) return std::unexpected(error_from_errno("cannot write", target_));
  if (auto moved = rename_durably(temporary_, target_); !moved) return moved;
  temporary_.clear();
  return {};
}

Status create_private(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kPrivate);
  if (descriptor < 0 && errno != EEXIST) return std::unexpected(error_from_errno("cannot write here", file));
  if (descriptor >= 0) ::close(descriptor);
  return {};
}

Status rename_durably(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return std::unexpected(error_from_errno("cannot rename", to));
  return synchronize(folder_of(to));
}

Status synchronize(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return std::unexpected(error_from_errno("cannot open", file));
  const int code = ::fsync(descriptor);
  Status outcome;
  if (code != 0) outcome = std::unexpected(error_from_errno("cannot write to the disk", file));
  ::close(descriptor);
  return outcome;
}

}  // namespace tidemark::storage::files
