#pragma once

#include <cstdint>

#include "ops/config.hpp"
#include "ops/log.hpp"

namespace tidemark::app {

/// Files and sockets a service opens at most with this configuration.
[[nodiscard]] std::uint64_t descriptors_wanted(const ops::ServerConfig& server);

/// Raises the process's limit as far as the system lets it, and says so in the log when that is not enough for all the
/// connections the configuration allows.
void raise_descriptors(const ops::ServerConfig& server, ops::Logger& logger);

}  // namespace tidemark::app
