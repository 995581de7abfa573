#include "ops/descriptor_limit.hpp"

#include <sys/resource.h>

namespace tidemark::ops {

std::optional<DescriptorLimit> read_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::nullopt;
  return DescriptorLimit{limit.rlim_cur, limit.rlim_max};
}

std::optional<DescriptorLimit> raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::nullopt;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return read_descriptor_limit();
}

}  // namespace tidemark::ops
