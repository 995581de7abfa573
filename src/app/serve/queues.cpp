#include "app/serve/queues.hpp"

#include <string>
#include <utility>

namespace tidemark::app {
namespace {

template <class T>
bus::QueueStats stats_of(const bus::SpscRing<T>& ring, const std::string& name, const char* owner, const char* unit) {
  return {.name = name,
          .owner = owner,
          .unit = unit,
          .policy = bus::OverflowPolicy::kBlock,
          .capacity = ring.capacity(),
          .depth = ring.depth(),
          .high_water = ring.high_water(),
          .full = ring.full()};
}

bus::QueueStats stats_of(const storage::Writer& writer, std::uint64_t rows_max) {
  const storage::WriterQueue::Depth depth = writer.health().queue;
  return {.name = "store.writer",
          .owner = "store-writer",
          .unit = "rows",
          .policy = bus::OverflowPolicy::kBlock,
          .capacity = rows_max,
          .depth = depth.rows,
          .high_water = depth.rows_max,
          .full = depth.waits + depth.refusals};
}

bus::QueueStats stats_of(const net::HttpServer& server) {
  const net::SendQueueStats stats = server.send_queues();
  return {.name = "websocket.frames",  // of the fullest client: the bound is each client's own
          .owner = "io",
          .unit = "frames",
          .policy = bus::OverflowPolicy::kDisconnect,
          .capacity = stats.capacity,
          .depth = stats.depth,
          .high_water = stats.high_water,
          .full = stats.slow_clients,
          .lost = stats.frames_lost,
          .coalesced = stats.frames_replaced};
}

}  // namespace

std::vector<bus::QueueRegistry::Registration> register_queues(bus::QueueRegistry& registry, const ServeQueues& queues) {
  std::vector<bus::QueueRegistry::Registration> all;
  for (std::size_t i = 0; i < queues.shards.size(); ++i) {
    Shard* shard = queues.shards[i];
    const std::string name = "engine." + std::to_string(i);
    all.push_back(
        registry.add([shard, name] { return stats_of(shard->input(), name + ".input", "engine", "events"); }));
    all.push_back(
        registry.add([shard, name] { return stats_of(shard->output(), name + ".output", "dispatch", "outputs"); }));
  }
  all.push_back(registry.add([&store = queues.store] { return store.stats(); }));
  all.push_back(registry.add(
      [&writer = queues.writer, rows_max = queues.writer_rows_max] { return stats_of(writer, rows_max); }));
  all.push_back(registry.add([&server = queues.server] { return stats_of(server); }));
  return all;
}

}  // namespace tidemark::app
