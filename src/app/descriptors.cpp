#include "app/descriptors.hpp"

#include "ops/descriptor_limit.hpp"

namespace tidemark::app {

std::uint64_t descriptors_wanted(const ops::ServerConfig& server) {
  constexpr std::uint64_t kOwn = 64;  // database, logs, recordings, listening sockets, the venue's streams
  return server.connections_max + kOwn;
}

void raise_descriptors(const ops::ServerConfig& server, ops::Logger& logger) {
  const auto limit = ops::raise_descriptor_limit();
  const std::uint64_t wanted = descriptors_wanted(server);
  if (!limit || limit->now >= wanted) return;
  logger.warning("the system allows fewer open files than server.connections_max needs; clients beyond them will wait",
                 {{"allowed", limit->now}, {"wanted", wanted}});
}

}  // namespace tidemark::app
