#include <array>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/event_codec.hpp"
#include "venues/file/recording.hpp"
#include "venues/file/recording_format.hpp"
#include "venues/file/recording_scanner.hpp"

namespace tidemark::venues::file {
namespace {

using core::ErrorKind;
using core::fail;

constexpr std::size_t kFlushBytes = std::size_t{256} << 10U;

std::unexpected<core::Error> io_error(const std::string& code, const std::string& path) {
  const int number = errno;
  return fail(ErrorKind::kIo, number == ENOSPC ? "disk_full" : code, std::generic_category().message(number), path);
}

/// Owns a file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_{fd} {}
  Descriptor(Descriptor&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

/// What is already in the file.
struct Existing {
  std::uint64_t good_bytes{0};
  std::uint64_t torn_bytes{0};
  std::uint64_t sessions{0};
  std::optional<ReplayFrom> replay_from;  ///< empty for a new file
};

core::Result<Existing> examine(int fd, const std::string& path) {
  std::array<unsigned char, 2> first{};
  if (::pread(fd, first.data(), first.size(), 0) == 2 && first[0] == 0x1F && first[1] == 0x8B) {
    return fail(ErrorKind::kConflict, "not_appendable", "a packed recording can be read but not continued", path);
  }
  auto source = open_byte_source(path);
  if (!source) return core::forward_error(source);
  RecordingScanner scanner{std::move(*source), path};
  auto step = scanner.open();
  if (!step) return core::forward_error(step);
  Existing existing;
  if (*step == RecordingScanner::Step::kRecord) existing.replay_from = scanner.replay_from();
  while (*step == RecordingScanner::Step::kRecord) {
    step = scanner.next();
    if (!step) return core::forward_error(step);
    if (*step == RecordingScanner::Step::kRecord && scanner.kind() == RecordKind::kSession) ++existing.sessions;
  }
  existing.good_bytes = scanner.good_bytes();
  existing.torn_bytes = scanner.torn_bytes();
  return existing;
}

class Writer final : public RecordingWriter {
 public:
  Writer(Descriptor fd, std::string path, const core::InstrumentTable& instruments, std::uint64_t size)
      : fd_{std::move(fd)}, path_{std::move(path)}, instruments_{instruments}, written_{size} {
    counters_.bytes = size;
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() override {
    // Nobody is left to be told; what counts was acknowledged by an earlier sync().
    if (const auto last = sync(); !last) pending_.clear();
  }

  core::Status begin(const Existing& existing, ReplayFrom replay_from) {
    counters_.truncated_bytes = existing.torn_bytes;
    if (!existing.replay_from) {
      const auto header = file_header(replay_from);
      pending_.insert(pending_.end(), header.begin(), header.end());
    }
    payload_.clear();
    payload_.put(existing.sessions + 1);
    if (auto put = put_record(RecordKind::kSession); !put) return put;
    return sync();
  }

  core::Status put_frame(const Frame& frame) override {
    payload_.clear();
    payload_.put(frame.received.ns);
    payload_.put_text(frame.venue);
    payload_.put_text(frame.stream);
    payload_.put_text(frame.text);
    auto put = put_record(RecordKind::kFrame);
    if (put) ++counters_.frames;
    return put;
  }
  core::Status put_event(const core::Event& event) override {
    if (const auto id = core::instrument_of(event); id && !is_described(*id)) {
      if (auto put = put_instrument(*id); !put) return put;
    }
    payload_.clear();
    core::encode(event, payload_);
    auto put = put_record(RecordKind::kEvent);
    if (put) ++counters_.events;
    return put;
  }
  core::Status put_instrument(core::InstrumentId id) override {
    const core::Instrument& facts = instruments_.get(id);
    payload_.clear();
    put_instrument_facts(facts, payload_);
    if (auto put = put_record(RecordKind::kInstrument); !put) return put;
    if (described_.size() <= id.value) described_.resize(id.value + 1);
    described_[id.value] = Described{facts.scale, facts.tick_size, facts.lot_size};
    ++counters_.instruments;
    return {};
  }
  core::Status sync() override {
    if (counters_.bytes == counters_.acknowledged) return {};
    payload_.clear();
    for (const char c : kSyncMagic) payload_.put(c);
    payload_.put(counters_.bytes);
    if (auto put = put_record(RecordKind::kSync); !put) return put;
    if (auto flushed = flush(); !flushed) return flushed;
    if (::fdatasync(fd_.get()) != 0) return io_error("sync_failed", path_);
    counters_.acknowledged = counters_.bytes;
    ++counters_.syncs;
    return {};
  }
  [[nodiscard]] const RecordingCounters& counters() const override { return counters_; }

 private:
  /// The facts of an instrument that change the meaning of its events.
  struct Described {
    core::Scale scale;
    core::Price tick_size;
    core::Qty lot_size;
  };

  [[nodiscard]] bool is_described(core::InstrumentId id) const {
    if (id.value >= described_.size() || !described_[id.value]) return false;
    const auto& facts = instruments_.get(id);
    const auto& known = *described_[id.value];
    return known.scale == facts.scale && known.tick_size == facts.tick_size && known.lot_size == facts.lot_size;
  }

  /// Frames payload_ as a record. On failure nothing was added.
  core::Status put_record(RecordKind kind) {
    const auto payload = payload_.bytes();
    if (payload.size() > kPayloadBytesMax) {
      return fail(ErrorKind::kExhausted, "record_too_large", "a record may have 128 MiB", path_);
    }
    if (pending_.size() >= kFlushBytes) {
      if (auto flushed = flush(); !flushed) return flushed;
    }
    const std::size_t begin = pending_.size();
    const auto size = static_cast<std::uint32_t>(payload.size());
    append(&size, sizeof size);
    append(&kind, sizeof kind);
    append(payload.data(), payload.size());
    const std::uint64_t checksum = record_checksum({pending_.data() + begin, pending_.size() - begin});
    append(&checksum, sizeof checksum);
    counters_.bytes = written_ + pending_.size();
    return {};
  }
  void append(const void* data, std::size_t size) {
    const auto* bytes = static_cast<const char*>(data);
    pending_.insert(pending_.end(), bytes, bytes + size);
  }

  core::Status flush() {
    std::size_t done = 0;
    while (done < pending_.size()) {
      const ssize_t count = ::write(fd_.get(), pending_.data() + done, pending_.size() - done);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) {
        auto failed = io_error("write_failed", path_);
        // What was written of these records is no use: the next attempt starts at a record's edge again.
        if (::ftruncate(fd_.get(), static_cast<off_t>(written_)) == 0) ::lseek(fd_.get(), 0, SEEK_END);
        return failed;
      }
      done += static_cast<std::size_t>(count);
    }
    written_ += pending_.size();
    pending_.clear();
    return {};
  }

  Descriptor fd_;
  std::string path_;
  const core::InstrumentTable& instruments_;
  std::uint64_t written_;      ///< bytes in the file
  std::vector<char> pending_;  ///< whole records not yet written
  core::ByteWriter payload_;
  std::vector<std::optional<Described>> described_;
  RecordingCounters counters_;
};

/// A new name in a folder is durable only when the folder is.
void sync_folder(const std::string& path) {
  auto folder = std::filesystem::path{path}.parent_path();
  if (folder.empty()) folder = ".";
  const Descriptor fd{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (fd.get() >= 0) ::fsync(fd.get());
}

}  // namespace

core::Result<std::unique_ptr<RecordingWriter>> open_recording_writer(const std::string& path, ReplayFrom replay_from,
                                                                     const core::InstrumentTable& instruments) {
  Descriptor fd{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)};
  if (fd.get() < 0) return io_error("open_failed", path);
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    return fail(ErrorKind::kConflict, "recording_in_use", "another process is writing this recording", path);
  }
  auto existing = examine(fd.get(), path);
  if (!existing) return core::forward_error(existing);
  if (existing->replay_from && *existing->replay_from != replay_from) {
    return fail(ErrorKind::kConflict, "recording_mode", "the recording was begun for the other kind of replay", path);
  }
  if (existing->torn_bytes > 0 && ::ftruncate(fd.get(), static_cast<off_t>(existing->good_bytes)) != 0) {
    return io_error("truncate_failed", path);
  }
  if (::lseek(fd.get(), 0, SEEK_END) < 0) return io_error("seek_failed", path);
  const bool is_new = !existing->replay_from;
  auto writer = std::make_unique<Writer>(std::move(fd), path, instruments, existing->good_bytes);
  if (auto begun = writer->begin(*existing, replay_from); !begun) return core::forward_error(begun);
  if (is_new) sync_folder(path);
  return writer;
}

}  // namespace tidemark::venues::file
