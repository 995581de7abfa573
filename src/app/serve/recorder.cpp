#include "app/serve/recorder.hpp"

#include <filesystem>
#include <system_error>

#include "app/run_record.hpp"

namespace tidemark::app {
namespace {

constexpr core::Duration kSyncInterval = core::seconds(1);

}  // namespace

core::Result<std::unique_ptr<Recorder>> Recorder::open(const std::string& path, const core::Clock& clock) {
  std::unique_ptr<Recorder> recorder{new Recorder{path, clock}};
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::path{path}.parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  const auto size = std::filesystem::file_size(path, error);
  recorder->appending_ = !error && size > 0;
  auto writer = venues::file::open_recording_writer(path, venues::file::ReplayFrom::kEvents, recorder->table_);
  if (!writer) return core::forward_error(writer);
  recorder->writer_ = std::move(*writer);
  // A hash left by an earlier session no longer speaks for the file.
  std::filesystem::remove(run_record_path(path), error);
  recorder->synced_at_ = clock.monotonic();
  return recorder;
}

core::Status Recorder::put(const FeedItem& item) {
  if (const auto* instrument = std::get_if<core::Instrument>(&item)) {
    apply(table_, *instrument);
    return {};
  }
  const auto* event = std::get_if<core::Event>(&item);
  if (event == nullptr) {
    return core::fail(core::ErrorKind::kUnsupported, "state_in_recording",
                      "a recording begins with an engine that knows nothing, not with an earlier run's state", path_);
  }
  if (auto status = writer_->put_event(*event); !status) return status;
  return clock_.monotonic() - synced_at_ < kSyncInterval ? core::Status{} : sync();
}

core::Status Recorder::sync() {
  synced_at_ = clock_.monotonic();
  return writer_->sync();
}

}  // namespace tidemark::app
