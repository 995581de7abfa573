#include "bus/queue_registry.hpp"

namespace tidemark::bus {

QueueRegistry::Registration::~Registration() {
  if (registry_ != nullptr) registry_->remove(*queue_);
}

QueueRegistry::Registration QueueRegistry::add(const QueueProbe& queue) {
  const std::scoped_lock lock{mutex_};
  queues_.push_back(&queue);
  return {*this, queue};
}

std::vector<QueueStats> QueueRegistry::list() const {
  const std::scoped_lock lock{mutex_};
  std::vector<QueueStats> all;
  all.reserve(queues_.size());
  for (const QueueProbe* queue : queues_) all.push_back(queue->stats());
  return all;
}

void QueueRegistry::remove(const QueueProbe& queue) {
  const std::scoped_lock lock{mutex_};
  std::erase(queues_, &queue);
}

}  // namespace tidemark::bus
