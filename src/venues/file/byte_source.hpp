#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace tidemark::venues::file {

/// Bytes of a file, one piece after the other. Single-threaded.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills up to out.size() bytes and returns how many; 0 is the end. After an error every call gives it again.
  [[nodiscard]] virtual core::Result<std::size_t> read(std::span<char> out) = 0;
};

/// Opens a plain or gzip file, or standard input for "-"; gzip is recognized by its first bytes, not by the name, and
/// may have several members. Memory is bounded whatever the file's size. Errors: kNotFound, kIo, and kUnsupported for
/// zip, zstd, bzip2 and xz. read() gives kCorrupt for damaged ("gzip_corrupt") or cut off ("gzip_truncated") gzip data.
[[nodiscard]] core::Result<std::unique_ptr<ByteSource>> open_byte_source(const std::string& path);

/// The same decoding over bytes in memory, which must outlive the source; `name` is for messages.
[[nodiscard]] core::Result<std::unique_ptr<ByteSource>> byte_source_of(std::string_view bytes, const std::string& name);

/// The first bytes of a source (fewer at its end), which `source` then gives again: for recognizing a format.
[[nodiscard]] core::Result<std::string> peek(std::unique_ptr<ByteSource>& source, std::size_t bytes);

/// Lines of a byte source without their "\n" or "\r\n" and without a UTF-8 byte order mark. A last line without an end
/// counts. Holds one line and one piece at a time.
class LineReader {
 public:
  /// `source` must outlive the reader; `name` is for messages. A line longer than `line_bytes_max` is an error
  /// (kExhausted "line_too_long").
  LineReader(ByteSource& source, std::string name, std::size_t line_bytes_max);

  /// False at the end. `line` is valid until the next call and has kPadding readable bytes behind it.
  [[nodiscard]] core::Result<bool> next(std::string_view& line);
  /// Number of the line last given, from 1.
  [[nodiscard]] std::uint64_t line_number() const { return line_number_; }
  /// "file.csv:12"
  [[nodiscard]] std::string place() const { return name_ + ":" + std::to_string(line_number_); }
  [[nodiscard]] const std::string& name() const { return name_; }

  static constexpr std::size_t kPadding = 64;

 private:
  [[nodiscard]] core::Result<bool> fill();

  ByteSource& source_;
  std::string name_;
  std::size_t line_bytes_max_;
  std::string buffer_;  ///< [begin_, end_) not yet given out
  std::size_t begin_{0};
  std::size_t scanned_{0};  ///< no line end before this place
  std::size_t end_{0};
  std::uint64_t line_number_{0};
  bool at_end_{false};
};

}  // namespace tidemark::venues::file
