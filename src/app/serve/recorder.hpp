#pragma once

#include <memory>
#include <string>

#include "app/instrument_feed.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "venues/file/recording.hpp"

namespace tidemark::app {

/// Records what is fed to the engine, event by event, and makes it durable about once a second. On the feed's thread.
class Recorder {
 public:
  [[nodiscard]] static core::Result<std::unique_ptr<Recorder>> open(const std::string& path, const core::Clock& clock);

  /// kIo: the disk is full or gone; what was acknowledged before stays.
  core::Status put(const FeedItem& item);
  core::Status sync();
  [[nodiscard]] std::uint64_t events() const { return writer_->counters().events; }
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Whether the file held earlier sessions: then one hash cannot speak for all of it.
  [[nodiscard]] bool appending() const { return appending_; }

 private:
  Recorder(std::string path, const core::Clock& clock) : path_{std::move(path)}, clock_{clock} {}

  std::string path_;
  const core::Clock& clock_;
  core::InstrumentTable table_;
  std::unique_ptr<venues::file::RecordingWriter> writer_;
  core::Duration synced_at_{0};
  bool appending_{false};
};

}  // namespace tidemark::app
