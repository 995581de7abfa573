#include "app/serve/reports.hpp"

#include <filesystem>
#include <system_error>

namespace tidemark::app {
namespace {

std::string_view name_of(storage::WriterState state) {
  switch (state) {
    case storage::WriterState::kWriting:
      return "writing";
    case storage::WriterState::kRetrying:
      return "retrying";
    case storage::WriterState::kStopped:
      return "stopped";
  }
  return "stopped";
}

std::uint64_t size_of(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return error ? 0 : size;
}

}  // namespace

api::StoreReport store_report(const storage::Writer& writer, const std::string& store_path) {
  const storage::WriterHealth health = writer.health();
  return {
      .state = std::string{name_of(health.state)},
      .reason = health.state == storage::WriterState::kRetrying && health.last_error ? health.last_error->text() : "",
      .queue_rows = health.queue.rows,
      .rejected = health.rejected,
      .database_bytes = size_of(store_path) + size_of(store_path + "-wal")};
}

std::vector<api::PartReport> own_parts(const std::vector<Shard*>& shards, const storage::Writer& writer,
                                       StoreHandOver::State store, core::Timestamp since) {
  std::vector<api::PartReport> parts;
  parts.reserve(shards.size() + 1);
  for (std::size_t i = 0; i < shards.size(); ++i) {
    parts.push_back({.name = "engine." + std::to_string(i), .since = since, .reason = {}, .circuit = {}});
  }
  api::PartReport writing{.name = "store writer", .since = since, .reason = {}, .circuit = {}};
  if (const auto problem = store_problem(writer.health(), store)) {
    writing.state = api::PartState::kDegraded;
    writing.reason = *problem;
  }
  parts.push_back(std::move(writing));
  return parts;
}

}  // namespace tidemark::app
