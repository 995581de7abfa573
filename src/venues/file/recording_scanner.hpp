#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "venues/file/byte_source.hpp"
#include "venues/file/recording_format.hpp"

namespace tidemark::venues::file {

/// Walks over the checksummed records of a recording without looking into them.
class RecordingScanner {
 public:
  enum class Step : std::uint8_t {
    kRecord,
    kEnd,  ///< clean end, or only a torn tail is left
  };

  RecordingScanner(std::unique_ptr<ByteSource> source, std::string name);

  /// Reads the file header. kParse "not_a_recording" when it is none; a file shorter than a header is a torn one.
  [[nodiscard]] core::Result<Step> open();
  /// The next whole record. A bad one is a torn tail when nothing acknowledged follows, else kCorrupt.
  [[nodiscard]] core::Result<Step> next();

  [[nodiscard]] RecordKind kind() const { return kind_; }
  [[nodiscard]] std::string_view payload() const { return payload_; }
  [[nodiscard]] ReplayFrom replay_from() const { return replay_from_; }
  /// Offset of the record last given, or of the bad one.
  [[nodiscard]] std::uint64_t record_offset() const { return record_offset_; }
  /// End of the last good record.
  [[nodiscard]] std::uint64_t good_bytes() const { return good_bytes_; }
  /// Known at the end.
  [[nodiscard]] std::uint64_t torn_bytes() const { return torn_bytes_; }
  [[nodiscard]] std::string place() const { return name_ + "@" + std::to_string(record_offset_); }

 private:
  /// Makes `bytes` available from begin_ on; false when the source ends before.
  [[nodiscard]] core::Result<bool> want(std::size_t bytes);
  [[nodiscard]] std::string_view have() const { return std::string_view{buffer_}.substr(begin_, end_ - begin_); }
  /// Reads on to the end behind a bad record.
  [[nodiscard]] core::Result<Step> judge_bad_record();
  /// A whole sync record at this place of the buffer.
  [[nodiscard]] bool is_sync_record(std::size_t at) const;

  std::unique_ptr<ByteSource> source_;
  std::string name_;
  std::string buffer_;
  std::size_t begin_{0};
  std::size_t end_{0};
  std::uint64_t offset_{0};  ///< of begin_ in the file
  RecordKind kind_{RecordKind::kSession};
  std::string_view payload_;
  ReplayFrom replay_from_{ReplayFrom::kEvents};
  std::uint64_t record_offset_{0};
  std::uint64_t good_bytes_{0};
  std::uint64_t torn_bytes_{0};
};

}  // namespace tidemark::venues::file
