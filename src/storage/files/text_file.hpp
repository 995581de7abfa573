#pragma once

#include <filesystem>
#include <memory>
#include <ostream>

#include "core/result.hpp"

namespace tidemark::storage::files {

/// A text file written as a stream, compressed with gzip when its name ends in ".gz". It appears under its name
/// complete or not at all (DurableFile).
class TextFile {
 public:
  [[nodiscard]] static core::Result<std::unique_ptr<TextFile>> create(const std::filesystem::path& target);
  virtual ~TextFile() = default;

  /// Goes bad when the disk fails; commit() then tells why.
  virtual std::ostream& stream() = 0;
  virtual core::Status commit() = 0;
};

}  // namespace tidemark::storage::files
