#include "bus/queue_registry.hpp"

#include <utility>

namespace tidemark::bus {

QueueRegistry::Registration::Registration(Registration&& other) noexcept
    : registry_{std::exchange(other.registry_, nullptr)}, id_{other.id_} {}

QueueRegistry::Registration::~Registration() {
  if (registry_ != nullptr) registry_->remove(id_);
}

QueueRegistry::Registration QueueRegistry::add(Probe probe) {
  const std::scoped_lock lock{mutex_};
  probes_.emplace(++added_, std::move(probe));
  return {*this, added_};
}

std::vector<QueueStats> QueueRegistry::list() const {
  const std::scoped_lock lock{mutex_};
  std::vector<QueueStats> all;
  all.reserve(probes_.size());
  for (const auto& [id, probe] : probes_) all.push_back(probe());
  return all;
}

void QueueRegistry::remove(std::uint64_t id) {
  const std::scoped_lock lock{mutex_};
  probes_.erase(id);
}

}  // namespace tidemark::bus
