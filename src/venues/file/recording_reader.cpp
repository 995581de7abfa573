#include <optional>

#include "core/event_codec.hpp"
#include "venues/file/recording.hpp"
#include "venues/file/recording_scanner.hpp"

namespace tidemark::venues::file {
namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span{text.data(), text.size()});
}

/// Text of a length-prefixed field without copying it.
bool take_text(std::string_view& rest, std::string_view& out) {
  core::ByteReader in{bytes_of(rest)};
  const auto size = in.get<std::uint32_t>();
  if (!in.ok() || size > in.remaining()) return false;
  out = rest.substr(sizeof(std::uint32_t), size);
  rest.remove_prefix(sizeof(std::uint32_t) + size);
  return true;
}

bool decode_frame(std::string_view payload, Frame& frame) {
  core::ByteReader in{bytes_of(payload)};
  frame.received.ns = in.get<std::int64_t>();
  if (!in.ok()) return false;
  payload.remove_prefix(sizeof(std::int64_t));
  return take_text(payload, frame.venue) && take_text(payload, frame.stream) && take_text(payload, frame.text) &&
         payload.empty();
}

class Reader final : public RecordingReader {
 public:
  explicit Reader(RecordingScanner&& scanner, RecordingScanner::Step first)
      : scanner_{std::move(scanner)}, step_{first} {}

  core::Result<bool> next(Record& out) override {
    if (failure_) return std::unexpected(*failure_);
    while (step_ == RecordingScanner::Step::kRecord) {
      const auto step = scanner_.next();
      if (!step) {
        failure_ = step.error();
        return std::unexpected(*failure_);
      }
      step_ = *step;
      if (step_ == RecordingScanner::Step::kEnd) break;
      if (scanner_.kind() == RecordKind::kSync) continue;
      if (decode(out)) return true;
      failure_ = core::Error{core::ErrorKind::kCorrupt, "recording_corrupt",
                             "a record's content does not follow its format", scanner_.place()};
      return std::unexpected(*failure_);
    }
    return false;
  }
  [[nodiscard]] ReplayFrom replay_from() const override { return scanner_.replay_from(); }
  [[nodiscard]] std::uint64_t torn_bytes() const override { return scanner_.torn_bytes(); }

 private:
  bool decode(Record& out) {
    core::ByteReader in{bytes_of(scanner_.payload())};
    switch (scanner_.kind()) {
      case RecordKind::kSession: {
        const SessionStart session{in.get<std::uint64_t>()};
        out = session;
        return in.ok() && in.remaining() == 0;
      }
      case RecordKind::kInstrument: {
        auto facts = get_instrument_facts(in);
        if (!facts) return false;
        out = RecordedInstrument{std::move(*facts)};
        return true;
      }
      case RecordKind::kFrame: {
        Frame frame;
        if (!decode_frame(scanner_.payload(), frame)) return false;
        out = frame;
        return true;
      }
      case RecordKind::kEvent: {
        auto event = core::decode_event(in);
        if (!event || in.remaining() != 0) return false;
        out = RecordedEvent{std::move(*event)};
        return true;
      }
      case RecordKind::kSync:
        break;
    }
    return false;
  }

  RecordingScanner scanner_;
  RecordingScanner::Step step_;
  std::optional<core::Error> failure_;
};

core::Result<std::unique_ptr<RecordingReader>> open_reader(core::Result<std::unique_ptr<ByteSource>> source,
                                                           const std::string& name) {
  if (!source) return core::forward_error(source);
  RecordingScanner scanner{std::move(*source), name};
  const auto step = scanner.open();
  if (!step) return std::unexpected(step.error());
  return std::make_unique<Reader>(std::move(scanner), *step);
}

}  // namespace

core::Result<std::unique_ptr<RecordingReader>> open_recording_reader(const std::string& path) {
  return open_reader(open_byte_source(path), path);
}

core::Result<std::unique_ptr<RecordingReader>> recording_reader_on(std::unique_ptr<ByteSource> source,
                                                                   const std::string& name) {
  return open_reader(std::move(source), name);
}

core::Result<std::unique_ptr<RecordingReader>> recording_reader_of(std::string_view bytes, const std::string& name) {
  return open_reader(byte_source_of(bytes, name), name);
}

}  // namespace tidemark::venues::file
