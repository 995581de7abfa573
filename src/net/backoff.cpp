#include "net/backoff.hpp"

#include <algorithm>

namespace tidemark::net {

core::Duration Backoff::failed(core::Timestamp now) {
  if (opened_ && now - *opened_ >= config_.stable) failures_ = 0;
  opened_.reset();
  core::Duration ceiling = std::min(config_.first, config_.cap);
  for (std::uint32_t i = 0; i < failures_ && ceiling < config_.cap; ++i) {
    ceiling = ceiling.ns > config_.cap.ns / 2 ? config_.cap : ceiling * 2;
  }
  ++failures_;
  const core::Duration wait{static_cast<std::int64_t>(rng_.uniform(0, static_cast<double>(ceiling.ns)))};
  return std::max(wait, config_.least);
}

}  // namespace tidemark::net
