#pragma once

#include <cstdint>
#include <vector>

#include "app/serve/shard.hpp"
#include "app/serve/store_hand_over.hpp"
#include "bus/queue_registry.hpp"
#include "net/http_server.hpp"
#include "storage/writer.hpp"

namespace tidemark::app {

/// The queues between the threads of `serve`, but for those that rooms register themselves.
struct ServeQueues {
  std::vector<Shard*> shards;
  const StoreHandOver& store;
  const storage::Writer& writer;
  std::uint64_t writer_rows_max;
  const net::HttpServer& server;
};

/// Puts them on the list; everything named in `queues` must outlive the registrations.
[[nodiscard]] std::vector<bus::QueueRegistry::Registration> register_queues(bus::QueueRegistry& registry,
                                                                            const ServeQueues& queues);

}  // namespace tidemark::app
