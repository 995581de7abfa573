#pragma once

#include <cstdint>
#include <optional>

namespace tidemark::ops {

/// How many files and sockets this process may have open at once.
struct DescriptorLimit {
  std::uint64_t now{0};   ///< in force
  std::uint64_t most{0};  ///< what the process may raise it to by itself
};

/// The kernel's word; nothing when it gives none.
[[nodiscard]] std::optional<DescriptorLimit> read_descriptor_limit();

/// Raises the limit to the most there is, which shells leave at 1024 for programs that still use select(). Returns the
/// limit then in force.
std::optional<DescriptorLimit> raise_descriptor_limit();

}  // namespace tidemark::ops
