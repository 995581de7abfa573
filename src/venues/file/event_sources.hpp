#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "venues/file/byte_source.hpp"
#include "venues/file/event_source.hpp"
#include "venues/file/recording.hpp"

namespace tidemark::venues::file {

// The kinds of event source; open_event_source() chooses among them.

using EventSourcePtr = std::unique_ptr<EventSource>;

/// An opened file and its first bytes, which the source still gives.
struct OpenedFile {
  std::string path;
  std::string head;
  std::unique_ptr<ByteSource> source;
};

/// True when the head looks like a capture rather than a table.
[[nodiscard]] bool looks_like_capture(std::string_view head);
/// Received time of the first timed line in the head.
[[nodiscard]] std::optional<core::Timestamp> first_time_of_capture(std::string_view head);

[[nodiscard]] core::Result<EventSourcePtr> make_capture_source(OpenedFile file, const EventSourceOptions& options,
                                                               core::InstrumentTable& instruments);
[[nodiscard]] core::Result<EventSourcePtr> make_recording_source(OpenedFile file, const EventSourceOptions& options,
                                                                 core::InstrumentTable& instruments);
/// Candles or trades from a CSV.
[[nodiscard]] core::Result<EventSourcePtr> make_table_source(OpenedFile file, const EventSourceOptions& options,
                                                             core::InstrumentTable& instruments);
/// Several sources as one, by received time; of equal times the earlier source first.
[[nodiscard]] core::Result<EventSourcePtr> make_merged_source(std::vector<EventSourcePtr> sources);

void set_instrument(core::Event& event, core::InstrumentId id);

}  // namespace tidemark::venues::file
