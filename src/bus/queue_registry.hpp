#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "bus/queue_stats.hpp"

namespace tidemark::bus {

/// The process's queues, for the System page and the metrics. Thread-safe. Outlives its registrations.
class QueueRegistry {
 public:
  /// Takes the queue off the list when it goes; the queue must live at least as long.
  class Registration {
   public:
    Registration(QueueRegistry& registry, const QueueProbe& queue) : registry_{&registry}, queue_{&queue} {}
    Registration(Registration&& other) noexcept : registry_{other.registry_}, queue_{other.queue_} {
      other.registry_ = nullptr;
    }
    Registration& operator=(Registration&&) = delete;
    ~Registration();

   private:
    QueueRegistry* registry_;
    const QueueProbe* queue_;
  };

  [[nodiscard]] Registration add(const QueueProbe& queue);
  /// In order of registration.
  [[nodiscard]] std::vector<QueueStats> list() const;

 private:
  void remove(const QueueProbe& queue);

  mutable std::mutex mutex_;
  std::vector<const QueueProbe*> queues_;
};

}  // namespace tidemark::bus
