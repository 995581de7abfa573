#include "venues/file/recording_scanner.hpp"

#include <cstring>

namespace tidemark::venues::file {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{256} << 10U;

template <class T>
T read_at(std::string_view bytes, std::size_t at) {
  T value{};
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

}  // namespace

RecordingScanner::RecordingScanner(std::unique_ptr<ByteSource> source, std::string name)
    : source_{std::move(source)}, name_{std::move(name)}, buffer_(kPieceBytes, '\0') {}

core::Result<bool> RecordingScanner::want(std::size_t bytes) {
  while (end_ - begin_ < bytes) {
    if (begin_ != 0) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    // Grows with what really came, so that a wild size in a damaged record costs no memory.
    if (end_ == buffer_.size()) buffer_.resize(2 * buffer_.size());
    auto got = source_->read({buffer_.data() + end_, buffer_.size() - end_});
    if (!got) return core::forward_error(got);
    if (*got == 0) return false;
    end_ += *got;
  }
  return true;
}

core::Result<RecordingScanner::Step> RecordingScanner::open() {
  const auto whole = want(kFileHeaderBytes);
  if (!whole) return std::unexpected(whole.error());
  const auto events = file_header(ReplayFrom::kEvents);
  const std::string_view head = have();
  if (!*whole && std::string_view{events.data(), events.size()}
                     .substr(0, kRecordingMagic.size())
                     .starts_with(head.substr(0, kRecordingMagic.size()))) {
    torn_bytes_ = head.size();
    return Step::kEnd;
  }
  const auto mode = read_file_header(head);
  if (!mode) {
    return core::fail(core::ErrorKind::kParse, "not_a_recording", "this is not a Tidemark recording of version 1",
                      name_);
  }
  replay_from_ = *mode;
  begin_ += kFileHeaderBytes;
  offset_ = kFileHeaderBytes;
  good_bytes_ = kFileHeaderBytes;
  return Step::kRecord;
}

core::Result<RecordingScanner::Step> RecordingScanner::next() {
  record_offset_ = offset_;
  const auto some = want(kRecordHeaderBytes);
  if (!some) return std::unexpected(some.error());
  if (!*some) {
    torn_bytes_ = have().size();
    return Step::kEnd;
  }
  const auto size = read_at<std::uint32_t>(have(), 0);
  const auto kind = read_at<std::uint8_t>(have(), 4);
  if (size > kPayloadBytesMax || kind < 1 || kind > static_cast<std::uint8_t>(RecordKind::kSync))
    return judge_bad_record();
  const std::size_t checked = kRecordHeaderBytes + size;
  const auto whole = want(checked + kChecksumBytes);
  if (!whole) return std::unexpected(whole.error());
  if (!*whole || record_checksum(have().substr(0, checked)) != read_at<std::uint64_t>(have(), checked)) {
    return judge_bad_record();
  }
  kind_ = static_cast<RecordKind>(kind);
  payload_ = have().substr(kRecordHeaderBytes, size);
  begin_ += checked + kChecksumBytes;
  offset_ += checked + kChecksumBytes;
  good_bytes_ = offset_;
  return Step::kRecord;
}

bool RecordingScanner::is_sync_record(std::size_t at) const {
  constexpr std::size_t kChecked = kRecordHeaderBytes + kSyncPayloadBytes;
  const std::string_view rest = have().substr(at);
  if (rest.size() < kChecked + kChecksumBytes) return false;
  return read_at<std::uint32_t>(rest, 0) == kSyncPayloadBytes &&
         read_at<std::uint64_t>(rest, kRecordHeaderBytes + kSyncMagic.size()) == offset_ + at &&
         read_at<std::uint64_t>(rest, kChecked) == record_checksum(rest.substr(0, kChecked));
}

core::Result<RecordingScanner::Step> RecordingScanner::judge_bad_record() {
  constexpr std::size_t kWholeSync = kRecordHeaderBytes + kSyncPayloadBytes + kChecksumBytes;
  while (true) {
    const auto more = want(kPieceBytes);
    if (!more) return std::unexpected(more.error());
    std::size_t from = 0;
    for (std::size_t at = 0; (at = have().find(kSyncMagic, from)) != std::string_view::npos; from = at + 1) {
      if (at >= kRecordHeaderBytes && is_sync_record(at - kRecordHeaderBytes)) {
        return core::fail(core::ErrorKind::kCorrupt, "recording_corrupt",
                          "a record is damaged although acknowledged data follows it", place());
      }
    }
    if (!*more) break;
    // A sync record may lie across the edge: keep its length.
    const std::size_t pass = have().size() > kWholeSync ? have().size() - kWholeSync : 0;
    begin_ += pass;
    offset_ += pass;
  }
  torn_bytes_ = offset_ + have().size() - good_bytes_;
  return Step::kEnd;
}

}  // namespace tidemark::venues::file
