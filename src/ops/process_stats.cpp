#include "ops/process_stats.hpp"

#include <fstream>
#include <string>

#include <sys/resource.h>

namespace tidemark::ops {
namespace {

core::Duration duration_of(const timeval& time) {
  return core::seconds(time.tv_sec) + core::nanoseconds(std::int64_t{time.tv_usec} * 1000);
}

}  // namespace

// proc(5): "VmRSS:     12345 kB", one fact a line.
ProcessStats read_process_stats() {
  ProcessStats stats;
  std::ifstream file{"/proc/self/status"};
  std::string name;
  while (file >> name) {
    std::uint64_t value = 0;
    if (name == "VmRSS:" && file >> value) stats.rss_bytes = value * 1024;
    if (name == "VmHWM:" && file >> value) stats.rss_peak_bytes = value * 1024;
    if (name == "Threads:" && file >> value) stats.threads = value;
    std::getline(file, name);
  }
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) == 0) stats.cpu = duration_of(usage.ru_utime) + duration_of(usage.ru_stime);
  return stats;
}

}  // namespace tidemark::ops
