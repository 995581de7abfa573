#include "venues/file/event_source.hpp"

#include <algorithm>

#include "venues/file/event_sources.hpp"
#include "venues/file/recording_format.hpp"

namespace tidemark::venues::file {
namespace {

/// Enough to recognize any kind of file by; a line of a table is far shorter.
constexpr std::size_t kHeadBytes = std::size_t{256} << 10U;

core::Result<OpenedFile> open_file(const std::string& path) {
  auto source = open_byte_source(path);
  if (!source) return core::forward_error(source);
  OpenedFile file{path == "-" ? "standard input" : path, {}, std::move(*source)};
  auto head = peek(file.source, kHeadBytes);
  if (!head) return core::forward_error(head);
  file.head = std::move(*head);
  return file;
}

core::Result<EventSourcePtr> make_source(OpenedFile file, const EventSourceOptions& options,
                                         core::InstrumentTable& instruments) {
  if (file.head.starts_with(kRecordingMagic)) return make_recording_source(std::move(file), options, instruments);
  if (looks_like_capture(file.head)) return make_capture_source(std::move(file), options, instruments);
  return make_table_source(std::move(file), options, instruments);
}

}  // namespace

core::Result<EventSourcePtr> open_event_source(const std::vector<std::string>& paths, const EventSourceOptions& options,
                                               core::InstrumentTable& instruments) {
  if (paths.empty()) return core::fail(core::ErrorKind::kInvalidArgument, "no_source", "no file was given");
  std::vector<OpenedFile> files;
  for (const auto& path : paths) {
    auto file = open_file(path);
    if (!file) return core::forward_error(file);
    files.push_back(std::move(*file));
  }
  // The file that begins first is read first: an exchangeInfo capture must set the scales before other files use them.
  std::ranges::stable_sort(
      files, {}, [](const OpenedFile& file) { return first_time_of_capture(file.head).value_or(core::Timestamp{}); });
  std::vector<EventSourcePtr> sources;
  for (auto& file : files) {
    auto source = make_source(std::move(file), options, instruments);
    if (!source) return core::forward_error(source);
    sources.push_back(std::move(*source));
  }
  if (sources.size() == 1) return std::move(sources.front());
  return make_merged_source(std::move(sources));
}

}  // namespace tidemark::venues::file
