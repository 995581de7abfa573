#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tidemark::app {

/// "tidemark (pid 123)": the process that listens on this TCP port, from /proc. Nothing when no one does, or when the
/// process belongs to someone else and may not be looked at.
[[nodiscard]] std::optional<std::string> listener_on(std::uint16_t port);

}  // namespace tidemark::app
