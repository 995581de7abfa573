#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/event.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"

namespace tidemark::venues::file {

class ByteSource;

/// Tidemark's own recording (.tmrec): an append-only file of checksummed records. Format (little-endian): a 16-byte
/// file header, then records of u32 payload size, u8 kind, payload, u64 XXH3 over size, kind and payload. A session
/// record starts each run of the writer; instrument records say what the ids of the following events mean; frame
/// records hold a venue's raw text, event records core::encode()'s bytes; a sync record says how many bytes before it
/// are acknowledged.

/// A raw message as it came.
struct Frame {
  std::string_view venue;   ///< "binance", "binance_usdm"
  std::string_view stream;  ///< connection or stream label; for REST bodies the path with its query
  core::Timestamp received;
  std::string_view text;
};

/// What a replay of the recording feeds to the engine.
enum class ReplayFrom : std::uint8_t {
  kEvents,           ///< event records; frames are kept as evidence
  kFramesAndEvents,  ///< frames are parsed again; event records (heartbeats, feed states) add what is not in a frame
};

struct RecordingCounters {
  std::uint64_t frames{0};
  std::uint64_t events{0};
  std::uint64_t instruments{0};
  std::uint64_t syncs{0};
  std::uint64_t bytes{0};            ///< size of the file with everything written so far
  std::uint64_t acknowledged{0};     ///< bytes that survive a power cut
  std::uint64_t truncated_bytes{0};  ///< torn tail removed when the file was reopened
};

/// Appends to a recording. Not thread-safe: one writer thread. Writes are buffered; nothing is promised before sync().
class RecordingWriter {
 public:
  virtual ~RecordingWriter() = default;
  virtual core::Status put_frame(const Frame& frame) = 0;
  /// Writes the instrument's facts first when this session has not yet, or when they have changed since.
  virtual core::Status put_event(const core::Event& event) = 0;
  /// Writes an instrument's facts although no event named it (recordings of frames only).
  virtual core::Status put_instrument(core::InstrumentId id) = 0;
  /// Flushes and makes everything put so far durable; when it returns success that is acknowledged. kIo on a full disk.
  virtual core::Status sync() = 0;
  [[nodiscard]] virtual const RecordingCounters& counters() const = 0;
};

/// Creates the file, or opens an existing one for appending: a torn tail after the last whole record is cut off and
/// counted. Damage before acknowledged data is kCorrupt and nothing is touched. kConflict when another writer holds it.
/// `instruments` must outlive the writer.
[[nodiscard]] core::Result<std::unique_ptr<RecordingWriter>> open_recording_writer(
    const std::string& path, ReplayFrom replay_from, const core::InstrumentTable& instruments);

/// The instrument `id` of the recording's events is described by `facts` from here on. facts.id is the recording's id.
struct RecordedInstrument {
  core::Instrument facts;
};
/// A new run of the writer begins: ids of earlier instrument records mean nothing any more.
struct SessionStart {
  std::uint64_t number{0};  ///< from 1
};
struct RecordedEvent {
  core::Event event;  ///< instrument ids as in the recording
};
using Record = std::variant<SessionStart, RecordedInstrument, Frame, RecordedEvent>;

/// Reads a recording from its start. A Frame's views are valid until the next call.
class RecordingReader {
 public:
  virtual ~RecordingReader() = default;
  /// False at the clean end. A torn tail (a record cut off by a crash) is the end too; torn_bytes() then says how much
  /// was left. A record whose checksum or content is wrong is kCorrupt with "file@offset" as place; every later call
  /// repeats it.
  [[nodiscard]] virtual core::Result<bool> next(Record& out) = 0;
  [[nodiscard]] virtual ReplayFrom replay_from() const = 0;
  [[nodiscard]] virtual std::uint64_t torn_bytes() const = 0;
};

[[nodiscard]] core::Result<std::unique_ptr<RecordingReader>> open_recording_reader(const std::string& path);
/// The same from a source that is already open; `name` is for messages.
[[nodiscard]] core::Result<std::unique_ptr<RecordingReader>> recording_reader_on(std::unique_ptr<ByteSource> source,
                                                                                 const std::string& name);
/// The same over bytes in memory, which must outlive the reader.
[[nodiscard]] core::Result<std::unique_ptr<RecordingReader>> recording_reader_of(std::string_view bytes,
                                                                                 const std::string& name);

}  // namespace tidemark::venues::file
