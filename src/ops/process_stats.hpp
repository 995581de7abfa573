#pragma once

#include <cstdint>

#include "core/time.hpp"

namespace tidemark::ops {

/// What this process costs the machine, by the kernel's count. 0 where the kernel does not say.
struct ProcessStats {
  std::uint64_t rss_bytes{0};
  std::uint64_t rss_peak_bytes{0};
  core::Duration cpu;  ///< user and system time of all threads since the start
  std::uint64_t threads{0};
};

/// Reads /proc/self and getrusage; some 50 us.
[[nodiscard]] ProcessStats read_process_stats();

}  // namespace tidemark::ops
