#include "venues/file/byte_source.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "venues/file/gzip_source.hpp"

namespace tidemark::venues::file {
namespace {

using core::ErrorKind;
using core::fail;

class FileSource final : public ByteSource {
 public:
  FileSource(int fd, std::string name) : fd_{fd}, name_{std::move(name)} {}
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  ~FileSource() override {
    if (fd_ > STDERR_FILENO) ::close(fd_);
  }

  core::Result<std::size_t> read(std::span<char> out) override {
    while (true) {
      const ssize_t got = ::read(fd_, out.data(), out.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      const int number = errno;
      if (number != EINTR) return fail(ErrorKind::kIo, "read_failed", std::generic_category().message(number), name_);
    }
  }

 private:
  int fd_;
  std::string name_;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : rest_{bytes} {}
  core::Result<std::size_t> read(std::span<char> out) override {
    const std::size_t count = std::min(out.size(), rest_.size());
    rest_.copy(out.data(), count);
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
};

/// Gives the bytes that were looked at to recognize the format, then the rest.
class SniffedSource final : public ByteSource {
 public:
  SniffedSource(std::string head, std::unique_ptr<ByteSource> rest) : head_{std::move(head)}, rest_{std::move(rest)} {}
  core::Result<std::size_t> read(std::span<char> out) override {
    if (given_ == head_.size()) return rest_->read(out);
    const std::size_t count = std::min(out.size(), head_.size() - given_);
    head_.copy(out.data(), count, given_);
    given_ += count;
    return count;
  }

 private:
  std::string head_;
  std::size_t given_{0};
  std::unique_ptr<ByteSource> rest_;
};

struct Archive {
  std::string_view magic;
  std::string_view name;
};
constexpr std::array<Archive, 5> kUnsupported{{{"PK\x03\x04", "zip"},
                                               {"PK\x05\x06", "zip"},
                                               {"\x28\xB5\x2F\xFD", "zstd"},
                                               {"BZh", "bzip2"},
                                               {"\xFD\x37\x7A\x58\x5A", "xz"}}};

core::Result<std::unique_ptr<ByteSource>> decoded(std::unique_ptr<ByteSource> raw, const std::string& name) {
  constexpr std::size_t kMagicBytes = 6;
  const auto peeked = peek(raw, kMagicBytes);
  if (!peeked) return std::unexpected(peeked.error());
  const std::string_view head = *peeked;
  for (const auto& archive : kUnsupported) {
    if (!head.starts_with(archive.magic)) continue;
    return fail(ErrorKind::kUnsupported, "archive_not_supported",
                "this is a " + std::string(archive.name) + " file; give plain text or gzip (unpack it first)", name);
  }
  if (head.starts_with("\x1F\x8B")) return make_gzip_source(std::move(raw), name);
  return raw;
}

}  // namespace

core::Result<std::string> peek(std::unique_ptr<ByteSource>& source, std::size_t bytes) {
  std::string head(bytes, '\0');
  std::size_t have = 0;
  while (have < bytes) {
    auto got = source->read(std::span{head}.subspan(have));
    if (!got) return core::forward_error(got);
    if (*got == 0) break;
    have += *got;
  }
  head.resize(have);
  source = std::make_unique<SniffedSource>(head, std::move(source));
  return head;
}

core::Result<std::unique_ptr<ByteSource>> open_byte_source(const std::string& path) {
  if (path == "-") return decoded(std::make_unique<FileSource>(STDIN_FILENO, "standard input"), "standard input");
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    const int number = errno;
    const bool missing = number == ENOENT || number == ENOTDIR;
    return fail(missing ? ErrorKind::kNotFound : ErrorKind::kIo, missing ? "file_not_found" : "open_failed",
                std::generic_category().message(number), path);
  }
  auto file = std::make_unique<FileSource>(fd, path);
  struct stat info{};
  if (::fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
    return fail(ErrorKind::kIo, "is_directory", "this is a directory, not a file", path);
  }
  return decoded(std::move(file), path);
}

core::Result<std::unique_ptr<ByteSource>> byte_source_of(std::string_view bytes, const std::string& name) {
  return decoded(std::make_unique<MemorySource>(bytes), name);
}

}  // namespace tidemark::venues::file
