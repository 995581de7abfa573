#pragma once

#include <thread>

#include "core/result.hpp"
#include "storage/writer.hpp"

namespace tidemark::storage {

/// Runs a writer's agent on a thread named "store-writer" from construction to stop(). Constructed by app/ only: rooms
/// start no threads of their own.
class WriterThread {
 public:
  explicit WriterThread(Writer& writer);
  /// As stop(); what stop() would return is in the log.
  ~WriterThread();
  WriterThread(const WriterThread&) = delete;
  WriterThread& operator=(const WriterThread&) = delete;

  /// Refuses further records, writes what is queued, joins. The error says what could not be written.
  core::Status stop();

 private:
  void run(const std::stop_token& stop);

  Writer& writer_;
  core::Status outcome_;
  std::jthread thread_;
};

}  // namespace tidemark::storage
